package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Care.plain;
import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.hl7;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;
import static dev.tsumugi.hub.town.Pieces.text;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Jp;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Diagnoses, medicines, allergies, devices and vaccinations. */
final class Chart {
  private static final Coding NOT_CODED =
      new Coding("http://jpfhir.jp/fhir/eCS/CodeSystem/MedicationCodeNocoded_CS", "NOCODED");
  private static final Coding NO_KNOWN_ALLERGY =
      new Coding(
          "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-known-allergies");

  private final Setting setting;
  private final Places places;
  private final Map<String, Table.Row> conditions = Table.byKey("conditions.txt", "key");
  private final Map<String, Table.Row> drugs = Table.byKey("drugs.txt", "key");
  private final Map<String, Table.Row> allergies = Table.byKey("allergies.txt", "key");

  Chart(Setting setting, Places places) {
    this.setting = setting;
    this.places = places;
  }

  List<Json.Obj> of(Resident resident) {
    List<Json.Obj> out = new ArrayList<>();
    Set<String> medicines = new LinkedHashSet<>();
    for (String problem : resident.problems()) {
      Table.Row row = condition(problem);
      out.add(condition(resident, problem, row));
      medicines.addAll(row.words("drugs"));
    }
    for (String change : resident.row().words("medicines")) {
      if (change.startsWith("+")) medicines.add(change.substring(1));
      else if (!medicines.remove(change.substring(1))) throw new IllegalStateException(change);
    }
    for (String medicine : medicines) out.add(prescription(resident, medicine));
    allergies(resident, out);
    devices(resident, out);
    vaccinations(resident, out);
    return out;
  }

  Table.Row condition(String key) {
    return known(conditions, key);
  }

  private static Table.Row known(Map<String, Table.Row> table, String key) {
    Table.Row row = table.get(key);
    if (row == null) throw new IllegalStateException("not in its table: " + key);
    return row;
  }

  private String doctorOf(Resident resident) {
    String doctor = resident.familyDoctor();
    return doctor == null ? "hospital" : doctor;
  }

  private Json.Obj condition(Resident resident, String key, Table.Row row) {
    int days =
        setting.dice("onset " + resident.id() + key).nextInt(200, resident.age() < 20 ? 700 : 4000);
    Coding icd10 = new Coding(Jp.ICD10, row.get("icd10"));
    return resource("Condition", resident.id() + "-" + key)
        .put("meta", labels(row.maybe("label")))
        .put("clinicalStatus", plain("condition-clinical", "active"))
        .put("verificationStatus", plain("condition-ver-status", "confirmed"))
        .put("category", List.of(plain("condition-category", "problem-list-item")))
        .put("code", concept(List.of(coding(icd10, row.get("name"))), row.get("name")))
        .put("subject", resident.reference())
        .put("onsetDateTime", setting.today().minusDays(days).toString().substring(0, 7))
        .put("recordedDate", setting.daysAgo(days / 2))
        .put("recorder", places.practitionerReference(doctorOf(resident)))
        .build();
  }

  private static Json.@Nullable Obj labels(@Nullable String sensitivity) {
    if (sensitivity == null) return null;
    List<Json.Obj> labels =
        List.of(
            coding(new Coding(Sys.CONFIDENTIALITY, "R")),
            coding(new Coding(Sys.ACT_CODE, sensitivity)));
    return Json.object().put("security", labels).build();
  }

  private Json.Obj prescription(Resident resident, String key) {
    Table.Row row = known(drugs, key);
    String yj = row.maybe("yj");
    Coding code = yj == null ? NOT_CODED : new Coding(Jp.YJ, yj);
    Json.Obj coded = yj == null ? coding(code) : coding(code, row.get("name"));
    int days = setting.dice("rx " + resident.id() + key).nextInt(3, 26);
    Json.Obj supply =
        Json.object()
            .put("expectedSupplyDuration", Pieces.quantity(row.get("days"), "日", "d"))
            .build();
    return resource("MedicationRequest", resident.id() + "-" + key)
        .put("status", "active")
        .put("intent", "order")
        .put("medicationCodeableConcept", concept(List.of(coded), row.get("name")))
        .put("subject", resident.reference())
        .put("authoredOn", setting.morning(days))
        .put("requester", places.practitionerReference(doctorOf(resident)))
        .put("dosageInstruction", List.of(text(row.get("dose"))))
        .put("dispenseRequest", supply)
        .build();
  }

  private void allergies(Resident resident, List<Json.Obj> out) {
    String listed = resident.row().maybe("allergies");
    // Nothing recorded is not "none": some residents have no entry at all.
    if (listed == null) return;
    if (listed.equals("none")) {
      out.add(
          allergy(resident, "no-known")
              .put("code", concept(NO_KNOWN_ALLERGY, "アレルギーなし(本人に確認)"))
              .put("patient", resident.reference())
              .put("recordedDate", setting.daysAgo(120))
              .build());
      return;
    }
    Table.Row row = known(allergies, listed);
    Json.Obj reaction =
        Json.object().put("manifestation", List.of(text(row.get("reaction")))).build();
    out.add(
        allergy(resident, listed)
            .put("type", row.get("kind"))
            .put("category", List.of(Json.text(row.get("category"))))
            .put("criticality", row.get("criticality"))
            .put("code", text(row.get("name")))
            .put("patient", resident.reference())
            .put("recordedDate", setting.daysAgo(400))
            .put("reaction", List.of(reaction))
            .build());
  }

  private static Json.Builder allergy(Resident resident, String key) {
    return resource("AllergyIntolerance", resident.id() + "-allergy-" + key)
        .put("clinicalStatus", plain("allergyintolerance-clinical", "active"))
        .put("verificationStatus", plain("allergyintolerance-verification", "confirmed"));
  }

  private void devices(Resident resident, List<Json.Obj> out) {
    if (resident.problems().contains("av-block")) {
      out.add(device(resident, "pacemaker", "心臓ペースメーカー(DDD)"));
      out.add(procedure(resident, "pacemaker", "ペースメーカー植込み術", 1100));
    }
    if (resident.problems().contains("oxygen")) {
      out.add(device(resident, "oxygen", "在宅酸素濃縮装置 1.5L/分"));
    }
    if (resident.problems().contains("hip-fracture")) {
      out.add(procedure(resident, "hip", "人工骨頭挿入術", 600));
    }
    if (resident.problems().contains("cancer-colon")) {
      out.add(procedure(resident, "colon", "結腸切除術", 900));
    }
  }

  private static Json.Obj device(Resident resident, String what, String name) {
    return resource("Device", resident.id() + "-" + what)
        .put("status", "active")
        .put(
            "deviceName",
            List.of(Json.object().put("name", name).put("type", "user-friendly-name").build()))
        .put("type", text(name))
        .put("patient", resident.reference())
        .build();
  }

  private Json.Obj procedure(Resident resident, String what, String name, int days) {
    return resource("Procedure", resident.id() + "-procedure-" + what)
        .put("status", "completed")
        .put("code", text(name))
        .put("subject", resident.reference())
        .put("performedDateTime", setting.daysAgo(days))
        .build();
  }

  private void vaccinations(Resident resident, List<Json.Obj> out) {
    if (resident.age() >= 65) {
      out.add(vaccination(resident, "flu", "インフルエンザワクチン", 1, setting.daysAgo(20)));
    }
    if (resident.age() >= 16) return;
    int n = 0;
    for (Table.Row row : Table.rows("vaccines.txt")) {
      var day = resident.birth().plusMonths(row.number("months")).plusDays(9);
      if (!day.isBefore(setting.today())) continue;
      n++;
      out.add(vaccination(resident, "" + n, row.get("name"), row.number("dose"), day.toString()));
    }
  }

  private static Json.Obj vaccination(
      Resident resident, String key, String name, int dose, String day) {
    String where = resident.age() < 16 ? "clinic-kodomo" : "clinic-kasumi";
    return resource("Immunization", resident.id() + "-vaccine-" + key)
        .put("status", "completed")
        .put("vaccineCode", text(name))
        .put("patient", resident.reference())
        .put("occurrenceDateTime", day)
        .put("primarySource", true)
        .put(
            "performer",
            List.of(Json.object().put("actor", reference("Organization/" + where)).build()))
        .put("protocolApplied", List.of(Json.object().put("doseNumberPositiveInt", dose).build()))
        .build();
  }

  /** HL7's observation category. */
  static Json.Obj observationCategory(String code) {
    return concept(hl7("observation-category", code), null);
  }
}
