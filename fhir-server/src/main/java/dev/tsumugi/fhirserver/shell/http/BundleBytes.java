package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Bundle put together from stored bytes; what is inside is not parsed again. */
final class BundleBytes {
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream(4096);
  private final Json.Builder head;
  private final List<Json> links = new ArrayList<>();
  private final HighestLevel level = new HighestLevel();

  BundleBytes(String type) {
    head = Json.object().put("resourceType", "Bundle").put("type", type);
  }

  BundleBytes total(long total) {
    head.put("total", total);
    return this;
  }

  BundleBytes link(String relation, String url) {
    links.add(Json.object().put("relation", relation).put("url", url).build());
    return this;
  }

  /**
   * @param mode of {@code http://hl7.org/fhir/search-entry-mode}
   */
  BundleBytes found(String base, StoredResource resource, String mode) {
    start(base, resource);
    text(",\"resource\":");
    level.raise(resource);
    entries.writeBytes(resource.json());
    text(",\"search\":{\"mode\":\"" + mode + "\"}}");
    return this;
  }

  /** What the server says about the search itself. */
  BundleBytes outcome(Json.Obj operationOutcome) {
    separate();
    text("{\"resource\":");
    entries.writeBytes(Json.bytes(operationOutcome));
    text(",\"search\":{\"mode\":\"outcome\"}}");
    return this;
  }

  BundleBytes version(String base, StoredResource resource) {
    start(base, resource);
    if (resource.change() != Change.DELETED) {
      text(",\"resource\":");
      level.raise(resource);
      entries.writeBytes(resource.json());
    }
    boolean created = resource.change() == Change.CREATED;
    Json request =
        Json.object()
            .put("method", resource.change().method())
            .put("url", created ? resource.ref().type() : resource.ref().toString())
            .build();
    text(",\"request\":");
    entries.writeBytes(Json.bytes(request));
    text(",\"response\":");
    entries.writeBytes(Json.bytes(response(resource.change().status(), "", resource)));
    text("}");
    return this;
  }

  /** What became of a write in a transaction. */
  BundleBytes answered(Written done, Prefer.Return returns, String base) {
    separate();
    boolean deleted = done.kind() == Written.Kind.DELETED;
    boolean outcome = returns == Prefer.Return.OUTCOME;
    String status = Integer.toString(deleted && outcome ? 200 : done.kind().status());
    Json.Obj response = Json.object().put("status", status).build();
    if (done.resources().size() == 1) {
      StoredResource stored = done.resource();
      response = response(status, deleted ? "" : Done.location(base, stored), stored);
    }
    // Whoever wrote a Consent that is not understood is told in any case.
    if (outcome || !Done.warnings(done).isEmpty()) {
      response = response.with("outcome", Done.outcome(done));
    }
    text("{\"response\":");
    entries.writeBytes(Json.bytes(response));
    if (!deleted && returns == Prefer.Return.REPRESENTATION) {
      text(",\"resource\":");
      level.raise(done.resource());
      entries.writeBytes(done.resource().json());
    }
    text("}");
    return this;
  }

  /**
   * An entry that holds another answer: of a GET in a bundle, or of anything in a batch.
   *
   * @param outcome whether the body of a success is an OperationOutcome about it
   */
  BundleBytes answered(Reply reply, boolean outcome) {
    separate();
    boolean failed = reply.status() >= 400;
    Json.Builder response = Json.object().put("status", Integer.toString(reply.status()));
    if (!failed) {
      response.put("location", reply.headers().get("Location"));
      response.put("etag", reply.headers().get("ETag"));
    }
    text("{\"response\":");
    String json = response.build().toString();
    if ((failed || outcome) && reply.body().length > 0) {
      text(json.substring(0, json.length() - 1) + ",\"outcome\":");
      entries.writeBytes(reply.body());
      text("}}");
      return this;
    }
    String unreadable = reply.headers().get(Done.UNREADABLE);
    if (unreadable == null) {
      text(json);
    } else {
      // An entry has no headers of its own.
      text(json.substring(0, json.length() - 1) + ",\"outcome\":");
      entries.writeBytes(Json.bytes(Done.told(unreadable)));
      text("}");
    }
    if (reply.body().length > 0) {
      text(",\"resource\":");
      level.raise(reply.body());
      entries.writeBytes(reply.body());
    }
    text("}");
    return this;
  }

  private static Json.Obj response(String status, String location, StoredResource resource) {
    return Json.object()
        .put("status", status)
        .put("location", location.isEmpty() ? null : location)
        .put("etag", "W/\"" + resource.tag() + "\"")
        .put("lastModified", FhirTime.instant(resource.updated()))
        .build();
  }

  private void start(String base, StoredResource resource) {
    separate();
    text("{\"fullUrl\":\"" + base + "/" + resource.ref() + "\"");
  }

  private void separate() {
    if (entries.size() > 0) text(",");
  }

  private void text(String text) {
    entries.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    head.put("link", links);
    level.meta().ifPresent(meta -> head.put("meta", meta));
    String front = head.build().toString();
    ByteArrayOutputStream whole = new ByteArrayOutputStream(front.length() + entries.size() + 16);
    whole.writeBytes(front.substring(0, front.length() - 1).getBytes(StandardCharsets.UTF_8));
    if (entries.size() > 0) { // FHIR forbids an empty array
      whole.writeBytes(",\"entry\":[".getBytes(StandardCharsets.UTF_8));
      whole.writeBytes(entries.toByteArray());
      whole.write(']');
    }
    whole.write('}');
    return whole.toByteArray();
  }
}
