package dev.tsumugi.fhirserver.ips;

import dev.tsumugi.consent.Classifier;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Puts a patient summary together: a document Bundle after <a
 * href="http://hl7.org/fhir/uv/ips/">IPS</a>, of the resources it is given, which the requester may
 * see. Equal input in any order gives an equal Bundle. It claims no profile, as it cannot check
 * one.
 *
 * <p><b>Empty is not none.</b> A section with nothing visible says so, and that this proves
 * nothing; only an explicit entry says none, and not beside one that says some.
 */
public final class IpsComposer {
  /** Entries of one section; a narrative tells of more. */
  static final int MOST = 100;

  /** What resources a summary is made of, the patient apart. */
  public static final Set<String> TYPES =
      Set.of(
          "AllergyIntolerance",
          "CarePlan",
          "ClinicalImpression",
          "Condition",
          "Consent",
          "Device",
          "DeviceUseStatement",
          "DiagnosticReport",
          "DocumentReference",
          "Flag",
          "Immunization",
          "Location",
          "Medication",
          "MedicationRequest",
          "MedicationStatement",
          "Observation",
          "Organization",
          "Patient",
          "Practitioner",
          "PractitionerRole",
          "Procedure");

  private static final String ABSENT = "http://terminology.hl7.org/CodeSystem/list-empty-reason";

  private static final Comparator<Json.Obj> LATEST_FIRST =
      Comparator.<Json.Obj, Instant>comparing(Words::instant)
          .reversed()
          .thenComparing(IpsComposer::key);

  private final String base;
  private final UUID document;
  private final Instant at;
  private final Ref patient;
  private final Map<IpsSection, Map<String, Json.Obj>> sections = new EnumMap<>(IpsSection.class);
  private final Map<String, Json.Obj> others = new TreeMap<>();
  private final Preferences preferences = new Preferences();

  /**
   * @param base address of the FHIR server, without a slash at the end
   * @param document identifies this summary; another one for each
   */
  public IpsComposer(String base, UUID document, Instant at, Ref patient) {
    this.base = base;
    this.document = document;
    this.at = at;
    this.patient = patient;
  }

  private static String key(Json.Obj resource) {
    return resource.text("resourceType") + "/" + resource.text("id");
  }

  /** Takes one of the patient's resources, or of the work data they name, in any order. */
  public void take(Json.Obj resource) {
    if (Preferences.is(resource)) {
      preferences.take(resource);
      return;
    }
    Optional<IpsSection> section = IpsSection.of(resource);
    if (section.isEmpty()) {
      others.put(key(resource), resource);
      return;
    }
    if (Words.saysNothing(resource)) return;
    Map<String, Json.Obj> entries = sections.computeIfAbsent(section.get(), s -> new TreeMap<>());
    String type = Words.orEmpty(resource.text("resourceType"));
    String place = IpsSection.isSeries(type) ? type + " " + Words.series(resource) : key(resource);
    entries.merge(place, resource, (a, b) -> LATEST_FIRST.compare(a, b) <= 0 ? a : b);
  }

  /** The document; empty if the patient's own resource was not among what was taken. */
  public Optional<Json.Obj> bundle() {
    Json.Obj self = others.get(patient.toString());
    if (self == null) return Optional.empty();
    List<Json.Obj> parts = new ArrayList<>();
    List<Json> written = new ArrayList<>();
    for (IpsSection section : IpsSection.values()) {
      List<Json.Obj> entries = entries(section);
      if (entries.isEmpty() && !section.always()) continue;
      List<Json.Obj> shown = entries.subList(0, Math.min(MOST, entries.size()));
      written.add(section(section, shown, entries.size() - shown.size()));
      parts.addAll(shown);
    }
    List<Json.Obj> resources = new ArrayList<>(List.of(self));
    resources.addAll(parts);
    resources.addAll(named(resources));
    return Optional.of(document(written, resources));
  }

  private List<Json.Obj> entries(IpsSection section) {
    List<Json.Obj> all = new ArrayList<>(sections.getOrDefault(section, Map.of()).values());
    for (Json.Obj wish : preferences.holding(at)) {
      if (IpsSection.of(wish).filter(section::equals).isPresent()) all.add(wish);
    }
    all.sort(LATEST_FIRST);
    boolean some = all.stream().anyMatch(entry -> Words.none(entry).isEmpty());
    if (some) all.removeIf(entry -> Words.none(entry).isPresent());
    return all;
  }

  private Json section(IpsSection section, List<Json.Obj> entries, int more) {
    Json.Builder json =
        Json.object()
            .put("title", section.japanese() + " / " + section.english())
            .put("code", concept(Shapes.Sys.LOINC, section.loinc(), section.english()));
    if (entries.isEmpty()) {
      return json.put("text", Narrative.empty())
          .put("emptyReason", concept(ABSENT, "unavailable", "Unavailable"))
          .build();
    }
    return json.put("text", Narrative.of(entries, more))
        .put("entry", entries.stream().map(entry -> reference(key(entry))).toList())
        .build();
  }

  /** What the entries refer to of what was given. */
  private List<Json.Obj> named(List<Json.Obj> resources) {
    Map<String, Json.Obj> named = new TreeMap<>();
    Set<String> here = new TreeSet<>();
    for (Json.Obj resource : resources) here.add(key(resource));
    for (Json.Obj resource : resources) {
      Json.mapTexts(
          resource,
          "reference",
          text -> {
            Json.Obj other = others.get(text);
            if (other != null && !here.contains(text)) named.put(text, other);
            return text;
          });
    }
    return List.copyOf(named.values());
  }

  private Json.Obj document(List<Json> sections, List<Json.Obj> resources) {
    Confidentiality highest = Confidentiality.N;
    Set<String> sensitivities = new TreeSet<>();
    for (Json.Obj resource : resources) {
      Facet facet = Classifier.facetOf(resource, false, "");
      if (facet.confidentiality().compareTo(highest) > 0) highest = facet.confidentiality();
      sensitivities.addAll(facet.sensitivity());
    }
    Map<String, Json> entries = new LinkedHashMap<>();
    String device = urn("device");
    entries.put(urn("composition"), composition(sections, device, highest));
    for (Json.Obj resource : resources) entries.put(url(key(resource)), linked(resource));
    entries.put(device, device());
    List<Json> labels = new ArrayList<>();
    labels.add(coding(Shapes.Sys.CONFIDENTIALITY, highest.name()));
    for (String code : sensitivities) labels.add(coding(Shapes.Sys.ACT_CODE, code));
    return Json.object()
        .put("resourceType", "Bundle")
        .put("id", document.toString())
        .put("meta", Json.object().put("security", labels).build())
        .put(
            "identifier",
            Json.object()
                .put("system", "urn:ietf:rfc:3986")
                .put("value", "urn:uuid:" + document)
                .build())
        .put("type", "document")
        .put("timestamp", FhirTime.instant(at))
        .put("entry", entries.entrySet().stream().map(IpsComposer::entry).toList())
        .build();
  }

  private static Json entry(Map.Entry<String, Json> entry) {
    return Json.object().put("fullUrl", entry.getKey()).put("resource", entry.getValue()).build();
  }

  private Json composition(List<Json> sections, String author, Confidentiality highest) {
    return Json.object()
        .put("resourceType", "Composition")
        .put("id", part("composition").toString())
        .put(
            "text",
            Narrative.plain(
                "この要約は、見ることを許された記録だけでできています。",
                "This summary is made of those records alone that may be seen."))
        .put("status", "final")
        .put("type", concept(Shapes.Sys.LOINC, "60591-5", "Patient summary Document"))
        .put("subject", reference(patient.toString()))
        .put("date", FhirTime.instant(at))
        .put("author", List.of(Json.object().put("reference", author).build()))
        .put("title", "患者サマリー / International Patient Summary")
        .put("confidentiality", highest.name())
        .put("section", sections)
        .build();
  }

  /** Who put it together: the hub, and no person. */
  private Json device() {
    return Json.object()
        .put("resourceType", "Device")
        .put("id", part("device").toString())
        .put(
            "deviceName",
            List.of(
                Json.object().put("name", "Tsumugi (紡)").put("type", "user-friendly-name").build()))
        .build();
  }

  private UUID part(String name) {
    return UUID.nameUUIDFromBytes((document + "/" + name).getBytes(StandardCharsets.UTF_8));
  }

  private String urn(String name) {
    return "urn:uuid:" + part(name);
  }

  private String url(String ref) {
    return base + "/" + ref;
  }

  private Json reference(String ref) {
    return Json.object().put("reference", url(ref)).build();
  }

  /** References as full URLs, which mean the same inside the document and outside. */
  private Json linked(Json.Obj resource) {
    return Json.mapTexts(
        resource, "reference", text -> Ref.parse(text).isPresent() ? url(text) : text);
  }

  private static Json concept(String system, String code, String display) {
    return Json.object()
        .put(
            "coding",
            List.of(
                Json.object()
                    .put("system", system)
                    .put("code", code)
                    .put("display", display)
                    .build()))
        .build();
  }

  private static Json coding(String system, String code) {
    return Json.object().put("system", system).put("code", code).build();
  }
}
