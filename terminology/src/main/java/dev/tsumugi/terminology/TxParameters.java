package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Parameters of one request, read by name. */
final class TxParameters {
  // Clients send these as either type; both mean the same.
  private static final Set<String> TRUE = Set.of("true", "1");

  private final List<Json.Obj> parameters;

  TxParameters(Json.Obj resource) {
    this(resource.objects("parameter"));
  }

  private TxParameters(List<Json.Obj> parameters) {
    this.parameters = parameters;
  }

  /** These, and of {@code more} those whose names are not given here. */
  TxParameters or(List<Json.Obj> more) {
    List<Json.Obj> all = new ArrayList<>(parameters);
    for (Json.Obj one : more) {
      String name = one.text("name");
      if (name != null && !has(name)) all.add(one);
    }
    return new TxParameters(all);
  }

  boolean has(String name) {
    return parameters.stream().anyMatch(one -> name.equals(one.text("name")));
  }

  /** The first value of a primitive parameter; null if it is not given. */
  @Nullable String text(String name) {
    for (Json.Obj parameter : parameters) {
      if (!name.equals(parameter.text("name"))) continue;
      String value = Extensions.text(Extensions.value(parameter));
      if (value != null) return value;
    }
    return null;
  }

  /** Every value of a primitive parameter. */
  List<String> texts(String name) {
    List<String> found = new ArrayList<>();
    for (Json.Obj parameter : parameters) {
      if (!name.equals(parameter.text("name"))) continue;
      String value = Extensions.text(Extensions.value(parameter));
      if (value != null) found.add(value);
    }
    return found;
  }

  /** A boolean; null if it is not given. */
  @Nullable Boolean flag(String name) {
    String value = text(name);
    return value == null ? null : TRUE.contains(value);
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(flag(name));
  }

  /** A whole number from 0; null if it is not given. */
  @Nullable Integer number(String name) {
    String value = text(name);
    if (value == null) return null;
    if (!value.matches("[0-9]{1,9}")) {
      throw Refusal.invalid("the parameter " + name + " must be a whole number from 0");
    }
    return Integer.valueOf(value);
  }

  /** The first complex value (Coding, CodeableConcept); null if it is not given. */
  Json.@Nullable Obj object(String name) {
    for (Json.Obj parameter : parameters) {
      if (!name.equals(parameter.text("name"))) continue;
      if (Extensions.value(parameter) instanceof Json.Obj value) return value;
    }
    return null;
  }

  /** Every resource sent under a name. */
  List<Json.Obj> resources(String name) {
    List<Json.Obj> found = new ArrayList<>();
    for (Json.Obj parameter : parameters) {
      Json.Obj resource = parameter.obj("resource");
      if (name.equals(parameter.text("name")) && resource != null) found.add(resource);
    }
    return found;
  }

  /** The parameters that a part groups. */
  List<Json.Obj> parts(String name) {
    return parameters.stream().filter(one -> name.equals(one.text("name"))).toList();
  }
}
