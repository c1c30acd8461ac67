package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.period;
import static dev.tsumugi.hub.town.Pieces.quantity;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;
import static dev.tsumugi.hub.town.Pieces.text;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Baseline;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a crew compares with and must not overlook: devices, precautions, how a person usually is.
 */
final class Usual {
  private static final int DAYS_A_MONTH = 30;
  private static final String SATURATION = "spo2";

  private final Setting setting;
  private final Map<String, Resident> residents = new LinkedHashMap<>();

  Usual(Setting setting, List<Resident> all) {
    this.setting = setting;
    for (Resident resident : all) residents.put(resident.id(), resident);
  }

  List<Json.Obj> resources() {
    List<Json.Obj> out = new ArrayList<>();
    for (Table.Row row : Table.rows("devices.txt")) device(row, out);
    for (Table.Row row : Table.rows("precautions.txt")) out.add(precaution(row));
    int n = 0;
    for (Table.Row row : Table.rows("usual.txt")) out.add(usual(row, ++n));
    return out;
  }

  private Resident of(Table.Row row) {
    Resident resident = residents.get(row.get("patient"));
    if (resident == null) throw new IllegalStateException("who is " + row.get("patient") + "?");
    return resident;
  }

  private String since(Table.Row row) {
    return setting.daysAgo(row.number("months") * DAYS_A_MONTH);
  }

  private void device(Table.Row row, List<Json.Obj> out) {
    Resident resident = of(row);
    Json.Obj name =
        Json.object().put("name", row.get("name")).put("type", "user-friendly-name").build();
    String id = resident.id() + "-" + row.get("key");
    out.add(
        resource("Device", id)
            .put("status", "active")
            .put("deviceName", List.of(name))
            .put("type", text(row.get("name")))
            .put("patient", resident.reference())
            .build());
    String site = row.maybe("site");
    out.add(
        resource("DeviceUseStatement", id)
            .put("status", "active")
            .put("subject", resident.reference())
            .put("timingPeriod", period(since(row), null))
            .put("device", reference("Device/" + id).with("display", Json.text(row.get("name"))))
            .put("bodySite", site == null ? null : text(site))
            .build());
  }

  private Json.Obj precaution(Table.Row row) {
    Resident resident = of(row);
    return resource("Flag", resident.id() + "-" + row.get("key"))
        .put("status", "active")
        .put("code", text(row.get("name")))
        .put("subject", resident.reference())
        .put("period", period(since(row), null))
        .build();
  }

  private Json.Obj usual(Table.Row row, int n) {
    Resident resident = of(row);
    boolean saturation = row.get("topic").equals(SATURATION);
    Coding code =
        saturation ? new Coding(Sys.LOINC, "2708-6") : new Coding(Sys.EMERGENCY, row.get("topic"));
    Json.Obj category =
        Json.object()
            .put("coding", List.of(coding(Baseline.CATEGORY)))
            .put("text", "ふだんの様子")
            .build();
    Json.Builder out =
        resource("Observation", resident.id() + "-usual-" + n)
            .put("status", "final")
            .put("category", List.of(category))
            .put("code", concept(code, saturation ? "経皮的酸素飽和度" : null))
            .put("subject", resident.reference())
            .put("effectiveDateTime", since(row));
    if (!saturation) return out.put("valueString", row.get("value")).build();
    out.put("valueQuantity", quantity(row.get("value"), "%", "%"));
    String oxygen = row.maybe("oxygen");
    if (oxygen != null) out.put("component", List.of(flow(oxygen)));
    return out.build();
  }

  private static Json.Obj flow(String litres) {
    return Json.object()
        .put("code", concept(new Coding(Sys.LOINC, "3151-8"), "酸素流量"))
        .put("valueQuantity", quantity(litres, "L/分", "L/min"))
        .build();
  }
}
