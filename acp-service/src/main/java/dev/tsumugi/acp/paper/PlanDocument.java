package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A version of a plan as a FHIR document (<a href="https://hl7.org/fhir/R4/documents.html">R4
 * documents</a>, ADI-PACPComposition): everything that whoever asked may see of it, and nothing
 * that would have to be fetched.
 */
public final class PlanDocument {
  private static final String UNKNOWN_REASON =
      "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  /**
   * Where and when it is made.
   *
   * @param fhir FHIR base address
   * @param hub the hub's own address, as the custodian's identifier
   */
  public record Frame(String fhir, String hub, Instant at) {}

  private final PlanContent content;
  private final Frame frame;
  private final Map<String, Json.Obj> entries = new LinkedHashMap<>();

  private PlanDocument(PlanContent content, Frame frame) {
    this.content = content;
    this.frame = frame;
  }

  /** The bundle, not signed yet. */
  public static Json.Obj of(PlanContent content, Frame frame) {
    return new PlanDocument(content, frame).bundle();
  }

  private Json.Obj bundle() {
    take(content.patient());
    take(PlanHeader.custodian(frame));
    for (Json.Obj wish : content.wishes()) take(told(wish));
    for (Speaker speaker : content.speakers()) {
      take(reachable(speaker.person()));
      speaker.consents().forEach(this::take);
    }
    Json.Obj composition =
        new PlanHeader(content, frame, Set.copyOf(new LinkedHashSet<>(entries.keySet())))
            .composition();
    List<Json> all = new ArrayList<>();
    all.add(entry(composition));
    for (Json.Obj resource : entries.values()) all.add(entry(resource));
    return Json.object()
        .put("resourceType", "Bundle")
        .put(
            "identifier",
            Json.object()
                .put("system", "urn:ietf:rfc:3986")
                .put("value", name(composition))
                .build())
        .put("type", "document")
        .put("timestamp", FhirTime.instant(frame.at()))
        .put("entry", all)
        .build();
  }

  /** The same document made at the same moment has the same name; any other has another. */
  private String name(Json.Obj composition) {
    String all = frame.at() + "\n" + composition + "\n" + entries;
    return "urn:uuid:" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  private void take(Json.Obj resource) {
    entries.putIfAbsent(Elements.ref(resource), resource);
  }

  private Json entry(Json.Obj resource) {
    return Json.object()
        .put("fullUrl", frame.fhir() + "/" + Elements.ref(resource))
        .put("resource", resource)
        .build();
  }

  /** Every preference has its narrative (ADI 1.0.0). */
  private static Json.Obj told(Json.Obj wish) {
    if (wish.has("text")) return wish;
    return wish.with("text", PlanWords.wish(wish).narrative());
  }

  /**
   * An agent has a narrative, and a way to be reached or the word that none is known (ADI 1.0.0).
   */
  private static Json.Obj reachable(Json.Obj person) {
    Json.Obj told = person;
    if (!told.has("text")) {
      String name = PersonName.of(person).shown();
      told = told.with("text", new Bilingual().add(name, name).narrative());
    }
    if (!told.objects("telecom").isEmpty()) return told;
    Json unknown =
        Json.object()
            .put(
                "extension",
                Json.array(
                    Json.object().put("url", UNKNOWN_REASON).put("valueCode", "unknown").build()))
            .build();
    return told.with("telecom", Json.array(unknown));
  }
}
