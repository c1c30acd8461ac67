package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Talks about wishes and what is proposed in them, with real tokens and the real gate. */
class TalkTest {
  private static final TestHub HUB = TestHub.start().withTown();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final String SCOPE = "user/*.cruds";
  private static final String DOCTOR = HUB.token("physician", SCOPE);

  private final String id = "talk-" + UUID.randomUUID().toString().substring(0, 8);
  private final String resident = signedOn(id, "西川 文枝");

  @BeforeEach
  void aResidentAndTheirFamilyDoctor() {
    put(
        "Patient/" + id,
        "{'resourceType':'Patient','id':'"
            + id
            + "','name':[{'text':'西川 文枝'}],'generalPractitioner':[{'reference':'Practitioner/physician'}]}");
  }

  private static void put(String ref, String body) {
    Answer answer = WIRE.send("PUT", "/fhir/" + ref, LOADER, utf8(body));
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String signedOn(String patient, String name) {
    return HUB.mint(
        "citizen",
        SCOPE,
        claims ->
            claims
                .subject("subject-" + patient)
                .claim("name", name)
                .claim("fhirUser", HUB.base() + "/fhir/Patient/" + patient));
  }

  private Answer ask(String token, String name, String... parameters) {
    return WIRE.send(
        "POST",
        "/fhir/Patient/" + id + "/" + name,
        token,
        utf8("{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}"));
  }

  private static String word(String name, String value) {
    return "{'name':'" + name + "','valueString':'" + value + "'}";
  }

  private static String fragment(String topic, String answer, String words) {
    List<String> parts = new ArrayList<>();
    parts.add("{'name':'topic','valueCode':'" + topic + "'}");
    if (!answer.isEmpty()) parts.add("{'name':'answer','valueCode':'" + answer + "'}");
    parts.add(word("words", words));
    return "{'name':'fragment','part':[" + String.join(",", parts) + "]}";
  }

  private Answer talk(String token, String command, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.add(word("date", "2026-11-20"));
    all.add(word("said", "畑が気がかり。\\n家で\\u202eいたい。"));
    all.add(word("command", command));
    return ask(token, "$record-talk", all.toArray(String[]::new));
  }

  private static List<String> told(Answer answer, String name) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> told = new ArrayList<>();
    for (Json.Obj parameter : answer.json().objects("parameter")) {
      if (!name.equals(parameter.text("name"))) continue;
      Json.Obj reference = parameter.obj("valueReference");
      told.add(
          reference == null
              ? String.valueOf(
                  parameter.has("valueCode")
                      ? parameter.text("valueCode")
                      : parameter.text("valueString"))
              : reference.text("reference"));
    }
    return told;
  }

  private String observations() {
    return WIRE.get(resident, "/fhir/Observation?patient=" + id + "&_count=100").text();
  }

  @Test
  void whatTheFamilyDoctorHeardIsTheResidentsWordAndTheTalkKeepsHowTheyWere() {
    String command = UUID.randomUUID().toString();
    String[] said = {
      word("place", "ご自宅"),
      "{'name':'participant','valueReference':{'reference':'Practitioner/physician'}}",
      word("participant", "隣の <鈴木>さん"),
      word("how", "穏やかで、よく分かっておられた"),
      fragment("75780-7", "", "最期は家で"),
      fragment("81329-5", "do-not-wish", "そのまま逝かせて")
    };

    Answer first = talk(DOCTOR, command, said);
    Answer again = talk(DOCTOR, command, said);

    assertThat(told(first, "wish")).hasSize(2);
    assertThat(told(first, "note")).singleElement().asString().contains("1個");
    assertThat(told(again, "talk")).isEqualTo(told(first, "talk"));
    assertThat(told(again, "wish")).isEqualTo(told(first, "wish"));
    Json.Obj composition = WIRE.get(resident, "/fhir/" + told(first, "talk").get(0)).json();
    assertThat(composition.objects("section")).hasSize(3);
    assertThat(composition.toString()).contains("家でいたい。", "畑が気がかり。<br/>", "&lt;鈴木&gt;", "ご自宅");
    Json.Obj wish = WIRE.get(resident, "/fhir/" + told(first, "wish").get(1)).json();
    assertThat(wish.toString())
        .contains("そのまま逝かせて", "wish-heard-by", "Practitioner/physician", "\"said\"");
    String all = observations();
    assertThat(all).contains("8693-4", "よく分かっておられた");
    assertThat(all.split("\"resourceType\":\"Observation\"", -1)).hasSize(4);
  }

  @Test
  void nothingIsWrittenWhereOneFragmentIsWrong() {
    Answer answer =
        talk(
            DOCTOR,
            UUID.randomUUID().toString(),
            fragment("75780-7", "", "最期は家で"),
            fragment("nonsense", "", "x"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("fragment[1].topic");
    assertThat(observations()).doesNotContain("最期は家で");
  }

  @Test
  void aTextThatIsTooLongLosesNothingAndSaysSo() {
    Answer answer =
        ask(DOCTOR, "$record-talk", word("date", "2026-11-20"), word("said", "あ".repeat(20_001)));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text()).contains("長すぎます(20001文字)", "何も消えていません");
  }

  @Test
  void aTalkInTheFutureOrWithNothingSaidIsNone() {
    assertThat(ask(DOCTOR, "$record-talk", word("date", "2999-01-01"), word("said", "x")).status())
        .isEqualTo(400);
    assertThat(ask(DOCTOR, "$record-talk", word("date", "2026-11-20")).status()).isEqualTo(400);
  }

  @Test
  void whoHasNoTieWritesNoTalk() {
    String stranger = signedOn(id + "-else", "誰か");

    Answer answer = talk(stranger, UUID.randomUUID().toString(), fragment("75780-7", "", "x"));

    assertThat(answer.status()).isIn(403, 404);
    assertThat(observations()).doesNotContain("75780-7");
  }

  @Test
  void theResidentTakesAProposalInTheirOwnWords() {
    Answer proposed =
        ask(
            DOCTOR,
            "$propose-wish",
            "{'name':'topic','valueCode':'81329-5'}",
            "{'name':'answer','valueCode':'do-not-wish'}",
            word("words", "心肺蘇生を望みません"));
    String proposal = told(proposed, "proposal").get(0);
    String which = "{'name':'proposal','valueReference':{'reference':'" + proposal + "'}}";
    String yes = "{'name':'accept','valueBoolean':true}";
    assertThat(ask(DOCTOR, "$answer-proposal", which, yes).status())
        .as("whose own it is")
        .isEqualTo(422);

    Answer answer = ask(resident, "$answer-proposal", which, yes, word("words", "そのまま逝かせて"));

    assertThat(told(answer, "state")).containsExactly("draft");
    Json.Obj draft = WIRE.get(resident, "/fhir/" + proposal).json();
    assertThat(draft.text("status")).isEqualTo("preliminary");
    assertThat(draft.objects("performer").get(0).text("reference")).isEqualTo("Patient/" + id);
    assertThat(draft.toString()).contains("そのまま逝かせて");
    assertThat(ask(resident, "$answer-proposal", which, yes).status()).isEqualTo(409);
  }

  @Test
  void aProposalTurnedDownOrChangedMeanwhileIsNoWish() {
    Answer proposed =
        ask(
            DOCTOR,
            "$propose-wish",
            "{'name':'topic','valueCode':'81363-4'}",
            word("words", "畑を続けること"));
    String proposal = told(proposed, "proposal").get(0);
    String no = "{'name':'accept','valueBoolean':false}";
    String old = "{'name':'proposal','valueReference':{'reference':'" + proposal + "/_history/7'}}";
    assertThat(ask(resident, "$answer-proposal", old, no).status()).isEqualTo(409);

    String which =
        "{'name':'proposal','valueReference':{'reference':'" + proposal + "/_history/1'}}";
    assertThat(told(ask(resident, "$answer-proposal", which, no), "state"))
        .containsExactly("turned-down");

    assertThat(WIRE.get(resident, "/fhir/" + proposal).json().text("status"))
        .isEqualTo("cancelled");
  }

  @Test
  void aHelperWhoTypesIsNamedInWhatTheyTyped() {
    String kin = id + "-kin";
    put("Patient/" + kin, "{'resourceType':'Patient','id':'" + kin + "'}");
    put(
        "RelatedPerson/" + kin,
        "{'resourceType':'RelatedPerson','id':'"
            + kin
            + "','active':true,'patient':{'reference':'Patient/"
            + id
            + "'},'name':[{'text':'佐藤 美香'}],'identifier':[{'system':"
            + "'https://tsumugi.dev/fhir/sid/patient','value':'"
            + kin
            + "'}],'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/authority',"
            + "'extension':[{'url':'kind','valueCode':'helper'},{'url':'may','valueCode':'read'},"
            + "{'url':'may','valueCode':'write-wishes'}]}]}");
    String helper = signedOn(kin, "佐藤 美香");

    Answer typed = talk(helper, UUID.randomUUID().toString(), fragment("81363-4", "", "畑"));

    Json.Obj wish = WIRE.get(resident, "/fhir/" + told(typed, "wish").get(0)).json();
    assertThat(wish.toString())
        .contains("entered-by", "RelatedPerson/" + kin)
        .doesNotContain("wish-heard-by");
  }
}
