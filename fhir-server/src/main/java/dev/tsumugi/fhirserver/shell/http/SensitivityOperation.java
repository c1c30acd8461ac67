package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Labelling;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code GET ValueSet/$sensitivity}: the value sets by which resources are labelled. One of them,
 * changed and stored under its id, is in force from then on.
 */
public final class SensitivityOperation implements LabellingOperation {
  private final Labelling labelling;

  public SensitivityOperation(Labelling labelling) {
    this.labelling = labelling;
  }

  @Override
  public String name() {
    return "$sensitivity";
  }

  @Override
  public String documentation() {
    return "The value sets in force by which resources get sensitivity labels from their codes, as a"
        + " collection; a ValueSet stored under one of their ids takes its place";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(Set.of());
    List<Json> entries = new ArrayList<>();
    for (Json.Obj set : labelling.inForce()) {
      entries.add(Json.object().put("fullUrl", set.text("url")).put("resource", set).build());
    }
    return Json.bytes(
        Json.object()
            .put("resourceType", "Bundle")
            .put("type", "collection")
            .put("entry", entries)
            .build());
  }
}
