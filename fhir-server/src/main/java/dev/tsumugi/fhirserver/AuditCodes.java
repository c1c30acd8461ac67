package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What kind of event a line of the journal is, in the codes of <a
 * href="https://profiles.ihe.net/ITI/BALP/">IHE BALP</a>.
 */
final class AuditCodes {
  static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
  private static final String TERMS = "http://terminology.hl7.org/CodeSystem/";
  static final String ENTITY_TYPE = TERMS + "audit-entity-type";
  static final String OBJECT_ROLE = TERMS + "object-role";

  private AuditCodes() {}

  static Json.Obj coding(String system, String code, String display) {
    return Json.object()
        .put("system", system)
        .put("code", code)
        .put("display", display.isEmpty() ? null : display)
        .build();
  }

  static Json.Obj concept(String system, String code, String display) {
    return Json.object().put("coding", List.of(coding(system, code, display))).build();
  }

  static Json.Obj type(AuditLine line) {
    if (isAlert(line)) return coding(DCM, "110113", "Security Alert");
    return switch (line.kind()) {
      case EXPORT, NOTIFY -> coding(DCM, "110106", "Export");
      default -> coding(TERMS + "audit-event-type", "rest", "RESTful Operation");
    };
  }

  static List<Json> subtypes(AuditLine line) {
    List<Json> subtypes = new ArrayList<>();
    if (line.kind() == JournalEntry.Kind.BREAK_GLASS) {
      switch (line.glass()) {
        case BROKEN -> subtypes.add(coding(DCM, "110127", "Emergency Override Started"));
        case ENDED -> subtypes.add(coding(DCM, "110128", "Emergency Override Stopped"));
        case REVIEWED -> subtypes.add(coding(DCM, "110101", "Audit Log Used"));
      }
    } else if (isAlert(line)) {
      subtypes.add(
          coding(
              "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType",
              "AuthZ-Consent",
              "Authorization Decision using Roles and Consent"));
    }
    if (line.kind() == JournalEntry.Kind.EXPORT || line.kind() == JournalEntry.Kind.NOTIFY) {
      subtypes.add(coding(TERMS + "iso-21089-lifecycle", "disclose", ""));
    }
    subtypes.add(coding(INTERACTION, line.interaction(), ""));
    // What was done, in the journal's own words: more than the standard codes tell apart.
    subtypes.add(
        coding(
            Shapes.BASE + "/CodeSystem/journal-kind",
            line.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            ""));
    return subtypes;
  }

  /** A decision about consent (BALP AuthZconsent), or the glass broken. */
  static boolean isAlert(AuditLine line) {
    return line.kind() == JournalEntry.Kind.DECISION
        || line.kind() == JournalEntry.Kind.BREAK_GLASS
        || line.refusedByDirective();
  }

  static String action(AuditLine line) {
    if (isAlert(line)) return "E";
    return switch (line.kind()) {
      case CREATE -> "C";
      case READ, EXPORT, NOTIFY -> "R";
      case UPDATE -> "U";
      case DELETE -> "D";
      case JOURNAL -> line.interaction().equals("search-type") ? "E" : "R";
      case QUERY, EMERGENCY, DECISION, BREAK_GLASS, HANDOUT, HANDOVER -> "E";
    };
  }

  /** 0: done, or a search that nothing fits; 4: nothing there; 8: refused. */
  static String outcome(AuditLine line) {
    if (line.permitted()) return "0";
    if (!line.foundNothing()) return "8";
    return action(line).equals("E") ? "0" : "4";
  }

  /** Role of the client in the exchange, and of the server. */
  static Json.Obj client(AuditLine line) {
    return switch (action(line)) {
      case "R" -> concept(DCM, "110152", "Destination Role ID");
      case "D" -> concept(DCM, "110150", "Application");
      default ->
          isAlert(line)
              ? concept(DCM, "110150", "Application")
              : concept(DCM, "110153", "Source Role ID");
    };
  }

  static Json.Obj server(AuditLine line) {
    if (isAlert(line)) return concept(TERMS + "extra-security-role-type", "authserver", "");
    return switch (action(line)) {
      case "R" -> concept(DCM, "110153", "Source Role ID");
      case "D" -> concept(TERMS + "provenance-participant-type", "custodian", "Custodian");
      default -> concept(DCM, "110152", "Destination Role ID");
    };
  }

  static Json.Obj observer() {
    return coding(TERMS + "security-source-type", "4", "Application Server");
  }
}
