package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.row;
import static dev.tsumugi.ems.Fixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the answer makes of lines that stand together, and never of one that is withheld. */
class SheetAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String CPR = "81329-5";
  private static final String NO_CPR_ORDER =
      "{'resourceType':'ServiceRequest','id':'o','status':'active','intent':'directive','doNotPerform':true,"
          + "'category':[{'coding':[{'system':'http://loinc.org','code':'100822-6'}]}],"
          + "'code':{'text':'心肺蘇生'},'authoredOn':'2026-02-03'}";

  private static Row shown(String resource) {
    return row(resource);
  }

  private static Row withheld(String resource) {
    Row row = row(resource);
    return new Row(row.resource(), row.facet(), false);
  }

  private static Json.Obj sheet(Instant at, Row... rows) {
    StoredResource patient =
        new StoredResource(
            Ref.patient("p"),
            1,
            NOW,
            StoredResource.Change.CREATED,
            "{\"resourceType\":\"Patient\",\"id\":\"p\"}".getBytes(StandardCharsets.UTF_8));
    return SheetFromRows.answer(patient, List.of(rows), refs -> List.of(), at);
  }

  private static List<Json.Obj> items(Json.Obj sheet, String block) {
    List<Json.Obj> items = new ArrayList<>();
    for (Json.Obj group : sheet.objects("parameter")) {
      List<Json.Obj> parts = group.objects("part");
      if (!"block".equals(group.text("name"))) continue;
      if (!block.equals(parts.get(0).text("valueCode"))) continue;
      parts.stream().filter(part -> "item".equals(part.text("name"))).forEach(items::add);
    }
    return items;
  }

  private static List<String> marks(Json.Obj item) {
    List<String> marks = new ArrayList<>();
    for (Json.Obj part : item.objects("part")) {
      if ("mark".equals(part.text("name"))) marks.add(String.valueOf(part.text("valueCode")));
    }
    return marks;
  }

  private static List<String> texts(Json.Obj sheet, String block) {
    return items(sheet, block).stream()
        .map(item -> String.valueOf(item.objects("part").get(0).text("valueString")))
        .toList();
  }

  private static List<String> flags(Json.Obj sheet) {
    return sheet.objects("parameter").stream()
        .filter(group -> "flag".equals(group.text("name")))
        .map(group -> String.valueOf(group.objects("part").get(0).text("valueCode")))
        .toList();
  }

  @Test
  void aWishIsOldOnceThreeYearsWentByWithoutAWord() {
    Row said = shown(wish("w", CPR, "final", "2023-11-22", "wish-for"));
    // The day it was said ends in Japan at 15:00 UTC.
    Instant due = Instant.parse("2026-11-22T15:00:00Z");

    assertThat(marks(items(sheet(due.minusSeconds(1), said), "wishes").get(0)))
        .doesNotContain("old");
    assertThat(marks(items(sheet(due, said), "wishes").get(0))).contains("old", "signed");
  }

  @Test
  void whatThePersonConfirmedIsNotOld() {
    String confirmed =
        wish("w", CPR, "final", "2015-11-22", "wish-for")
            .replace(
                "'extension':[",
                "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/confirmed',"
                    + "'valueDateTime':'2026-01-05'},");

    assertThat(marks(items(sheet(NOW, shown(confirmed)), "wishes").get(0))).doesNotContain("old");
  }

  @Test
  void twoAnswersConflictOnlyWhereBothAreShown() {
    String yes =
        wish("a", CPR, "final", "2026-03", "wish-for").replace("2026-01-01T", "2026-06-01T");
    String no = wish("b", CPR, "final", "2026-03-05", "do-not-wish");

    assertThat(items(sheet(NOW, shown(yes), shown(no)), "wishes"))
        .hasSize(2)
        .allSatisfy(item -> assertThat(marks(item)).contains("conflicting"));
    assertThat(items(sheet(NOW, shown(yes), withheld(no)), "wishes"))
        .hasSize(1)
        .allSatisfy(item -> assertThat(marks(item)).doesNotContain("conflicting"));
  }

  @Test
  void aWishStandsAgainstAnOrderOnlyWhereBothAreShown() {
    String wish = wish("w", CPR, "final", "2026-03-05", "wish-for");

    Json.Obj both = sheet(NOW, shown(wish), shown(NO_CPR_ORDER));
    assertThat(marks(items(both, "wishes").get(0))).contains("against-order");
    assertThat(flags(both)).containsExactly("order-no-cpr", "wish-against-order");
    Json.Obj one = sheet(NOW, shown(wish), withheld(NO_CPR_ORDER));
    assertThat(marks(items(one, "wishes").get(0))).doesNotContain("against-order");
    assertThat(flags(one)).isEmpty();
  }

  @Test
  void aConditionalWishIsNotTakenForAPlainOne() {
    String conditional =
        wish("w", CPR, "final", "2026-03-05", "do-not-wish")
            .replace(
                "'extension':[",
                "'extension':[{'url':'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-enclosedPrecondition-extension',"
                    + "'valueCodeableConcept':{'text':'家族のことが分からなくなったとき'}},");

    assertThat(flags(sheet(NOW, shown(conditional)))).containsExactly("wish-cpr-conditional");
  }

  @Test
  void anOrderThatContradictsItselfIsNoOrderEitherWay() {
    String both =
        NO_CPR_ORDER.replace(
            "'authoredOn'",
            "'orderDetail':[{'coding':[{'system':'http://loinc.org','code':'LA33470-8'}]}],'authoredOn'");
    String wish = wish("w", CPR, "final", "2026-03-05", "do-not-wish");

    assertThat(flags(sheet(NOW, shown(both), shown(wish))))
        .containsExactly("wish-no-cpr-without-order", "order-contradictory");
  }

  @Test
  void aWithheldNewerWishStillEndsTheOlder() {
    Json.Obj sheet =
        sheet(
            NOW,
            shown(wish("a", CPR, "final", "2024-03-05", "wish-for")),
            withheld(wish("b", CPR, "final", "2026-03-05", "do-not-wish")));

    assertThat(sheet).isEqualTo(sheet(NOW));
  }

  @Test
  void aWithheldAllergyStillContradictsNone() {
    String none =
        "{'resourceType':'AllergyIntolerance','id':'n','code':{'coding':[{'system':"
            + "'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips','code':'no-known-allergies'}]}}";
    String some = "{'resourceType':'AllergyIntolerance','id':'s','code':{'text':'ラテックス'}}";

    assertThat(sheet(NOW, shown(none), withheld(some))).isEqualTo(sheet(NOW));
    assertThat(flags(sheet(NOW, shown(none), shown(some)))).containsExactly("allergy-latex");
  }

  @Test
  void ofARepeatedPrescriptionTheNewestShownStands() {
    String older =
        "{'resourceType':'MedicationRequest','id':'a','status':'active','intent':'order',"
            + "'medicationCodeableConcept':{'text':'ワーファリン錠1mg'},'authoredOn':'2026-10-01'}";
    String newer = older.replace("'id':'a'", "'id':'b'").replace("2026-10", "2026-11");

    assertThat(sheet(NOW, shown(older), shown(newer)).toString())
        .contains("MedicationRequest/b")
        .doesNotContain("MedicationRequest/a");
    assertThat(sheet(NOW, shown(older), withheld(newer)).toString())
        .contains("MedicationRequest/a")
        .doesNotContain("MedicationRequest/b");
  }

  @Test
  void howSomebodyUsuallyIsIsTheNewestOfEachTopicAndHearingStandsWithTheName() {
    String usual =
        "{'resourceType':'Observation','id':'%s','status':'final','category':[{'coding':[{'system':"
            + "'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'baseline'}]}],'code':{'coding':[{'system':"
            + "'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'usual-hearing'}]},"
            + "'effectiveDateTime':'%s','valueString':'%s'}";
    Json.Obj sheet =
        sheet(
            NOW,
            shown(usual.formatted("a", "2024-01-01", "よく聞こえる")),
            shown(usual.formatted("b", "2026-08-21", "右耳が遠い")));

    assertThat(texts(sheet, "baseline")).containsExactly("聴力: 右耳が遠い");
    assertThat(sheet.toString()).contains("3か月前", "3 months ago");
    assertThat(sheet.objects("parameter").get(1).objects("part"))
        .anyMatch(
            part ->
                "hearing".equals(part.text("name"))
                    && "聴力: 右耳が遠い".equals(part.text("valueString")));
  }
}
