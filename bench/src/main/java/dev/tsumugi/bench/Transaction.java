package dev.tsumugi.bench;

import dev.tsumugi.kernel.Json;
import java.util.List;

/** A transaction as it is sent, and its entries. */
final class Transaction {
  private Transaction() {}

  static Json.Obj of(List<Json> entries) {
    return Json.object()
        .put("resourceType", "Bundle")
        .put("type", "transaction")
        .put("entry", entries)
        .build();
  }

  /** Under its own id. */
  static Json.Obj put(Json.Obj resource, String ref) {
    return entry(resource, "PUT", ref);
  }

  /** Under an id that the server gives. */
  static Json.Obj post(Json.Obj resource, String type) {
    return entry(resource, "POST", type);
  }

  private static Json.Obj entry(Json.Obj resource, String method, String url) {
    return Json.object()
        .put("resource", resource)
        .put("request", Json.object().put("method", method).put("url", url).build())
        .build();
  }
}
