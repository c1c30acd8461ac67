package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.HandOvers.HandOver;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A crew's incidents as Parameters, and the log of one as a Bundle; UTF-8 JSON. */
public final class IncidentAnswer {
  private IncidentAnswer() {}

  /**
   * @param handOvers newest first
   */
  public static byte[] list(List<Incident> incidents, List<HandOver> handOvers, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    for (Incident incident : incidents) {
      parts.add(Parts.group("incident", parts(incident, handOvers, at)));
    }
    return Parts.parameters(parts);
  }

  private static List<Json.Obj> parts(Incident incident, List<HandOver> handOvers, Instant at) {
    List<Json.Obj> parts = new ArrayList<>();
    parts.add(Parts.reference("encounter", incident.ref().toString()));
    incident.number().ifPresent(number -> parts.add(Parts.text("number", number)));
    incident
        .received()
        .ifPresent(start -> parts.add(Parts.value("received", "valueDateTime", start)));
    Call call = incident.call();
    for (String name : Call.OF_INCIDENT) {
      call.said(name).ifPresent(value -> parts.add(Parts.text(name, value)));
    }
    for (Map<String, String> person : call.persons()) {
      List<Json.Obj> items = new ArrayList<>();
      person.forEach((name, value) -> items.add(item(name, value)));
      parts.add(Parts.group("person", items));
    }
    parts.add(Parts.code("status", incident.status()));
    incident
        .patient()
        .ifPresent(patient -> parts.add(Parts.reference("patient", patient.toString())));
    for (HandOver handOver : handOvers) {
      if (!handOver.incident().equals(incident.ref())) continue;
      parts.add(Parts.group("handover", HandOverAnswer.parts(handOver, at)));
    }
    return parts;
  }

  private static Json.Obj item(String name, String value) {
    return switch (name) {
      case "age" -> Parts.number(name, Long.parseLong(value));
      case "birthDate" -> Parts.value(name, "valueDate", value);
      case "sex" -> Parts.code(name, value);
      default -> Parts.text(name, value);
    };
  }

  /** The incident, and all that was noted of it. */
  public static byte[] log(List<StoredResource> entries) {
    List<Json> resources = new ArrayList<>();
    for (StoredResource entry : entries) resources.add(Json.parseObject(entry.json()));
    return Json.bytes(bundle(resources));
  }

  static Json.Obj bundle(List<Json> resources) {
    List<Json> entries = new ArrayList<>();
    for (Json resource : resources) {
      entries.add(Json.object().put("resource", resource).build());
    }
    Json.Builder bundle = Json.object().put("resourceType", "Bundle").put("type", "collection");
    if (!entries.isEmpty()) bundle.put("entry", entries);
    return bundle.build();
  }
}
