package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Chart.observationCategory;
import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.decimal;
import static dev.tsumugi.hub.town.Pieces.quantity;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Jp;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What was measured: blood pressure and the like over months, laboratory results, daily state. */
final class Measures {
  private static final int PRESSURES = 12;
  private static final int RESULTS = 3;

  private final Setting setting;
  private final Chart chart;
  private final Map<String, Table.Row> vitals = Table.byKey("vitals.txt", "key");
  private final Map<String, Table.Row> labs = Table.byKey("labs.txt", "key");

  Measures(Setting setting, Chart chart) {
    this.setting = setting;
    this.chart = chart;
  }

  List<Json.Obj> of(Resident resident) {
    Set<String> series = new LinkedHashSet<>();
    Set<String> tests = new LinkedHashSet<>();
    for (String problem : resident.problems()) {
      series.addAll(chart.condition(problem).words("vitals"));
      tests.addAll(chart.condition(problem).words("labs"));
    }
    List<Json.Obj> out = new ArrayList<>();
    for (String key : series) {
      if (key.equals("bp")) pressures(resident, out);
      else vital(resident, key, out);
    }
    for (String key : tests) results(resident, key, out);
    if (resident.age() >= 75) out.add(baseline(resident));
    return out;
  }

  private void pressures(Resident resident, List<Json.Obj> out) {
    SplittableRandom dice = setting.dice("bp " + resident.id());
    int usual = dice.nextInt(118, 148);
    for (int i = 0; i < PRESSURES; i++) {
      int systolic = usual + dice.nextInt(-9, 12);
      int diastolic = systolic * 6 / 10 + dice.nextInt(-6, 6);
      out.add(
          observation(resident, "bp-" + i, "vital-signs")
              .put("code", concept(new Coding(Sys.LOINC, "85354-9"), "血圧"))
              .put("subject", resident.reference())
              .put("effectiveDateTime", setting.morning(3 + 14 * i))
              .put(
                  "component",
                  List.of(
                      pressure("8480-6", "最高血圧", systolic), pressure("8462-4", "最低血圧", diastolic)))
              .build());
    }
  }

  private static Json.Obj pressure(String loinc, String name, int value) {
    return Json.object()
        .put("code", concept(new Coding(Sys.LOINC, loinc), name))
        .put("valueQuantity", quantity("" + value, "mmHg", "mm[Hg]"))
        .build();
  }

  private void vital(Resident resident, String key, List<Json.Obj> out) {
    Table.Row row = row(vitals, key);
    SplittableRandom dice = setting.dice(key + " " + resident.id());
    int span = row.number("high") - row.number("low");
    int usual = row.number("low") + dice.nextInt(span + 1);
    int swing = Math.max(1, span / 12);
    for (int i = 0; i < row.number("count"); i++) {
      String value = decimal(usual + dice.nextInt(-swing, swing + 1), row.number("digits"));
      out.add(
          observation(resident, key + "-" + i, "vital-signs")
              .put("code", vitalCode(key, row))
              .put("subject", resident.reference())
              .put("effectiveDateTime", setting.morning(4 + row.number("step") * i))
              .put("valueQuantity", quantity(value, row.get("unit"), row.get("ucum")))
              .build());
    }
  }

  /** The R4 profile fixes 2708-6 for oxygen saturation; 59408-5 says that a finger clip took it. */
  private static Json.Obj vitalCode(String key, Table.Row row) {
    List<Json.Obj> codings = new ArrayList<>();
    if (key.equals("spo2")) codings.add(coding(new Coding(Sys.LOINC, "2708-6")));
    codings.add(coding(new Coding(Sys.LOINC, key.equals("spo2") ? "59408-5" : row.get("loinc"))));
    return concept(codings, row.get("name"));
  }

  private void results(Resident resident, String key, List<Json.Obj> out) {
    Table.Row row = row(labs, key);
    SplittableRandom dice = setting.dice(key + " " + resident.id());
    int span = row.number("high") - row.number("low");
    int usual = row.number("low") + dice.nextInt(span + 1);
    int swing = Math.max(1, span / 10);
    List<Json.Obj> codings =
        List.of(
            coding(new Coding(Jp.JLAC10, row.get("jlac10"))),
            coding(new Coding(Sys.LOINC, row.get("loinc"))));
    for (int i = 0; i < RESULTS; i++) {
      int scaled = Math.max(1, usual + dice.nextInt(-swing, swing + 1));
      String value = decimal(scaled, row.number("digits"));
      out.add(
          observation(resident, key + "-" + i, "laboratory")
              .put("code", concept(codings, row.get("name")))
              .put("subject", resident.reference())
              .put("effectiveDateTime", setting.morning(12 + 84 * i))
              .put("valueQuantity", quantity(value, row.get("unit"), row.get("ucum")))
              .build());
    }
  }

  /** How the person usually is: what a crew compares with. */
  private Json.Obj baseline(Resident resident) {
    SplittableRandom dice = setting.dice("baseline " + resident.id());
    boolean forgetful = resident.problems().contains("dementia");
    String walk = resident.inHome() ? "車いす" : dice.nextInt(2) == 0 ? "杖歩行" : "自立歩行";
    String talk = forgetful ? "会話は短い受け答え" : "会話は普通";
    int care = resident.inHome() ? dice.nextInt(3, 6) : dice.nextInt(0, 3);
    String level = care == 0 ? "要介護認定なし" : "要介護" + care;
    return observation(resident, "baseline", "social-history")
        .put("code", concept(new Coding(Sys.LOINC, "47420-5"), "ふだんの様子"))
        .put("subject", resident.reference())
        .put("effectiveDateTime", setting.daysAgo(60))
        .put("valueString", walk + "、" + talk + "、" + level)
        .build();
  }

  private static Json.Builder observation(Resident resident, String what, String category) {
    return resource("Observation", resident.id() + "-" + what)
        .put("status", "final")
        .put("category", List.of(observationCategory(category)));
  }

  private static Table.Row row(Map<String, Table.Row> table, String key) {
    Table.Row row = table.get(key);
    if (row == null) throw new IllegalStateException("not measured here: " + key);
    return row;
  }
}
