package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import java.util.List;

/** A Bundle that puts resources under their ids, all or none (R4 http.html#transaction). */
public final class PutTransaction {
  private PutTransaction() {}

  /** The entry of a resource that has an id. */
  public static Json entry(Json.Obj resource) {
    return Json.object()
        .put("resource", resource)
        .put("request", Json.object().put("method", "PUT").put("url", url(resource)).build())
        .build();
  }

  /** Where it is put: {@code Practitioner/crew}. */
  public static String url(Json.Obj resource) {
    return resource.text("resourceType") + "/" + resource.text("id");
  }

  /** The Bundle of these entries. */
  public static Json.Obj of(List<Json> entries) {
    return Json.object()
        .put("resourceType", "Bundle")
        .put("type", "transaction")
        .put("entry", entries)
        .build();
  }
}
