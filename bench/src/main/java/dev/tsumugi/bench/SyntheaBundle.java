package dev.tsumugi.bench;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns Synthea's bundles into what both servers are given, byte for byte the same. Places and
 * staff keep their ids (PUT), so that people's bundles can name them directly; people are made
 * (POST) and get the ids a server gives.
 */
public final class SyntheaBundle {
  /** Who may read everybody here: each person is in its care, and has agreed to that. */
  public static final String CLINIC = "Organization/bench-clinic";

  private static final String URN = "urn:uuid:";

  private SyntheaBundle() {}

  /** From {@code Type?identifier=system|value}, as people's bundles refer, to {@code Type/id}. */
  public static Map<String, String> links(List<Json.Obj> places) {
    Map<String, String> links = new HashMap<>();
    for (Json.Obj entry : entries(places)) {
      Json.Obj resource = entry.obj("resource");
      String fullUrl = entry.text("fullUrl");
      if (resource == null || fullUrl == null) continue;
      String type = resource.text("resourceType");
      String ref = type + "/" + fullUrl.substring(URN.length());
      links.put(fullUrl, ref);
      for (Json.Obj identifier : resource.objects("identifier")) {
        String key = identifier.text("system") + "|" + identifier.text("value");
        links.put(type + "?identifier=" + key, ref);
      }
    }
    return links;
  }

  /** Places and staff as one transaction, in front of them the clinic that reads. */
  public static Json.Obj places(List<Json.Obj> bundles, Map<String, String> links) {
    List<Json> entries = new ArrayList<>();
    Set<String> seen = new java.util.HashSet<>();
    String clinicId = CLINIC.substring(CLINIC.indexOf('/') + 1);
    entries.add(
        Transaction.put(
            Json.object()
                .put("resourceType", "Organization")
                .put("id", clinicId)
                .put("name", "Bench clinic")
                .build(),
            CLINIC));
    for (Json.Obj entry : entries(bundles)) {
      Json.Obj resource = entry.obj("resource");
      String ref = links.get(String.valueOf(entry.text("fullUrl")));
      if (resource == null || ref == null || !seen.add(ref)) continue;
      String id = ref.substring(ref.indexOf('/') + 1);
      entries.add(
          Transaction.put((Json.Obj) linked(resource.with("id", Json.text(id)), links), ref));
    }
    return Transaction.of(entries);
  }

  /** A person's transaction, with the care relation and the agreement that our gate asks for. */
  public static Json.Obj person(Json.Obj bundle, Map<String, String> links) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      if (resource == null) continue;
      if ("Patient".equals(resource.text("resourceType"))) {
        Json.Obj clinic = Json.object().put("reference", CLINIC).build();
        resource = resource.with("generalPractitioner", Json.array(clinic));
      }
      Json.Obj sent = entry.with("resource", linked(resource.without("id"), links));
      entries.add(sent);
      if ("Patient".equals(resource.text("resourceType"))) entries.add(consent(entry));
    }
    return Transaction.of(entries);
  }

  /** The names of a transaction's entries, in order: {@code uuid}s, or "" where there is none. */
  public static List<String> names(Json.Obj transaction) {
    List<String> names = new ArrayList<>();
    for (Json.Obj entry : transaction.objects("entry")) {
      String fullUrl = entry.text("fullUrl");
      if (fullUrl == null || !fullUrl.startsWith(URN)) names.add("");
      else names.add(fullUrl.substring(URN.length()));
    }
    return names;
  }

  private static Json.Obj consent(Json.Obj patientEntry) {
    String patient = String.valueOf(patientEntry.text("fullUrl"));
    Json.Obj permit =
        Json.object()
            .put("type", "permit")
            .put(
                "actor",
                List.of(
                    Json.object()
                        .put(
                            "role",
                            concept(
                                "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
                                "IRCP"))
                        .put("reference", Json.object().put("reference", CLINIC).build())
                        .build()))
            .put(
                "purpose",
                List.of(coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT")))
            .build();
    Json.Obj consent =
        Json.object()
            .put("resourceType", "Consent")
            .put("status", "active")
            .put(
                "scope",
                concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"))
            .put("category", List.of(concept("http://loinc.org", "59284-0")))
            .put("patient", Json.object().put("reference", patient).build())
            .put("dateTime", "2024-01-01T09:00:00+09:00")
            .put("policyRule", concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"))
            .put("provision", permit)
            .build();
    return Transaction.post(consent, "Consent");
  }

  private static Json.Obj concept(String system, String code) {
    return Json.object().put("coding", List.of(coding(system, code))).build();
  }

  private static Json.Obj coding(String system, String code) {
    return Json.object().put("system", system).put("code", code).build();
  }

  private static Json linked(Json resource, Map<String, String> links) {
    return Json.mapTexts(resource, "reference", ref -> links.getOrDefault(ref, ref));
  }

  private static List<Json.Obj> entries(List<Json.Obj> bundles) {
    return bundles.stream().flatMap(bundle -> bundle.objects("entry").stream()).toList();
  }
}
