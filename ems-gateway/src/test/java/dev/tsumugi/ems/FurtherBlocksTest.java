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

/** Devices, precautions, and how the person usually is. */
class FurtherBlocksTest {
  private static String device(String id, String status, String name) {
    return "{'resourceType':'Device','id':'%s','status':'%s','deviceName':[{'name':'%s'}]}"
        .formatted(id, status, name);
  }

  @ParameterizedTest
  @CsvSource({
    "心臓ペースメーカー(DDD),pacemaker",
    "植込み型除細動器,icd",
    "CRT-D,icd",
    "在宅酸素濃縮装置 1.5L/分,home-oxygen",
    "左前腕内シャント,dialysis-access",
    "V-Pシャント,vp-shunt",
    "冠動脈ステント,stent",
    "ＮＰＰＶ,ventilator"
  })
  void aDeviceThatChangesWhatIsDoneIsMarkedByItsName(String name, String mark) {
    Json.Obj line = items("devices", device("d", "active", name)).get(0);

    assertThat(line.texts("marks")).containsExactly(mark);
    assertThat(line.text("text")).startsWith(name);
  }

  @Test
  void aDeviceThatIsGoneIsNotShownAndOneThatNobodyKnowsIsNotMarked() {
    List<Json.Obj> lines =
        items("devices", device("a", "inactive", "ペースメーカー"), device("b", "active", "義歯"));

    assertThat(texts(lines)).containsExactly("義歯");
    assertThat(lines.get(0).texts("marks")).isEmpty();
  }

  @Test
  void theUseOfADeviceSaysWhereItIs() {
    String use =
        "{'resourceType':'DeviceUseStatement','id':'u','status':'active','timingPeriod':{'start':'2023-04'},"
            + "'device':{'reference':'Device/d','display':'内シャント'},'bodySite':{'text':'左前腕'}}";

    List<Json.Obj> lines = items("devices", device("d", "active", "内シャント"), use);

    // Both are kept, as each may be withheld; the answer shows the first of them.
    assertThat(texts(lines)).containsExactly("内シャント(左前腕)【透析用シャント】", "内シャント【透析用シャント】");
    assertThat(lines).extracting(line -> line.text("same")).containsOnly("Device/d");
  }

  private static String condition(String id, String clinical, String name, String icd10) {
    return ("{'resourceType':'Condition','id':'%s','clinicalStatus':{'coding':[{'code':'%s'}]},'code':"
            + "{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'%s'}],'text':'%s'}}")
        .formatted(id, clinical, icd10, name);
  }

  @ParameterizedTest
  @CsvSource({
    "ＭＲＳＡ保菌,Z22.3,mrsa",
    "Ｂ型慢性肝炎,B18.1,hepatitis-b",
    "肺結核,A15.0,tuberculosis",
    "ヒト免疫不全ウイルス感染症,B24,hiv",
    "MRSA,U82.1,mrsa"
  })
  void aConditionThatSpreadsSaysHowToProtectOneself(String name, String icd10, String mark) {
    Json.Obj line = items("infection", condition("c", "active", name, icd10)).get(0);

    assertThat(line.texts("marks")).containsExactly(mark);
    assertThat(line.text("text")).startsWith(name + ": ").contains("予防策");
  }

  @ParameterizedTest
  @CsvSource({"高血圧症,I10,active", "肺結核,A15.0,resolved", "結核の既往,Z86.1,active"})
  void whatDoesNotSpreadIsNoPrecaution(String name, String icd10, String clinical) {
    assertThat(items("infection", condition("c", clinical, name, icd10))).isEmpty();
  }

  @Test
  void aFlagIsAPrecautionWhileItIsActive() {
    String flag =
        "{'resourceType':'Flag','id':'%s','status':'%s','code':{'text':'疥癬'},'period':{'start':'2026-11-01'}}";

    List<Json.Obj> lines =
        items("infection", flag.formatted("a", "active"), flag.formatted("b", "inactive"));

    assertThat(lines).extracting(line -> line.text("ref")).containsExactly("Flag/a");
    assertThat(lines.get(0).text("from")).isEqualTo("2026-10-31T15:00:00Z");
  }

  private static String usual(String id, String code, String when, String value) {
    return ("{'resourceType':'Observation','id':'%s','status':'final','category':[{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/observation-category','code':'vital-signs'},"
            + "{'system':'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'baseline'}]}],"
            + "'code':{'coding':[%s]},'effectiveDateTime':'%s',%s}")
        .formatted(id, code, when, value);
  }

  private static final String SPO2 = "{'system':'http://loinc.org','code':'59408-5'}";
  private static final String WALKS =
      "{'system':'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'usual-walking'}";

  @Test
  void usualValuesStandWithAndWithoutOxygen() {
    String air = usual("a", SPO2, "2026-10-01", "'valueQuantity':{'value':91,'unit':'%'}");
    String oxygen =
        usual(
            "o",
            SPO2,
            "2026-10-01",
            "'valueQuantity':{'value':94,'unit':'%'},'component':[{'code':{'coding':[{'system':"
                + "'http://loinc.org','code':'3151-8'}]},'valueQuantity':{'value':1.5,'unit':'L/分'}}]");
    String walks = usual("w", WALKS, "2026-10-01", "'valueString':'杖歩行'");

    List<Json.Obj> lines = items("baseline", walks, air, oxygen);

    assertThat(texts(lines))
        .containsExactly("ふだんのSpO₂(酸素 1.5 L/分): 94 %", "ふだんのSpO₂: 91 %", "歩行: 杖歩行");
    assertThat(lines).extracting(line -> line.text("same")).doesNotHaveDuplicates();
  }

  @Test
  void whatIsMeasuredDayAndNightIsNoneOfIt() {
    String measured =
        usual("m", SPO2, "2026-10-01", "'valueQuantity':{'value':91,'unit':'%'}")
            .replace(
                ",{'system':'https://tsumugi.dev/fhir/CodeSystem/emergency','code':'baseline'}",
                "");
    Row row = row(measured);

    assertThat(new EmergencySheet().uses(row.facet())).isFalse();
    assertThat(items("baseline", List.of(row))).isEmpty();
    assertThat(
            new EmergencySheet().uses(row(usual("u", SPO2, "2026", "'valueString':'a'")).facet()))
        .isTrue();
  }
}
