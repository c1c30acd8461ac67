package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of FHIR extensions. */
final class Extensions {
  private Extensions() {}

  /** The first extension of this url; null if there is none. */
  static Json.@Nullable Obj of(List<Json.Obj> extensions, String url) {
    for (Json.Obj extension : extensions) if (url.equals(extension.text("url"))) return extension;
    return null;
  }

  /** The {@code value[x]} of an extension; null if it has none. */
  static @Nullable Json value(Json.Obj extension) {
    for (int i = 0; i < extension.size(); i++) {
      if (extension.name(i).startsWith("value")) return extension.value(i);
    }
    return null;
  }

  /** The value of the first extension of this url, as text; null if there is none. */
  static @Nullable String code(List<Json.Obj> extensions, String url) {
    Json.Obj found = of(extensions, url);
    if (found == null) return null;
    return text(value(found));
  }

  /** A primitive as text; null for all else. */
  static @Nullable String text(@Nullable Json value) {
    if (value instanceof Json.Text text) return text.value();
    if (value instanceof Json.Bool bool) return Boolean.toString(bool.value());
    if (value instanceof Json.Num number) return number.literal();
    return null;
  }
}
