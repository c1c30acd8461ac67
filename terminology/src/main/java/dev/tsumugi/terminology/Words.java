package dev.tsumugi.terminology;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Issues in the words that clients of terminology servers know, by the message ids of the FHIR
 * validator: clients look at the ids, and the conformance suites at both.
 */
final class Words {
  private Words() {}

  static Issue notInValueSet(String valueSet, String codes, String path) {
    return new Issue(
        "error",
        "code-invalid",
        "not-in-vs",
        "None_of_the_provided_codes_are_in_the_value_set_one",
        "The provided code %s was not found in the value set '%s'".formatted(codes, valueSet),
        path);
  }

  static Issue thisNotInValueSet(String valueSet, String codes, String path) {
    Issue error = notInValueSet(valueSet, codes, path);
    return new Issue(
        "information",
        "code-invalid",
        "this-code-not-in-vs",
        error.messageId(),
        error.text(),
        path);
  }

  static Issue noCodingInValueSet(String valueSet) {
    return new Issue(
        "error",
        "code-invalid",
        "not-in-vs",
        "TX_GENERAL_CC_ERROR_MESSAGE",
        "No valid coding was found for the value set '%s'".formatted(valueSet),
        "");
  }

  static Issue unknownCode(SystemVersion system, String code, String path) {
    boolean versioned = !system.version().isEmpty();
    String in = "Unknown code '%s' in the CodeSystem '%s'".formatted(code, system.url());
    return new Issue(
        "error",
        "code-invalid",
        "invalid-code",
        versioned ? "Unknown_Code_in_Version" : "Unknown_Code_in",
        versioned ? in + " version '%s'".formatted(system.version()) : in,
        path);
  }

  static Issue unknownInFragment(SystemVersion system, String code, String path) {
    return new Issue(
        "warning",
        "code-invalid",
        "invalid-code",
        "UNKNOWN_CODE_IN_FRAGMENT",
        ("Unknown Code '%s' in the CodeSystem '%s' version '%s' - note that the code system is"
                + " labeled as a fragment, so the code may be valid in some other fragment")
            .formatted(code, system.url(), system.version()),
        path);
  }

  /**
   * @param version that was wanted; null for any
   * @param known the versions that are here
   * @param cannot what cannot be done
   */
  static Issue unknownSystem(
      String url, @Nullable String version, List<String> known, boolean expanding, String path) {
    String cannot =
        expanding ? "so the value set cannot be expanded" : "so the code cannot be validated";
    String id = expanding ? "_EXP" : "";
    if (version == null || version.isEmpty()) {
      return notFound(
          "UNKNOWN_CODESYSTEM" + id,
          "A definition for CodeSystem '%s' could not be found, %s".formatted(url, cannot),
          path);
    }
    String text =
        "A definition for CodeSystem '%s' version '%s' could not be found, %s."
            .formatted(url, version, cannot);
    return known.isEmpty()
        ? notFound(
            "UNKNOWN_CODESYSTEM_VERSION" + id + "_NONE",
            text + " No versions of this code system are known",
            path)
        : notFound(
            "UNKNOWN_CODESYSTEM_VERSION" + id, text + " Valid versions: " + either(known), path);
  }

  static String either(List<String> known) {
    if (known.size() < 2) return String.join("", known);
    return String.join(", ", known.subList(0, known.size() - 1))
        + " or "
        + known.get(known.size() - 1);
  }

  static Issue unknownValueSet(String canonical) {
    return notFound(
        "Unable_to_resolve_value_Set_",
        "A definition for the value Set '%s' could not be found".formatted(canonical),
        "");
  }

  static Issue unknownPinnedImport(String url, String version) {
    return notFound(
        "VS_EXP_IMPORT_UNK_PINNED",
        "Unable to find included value set '%s' version '%s'".formatted(url, version),
        "");
  }

  static Issue missingSupplement(List<String> missing) {
    return notFound(
        "VALUESET_SUPPLEMENT_MISSING",
        "Required supplement%s not found: %s"
            .formatted(missing.size() == 1 ? "" : "s", String.join(",", missing)),
        "");
  }

  static Issue notFound(String id, String text, String path) {
    return new Issue("error", "not-found", "not-found", id, text, path);
  }

  /**
   * @param tried the systems that the set takes codes of
   * @param systems those of them that the code can be of: none, or several
   */
  static Issue cannotInfer(
      String code, String valueSet, Collection<String> tried, List<String> systems) {
    String text =
        "The System URI could not be determined for the code '%s' in the ValueSet '%s'"
            .formatted(code, valueSet);
    return systems.isEmpty()
        ? new Issue(
            "error",
            "not-found",
            "cannot-infer",
            "UNABLE_TO_INFER_CODESYSTEM",
            text + ": it is in none of " + tried,
            "code")
        : new Issue(
            "error",
            "not-found",
            "cannot-infer",
            "Unable_to_resolve_system__value_set_has_multiple_matches",
            text + ": value set expansion has multiple matches: " + systems,
            "code");
  }

  static Issue noSystem(String path) {
    return new Issue(
        "warning",
        "invalid",
        "invalid-data",
        "Coding_has_no_system__cannot_validate",
        "Coding has no system. A code with no system has no defined meaning, and it cannot be"
            + " validated. A system should be provided",
        path);
  }

  static Issue invalidData(String id, String text, String path) {
    return new Issue("error", "invalid", "invalid-data", id, text, path);
  }

  static Issue notAbstract(String system, String code, String path) {
    return rule(
        "error",
        "ABSTRACT_CODE_NOT_ALLOWED",
        "Code '%s#%s' is abstract, and not allowed in this context".formatted(system, code),
        path);
  }

  static Issue notActive(String code, String path) {
    return rule(
        "error",
        "STATUS_CODE_WARNING_CODE",
        "The concept '%s' is valid but is not active".formatted(code),
        path);
  }

  static Issue otherCase(SystemVersion system, String given, String right, String path) {
    return rule(
        "information",
        "CODE_CASE_DIFFERENCE",
        ("The code '%s' differs from the correct code '%s' by case. Although the code system '%s'"
                + " is case insensitive, implementers are strongly encouraged to use the correct"
                + " case anyway")
            .formatted(given, right, system.canonical()),
        path);
  }

  private static Issue rule(String severity, String id, String text, String path) {
    return new Issue(severity, "business-rule", "code-rule", id, text, path);
  }

  static Issue comment(String id, String text, String path) {
    return new Issue("warning", "business-rule", "code-comment", id, text, path);
  }

  static Issue inactive(String code, String status, String path) {
    return comment(
        "INACTIVE_CONCEPT_FOUND",
        "The concept '%s' has a status of %s and its use should be reviewed"
            .formatted(code, status),
        path);
  }

  static Issue deprecated(String code, String path) {
    return comment(
        "DEPRECATED_CONCEPT_FOUND",
        "The concept '%s' is deprecated and its use should be reviewed".formatted(code),
        path);
  }

  static Issue deprecatedHere(
      String system, String code, String status, String valueSet, String path) {
    return comment(
        "CONCEPT_DEPRECATED_IN_VALUESET",
        ("The presence of the concept '%s' in the system '%s' in the value set %s is marked with a"
                + " status of %s and its use should be reviewed")
            .formatted(code, system, valueSet, status),
        path);
  }

  static Issue reference(String standing, String type, String canonical) {
    return new Issue(
        "information",
        "business-rule",
        "status-check",
        "MSG_" + standing.toUpperCase(java.util.Locale.ROOT),
        "Reference to %s %s %s".formatted(standing, type, canonical),
        "");
  }

  static Issue tooCostly(String valueSet, int limit) {
    return new Issue(
        "error",
        "too-costly",
        "",
        "VALUESET_TOO_COSTLY",
        "The value set '%s' expansion has too many codes to produce (>%d)"
            .formatted(valueSet, limit),
        "");
  }

  static Issue circular(String canonical, List<String> path) {
    return new Issue(
        "error",
        "processing",
        "vs-invalid",
        "VALUESET_CIRCULAR_REFERENCE",
        "Found a circularity pointing to %s processing ValueSet with pathway %s"
            .formatted(canonical, path),
        "");
  }

  static Issue filterWithoutValue(String system, String property, String op, String path) {
    return new Issue(
        "error",
        "invalid",
        "vs-invalid",
        "UNABLE_TO_HANDLE_SYSTEM_FILTER_WITH_NO_VALUE",
        "The system %s filter with property = %s, op = %s has no value"
            .formatted(system, property, op),
        path);
  }

  static Issue filterNotUnderstood(
      String system, String property, String op, String value, String valueSet, String path) {
    return new Issue(
        "error",
        "not-supported",
        "vs-invalid",
        "FILTER_NOT_UNDERSTOOD",
        "The filter \"%s %s %s\" from the value set %s was not understood in the context of %s"
            .formatted(property, op, value, valueSet, system),
        path);
  }

  static Issue versionCheck(String system, String version, String required, String path) {
    return new Issue(
        "error",
        "exception",
        "version-error",
        "VALUESET_VERSION_CHECK",
        "The version '%s' is not allowed for system '%s': required to be '%s' by a version-check parameter"
            .formatted(version, system, required),
        path);
  }

  static Issue versionMismatch(String severity, String id, String text, String path) {
    return new Issue(severity, "invalid", "vs-invalid", id, text, path);
  }
}
