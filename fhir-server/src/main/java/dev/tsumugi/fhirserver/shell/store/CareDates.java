package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Period;
import java.util.Map;

/**
 * When care took place: the dates that {@code start} and {@code end} of $everything ask for, as
 * against those on which a record was made. A type that is not here has none, and stays.
 */
final class CareDates {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("AdverseEvent", "date"),
          Map.entry("Appointment", "date"),
          Map.entry("CarePlan", "date"),
          Map.entry("CareTeam", "date"),
          Map.entry("ChargeItem", "occurrence"),
          Map.entry("ClinicalImpression", "date"),
          Map.entry("Communication", "sent"),
          Map.entry("Composition", "date"),
          Map.entry("Condition", "onset-date"),
          Map.entry("DetectedIssue", "identified"),
          Map.entry("DeviceRequest", "event-date"),
          Map.entry("DiagnosticReport", "date"),
          Map.entry("DocumentReference", "date"),
          Map.entry("Encounter", "date"),
          Map.entry("EpisodeOfCare", "date"),
          Map.entry("Flag", "date"),
          Map.entry("Goal", "start-date"),
          Map.entry("ImagingStudy", "started"),
          Map.entry("Immunization", "date"),
          Map.entry("Media", "created"),
          Map.entry("MedicationAdministration", "effective-time"),
          Map.entry("MedicationDispense", "whenhandedover"),
          Map.entry("MedicationRequest", "authoredon"),
          Map.entry("MedicationStatement", "effective"),
          Map.entry("NutritionOrder", "datetime"),
          Map.entry("Observation", "date"),
          Map.entry("Procedure", "date"),
          Map.entry("QuestionnaireResponse", "authored"),
          Map.entry("RequestGroup", "authored"),
          Map.entry("RiskAssessment", "date"),
          Map.entry("ServiceRequest", "authored"),
          Map.entry("Specimen", "collected"),
          Map.entry("VisionPrescription", "datewritten"));

  private final int[] dated;
  private final int[] lasting;
  private final int[] codes;

  CareDates(R4 r4) {
    dated = CODES.keySet().stream().mapToInt(r4::typeNumber).sorted().toArray();
    // An illness or an aim goes on from its beginning, and is told without an end.
    lasting = new int[] {r4.typeNumber("Condition"), r4.typeNumber("Goal")};
    codes =
        CODES.entrySet().stream()
            .filter(entry -> !MainDate.is(entry.getKey(), entry.getValue()))
            .mapToInt(
                entry ->
                    r4.searchParameter(entry.getKey(), entry.getValue()).orElseThrow().number())
            .sorted()
            .distinct()
            .toArray();
  }

  /** Rows {@code r} whose date of care touches {@code care}, and those that have none. */
  Sql within(Period care) {
    if (care.equals(Period.ALWAYS)) return new Sql();
    Sql sql = new Sql().add(" and (r.type <> all (?) or case when r.since is not null then", dated);
    overlap(sql, "r", care);
    sql.add(
        " else not exists (select from date_value d where d.patient = r.patient and d.row = r.row"
            + " and d.param = any (?)) or exists (select from date_value d where d.patient ="
            + " r.patient and d.row = r.row and d.param = any (?) and",
        codes,
        codes);
    overlap(sql, "d", care);
    return sql.add(") end)");
  }

  private void overlap(Sql sql, String table, Period care) {
    sql.add(
        " " + table + ".since < ? and (" + table + ".until > ? or r.type = any (?))",
        care.until(),
        care.from(),
        lasting);
  }
}
