package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * A value set at hand while answering: itself, and the resource whose contained sets it may name.
 *
 * @param canonical for messages; {@code (unidentified)} if it has no url
 * @param root the resource that contains it, or itself
 */
record SetSource(String canonical, Json.Obj resource, Json.Obj root) {
  static SetSource of(ValueSetDefinition definition) {
    String name = definition.url().isEmpty() ? "(unidentified)" : definition.canonical();
    return new SetSource(name, definition.resource(), definition.resource());
  }

  boolean isContained() {
    return resource != root;
  }

  /** The contained value set {@code #id}; null if there is none. */
  @Nullable SetSource contained(String reference) {
    for (Json.Obj one : root.objects("contained")) {
      if (!reference.equals("#" + one.text("id"))) continue;
      if (!"ValueSet".equals(one.text("resourceType"))) continue;
      return new SetSource(ValueSetDefinition.of(one).canonical(), one, root);
    }
    return null;
  }
}
