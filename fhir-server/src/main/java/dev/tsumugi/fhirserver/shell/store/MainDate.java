package dev.tsumugi.fhirserver.shell.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one date of a type that stands in the row itself, because lists are sorted and cut by it.
 * Each is an element of at most one value.
 */
final class MainDate {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("AllergyIntolerance", "date"),
          Map.entry("Appointment", "date"),
          Map.entry("CarePlan", "date"),
          Map.entry("CareTeam", "date"),
          Map.entry("Claim", "created"),
          Map.entry("Communication", "sent"),
          Map.entry("Composition", "date"),
          Map.entry("Condition", "onset-date"),
          Map.entry("Consent", "date"),
          Map.entry("DiagnosticReport", "date"),
          Map.entry("DocumentReference", "date"),
          Map.entry("Encounter", "date"),
          Map.entry("EpisodeOfCare", "date"),
          Map.entry("ExplanationOfBenefit", "created"),
          Map.entry("ImagingStudy", "started"),
          Map.entry("Immunization", "date"),
          Map.entry("MedicationAdministration", "effective-time"),
          Map.entry("MedicationDispense", "whenhandedover"),
          Map.entry("MedicationRequest", "authoredon"),
          Map.entry("MedicationStatement", "effective"),
          Map.entry("Observation", "date"),
          Map.entry("Patient", "birthdate"),
          Map.entry("Procedure", "date"),
          Map.entry("Provenance", "recorded"),
          Map.entry("QuestionnaireResponse", "authored"),
          Map.entry("ServiceRequest", "authored"),
          Map.entry("Task", "authored-on"));

  private MainDate() {}

  static @Nullable String of(String type) {
    return CODES.get(type);
  }

  static boolean is(String type, String param) {
    return param.equals(CODES.get(type));
  }
}
