package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.items;
import static dev.tsumugi.ems.Fixtures.row;
import static dev.tsumugi.ems.Fixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.kernel.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClinicalBlocksTest {
  private static final String NO_KNOWN =
      "'coding':[{'system':'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips','code':'%s'}]";

  private static String allergy(String id, String clinical, String verification, String code) {
    return "{'resourceType':'AllergyIntolerance','id':'"
        + id
        + "',"
        + status("clinicalStatus", clinical)
        + status("verificationStatus", verification)
        + "'category':['medication'],'criticality':'high','recordedDate':'2025-01-02','code':{"
        + code
        + "},'reaction':[{'manifestation':[{'text':'蕁麻疹'},{'text':'息苦しさ'}]}]}";
  }

  private static String status(String member, String code) {
    return code == null ? "" : "'" + member + "':{'coding':[{'code':'" + code + "'}]},";
  }

  @Test
  void anAllergyNamesItsReactionsAndItsDanger() {
    Json.Obj line =
        items("allergies", allergy("a", "active", "confirmed", "'text':'ペニシリン'")).get(0);

    assertThat(line.text("text")).isEqualTo("ペニシリン: 蕁麻疹、息苦しさ(重篤)");
    assertThat(line.texts("marks")).containsExactly("high");
    assertThat(line.text("date")).isEqualTo("2025-01-02");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "active,confirmed,1", ",,1", "active,unconfirmed,1", "active,,1",
    "inactive,confirmed,0", "resolved,confirmed,0", "active,refuted,0", ",entered-in-error,0"
  })
  void onlyAllergiesThatHoldShow(String clinical, String verification, int lines) {
    assertThat(items("allergies", allergy("a", clinical, verification, "'text':'卵'")))
        .hasSize(lines);
  }

  @Test
  void onlyAnExplicitEntrySaysNone() {
    String none = allergy("n", "active", "confirmed", NO_KNOWN.formatted("no-known-allergies"));
    String noInformation =
        allergy("n", "active", "confirmed", NO_KNOWN.formatted("no-allergy-info"));

    assertThat(texts(items("allergies", none))).containsExactly("アレルギーなし(確認済み)");
    assertThat(items("allergies", none).get(0).texts("marks")).containsExactly("no-known");
    assertThat(items("allergies", noInformation)).isEmpty();
    assertThat(items("allergies")).isEmpty();
  }

  @Test
  void anEntryThatSaysNoneNeverStandsBesideOneThatSaysSome() {
    String none = allergy("n", "active", "confirmed", NO_KNOWN.formatted("no-known-allergies"));
    String noFood =
        allergy("f", "active", "confirmed", NO_KNOWN.formatted("no-known-food-allergies"));
    String penicillin = allergy("a", "active", "confirmed", "'text':'ペニシリン'");
    String refuted = allergy("r", "active", "refuted", "'text':'ペニシリン'");

    assertThat(texts(items("allergies", none, noFood, penicillin)))
        .containsExactly("ペニシリン: 蕁麻疹、息苦しさ(重篤)", "食物アレルギーなし(確認済み)");
    assertThat(texts(items("allergies", none, refuted))).containsExactly("アレルギーなし(確認済み)");
  }

  private static String request(String id, String status, String more, String code, String name) {
    return "{'resourceType':'MedicationRequest','id':'"
        + id
        + "','status':'"
        + status
        + "','intent':'order',"
        + more
        + "'medicationCodeableConcept':{'coding':[{'system':'http://capstandard.jp/iyaku.info/CodeSystem/YJ-code','code':'"
        + code
        + "'}],'text':'"
        + name
        + "'},'authoredOn':'2026-01-05','dosageInstruction':[{'text':'1回1錠'}]}";
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource({
    "3332001F1024,ワーファリン錠1mg,anticoagulant",
    "3339004F1021,エリキュース錠2.5mg,anticoagulant",
    "0000000X0000,ﾘｸｼｱﾅ錠,anticoagulant",
    "3339950Q1104,ヒルドイドローション,",
    "0000000X0000,ヘパリン類似物質油性クリーム,",
    "3399007H1021,バイアスピリン錠100mg,antiplatelet",
    "2492415G2022,ノボラピッド注,insulin",
    "0000000X0000,ランタス注ソロスター,insulin",
    "2456001F1353,プレドニゾロン錠5mg,steroid",
    "2646700M1010,プレドニゾロン軟膏,",
    "2451402G1040,エピペン注射液0.3mg,",
    "2171022F2022,ノルバスク錠5mg,"
  })
  void medicinesThatChangeAnEmergencyAreMarked(String code, String name, String mark) {
    List<String> marks =
        items("medication", request("m", "active", "", code, name)).get(0).texts("marks");

    assertThat(marks).isEqualTo(mark == null ? List.of() : List.of(mark));
  }

  @Test
  void markedMedicinesStandFirstAndRepeatsAreOneLine() {
    String again =
        request("b2", "active", "", "2171022F2022", "ノルバスク錠5mg")
            .replace("2026-01-05", "2026-02-05");

    List<Json.Obj> lines =
        items(
            "medication",
            request("b1", "active", "", "2171022F2022", "ノルバスク錠5mg"),
            again,
            request("a", "active", "", "3332001F1024", "ワーファリン錠1mg"));

    assertThat(texts(lines)).containsExactly("ワーファリン錠1mg 1回1錠【抗凝固薬】", "ノルバスク錠5mg 1回1錠");
    assertThat(lines.get(1).text("ref")).isEqualTo("MedicationRequest/b2");
  }

  @ParameterizedTest
  @CsvSource({
    "active,1",
    "on-hold,0",
    "cancelled,0",
    "completed,0",
    "entered-in-error,0",
    "stopped,0",
    "draft,0",
    "unknown,0"
  })
  void onlyMedicinesInUseShow(String status, int lines) {
    assertThat(items("medication", request("m", status, "", "1", "薬"))).hasSize(lines);
  }

  @Test
  void whatIsNotToBeTakenIsNoMedicine() {
    assertThat(items("medication", request("m", "active", "'doNotPerform':true,", "1", "薬")))
        .isEmpty();
  }

  @Test
  void aMedicineWithoutANameIsStillShown() {
    String contained =
        "{'resourceType':'MedicationStatement','id':'s','status':'active',"
            + "'contained':[{'resourceType':'Medication','id':'m','code':{'text':'インスリン'}}],"
            + "'medicationReference':{'reference':'#m'},'dateAsserted':'2026-01-01'}";
    String elsewhere =
        "{'resourceType':'MedicationStatement','id':'t','status':'active',"
            + "'medicationReference':{'reference':'Medication/9'}}";

    assertThat(texts(items("medication", contained, elsewhere)))
        .containsExactly("インスリン【インスリン】", "Medication/9");
  }

  private static String condition(String clinical, String verification, String more) {
    return "{'resourceType':'Condition','id':'c',"
        + status("clinicalStatus", clinical)
        + status("verificationStatus", verification)
        + more
        + "'code':{'text':'心房細動'},'onsetDateTime':'2019-04'}";
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "active,confirmed,'',1",
    "recurrence,,'',1",
    "relapse,,'',1",
    "remission,,'',0",
    "inactive,confirmed,'',0",
    "resolved,confirmed,'',0",
    "active,refuted,'',0",
    "active,entered-in-error,'',0",
    ",confirmed,'',1",
    ",confirmed,abatementString,0"
  })
  void onlyProblemsOfNowShow(String clinical, String verification, String ended, int lines) {
    String more = ended.isEmpty() ? "" : "'" + ended + "':'去年',";

    assertThat(items("problems", condition(clinical, verification, more))).hasSize(lines);
  }

  @Test
  void aSuspectedProblemSaysSo() {
    assertThat(texts(items("problems", condition("active", "provisional", ""))))
        .containsExactly("心房細動(疑い)");
  }

  @Test
  void eachLineKeepsTheFacetOfItsRow() {
    Row plain = row(condition("active", "confirmed", ""));
    Row labelled =
        row(
            condition(
                "active",
                "confirmed",
                "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSY'}]},"));

    assertThat(
            new EmergencySheet()
                .render(dev.tsumugi.kernel.Ref.patient("p"), List.of(plain, labelled)))
        .extracting(item -> item.facet().sensitivity().isEmpty())
        .containsExactlyInAnyOrder(true, false);
  }
}
