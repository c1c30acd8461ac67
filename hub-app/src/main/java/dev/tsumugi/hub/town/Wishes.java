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
import dev.tsumugi.kernel.Shapes.Preference;
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
    Map<String, List<Table.Row>> signed = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Table.Row row : Table.rows("wishes.txt")) {
      String patient = row.get("patient");
      out.add(wish(row, patient + "-wish-" + counts.merge(patient, 1, Integer::sum)));
      if (row.get("standing").equals(Wish.SIGNED)) {
        signed.computeIfAbsent(patient, p -> new ArrayList<>()).add(row);
      }
    }
    signed.forEach((patient, rows) -> out.add(plan(patient, rows)));
    out.add(order("watanabe-isamu", "kasumi-doctor"));
    return out;
  }

  private Json.Obj wish(Table.Row row, String id) {
    boolean matters = row.get("about").equals("matters");
    List<Json> extensions = new ArrayList<>();
    extensions.add(extension(Ext.WISH_STANDING, "valueCode", row.get("standing")));
    String heard = row.maybe("heard");
    if (heard != null) {
      extensions.add(
          Json.object().put("url", Ext.WISH_HEARD_BY).put("valueReference", hearer(heard)).build());
    }
    Json.Obj patient = reference("Patient/" + row.get("patient"));
    Json.Builder out =
        resource("Observation", id)
            .put(
                "meta",
                meta(matters ? Adi.CARE_EXPERIENCE_PREFERENCE : Adi.INTERVENTION_PREFERENCE))
            .put("text", narrative(title(row.get("about")) + ": " + row.get("words")))
            .put("extension", extensions)
            .put("status", "final")
            .put("category", List.of(concept(category(matters), null)))
            .put("code", concept(code(row.get("about")), title(row.get("about"))))
            .put("subject", patient)
            .put("effectiveDateTime", setting.evening(row.number("months") * DAYS_A_MONTH))
            .put("performer", List.of(patient));
    if (matters) return out.put("valueString", row.get("words")).build();
    Coding answer = new Coding(Sys.WISH, row.get("answer"));
    return out.put("valueCodeableConcept", concept(answer, row.get("words"))).build();
  }

  private Json.Obj hearer(String heard) {
    String family = "family/";
    return heard.startsWith(family)
        ? reference("RelatedPerson/" + heard.substring(family.length()))
        : places.practitionerReference(heard);
  }

  private static Coding category(boolean matters) {
    return matters ? Category.CARE_EXPERIENCE_PREFERENCE : Category.INTERVENTION_PREFERENCE;
  }

  private static Coding code(String about) {
    return switch (about) {
      case "resuscitation" -> Preference.RESUSCITATION;
      case "intubation" -> Preference.INTUBATION;
      case "tube-feeding" -> Preference.TUBE_FEEDING;
      case "iv-fluid" -> Preference.IV_FLUID;
      case "antibiotics" -> Preference.ANTIBIOTICS;
      case "pain" -> Preference.PAIN;
      case "place" -> Preference.PLACE_OF_LAST_DAYS;
      case "matters" -> Preference.WHAT_MATTERS;
      default -> throw new IllegalStateException("no preference code for " + about);
    };
  }

  private static String title(String about) {
    return switch (about) {
      case "resuscitation" -> "心肺蘇生";
      case "intubation" -> "人工呼吸器";
      case "tube-feeding" -> "管による栄養";
      case "iv-fluid" -> "点滴";
      case "antibiotics" -> "抗菌薬";
      case "pain" -> "苦痛の緩和";
      case "place" -> "最期を過ごす場所";
      case "matters" -> "大切にしていること";
      default -> throw new IllegalStateException("no title for " + about);
    };
  }

  /** The signed paper: what the town counter keeps of it. */
  private Json.Obj plan(String patient, List<Table.Row> rows) {
    StringBuilder paper = new StringBuilder("私の意思(人生会議の記録)\n");
    for (Table.Row row : rows) {
      paper.append(title(row.get("about"))).append(": ").append(row.get("words")).append('\n');
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
