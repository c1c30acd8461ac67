package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.items;
import static dev.tsumugi.ems.Fixtures.texts;
import static dev.tsumugi.ems.Fixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishBlockTest {
  private static final String CPR = "81329-5";
  private static final String TUBE = "81330-3";

  @Test
  void aWishIsOneLineWithItsDateAndHowSureItIs() {
    Json.Obj line = items("wishes", wish("w", CPR, "final", "2026-03-01", "do-not-wish")).get(0);

    assertThat(line.text("text")).isEqualTo("心肺蘇生: 望まない(署名あり)");
    assertThat(line.text("textEn"))
        .isEqualTo("Cardiopulmonary resuscitation: does not want it (signed)");
    assertThat(line.text("ref")).isEqualTo("Observation/w");
    assertThat(line.text("code")).isEqualTo(CPR);
    assertThat(line.text("system")).isEqualTo("http://loinc.org");
    assertThat(line.text("date")).isEqualTo("2026-03-01");
    assertThat(line.texts("marks")).containsExactly("do-not-wish", "signed");
  }

  @Test
  void theResidentsOwnWordsStandBesideTheAnswer() {
    String wish =
        wish("w", CPR, "final", "2026-03-01", "trial").replace("}]}}", "}],'text':'長引くならやめて'}}");

    assertThat(texts(items("wishes", wish))).containsExactly("心肺蘇生: 効くかどうか試す間だけ望む「長引くならやめて」(署名あり)");
    assertThat(items("wishes", wish).get(0).text("textEn"))
        .endsWith("if it does not help 「長引くならやめて」 (signed)");
  }

  @Test
  void whatMattersIsShownInWordsAlone() {
    String matters =
        wish("w", "81363-4", "final", "2026-03-01", "x")
            .replaceAll("'valueCodeableConcept'.*", "'valueString':'庭の畑'}")
            .replace("signed", "said");

    assertThat(texts(items("wishes", matters))).containsExactly("大切にしていること: 「庭の畑」(口頭)");
  }

  @Test
  void aWishOfUnknownStandingSaysSo() {
    String wish =
        wish("w", CPR, "final", "2026-03-01", "undecided").replaceAll("'extension':\\[[^]]*],", "");

    Json.Obj line = items("wishes", wish).get(0);

    assertThat(line.text("text")).isEqualTo("心肺蘇生: 決めていない(口頭か書面かは不明)");
    assertThat(line.texts("marks")).contains("standing-unknown");
  }

  @ParameterizedTest(name = "{0} is shown: {1}")
  @CsvSource({
    "final,true",
    "amended,true",
    "corrected,true",
    "preliminary,false",
    "registered,false",
    "cancelled,false",
    "entered-in-error,false",
    "unknown,false"
  })
  void onlyWhatWasSaidShows(String status, boolean shown) {
    assertThat(items("wishes", wish("w", CPR, status, "2026-03-01", "wish-for")))
        .hasSize(shown ? 1 : 0);
  }

  /** Two wishes about one treatment, the first for it and the second against it. */
  @ParameterizedTest(name = "{0} {1}, then {2} {3}: {4}")
  @CsvSource({
    "final,2024-01-01,final,2025-01-01,second",
    "final,2025-06-01T10:00:00+09:00,final,2025-06-01T09:00:00+09:00,first",
    "final,2025,final,2024-12-31,first",
    // A withdrawal ends what was said before it; an error never was.
    "final,2024-01-01,cancelled,2025-01-01,none",
    "final,2024-01-01,entered-in-error,2025-01-01,first",
    "cancelled,2024-01-01,final,2025-01-01,second",
    // Which is newer cannot be known: both stand.
    "final,2025,final,2025-06-01,second first",
    "final,'',final,2025-06-01,second first",
  })
  void theNewestWordAboutATreatmentStands(
      String status1, String when1, String status2, String when2, String shown) {
    List<Json.Obj> lines =
        items(
            "wishes",
            wish("first", CPR, status1, when1, "wish-for"),
            wish("second", CPR, status2, when2, "do-not-wish"));

    assertThat(String.join(" ", lines.stream().map(l -> l.text("ref").substring(12)).toList()))
        .isEqualTo(shown.equals("none") ? "" : shown);
  }

  @Test
  void ofTheSameDayTheOneRecordedLaterStands() {
    String later =
        wish("later", CPR, "final", "2025-01-01", "do-not-wish")
            .replace("2026-01-01T", "2026-01-02T");

    assertThat(items("wishes", later, wish("a", CPR, "final", "2025-01-01", "wish-for")))
        .extracting(line -> line.text("ref"))
        .containsExactly("Observation/later");
  }

  @Test
  void treatmentsStandInAFixedOrderWhateverTheOrderOfRows() {
    String cpr = wish("a", CPR, "final", "2020-01-01", "wish-for");
    String tube = wish("b", TUBE, "final", "2025-01-01", "do-not-wish");
    String other = wish("c", "99999-9", "final", "2025-01-01", "wish-for");

    assertThat(texts(items("wishes", other, tube, cpr)))
        .isEqualTo(texts(items("wishes", cpr, other, tube)))
        .extracting(text -> text.substring(0, 2))
        .containsExactly("心肺", "人工", "99");
  }

  @Test
  void otherObservationsAreNoWishes() {
    String weight =
        "{'resourceType':'Observation','id':'o','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]}}";

    assertThat(items("wishes", weight)).isEmpty();
  }
}
