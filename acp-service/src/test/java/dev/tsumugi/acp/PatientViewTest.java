package dev.tsumugi.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientViewTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final PatientView VIEW =
      new PatientView(new AcpSettings("https://hub.example", "https://hub.example/fhir"));
  private static final HookCall CALL =
      new HookCall("call-1", Ref.patient("p"), Optional.empty(), Optional.empty());

  /** JSON with single quotes. */
  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Json.Obj wish(String id, String code, String day, String answer, String words) {
    return json(
        "{'resourceType':'Observation','id':'"
            + id
            + "','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
            + code
            + "'}]},'effectiveDateTime':'"
            + day
            + "','valueCodeableConcept':{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/wish','code':'"
            + answer
            + "'}],'text':'"
            + words
            + "'}}");
  }

  private static Json.Obj person(String more) {
    return json(
        "{'resourceType':'RelatedPerson','id':'r',"
            + more
            + "'patient':{'reference':'Patient/p'},'name':[{'text':'佐藤 美香'}],"
            + "'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'sato'}],"
            + "'telecom':[{'system':'phone','value':'090-0000-0101'}]}");
  }

  private static String authority(String code) {
    return "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/authority','extension':"
        + "[{'url':'kind','valueCode':'"
        + code
        + "'},{'url':'may','valueCode':'read'}]}],";
  }

  private static List<Json.Obj> cards(List<Json.Obj> wishes, List<Json.Obj> people) {
    return VIEW.answer(CALL, wishes, people, NOW, false).objects("cards");
  }

  @Test
  void aSummaryStaysShortAndKeepsWhatIsWanted() {
    List<Json.Obj> wishes =
        List.of(
            wish("b", "81330-3", "2026-02-01", "do-not-wish", "x"),
            wish("a", "81329-5", "2026-01-01", "do-not-wish", "と".repeat(300)));

    String summary = cards(wishes, List.of()).get(0).text("summary");

    assertThat(summary).hasSize(139).startsWith("本人の意思: 心肺蘇生: 望まない「とと").endsWith("と… ほか1件");
  }

  @Test
  void wordsOfOthersPutNothingOntoTheScreen() {
    Json.Obj wish =
        wish(
            "a", "81329-5", "2026-01-01", "wish-for", "<img src=x> [a](http://b.example) www.c.jp");

    String detail = cards(List.of(wish), List.of()).get(0).text("detail");

    assertThat(detail)
        .contains("\\<img src=x\\> \\[a\\](http\\://b.example) www\\.c.jp")
        .doesNotContain("http://");
  }

  @Test
  void oneOfTheTwoMayBeEmptyAndSaysThatThisProvesNothing() {
    List<Json.Obj> cards =
        cards(List.of(wish("a", "81350-1", "2026-01-01", "wish-for", "x")), List.of());

    assertThat(cards).hasSize(2);
    assertThat(cards.get(0).text("indicator")).isEqualTo("info");
    assertThat(cards.get(1).text("summary")).isEqualTo("本人に代わって話せる人: 記録なし(無いとは限りません)");
    assertThat(cards.get(1).text("detail")).contains("nothing recorded here (not proof of none)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"agent, 代弁者", "guardian, 後見人", "parent, 親権者", "helper, ''", "none, ''"})
  void whoHoldsAnAuthorityToSpeakIsNamed(String authority, String right) {
    Json.Obj person = person(authority.equals("none") ? "" : authority(authority));

    List<Json.Obj> cards = cards(List.of(), List.of(person));

    String summary = cards.get(cards.size() - 1).text("summary");
    if (right.isEmpty()) assertThat(cards).hasSize(1);
    else assertThat(summary).isEqualTo("本人に代わって話せる人: 佐藤 美香(" + right + ") 090-0000-0101");
  }

  @Test
  void whoseTimeHasNotComeOrIsOverSpeaksForNobody() {
    String over = authority("agent") + "'period':{'end':'2026-11-01'},";

    assertThat(cards(List.of(), List.of(person(over)))).hasSize(1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', false",
    "'ja', false",
    "'en-US,en;q=0.9', true",
    "'ja,en;q=0.9', false",
    "'en;q=0.3, ja;q=0.2', true",
    "'fr', false",
    "'en;q=x', false",
  })
  void japaneseUnlessEnglishIsWantedMore(String accepted, boolean english) {
    assertThat(CdsService.wantsEnglish(accepted)).isEqualTo(english);
  }
}
