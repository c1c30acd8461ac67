package dev.tsumugi.acp;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;

/**
 * A resource that a version of a plan is made of.
 *
 * @param reference by which the plan names it: with its version, or an alias of the same commit
 */
record Entry(String reference, Json.Obj resource) {
  /** As it stands. */
  static Entry standing(Json.Obj resource) {
    Json.Obj meta = resource.obj("meta");
    String version = meta == null ? null : meta.text("versionId");
    String ref = Elements.ref(resource);
    return new Entry(version == null ? ref : ref + "/_history/" + version, resource);
  }

  Json json() {
    return Json.object().put("reference", reference).build();
  }
}
