package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.Sheets.Block;
import dev.tsumugi.fhirserver.Sheets.Lookup;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Question ASKED = new Question.ByIdentifier("urn:s", "1");

  private static StoredResource patient(String birthDate) {
    String text =
        "{'resourceType':'Patient','id':'p','name':[{'text':'小林 節子'},{'text':'コバヤシ セツコ'}],"
            + "'gender':'female','birthDate':'"
            + birthDate
            + "','telecom':[{'system':'phone','value':'029-800-1001'}],"
            + "'address':[{'text':'茨城県つむぎ市桜が丘一丁目3番12号','city':'つむぎ市','line':['桜が丘一丁目3番12号']}]}";
    return new StoredResource(
        Ref.patient("p"),
        1,
        NOW,
        StoredResource.Change.CREATED,
        text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Block block(String code, String items) {
    return new Block(code, items.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Lookup lookup) {
    return new Matches(ASKED, (patient, hit) -> "sealed", NOW).bytes(lookup, false);
  }

  private static Json.Obj answer(Lookup lookup) {
    return Json.parseObject(bytes(lookup));
  }

  private static List<Json.Obj> part(Json.Obj answer, String name) {
    List<Json.Obj> found = new ArrayList<>();
    for (Json.Obj parameter : answer.objects("parameter")) {
      if (name.equals(parameter.text("name"))) found.addAll(parameter.objects("part"));
    }
    return found;
  }

  @Test
  void theIdentityIsWholeAndTellsTheAge() {
    Json.Obj answer = answer(new Lookup.Found(patient("1947-11-23"), List.of()));

    assertThat(part(answer, "identity"))
        .containsExactly(
            json("{'name':'name','valueString':'小林 節子'}"),
            json("{'name':'kana','valueString':'コバヤシ セツコ'}"),
            json("{'name':'birthDate','valueDate':'1947-11-23'}"),
            json("{'name':'age','valueInteger':78}"),
            json("{'name':'sex','valueCode':'female'}"),
            json("{'name':'address','valueString':'茨城県つむぎ市桜が丘一丁目3番12号'}"),
            json("{'name':'phone','valueString':'029-800-1001'}"));
    assertThat(part(answer, "match"))
        .containsExactly(
            json("{'name':'patient','valueReference':{'reference':'Patient/p'}}"),
            json("{'name':'foundBy','valueCode':'identifier'}"),
            json("{'name':'certainty','valueCode':'certain'}"),
            json("{'name':'confirm','valueString':'sealed'}"));
  }

  @Test
  void anAgeIsNotGuessedFromTheYear() {
    assertThat(part(answer(new Lookup.Found(patient("1947"), List.of())), "identity"))
        .extracting(part -> part.text("name"))
        .doesNotContain("age");
  }

  @Test
  void emptyBlocksNeverReadAsNone() {
    Json.Obj answer = answer(new Lookup.Found(patient("1947-04-12"), List.of()));

    List<Json.Obj> blocks =
        answer.objects("parameter").stream().filter(p -> "block".equals(p.text("name"))).toList();
    assertThat(blocks)
        .extracting(block -> block.objects("part").get(0).text("valueCode"))
        .containsExactlyElementsOf(Shapes.Sheet.BLOCKS.subList(1, Shapes.Sheet.BLOCKS.size()));
    assertThat(blocks)
        .allSatisfy(
            block ->
                assertThat(block.objects("part").subList(1, 3))
                    .containsExactly(
                        json("{'name':'empty','valueString':'記録なし(無いとは限りません)'}"),
                        json(
                            "{'name':'emptyEn','valueString':'nothing recorded here (not proof of none)'}")));
  }

  @Test
  void thePiecesOfABlockAreOneInTheOrderOfTheirLines() {
    Block one =
        block(
            "problems",
            "[{'ref':'Condition/1','text':'a','order':'1'},{'ref':'Condition/3','text':'c','order':'3'}]");
    Block other = block("problems", "[{'ref':'Condition/2','text':'b','order':'2'}]");

    byte[] bytes = bytes(new Lookup.Found(patient("1947"), List.of(one, other)));

    assertThat(bytes).isEqualTo(bytes(new Lookup.Found(patient("1947"), List.of(other, one))));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .containsSubsequence("Condition/1", "Condition/2", "Condition/3")
        .doesNotContain("order\":")
        .doesNotContain("\"valueString\":\"1\"");
  }

  @Test
  void whatHasEndedOrNotYetBegunReadsAsAbsent() {
    Block ended =
        block(
            "contacts",
            "[{'ref':'RelatedPerson/1','text':'a','order':'','from':'2020-01-01T00:00:00Z','until':'2026-11-22T03:00:00Z'}]");
    Block later =
        block(
            "contacts",
            "[{'ref':'RelatedPerson/2','text':'b','order':'','from':'2026-11-22T03:00:01Z','until':'2027-01-01T00:00:00Z'}]");

    assertThat(bytes(new Lookup.Found(patient("1947"), List.of(ended, later))))
        .isEqualTo(bytes(new Lookup.Found(patient("1947"), List.of())));
  }

  @Test
  void candidatesTellJustEnough() {
    Json.Obj answer =
        answer(new Lookup.Candidates(List.of(patient("1947-04-12"), patient("1947-04-12"))));

    assertThat(part(answer, "candidate").subList(0, 9))
        .containsExactly(
            json("{'name':'patient','valueReference':{'reference':'Patient/p'}}"),
            json("{'name':'name','valueString':'小林 節子'}"),
            json("{'name':'kana','valueString':'コバヤシ セツコ'}"),
            json("{'name':'birthYear','valueInteger':1947}"),
            json("{'name':'age','valueInteger':79}"),
            json("{'name':'sex','valueCode':'female'}"),
            json("{'name':'town','valueString':'つむぎ市桜が丘一丁目'}"),
            json("{'name':'certainty','valueCode':'certain'}"),
            json("{'name':'confirm','valueString':'sealed'}"));
    assertThat(part(answer, "block")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "つむぎ市桜が丘一丁目3番12号,つむぎ市桜が丘一丁目",
    "つむぎ市桜が丘1丁目3-12,つむぎ市桜が丘1丁目",
    "つむぎ市大池121番地,つむぎ市大池",
    "つむぎ市大池百二十一番地,つむぎ市大池",
    "千代田区一番町１０,千代田区一番町",
    "つむぎ市学園南二丁目1番5号 学園ハイツ302,つむぎ市学園南二丁目"
  })
  void aTownEndsBeforeTheHouse(String address, String town) {
    assertThat(Identity.town(json("{'address':[{'text':'" + address + "'}]}"))).isEqualTo(town);
  }
}
