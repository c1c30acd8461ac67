package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose is a resource: the R4 patient compartment and what it forgets. A resource with several
 * patients has one owner, the first; a permit from each is needed.
 */
public final class Compartments {
  /** References that name the one a record is about, before those who only took part in it. */
  private static final List<String> OWNING = List.of("patient", "subject", "beneficiary");

  /** What the compartment's definition forgets, by the element that names the patient. */
  private static final Map<String, List<String>> FORGOTTEN =
      Map.of(
          "Task", List.of("for"),
          // What is implanted or worn tells of a person's health.
          "Device", List.of("patient"),
          "Binary", List.of("securityContext"),
          "MessageHeader", List.of("focus"),
          "GuidanceResponse", List.of("subject"),
          "Contract", List.of("subject"),
          "VerificationResult", List.of("target"));

  /** Shared knowledge and work data: no record of anyone's health. A closed list. */
  private static final Set<String> OPEN =
      Set.of(
          // terminology
          "CodeSystem",
          "ValueSet",
          "ConceptMap",
          "NamingSystem",
          "TerminologyCapabilities",
          // conformance
          "CapabilityStatement",
          "StructureDefinition",
          "ImplementationGuide",
          "SearchParameter",
          "MessageDefinition",
          "OperationDefinition",
          "CompartmentDefinition",
          "StructureMap",
          "GraphDefinition",
          // forms and knowledge
          "Questionnaire",
          "PlanDefinition",
          "ActivityDefinition",
          "Library",
          // who and where
          "Organization",
          "Location",
          "HealthcareService",
          "Endpoint",
          "Practitioner",
          "PractitionerRole",
          // medicines as goods
          "Medication",
          "MedicationKnowledge",
          "MedicinalProduct",
          "MedicinalProductAuthorization",
          "MedicinalProductContraindication",
          "MedicinalProductIndication",
          "MedicinalProductIngredient",
          "MedicinalProductInteraction",
          "MedicinalProductManufactured",
          "MedicinalProductPackaged",
          "MedicinalProductPharmaceutical",
          "MedicinalProductUndesirableEffect");

  private final Map<String, List<Path>> paths = new HashMap<>();

  public Compartments(R4 r4) {
    PathCompiler compiler = new PathCompiler(r4.structures());
    for (String type : r4.types()) {
      List<Path> own = new ArrayList<>();
      for (String code : ordered(r4.compartmentParameters(type))) {
        SearchParameter parameter = r4.searchParameter(type, code).orElseThrow();
        own.addAll(compiler.compile(type, parameter.expression()));
      }
      for (String element : FORGOTTEN.getOrDefault(type, List.of())) {
        own.addAll(compiler.compile(type, type + "." + element));
      }
      paths.put(type, List.copyOf(own));
    }
  }

  private static List<String> ordered(Set<String> codes) {
    List<String> first = OWNING.stream().filter(codes::contains).toList();
    Set<String> all = new LinkedHashSet<>(first);
    all.addAll(codes);
    return List.copyOf(all);
  }

  /** Open to every signed-in user, as it belongs to nobody. */
  public static boolean isOpen(String type) {
    return OPEN.contains(type);
  }

  /**
   * The patients whose record this is, the owner first, without repetition. Only literal local
   * references count; in a Bundle also those to its own entries' full URLs.
   */
  public List<Ref> patientsOf(Json.Obj resource) {
    Set<Ref> found = new LinkedHashSet<>();
    collect(resource, Map.of(), found);
    return List.copyOf(found);
  }

  private void collect(Json.Obj resource, Map<String, String> entries, Set<Ref> into) {
    String type = resource.text("resourceType");
    if (type == null) return;
    if (type.equals("Patient")) own(resource, into);
    for (Path path : paths.getOrDefault(type, List.of())) {
      path.walk(resource, value -> add(value, entries, into));
    }
    switch (type) {
      case "Bundle" -> bundle(resource, into);
      case "Parameters" -> parameters(resource, "parameter", entries, into);
      default -> {}
    }
  }

  private static void own(Json.Obj patient, Set<Ref> into) {
    String id = patient.text("id");
    if (id != null && Ref.isId(id)) into.add(Ref.patient(id));
  }

  private static void add(Json value, Map<String, String> entries, Set<Ref> into) {
    if (!(value instanceof Json.Obj reference)) return;
    String text = reference.text("reference");
    if (text == null) return;
    Ref.parse(entries.getOrDefault(text, text))
        .filter(ref -> ref.type().equals("Patient"))
        .ifPresent(into::add);
  }

  /** Entries in their order; a document's first entry is its Composition, whose subject owns it. */
  private void bundle(Json.Obj bundle, Set<Ref> into) {
    Map<String, String> entries = new HashMap<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      String url = entry.text("fullUrl");
      if (resource == null || url == null) continue;
      entries.put(url, resource.text("resourceType") + "/" + resource.text("id"));
    }
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      if (resource != null) collect(resource, entries, into);
    }
  }

  private void parameters(
      Json.Obj holder, String name, Map<String, String> entries, Set<Ref> into) {
    for (Json.Obj parameter : holder.objects(name)) {
      Json.Obj reference = parameter.obj("valueReference");
      if (reference != null) add(reference, entries, into);
      Json.Obj resource = parameter.obj("resource");
      if (resource != null) collect(resource, entries, into);
      parameters(parameter, "part", entries, into);
    }
  }
}
