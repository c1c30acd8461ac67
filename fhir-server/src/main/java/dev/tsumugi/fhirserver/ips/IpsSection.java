package dev.tsumugi.fhirserver.ips;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sections of an <a href="http://hl7.org/fhir/uv/ips/">International Patient Summary</a>, in
 * its order, and what belongs into each.
 */
enum IpsSection {
  PROBLEMS("11450-4", "病気・症状", "Problem list", true),
  ALLERGIES("48765-2", "アレルギー", "Allergies and intolerances", true),
  MEDICATIONS("10160-0", "薬", "Medication summary", true),
  IMMUNIZATIONS("11369-6", "予防接種", "Immunizations", true),
  RESULTS("30954-2", "検査結果", "Results", true),
  PROCEDURES("47519-4", "手術・処置", "Procedures", true),
  DEVICES("46264-8", "医療機器", "Medical devices", true),
  ADVANCE_DIRECTIVES("42348-3", "本人の意思(事前指示)", "Advance directives", true),
  ALERTS("104605-1", "注意", "Alerts", false),
  FUNCTIONAL_STATUS("47420-5", "心身の機能", "Functional status", false),
  PAST_PROBLEMS("11348-0", "既往歴", "Past problems", false),
  PREGNANCY("10162-6", "妊娠・出産", "Pregnancy", false),
  PATIENT_STORY("81338-6", "大切にしていること", "Patient story", false),
  PLAN_OF_CARE("18776-5", "ケアの計画", "Plan of care", false),
  SOCIAL_HISTORY("29762-2", "生活", "Social history", false),
  VITAL_SIGNS("8716-3", "バイタルサイン・身体計測", "Vital signs", false);

  private static final Set<String> WRONG = Set.of("entered-in-error", "cancelled", "registered");
  private static final Set<String> OVER = Set.of("inactive", "remission", "resolved");

  // LOINC codes of the IPS value sets on pregnancy: status, date of delivery, outcomes.
  private static final Set<String> PREGNANCY_CODES =
      Set.of(
          "82810-3", "11778-8", "11779-6", "11780-4", "11636-8", "11637-6", "11638-4", "11639-2",
          "11640-0", "11612-9", "11613-7", "11614-5", "33065-4");
  // ADI plan, living will, power of attorney, portable order, and the category of them all.
  private static final Set<String> DIRECTIVE_DOCUMENTS =
      Set.of("42348-3", "81334-5", "86533-7", "64298-3", "93037-0");
  private static final Set<String> DIRECTIVE_CONSENTS = Set.of("acd", "dnr", "polst", "hcd", "npp");

  private final String loinc;
  private final String japanese;
  private final String english;
  private final boolean always;

  IpsSection(String loinc, String japanese, String english, boolean always) {
    this.loinc = loinc;
    this.japanese = japanese;
    this.english = english;
    this.always = always;
  }

  String loinc() {
    return loinc;
  }

  String japanese() {
    return japanese;
  }

  String english() {
    return english;
  }

  /** Required or recommended: it stands there even if it has nothing to show, and says so. */
  boolean always() {
    return always;
  }

  /** Of a series of measurements or reports the latest of each code is told. */
  static boolean isSeries(String type) {
    return type.equals("Observation") || type.equals("DiagnosticReport");
  }

  /** Where this resource belongs; empty for what is no part of a summary. */
  static Optional<IpsSection> of(Json.Obj resource) {
    String type = Words.orEmpty(resource.text("resourceType"));
    String status = Words.orEmpty(resource.text("status"));
    if (WRONG.contains(status)) return Optional.empty();
    return switch (type) {
      case "Condition" -> condition(resource);
      case "AllergyIntolerance" -> is(stands(resource) && !isOver(resource), ALLERGIES);
      case "MedicationStatement", "MedicationRequest" ->
          is(Set.of("active", "intended", "on-hold", "unknown").contains(status), MEDICATIONS);
      case "Immunization" -> is(status.equals("completed"), IMMUNIZATIONS);
      case "DiagnosticReport" -> Optional.of(RESULTS);
      case "Procedure" -> is(!status.equals("not-done"), PROCEDURES);
      case "DeviceUseStatement" ->
          is(Set.of("active", "intended", "on-hold").contains(status), DEVICES);
      case "Consent" -> is(status.equals("active") && isDirective(resource), ADVANCE_DIRECTIVES);
      case "DocumentReference" ->
          is(
              status.equals("current")
                  && Elements.extension(resource, Shapes.Ext.REVOKE_STATUS) == null
                  && Words.hasCode(
                      resource, Shapes.Sys.LOINC, DIRECTIVE_DOCUMENTS, "type", "category"),
              ADVANCE_DIRECTIVES);
      case "Flag" -> is(status.equals("active"), ALERTS);
      case "ClinicalImpression" -> Optional.of(FUNCTIONAL_STATUS);
      case "CarePlan" -> is(status.equals("active") || status.equals("on-hold"), PLAN_OF_CARE);
      case "Observation" -> observation(resource);
      default -> Optional.empty();
    };
  }

  private static Optional<IpsSection> is(boolean belongs, IpsSection section) {
    return belongs ? Optional.of(section) : Optional.empty();
  }

  private static Optional<IpsSection> condition(Json.Obj condition) {
    if (!stands(condition)) return Optional.empty();
    boolean abated = false;
    for (int i = 0; i < condition.size(); i++) abated |= condition.name(i).startsWith("abatement");
    return Optional.of(isOver(condition) || abated ? PAST_PROBLEMS : PROBLEMS);
  }

  /** Neither refuted nor a mistake. */
  private static boolean stands(Json.Obj resource) {
    return Words.codings(resource, "verificationStatus").stream()
        .map(Coding::code)
        .noneMatch(code -> code.equals("refuted") || code.equals("entered-in-error"));
  }

  private static boolean isOver(Json.Obj resource) {
    return Words.codings(resource, "clinicalStatus").stream()
        .map(Coding::code)
        .anyMatch(OVER::contains);
  }

  private static boolean isDirective(Json.Obj consent) {
    return Words.hasCode(consent, Shapes.Sys.CONSENT_SCOPE, Set.of("adr"), "scope")
        || Words.hasCode(consent, Shapes.Sys.LOINC, DIRECTIVE_DOCUMENTS, "category")
        || Words.hasCode(consent, Shapes.Sys.CONSENT_CATEGORY, DIRECTIVE_CONSENTS, "category");
  }

  private static Optional<IpsSection> observation(Json.Obj observation) {
    List<Coding> categories = Words.codings(observation, "category");
    if (categories.contains(Shapes.Category.INTERVENTION_PREFERENCE)) {
      return Optional.of(ADVANCE_DIRECTIVES);
    }
    if (categories.contains(Shapes.Category.CARE_EXPERIENCE_PREFERENCE)) {
      return Optional.of(PATIENT_STORY);
    }
    if (Words.hasCode(observation, Shapes.Sys.LOINC, PREGNANCY_CODES, "code")) {
      return Optional.of(PREGNANCY);
    }
    List<String> codes = categories.stream().map(Coding::code).toList();
    if (codes.contains("social-history")) return Optional.of(SOCIAL_HISTORY);
    if (codes.contains("vital-signs")) return Optional.of(VITAL_SIGNS);
    if (codes.contains("functional-status")) return Optional.of(FUNCTIONAL_STATUS);
    boolean result =
        codes.isEmpty()
            || codes.stream().anyMatch(Set.of("laboratory", "imaging", "exam")::contains);
    return is(result, RESULTS);
  }
}
