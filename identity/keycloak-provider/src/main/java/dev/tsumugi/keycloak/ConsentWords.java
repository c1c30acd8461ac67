package dev.tsumugi.keycloak;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * SMART scopes in the words of people: kinds of data instead of FHIR types, and whether they are
 * read, written or both. The words themselves are the theme's messages; here are their keys.
 */
final class ConsentWords {
  /** Kinds in the order in which they are told. */
  enum Kind {
    EVERYTHING("*"),
    PERSON("Patient Person"),
    WISHES("Consent Contract Questionnaire QuestionnaireResponse"),
    PROBLEMS("Condition ClinicalImpression DetectedIssue RiskAssessment"),
    MEDICINES(
        "MedicationRequest MedicationStatement MedicationDispense MedicationAdministration"
            + " Medication MedicationKnowledge"),
    ALLERGIES("AllergyIntolerance AdverseEvent"),
    RESULTS(
        "Observation DiagnosticReport Specimen ImagingStudy MolecularSequence BodyStructure"
            + " VisionPrescription Media"),
    VACCINATIONS("Immunization ImmunizationEvaluation ImmunizationRecommendation"),
    VISITS("Encounter EpisodeOfCare"),
    DOCUMENTS("DocumentReference DocumentManifest Composition Bundle Binary Communication List"),
    CARE(
        "CarePlan CareTeam Goal Procedure ServiceRequest Appointment AppointmentResponse Task"
            + " NutritionOrder DeviceRequest DeviceUseStatement Device DeviceMetric Flag"
            + " CommunicationRequest RequestGroup GuidanceResponse Schedule Slot"),
    PEOPLE("RelatedPerson FamilyMemberHistory Group"),
    MONEY(
        "Account Claim ClaimResponse Coverage CoverageEligibilityRequest"
            + " CoverageEligibilityResponse ExplanationOfBenefit Invoice ChargeItem"
            + " PaymentNotice PaymentReconciliation"),
    TRAIL("AuditEvent Provenance"),
    LISTS(
        "Practitioner PractitionerRole Organization OrganizationAffiliation Location"
            + " HealthcareService Endpoint CodeSystem ValueSet ConceptMap NamingSystem"
            + " StructureDefinition SearchParameter CapabilityStatement OperationDefinition"
            + " PlanDefinition ActivityDefinition Library Substance"),
    OTHER("");

    private final Set<String> types;

    Kind(String types) {
      this.types = Set.of(types.split(" "));
    }

    static Kind of(String type) {
      for (Kind kind : values()) {
        if (kind.types.contains(type)) return kind;
      }
      return OTHER;
    }

    /** What the theme's message is called: {@code consent-kind-results}. */
    String message() {
      return "consent-kind-" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One sentence of the page.
   *
   * @param message key of the kind of data
   * @param type the FHIR type where no kind has it, else empty
   * @param parts what the scope is narrowed to, as codes; empty if it is the whole kind
   */
  public record Grant(
      String message, String type, boolean reads, boolean writes, List<String> parts) {
    public Grant {
      parts = List.copyOf(parts);
    }
  }

  private record Key(Kind kind, String type, List<String> parts) {}

  private ConsentWords() {}

  /** Scopes of one kind and one narrowing become one sentence; the kinds keep their order. */
  static List<Grant> grants(Collection<SmartScope> scopes) {
    Map<Key, Set<Character>> letters = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      for (SmartScope scope : scopes) {
        if (Kind.of(scope.type()) != kind) continue;
        String type = kind == Kind.OTHER ? scope.type() : "";
        Set<Character> all =
            letters.computeIfAbsent(new Key(kind, type, parts(scope)), key -> new TreeSet<>());
        scope.letters().chars().forEach(letter -> all.add((char) letter));
      }
    }
    List<Grant> grants = new ArrayList<>();
    letters.forEach(
        (key, all) ->
            grants.add(
                new Grant(
                    key.kind().message(),
                    key.type(),
                    all.contains('r') || all.contains('s'),
                    all.contains('c') || all.contains('u') || all.contains('d'),
                    key.parts())));
    return grants;
  }

  /** {@code …?category=http://…|vital-signs} is narrowed to {@code vital-signs}. */
  private static List<String> parts(SmartScope scope) {
    int query = scope.text().indexOf('?');
    if (query < 0) return List.of();
    List<String> parts = new ArrayList<>();
    for (String condition : scope.text().substring(query + 1).split("&")) {
      String value = condition.substring(condition.indexOf('=') + 1);
      for (String one : value.split(",")) {
        String plain = URLDecoder.decode(one, StandardCharsets.UTF_8);
        parts.add(plain.substring(plain.lastIndexOf('|') + 1));
      }
    }
    return parts;
  }
}
