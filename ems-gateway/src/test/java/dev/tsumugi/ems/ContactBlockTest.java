package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.items;
import static dev.tsumugi.ems.Fixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import org.junit.jupiter.api.Test;

class ContactBlockTest {
  private static String person(String id, String more, String kanji, String kana, int rank) {
    return "{'resourceType':'RelatedPerson','id':'"
        + id
        + "',"
        + more
        + "'patient':{'reference':'Patient/p'},"
        + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'DAU'}]}],"
        + "'name':["
        + name("IDE", kanji)
        + ","
        + name("SYL", kana)
        + "],'telecom':[{'system':'email','value':'x@example.jp'},"
        + "{'system':'phone','value':'090-0000-000"
        + rank
        + "','rank':"
        + rank
        + "}]}";
  }

  private static String name(String representation, String text) {
    return "{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation',"
        + "'valueCode':'"
        + representation
        + "'}],'text':'"
        + text
        + "'}";
  }

  @Test
  void whoIsToBeCalledFirstStandsFirst() {
    assertThat(
            texts(
                items(
                    "contacts",
                    person("b", "", "佐藤 美香", "サトウ ミカ", 2),
                    person("a", "", "小林 真理", "コバヤシ マリ", 1))))
        .containsExactly("娘 小林 真理(コバヤシ マリ) 090-0000-0001", "娘 佐藤 美香(サトウ ミカ) 090-0000-0002");
  }

  @Test
  void aRankIsNeverToldAsAGapInItWouldTellOfSomebodyWithheld() {
    Json.Obj shown = items("contacts", person("b", "", "佐藤 美香", "サトウ ミカ", 2)).get(0);

    assertThat(shown.texts("marks")).isEmpty();
    assertThat(shown.has("rank")).isFalse();
  }

  @Test
  void aHealthcareAgentIsMarked() {
    String profile =
        "'meta':{'lastUpdated':'2026-05-01T00:00:00.000Z','profile':['http://hl7.org/fhir/us/pacio-adi/StructureDefinition/ADI-Participant']},";
    Json.Obj line = items("contacts", person("a", profile, "佐藤 美香", "サトウ ミカ", 1)).get(0);

    assertThat(line.text("text")).startsWith("娘・代弁者 佐藤 美香");
    assertThat(line.text("textEn")).isEqualTo("daughter, healthcare agent: 佐藤 美香 090-0000-0001");
    assertThat(line.texts("marks")).containsExactly("healthcare-agent");
    assertThat(line.text("date")).isEqualTo("2026-05-01T09:00:00+09:00");
  }

  @Test
  void whoShallNotBeToldIsNobodysToCall() {
    String not =
        "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/not-to-tell','valueBoolean':%s}],";

    assertThat(items("contacts", person("a", not.formatted(true), "佐藤 美香", "サトウ ミカ", 1))).isEmpty();
    assertThat(items("contacts", person("a", not.formatted(false), "佐藤 美香", "サトウ ミカ", 1)))
        .hasSize(1);
  }

  @Test
  void whoIsNoLongerRelatedDoesNotShowAndATermIsKeptForTheAnswer() {
    assertThat(items("contacts", person("a", "'active':false,", "佐藤 美香", "サトウ ミカ", 1))).isEmpty();
    Json.Obj until =
        items("contacts", person("a", "'period':{'end':'2026-06-30'},", "佐藤 美香", "サトウ ミカ", 1))
            .get(0);
    assertThat(until.text("until")).isEqualTo("2026-06-30T15:00:00Z");
  }
}
