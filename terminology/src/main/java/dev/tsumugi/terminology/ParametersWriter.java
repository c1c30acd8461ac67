package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a Parameters resource. */
final class ParametersWriter {
  private final List<Json.Obj> parameters = new ArrayList<>();

  /** A primitive; left out if null. */
  ParametersWriter put(String name, String type, @Nullable String value) {
    return value == null ? this : put(name, type, Json.text(value));
  }

  ParametersWriter put(String name, String type, Json value) {
    parameters.add(Json.object().put("name", name).put(type, value).build());
    return this;
  }

  ParametersWriter flag(String name, boolean value) {
    return put(name, "valueBoolean", new Json.Bool(value));
  }

  ParametersWriter resource(String name, Json.Obj resource) {
    parameters.add(Json.object().put("name", name).put("resource", resource).build());
    return this;
  }

  ParametersWriter parts(String name, ParametersWriter parts) {
    parameters.add(Json.object().put("name", name).put("part", parts.parameters).build());
    return this;
  }

  List<Json.Obj> list() {
    return List.copyOf(parameters);
  }

  Json.Obj parameters() {
    return Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
  }
}
