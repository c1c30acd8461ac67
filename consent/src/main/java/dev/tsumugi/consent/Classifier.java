package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads off a resource what consent looks at. */
public final class Classifier {
  private static final Map<String, DataClass> BY_TYPE =
      Map.ofEntries(
          Map.entry("Patient", DataClass.IDENTITY),
          Map.entry("Person", DataClass.IDENTITY),
          Map.entry("RelatedPerson", DataClass.CONTACTS),
          Map.entry("MedicationRequest", DataClass.MEDICATION),
          Map.entry("MedicationStatement", DataClass.MEDICATION),
          Map.entry("MedicationDispense", DataClass.MEDICATION),
          Map.entry("MedicationAdministration", DataClass.MEDICATION),
          Map.entry("AllergyIntolerance", DataClass.ALLERGY),
          Map.entry("AdverseEvent", DataClass.ALLERGY),
          Map.entry("Condition", DataClass.PROBLEM),
          Map.entry("ClinicalImpression", DataClass.PROBLEM),
          Map.entry("DetectedIssue", DataClass.PROBLEM),
          Map.entry("FamilyMemberHistory", DataClass.PROBLEM),
          Map.entry("Flag", DataClass.PROBLEM),
          Map.entry("RiskAssessment", DataClass.PROBLEM),
          Map.entry("BodyStructure", DataClass.RESULT),
          Map.entry("DiagnosticReport", DataClass.RESULT),
          Map.entry("ImagingStudy", DataClass.RESULT),
          Map.entry("MolecularSequence", DataClass.RESULT),
          Map.entry("Specimen", DataClass.RESULT),
          Map.entry("Procedure", DataClass.PROCEDURE),
          Map.entry("ServiceRequest", DataClass.PROCEDURE),
          Map.entry("Immunization", DataClass.IMMUNIZATION),
          Map.entry("ImmunizationEvaluation", DataClass.IMMUNIZATION),
          Map.entry("ImmunizationRecommendation", DataClass.IMMUNIZATION),
          Map.entry("Device", DataClass.DEVICE),
          Map.entry("DeviceMetric", DataClass.DEVICE),
          Map.entry("DeviceRequest", DataClass.DEVICE),
          Map.entry("DeviceUseStatement", DataClass.DEVICE),
          Map.entry("SupplyDelivery", DataClass.DEVICE),
          Map.entry("SupplyRequest", DataClass.DEVICE),
          Map.entry("VisionPrescription", DataClass.DEVICE),
          Map.entry("Binary", DataClass.DOCUMENT),
          Map.entry("Bundle", DataClass.DOCUMENT),
          Map.entry("Composition", DataClass.DOCUMENT),
          Map.entry("DocumentManifest", DataClass.DOCUMENT),
          Map.entry("DocumentReference", DataClass.DOCUMENT),
          Map.entry("Media", DataClass.DOCUMENT),
          Map.entry("QuestionnaireResponse", DataClass.DOCUMENT),
          Map.entry("CarePlan", DataClass.CARE),
          Map.entry("CareTeam", DataClass.CARE),
          Map.entry("EpisodeOfCare", DataClass.CARE),
          Map.entry("Goal", DataClass.CARE),
          Map.entry("NutritionOrder", DataClass.CARE),
          Map.entry("Appointment", DataClass.ENCOUNTER),
          Map.entry("AppointmentResponse", DataClass.ENCOUNTER),
          Map.entry("Communication", DataClass.ENCOUNTER),
          Map.entry("CommunicationRequest", DataClass.ENCOUNTER),
          Map.entry("Encounter", DataClass.ENCOUNTER),
          Map.entry("Task", DataClass.ENCOUNTER),
          Map.entry("Consent", DataClass.CONSENT));

  private static final Set<String> WISH_CONSENTS = Set.of("acd", "dnr", "polst");
  private static final Set<String> WISH_PREFERENCES =
      Set.of(
          Shapes.Category.INTERVENTION_PREFERENCE.code(),
          Shapes.Category.CARE_EXPERIENCE_PREFERENCE.code());

  // What an Observation of several categories is, is the most telling of them.
  private static final Set<String> RESULTS =
      Set.of("laboratory", "imaging", "procedure", "exam", "therapy", "survey");
  private static final Set<String> SOCIALS =
      Set.of("social-history", "sdoh", "functional-status", "disability-status");
  private static final Set<String> VITALS = Set.of("vital-signs", "body-measurement", "activity");

  private Classifier() {}

  /**
   * The facet of a resource.
   *
   * @param open whether it belongs to nobody and its type stands on the closed list of open types
   * @param recorder see {@link Requester#recorderKey}
   */
  public static Facet facetOf(Json.Obj resource, boolean open, String recorder) {
    return facetOf(resource, open, recorder, Derived.NOTHING);
  }

  /**
   * What the codes of a resource say of it.
   *
   * @param sensitivity v3-ActCode codes
   * @param uncertain whether it cannot be told for some of them: then it counts as restricted
   */
  public record Derived(Set<String> sensitivity, boolean uncertain) {
    public static final Derived NOTHING = new Derived(Set.of(), false);

    public Derived {
      sensitivity = Sensitivities.of(sensitivity);
    }
  }

  /**
   * The facet of a resource, by its author's labels and by those that follow from its codes. What
   * is sensitive is restricted, whatever less its author said.
   */
  public static Facet facetOf(Json.Obj resource, boolean open, String recorder, Derived derived) {
    String type = typeOf(resource);
    Labels labels = new Labels();
    labels.sensitivity.addAll(derived.sensitivity());
    labels.add(resource);
    for (Json.Obj entry : resource.objects("entry")) {
      Json.Obj inner = entry.obj("resource");
      if (inner != null) labels.add(inner);
    }
    Confidentiality floor =
        isUncodedDocument(type, resource) ? Confidentiality.R : Confidentiality.N;
    Confidentiality level = labels.highest == null ? floor : labels.highest;
    boolean restricted =
        derived.uncertain() || Sensitivities.of(labels.sensitivity).demandsRestriction();
    if (restricted && level.compareTo(Confidentiality.R) < 0) level = Confidentiality.R;
    return new Facet(
        type,
        open ? DataClass.OPEN : dataClass(type, resource),
        labels.sensitivity,
        level,
        recorder);
  }

  private static String typeOf(Json.Obj resource) {
    String type = resource.text("resourceType");
    return type == null ? "" : type;
  }

  private static DataClass dataClass(String type, Json.Obj resource) {
    return switch (type) {
      case "Observation" -> observation(resource);
      default ->
          isWish(type, resource) ? DataClass.WISHES : BY_TYPE.getOrDefault(type, DataClass.OTHER);
    };
  }

  private static boolean isWish(String type, Json.Obj resource) {
    return switch (type) {
      case "Consent" ->
          Codes.any(Codes.of(resource, "category"), Shapes.Sys.CONSENT_CATEGORY, WISH_CONSENTS);
      case "Composition", "DocumentReference" -> isWishDocument(resource);
      case "Bundle" -> isWishBundle(resource);
      case "ServiceRequest" -> isWishOrder(Codes.of(resource, "category"));
      case "Goal" -> isLoinc(Codes.of(resource, "category", "description"), Codes.WISH_GOAL);
      case "CarePlan" -> isLoinc(Codes.of(resource, "category"), Codes.WISH_PLAN);
      case "List" -> isLoinc(Codes.of(resource, "code"), Codes.WISH_LIST);
      default -> false;
    };
  }

  private static boolean isLoinc(List<Coding> codings, String code) {
    return Codes.any(codings, Shapes.Sys.LOINC, Set.of(code));
  }

  private static boolean isWishDocument(Json.Obj document) {
    return Codes.any(
        Codes.of(document, "type", "category"), Shapes.Sys.LOINC, Codes.WISH_DOCUMENTS);
  }

  /** A document is what its Composition, the first entry, says it is (R4 bdl-11). */
  private static boolean isWishBundle(Json.Obj bundle) {
    if (!"document".equals(bundle.text("type"))) return false;
    List<Json.Obj> entries = bundle.objects("entry");
    Json.Obj first = entries.isEmpty() ? null : entries.get(0).obj("resource");
    return first != null && typeOf(first).equals("Composition") && isWishDocument(first);
  }

  private static boolean isWishOrder(List<Coding> categories) {
    return Codes.any(categories, Shapes.Sys.LOINC, Codes.WISH_ORDERS)
        || Codes.any(categories, Codes.ADI_TEMPORARY, Set.of(Codes.WISH_HYDRATION));
  }

  private static DataClass observation(Json.Obj observation) {
    List<Coding> categories = Codes.of(observation, "category");
    String preferences = Shapes.Category.INTERVENTION_PREFERENCE.system();
    if (Codes.any(categories, preferences, WISH_PREFERENCES)
        // What is filed with advance directives: how the person was at a talk about them.
        || Codes.any(categories, Shapes.Sys.LOINC, Codes.WISH_DOCUMENTS)
        || Codes.any(Codes.of(observation, "code"), Shapes.Sys.LOINC, Codes.WISH_OBSERVATIONS)) {
      return DataClass.WISHES;
    }
    if (isCategory(categories, RESULTS)) return DataClass.RESULT;
    // How the person usually is, whatever of them it is about.
    if (categories.contains(Shapes.Baseline.CATEGORY)) return DataClass.SOCIAL;
    if (isCategory(categories, SOCIALS)) return DataClass.SOCIAL;
    if (isCategory(categories, VITALS)) return DataClass.VITAL;
    // Without a category it may be any result.
    return DataClass.RESULT;
  }

  private static boolean isCategory(List<Coding> categories, Set<String> codes) {
    return Codes.any(categories, Codes.OBSERVATION_CATEGORY, codes)
        || Codes.any(categories, Codes.JP_OBSERVATION_CATEGORY, codes);
  }

  /** What nobody has coded may hold anything, so it counts as restricted until it is labelled. */
  private static boolean isUncodedDocument(String type, Json.Obj resource) {
    return switch (type) {
      case "Binary" -> true;
      case "DocumentReference" -> !isWishDocument(resource) && Codes.of(resource, "type").isEmpty();
      case "Media" -> Codes.of(resource, "type").isEmpty();
      default -> false;
    };
  }

  /**
   * The labels of a resource, or of all in a Bundle: the union, and the highest confidentiality.
   */
  private static final class Labels {
    private final Set<String> sensitivity = new TreeSet<>();
    private @Nullable Confidentiality highest;

    void add(Json.Obj resource) {
      Json.Obj meta = resource.obj("meta");
      if (meta == null) return;
      for (Coding label : Codes.of(meta, "security")) {
        if (Codes.ACT_CODE.contains(label.system())) sensitivity.add(label.code());
        if (!Codes.CONFIDENTIALITY.contains(label.system())) continue;
        Confidentiality level = Confidentiality.read(label.code());
        if (highest == null || level.compareTo(highest) > 0) highest = level;
      }
    }
  }
}
