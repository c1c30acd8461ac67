package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.SecurityLabels;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What holds resources is as confidential as the most confidential of them (high-water mark); as
 * everywhere, what is normal is not labelled.
 */
final class HighestLevel {
  private Confidentiality highest = Confidentiality.N;

  void raise(StoredResource resource) {
    raise(resource.labelled().level());
  }

  /** A resource as it leaves, of which nothing else is known here. */
  void raise(byte[] json) {
    if (!new String(json, StandardCharsets.UTF_8).contains("\"security\"")) return;
    raise(SecurityLabels.level(Json.parseObject(json).obj("meta")));
  }

  private void raise(Confidentiality level) {
    if (level.compareTo(highest) > 0) highest = level;
  }

  /** The meta of the whole, if it must say anything. */
  Optional<Json.Obj> meta() {
    if (highest == Confidentiality.N) return Optional.empty();
    Json label = SecurityLabels.label(highest);
    return Optional.of(Json.object().put("security", List.of(label)).build());
  }
}
