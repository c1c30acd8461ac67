package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.extension;
import static dev.tsumugi.hub.town.Pieces.identifier;
import static dev.tsumugi.hub.town.Pieces.meta;
import static dev.tsumugi.hub.town.Pieces.narrative;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Order;
import dev.tsumugi.kernel.Shapes.Plan;
import dev.tsumugi.kernel.Shapes.Sys;
import dev.tsumugi.kernel.Shapes.Wish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What residents want: said in passing, written, signed; and one physician's order beside it. */
final class Wishes {
  private static final int DAYS_A_MONTH = 30;

  private final Setting setting;
  private final Places places;

  Wishes(Setting setting, Places places) {
    this.setting = setting;
    this.places = places;
  }

  List<Json.Obj> resources() {
    List<Json.Obj> out = new ArrayList<>();
    Map<String, Map<String, Table.Row>> signed = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Table.Row row : Table.rows("wishes.txt")) {
      String patient = row.get("patient");
      String id = patient + "-wish-" + counts.merge(patient, 1, Integer::sum);
      out.add(wish(row, id));
      if (row.get("standing").equals(Wish.SIGNED)) {
        signed.computeIfAbsent(patient, p -> new LinkedHashMap<>()).put(id, row);
      }
    }
    signed.forEach((patient, rows) -> out.add(plan(patient, rows)));
    out.add(order("watanabe-isamu", "kasumi-doctor"));
    return out;
  }

  private Json.Obj wish(Table.Row row, String id) {
    WishTopic topic = WishTopic.of(row.get("about"));
    Coding answer = topic == WishTopic.MATTERS ? null : new Coding(Sys.WISH, row.get("answer"));
    String heard = row.maybe("heard");
    Json.Obj wish =
        new StatedWish(
                row.get("patient"),
                topic,
                answer,
                row.get("words"),
                row.get("standing"),
                setting.evening(row.number("months") * DAYS_A_MONTH))
            .observation(id, heard == null ? null : hearer(heard));
    String state = row.maybe("if");
    if (state == null) return wish;
    return onlyIf(wish, state).with("text", narrative(about(row) + ": " + row.get("words")));
  }

  /** A wish and its condition are read together, or not at all. */
  private static String about(Table.Row row) {
    String state = row.maybe("if");
    String title = WishTopic.of(row.get("about")).title();
    return state == null ? title : title + "(「" + state + "」の場合だけ)";
  }

  private static Json.Obj onlyIf(Json.Obj wish, String state) {
    List<Json> extensions = new ArrayList<>(wish.objects("extension"));
    extensions.add(
        Json.object()
            .put("url", Ext.PRECONDITION)
            .put("valueCodeableConcept", Json.object().put("text", state).build())
            .build());
    return wish.with("extension", new Json.Arr(extensions));
  }

  private Json.Obj hearer(String heard) {
    String family = "family/";
    return heard.startsWith(family)
        ? reference("RelatedPerson/" + heard.substring(family.length()))
        : places.practitionerReference(heard);
  }

  /** The signed paper: what the town counter keeps of it. */
  private Json.Obj plan(String patient, Map<String, Table.Row> wishes) {
    List<Table.Row> rows = List.copyOf(wishes.values());
    List<Json.Obj> related =
        wishes.keySet().stream().map(id -> reference("Observation/" + id)).toList();
    StringBuilder paper = new StringBuilder("私の意思(人生会議の記録)\n");
    for (Table.Row row : rows) {
      paper.append(about(row)).append(": ").append(row.get("words")).append('\n');
    }
    String when = setting.evening(rows.get(0).number("months") * DAYS_A_MONTH);
    byte[] bytes = paper.toString().getBytes(StandardCharsets.UTF_8);
    Json.Obj attachment =
        Json.object()
            .put("contentType", "text/plain; charset=utf-8")
            .put("language", "ja")
            .put("data", Base64.getEncoder().encodeToString(bytes))
            .put("title", "私の意思")
            .put("creation", when)
            .build();
    return resource("DocumentReference", patient + "-plan")
        .put("meta", meta(Adi.DOCUMENT_REFERENCE))
        .put("extension", List.of(extension(Ext.DOC_VERSION, "valueString", when)))
        .put("masterIdentifier", identifier(Plan.VERSION_ID, patient + "-plan-1"))
        .put("identifier", List.of(identifier(Plan.SET_ID, patient + "-plan")))
        .put("status", "current")
        .put("docStatus", "final")
        .put("type", concept(Plan.TYPE, "私の意思"))
        .put("category", List.of(concept(Category.ADVANCE_DIRECTIVE, null)))
        .put("subject", reference("Patient/" + patient))
        .put("date", when)
        .put("author", List.of(reference("Patient/" + patient)))
        .put("custodian", reference("Organization/town-hall"))
        .put("content", List.of(Json.object().put("attachment", attachment).build()))
        .put("context", Json.object().put("related", related).build())
        .build();
  }

  /** A do-not-resuscitate order: a physician's word, never derived from a wish. */
  private Json.Obj order(String patient, String doctor) {
    return resource("ServiceRequest", patient + "-dnar")
        .put("meta", meta(Adi.PMO_CPR))
        .put("status", "active")
        .put("intent", "directive")
        .put("category", List.of(concept(Order.CPR, null)))
        .put("doNotPerform", true)
        .put("code", concept(Order.CPR, "心肺蘇生"))
        .put("orderDetail", List.of(concept(Order.NO_CPR, "心肺蘇生を行わない(DNAR)")))
        .put("subject", reference("Patient/" + patient))
        .put("authoredOn", setting.morning(45))
        .put("requester", places.practitionerReference(doctor))
        .put("supportingInfo", List.of(reference("Observation/" + patient + "-wish-1")))
        .build();
  }
}
