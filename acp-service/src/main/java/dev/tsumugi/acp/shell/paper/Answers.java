package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A Parameters resource in the making. */
final class Answers {
  private final List<Json> parts = new ArrayList<>();

  Answers add(String name, String type, String value) {
    parts.add(Json.object().put("name", name).put(type, value).build());
    return this;
  }

  Answers string(String name, String value) {
    return add(name, "valueString", value);
  }

  Answers reference(String name, String ref) {
    Json reference = Json.object().put("reference", ref).build();
    parts.add(Json.object().put("name", name).put("valueReference", reference).build());
    return this;
  }

  Answers instant(String name, Instant at) {
    return add(name, "valueInstant", FhirTime.instant(at));
  }

  Answers number(String name, int value) {
    parts.add(Json.object().put("name", name).put("valueInteger", value).build());
    return this;
  }

  Answers group(String name, Answers inner) {
    parts.add(Json.object().put("name", name).put("part", inner.parts).build());
    return this;
  }

  Json.Obj parameters() {
    return Json.object().put("resourceType", "Parameters").put("parameter", parts).build();
  }
}
