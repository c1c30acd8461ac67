package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import java.util.Set;

/**
 * Which files go first, so that what others refer to is there: a file is loaded after every file of
 * a lower rank. Decided by content, as names of files promise nothing.
 */
public enum LoadRank {
  /** Codes, forms, organisations, places: they belong to nobody. */
  PLACES,
  /** People who work: they refer to places. */
  STAFF,
  /** The residents, and bundles that bring their own resident. */
  RESIDENTS,
  /** What refers to a resident of another file. */
  RECORDS;

  private static final Set<String> PLACE_TYPES =
      Set.of(
          "ActivityDefinition",
          "CapabilityStatement",
          "CodeSystem",
          "ConceptMap",
          "Endpoint",
          "HealthcareService",
          "ImplementationGuide",
          "Library",
          "Location",
          "Measure",
          "Medication",
          "MedicationKnowledge",
          "NamingSystem",
          "OperationDefinition",
          "Organization",
          "OrganizationAffiliation",
          "PlanDefinition",
          "Questionnaire",
          "SearchParameter",
          "StructureDefinition",
          "StructureMap",
          "Substance",
          "ValueSet");
  private static final Set<String> STAFF_TYPES = Set.of("Practitioner", "PractitionerRole");

  public static LoadRank of(LoadFile file) {
    LoadRank last = PLACES;
    boolean residents = false;
    for (LoadFile.Line line : file.lines()) {
      for (Json.Obj resource : carried(line.resource())) {
        residents |= "Patient".equals(resource.text("resourceType"));
        LoadRank rank = of(resource);
        if (rank.compareTo(last) > 0) last = rank;
      }
    }
    return residents ? RESIDENTS : last;
  }

  /** The rank of one resource alone; orders the lines of an NDJSON file. */
  static LoadRank of(Json.Obj resource) {
    String type = resource.text("resourceType");
    if (type == null) return RECORDS;
    if ("Patient".equals(type)) return RESIDENTS;
    LoadRank byType =
        PLACE_TYPES.contains(type) ? PLACES : STAFF_TYPES.contains(type) ? STAFF : RECORDS;
    // "Organization?identifier=…" is resolved by the server: it must be there before.
    return byType == PLACES && refersConditionally(resource) ? STAFF : byType;
  }

  private static Iterable<Json.Obj> carried(Json.Obj resource) {
    if (!"Bundle".equals(resource.text("resourceType"))) return java.util.List.of(resource);
    return LoadBundle.resources(resource);
  }

  private static boolean refersConditionally(Json value) {
    if (value instanceof Json.Arr arr) {
      return arr.items().stream().anyMatch(LoadRank::refersConditionally);
    }
    if (!(value instanceof Json.Obj obj)) return false;
    String reference = obj.text("reference");
    if (reference != null && reference.indexOf('?') > 0) return true;
    for (int i = 0; i < obj.size(); i++) if (refersConditionally(obj.value(i))) return true;
    return false;
  }
}
