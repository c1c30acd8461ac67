package dev.tsumugi.ems;

import dev.tsumugi.kernel.Json;
import java.util.List;

/** Pieces of a Parameters resource. */
final class Parts {
  private Parts() {}

  /** The whole, UTF-8 JSON. */
  static byte[] parameters(List<Json.Obj> parts) {
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", parts).build());
  }

  static Json.Obj value(String name, String member, String value) {
    return Json.object().put("name", name).put(member, value).build();
  }

  static Json.Obj text(String name, String value) {
    return value(name, "valueString", value);
  }

  static Json.Obj code(String name, String value) {
    return value(name, "valueCode", value);
  }

  static Json.Obj number(String name, long value) {
    return Json.object().put("name", name).put("valueInteger", value).build();
  }

  static Json.Obj bool(String name, boolean value) {
    return Json.object().put("name", name).put("valueBoolean", value).build();
  }

  static Json.Obj reference(String name, String target) {
    Json.Obj reference = Json.object().put("reference", target).build();
    return Json.object().put("name", name).put("valueReference", reference).build();
  }

  static Json.Obj coding(String name, String system, String code) {
    Json.Obj coding = Json.object().put("system", system).put("code", code).build();
    return Json.object().put("name", name).put("valueCoding", coding).build();
  }

  static Json.Obj group(String name, List<Json.Obj> parts) {
    return Json.object().put("name", name).put("part", parts).build();
  }
}
