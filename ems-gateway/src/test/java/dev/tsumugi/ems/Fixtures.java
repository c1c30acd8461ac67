package dev.tsumugi.ems;

import dev.tsumugi.consent.Classifier;
import dev.tsumugi.fhirserver.SheetRenderer.Item;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Rows as the store would hand them to the sheet. */
final class Fixtures {
  private Fixtures() {}

  /** JSON with single quotes. */
  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static Row row(String text) {
    Json.Obj resource = json(text);
    return new Row(resource, Classifier.facetOf(resource, false, "Organization/clinic"));
  }

  static List<Json.Obj> items(String block, String... resources) {
    return items(block, Stream.of(resources).map(Fixtures::row).toList());
  }

  static List<Json.Obj> items(String block, List<Row> rows) {
    return new EmergencySheet()
        .render(Ref.patient("p"), rows).stream()
            .filter(item -> item.block().equals(block) && item.row().shown())
            .map(Item::content)
            .toList();
  }

  static List<String> texts(List<Json.Obj> items) {
    return items.stream().map(item -> item.text("text")).toList();
  }

  /** A wish as the town writes it; {@code more} are further members, with a comma in front. */
  static String wish(String id, String code, String status, String when, String answer) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','meta':{'versionId':'1','lastUpdated':'2026-01-01T00:00:00.000Z'},"
        + "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/wish-standing','valueCode':'signed'}],"
        + "'status':'"
        + status
        + "','category':[{'coding':[{'system':'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS',"
        + "'code':'intervention-preference'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'"
        + code
        + "'}]},'subject':{'reference':'Patient/p'},"
        + (when.isEmpty() ? "" : "'effectiveDateTime':'" + when + "',")
        + "'valueCodeableConcept':{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/wish','code':'"
        + answer
        + "'}]}}";
  }
}
