package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A searchset written from its beginning to its end, of which only what was not taken is kept. */
final class StreamedBundle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
  private final HighestLevel level = new HighestLevel();
  private boolean entered;

  /** Links stand in front, where a client finds them before the entries are there. */
  StreamedBundle(List<Json> links) {
    text("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":");
    out.writeBytes(Json.bytes(new Json.Arr(links)));
  }

  static Json link(String relation, String url) {
    return Json.object().put("relation", relation).put("url", url).build();
  }

  /**
   * @param mode of {@code http://hl7.org/fhir/search-entry-mode}
   */
  void found(String base, StoredResource resource, String mode) {
    enter();
    text("{\"fullUrl\":\"" + base + "/" + resource.ref() + "\",\"resource\":");
    level.raise(resource);
    out.writeBytes(resource.json());
    text(",\"search\":{\"mode\":\"" + mode + "\"}}");
  }

  void outcome(byte[] operationOutcome) {
    enter();
    text("{\"resource\":");
    out.writeBytes(operationOutcome);
    text(",\"search\":{\"mode\":\"outcome\"}}");
  }

  private void enter() {
    text(entered ? "," : ",\"entry\":["); // FHIR forbids an empty array
    entered = true;
  }

  void end() {
    text(entered ? "]" : "");
    // Known at the end only; the order of members means nothing.
    level.meta().ifPresent(meta -> text(",\"meta\":" + meta));
    text("}");
  }

  /** What was written since the last call. */
  byte[] take() {
    byte[] taken = out.toByteArray();
    out.reset();
    return taken;
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
