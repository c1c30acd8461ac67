package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmergencyLookupTest {
  private static final String UNKNOWN =
      "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"outcome\",\"valueCode\":\"unknown\"}]}";

  private LookupTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new LookupTown(folder);
    town.resident("setsuko", "小林 節子", "コバヤシ セツコ");
    town.record("setsuko");
    town.agree("setsuko");
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private static List<Json.Obj> parameters(String answer) {
    return Json.parseObject(answer.getBytes(StandardCharsets.UTF_8)).objects("parameter");
  }

  private static String outcome(String answer) {
    return parameters(answer).get(0).text("valueCode");
  }

  /** The texts of a block: its lines, or what stands for emptiness. */
  private static List<String> block(String answer, String code) {
    List<String> texts = new ArrayList<>();
    for (Json.Obj parameter : parameters(answer)) {
      List<Json.Obj> parts = parameter.objects("part");
      if (!"block".equals(parameter.text("name"))) continue;
      if (!code.equals(parts.get(0).text("valueCode"))) continue;
      for (Json.Obj part : parts) {
        if ("empty".equals(part.text("name"))) texts.add("empty");
        for (Json.Obj inner : part.objects("part")) {
          if ("text".equals(inner.text("name"))) texts.add(inner.text("valueString"));
        }
      }
    }
    return texts;
  }

  @Test
  void aCardFindsItsHolderForCertain() {
    Handouts.Issued card = town.card("setsuko");

    String answer = town.byCard("https://hub.example/c#" + card.code());

    assertThat(outcome(answer)).isEqualTo("found");
    assertThat(answer)
        .contains("{\"name\":\"foundBy\",\"valueCode\":\"card\"}")
        .contains("{\"name\":\"certainty\",\"valueCode\":\"certain\"}");
    assertThat(answer.replace("\"card\"", "\"identifier\""))
        .as("a card shows no more and no less than a number")
        .isEqualTo(town.byNumber("setsuko"));
  }

  @Test
  void aCardThatEndedOrWasNeverMadeOrIsOfWhoRefusesAnswersTheSame() {
    Handouts.Issued lost = town.card("setsuko");
    Handouts.Issued kept = town.card("setsuko");
    town.endCard("setsuko", lost.id());
    town.resident("kiyo", "山田 キヨ", "ヤマダ キヨ");
    town.record("kiyo");
    town.refuse("kiyo");
    Handouts.Issued refused = town.card("kiyo");

    assertThat(town.byCard(lost.code())).isEqualTo(UNKNOWN);
    assertThat(town.byCard("AAECAwQFBgcICQoLDA0ODw")).isEqualTo(UNKNOWN);
    assertThat(town.byCard(refused.code())).isEqualTo(UNKNOWN);
    assertThat(outcome(town.byCard(kept.code()))).isEqualTo("found");
    assertThat(town.journal("kiyo")).as("the resident reads that somebody tried").isNotEmpty();
  }

  @Test
  void whoAgreedIsFoundWithTheWholeSheetWishesFirst() {
    String answer = town.byNumber("setsuko");

    assertThat(outcome(answer)).isEqualTo("found");
    assertThat(answer)
        .contains("{\"name\":\"certainty\",\"valueCode\":\"certain\"}")
        .containsSubsequence(
            "\"identity\"",
            "\"wishes\"",
            "\"order\"",
            "\"contacts\"",
            "\"allergies\"",
            "\"medication\"",
            "\"problems\"");
    assertThat(block(answer, "wishes")).containsExactly("心肺蘇生: 望まない(口頭か書面かは不明)");
    assertThat(block(answer, "order")).containsExactly("心肺蘇生: 行わない");
    assertThat(block(answer, "contacts")).containsExactly("娘 佐藤 美香 090-0000-0101");
    assertThat(block(answer, "allergies")).containsExactly("ペニシリン(重篤)");
    assertThat(block(answer, "medication")).containsExactly("ワーファリン錠1mg【抗凝固薬】");
    assertThat(block(answer, "problems")).containsExactly("心房細動");
  }

  @ParameterizedTest
  @ValueSource(strings = {"小林 節子", "小林節子", "コバヤシ セツコ", "こばやしせつこ", "ｺﾊﾞﾔｼ ｾﾂｺ"})
  void aNameIsFoundHoweverItIsWritten(String name) {
    String answer = town.byName(name);

    assertThat(outcome(answer)).isEqualTo("found");
    assertThat(answer)
        .contains("{\"name\":\"foundBy\",\"valueCode\":\"name-birthdate-sex\"}")
        .contains("{\"name\":\"certainty\",\"valueCode\":\"probable\"}");
  }

  @ParameterizedTest
  @CsvSource({"小林 節,1947-04-12,女", "小林 節子,1947-04-13,女", "小林 節子,1947-04-12,男", "小林,1947-04-12,女"})
  void whatIsNearlyRightGivesCandidatesOnly(String name, String birthDate, String sex) {
    String answer = town.byName(name, birthDate, sex);

    assertThat(outcome(answer)).isEqualTo("candidates");
    assertThat(answer).contains("Patient/setsuko").doesNotContain("block", "identity", "match");
  }

  @Test
  void refusedRevokedNeverAskedAndNotThereAreTheSameBytes() {
    for (String id : List.of("refused", "revoked", "never", "faceless")) {
      town.resident(id, "田中 " + id, "タナカ " + id);
      town.record(id);
    }
    town.refuse("refused");
    town.agree("revoked");
    assertThat(outcome(town.byNumber("revoked"))).isEqualTo("found");
    town.revoke("revoked");
    town.agree("faceless", "identity");

    for (String id : List.of("refused", "revoked", "never", "faceless", "nobody")) {
      assertThat(town.byNumber(id)).isEqualTo(UNKNOWN);
      assertThat(town.byName("田中 " + id)).isEqualTo(UNKNOWN);
    }
  }

  @ParameterizedTest(name = "{0} withheld: {1} reads as empty")
  @CsvSource({
    "wishes,wishes order",
    "contacts,contacts",
    "allergy,allergies",
    "medication,medication",
    "problem,problems"
  })
  void whatIsWithheldReadsAsWhatIsNotThere(String dataClass, String blocks) {
    String id = "part-" + dataClass;
    town.resident(id, "中村 花", "ナカムラ ハナ");
    town.record(id);
    town.agree(id, dataClass);
    String withheld = town.byNumber(id);
    assertThat(outcome(withheld)).isEqualTo("found");
    for (String block : blocks.split(" ")) {
      assertThat(block(withheld, block)).containsExactly("empty");
    }

    switch (dataClass) {
      case "wishes" -> {
        town.delete("Observation", id + "-wish");
        town.delete("ServiceRequest", id + "-order");
      }
      case "contacts" -> town.delete("RelatedPerson", id + "-daughter");
      case "allergy" -> town.delete("AllergyIntolerance", id + "-allergy");
      case "medication" -> town.delete("MedicationRequest", id + "-warfarin");
      default -> town.delete("Condition", id + "-af");
    }
    assertThat(town.byNumber(id)).isEqualTo(withheld);
    town.agree(id);
    assertThat(town.byNumber(id)).as("agreed, with nothing there").isEqualTo(withheld);
  }

  @Test
  void aLabelledProblemIsWithheldAndTheOthersStayInOneBlock() {
    town.resident("label", "木村 梅", "キムラ ウメ");
    town.problem("label-1", "label", "高血圧症", "");
    town.problem("label-2", "label", "うつ病", "PSY");
    town.problem("label-3", "label", "ＨＩＶ感染症", "HIV");
    town.agree("label");
    assertThat(block(town.byNumber("label"), "problems"))
        .as("three facets, one block")
        .containsExactlyInAnyOrder("高血圧症", "うつ病", "ＨＩＶ感染症")
        .isSorted();

    town.withhold("label", "PSY");

    assertThat(block(town.byNumber("label"), "problems"))
        .containsExactlyInAnyOrder("高血圧症", "ＨＩＶ感染症");
  }

  @Test
  void whatACodeRevealsIsWithheldFromTheSheetAlsoWhenTheRulesChange() {
    town.resident("coded", "岡田 藤", "オカダ フジ");
    town.coded("coded-1", "coded", "痛風", "M10.9");
    town.coded("coded-2", "coded", "うつ病", "F32.9");
    town.agree("coded");
    assertThat(block(town.byNumber("coded"), "problems")).containsExactlyInAnyOrder("痛風", "うつ病");

    town.withhold("coded", "PSY");
    assertThat(block(town.byNumber("coded"), "problems")).containsExactly("痛風");

    town.sensitive("PSY", "M10.9");
    assertThat(block(town.byNumber("coded"), "problems"))
        .as("what may be either is withheld before it is labelled anew")
        .containsExactly("empty");
    town.settle();
    assertThat(block(town.byNumber("coded"), "problems")).containsExactly("うつ病");
  }

  @Test
  void twoOfTheSameNameBirthdayAndSexAreCandidatesOnly() {
    for (String id : List.of("twin-1", "twin-2", "twin-refused")) {
      town.resident(id, "鈴木 和子", "スズキ カズコ");
      town.record(id);
    }
    town.agree("twin-1");
    town.agree("twin-2");
    String two = town.byName("鈴木和子");
    assertThat(outcome(two)).isEqualTo("candidates");
    assertThat(two)
        .contains("Patient/twin-1", "Patient/twin-2", "つむぎ市桜が丘一丁目", "\"valueInteger\":1947")
        .doesNotContain("twin-refused", "3番", "block", "ワーファリン", "1947-04-12", "029-800");

    town.refuse("twin-refused");
    assertThat(town.byName("鈴木和子")).isEqualTo(two);

    town.revoke("twin-2");
    String one = town.byName("鈴木和子");
    assertThat(outcome(one)).isEqualTo("found");
    assertThat(one).contains("Patient/twin-1", "probable").doesNotContain("twin-2");
    town.revoke("twin-1");
    assertThat(town.byName("鈴木和子")).isEqualTo(UNKNOWN);
  }

  /** The code that the first match or candidate came with. */
  private static String code(String answer) {
    Matcher code = Pattern.compile("\"confirm\",\"valueString\":\"([^\"]+)").matcher(answer);
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  private static String confirm(String code) {
    return "{'name':'confirm','valueString':'" + code + "'}";
  }

  @Test
  void aCandidateWhomTheCrewConfirmsOpens() {
    town.resident("near", "斎藤 喜久江", "サイトウ キクエ");
    town.record("near");
    town.agree("near");

    String candidates =
        town.whole(
            town.crew(),
            "{'name':'name','valueString':'齊藤 喜久枝'}",
            "{'name':'birthDate','valueString':'S22.4.21'}",
            "{'name':'sex','valueString':'女'}");
    assertThat(outcome(candidates)).isEqualTo("candidates");
    assertThat(candidates)
        .contains("Patient/near", "{\"name\":\"differs\",\"valueCode\":\"birthDate\"}")
        .doesNotContain("029-800", "block");
    assertThat(town.journal("near")).containsExactly("true DIRECTIVE");

    String sheet = town.ask(town.crew(), confirm(code(candidates)));
    assertThat(outcome(sheet)).isEqualTo("found");
    assertThat(sheet).contains("\"four-items\"", "\"block\"", "Patient/near");

    town.revoke("near");
    assertThat(town.ask(town.crew(), confirm(code(candidates)))).isEqualTo(UNKNOWN);
  }

  @Test
  void aCodeIsGoodForAQuarterOfAnHourAndForWhoeverGotIt() {
    String sealed = confirm(code(town.whole(town.crew(), number("setsuko"))));
    assertThat(outcome(town.ask(town.crew(), sealed))).isEqualTo("found");

    Access desk = town.open(Role.EMERGENCY_DESK, Purpose.ETREAT, "user/*.rs", "crew-app");
    for (Runnable wrong :
        List.<Runnable>of(
            () -> town.ask(desk, sealed),
            () -> town.ask(town.crew(), confirm("AAAA" + code("\"confirm\",\"valueString\":\"x"))),
            () -> {
              town.wait(Duration.ofMinutes(15));
              town.ask(town.crew(), sealed);
            })) {
      Problem refused = catchThrowableOfType(Problem.class, wrong::run);
      assertThat(refused.kind()).isEqualTo(Problem.Kind.INVALID);
      assertThat(refused.issues()).extracting(Problem.Issue::path).containsExactly("confirm");
    }
  }

  private static String number(String patient) {
    return "{'name':'identifier','valueString':'https://tsumugi.dev/fhir/sid/resident|"
        + patient
        + "'}";
  }

  @Test
  void whoItIsCanBeAskedWithoutTheSheet() {
    String only = "{'name':'identityOnly','valueBoolean':true}";
    town.resident("identity", "長谷川 ミツ", "ハセガワ ミツ");
    town.record("identity");
    town.agree("identity");

    String answer = town.ask(town.crew(), number("identity"), only);

    assertThat(outcome(answer)).isEqualTo("found");
    assertThat(answer).contains("長谷川 ミツ").doesNotContain("block", "ワーファリン");
    assertThat(town.journalClasses("identity")).containsExactly("[identity]");
  }

  @Test
  void theCallOfAnIncidentIsTheQuestion() {
    town.resident("called", "服部 忠", "ハットリ タダシ");
    town.agree("called");
    Ref run = town.incident("2026-118");
    String number = "{'name':'incident','valueString':'2026-118'}";

    String candidates = town.whole(town.crew(), number);
    assertThat(outcome(candidates)).isEqualTo("candidates");
    assertThat(candidates)
        .contains("Patient/called", "{\"name\":\"agrees\",\"valueCode\":\"kana\"}");
    assertThat(town.ask(town.crew(), confirm(code(candidates)))).contains("\"incident\"");

    town.confirmed(run, "2026-118", "setsuko");
    assertThat(town.ask(town.crew(), number))
        .as("confirmed at the scene")
        .contains("candidates", "Patient/setsuko", "certain")
        .doesNotContain("Patient/called", "block");
    Problem unknown =
        catchThrowableOfType(
            Problem.class,
            () -> town.ask(town.crew(), "{'name':'incident','valueString':'2026-119'}"));
    assertThat(unknown.issues()).extracting(Problem.Issue::path).containsExactly("incident");
  }

  @Test
  void tooManyLookUpsForOneIncidentAreRefusedUntilTheHourIsOver() {
    town.incident("2026-200");
    String incident = "{'name':'incident','valueString':'2026-200'}";
    for (int i = 0; i < 3; i++) town.ask(town.crew(), number("setsuko"), incident);

    Problem refused =
        catchThrowableOfType(
            Problem.class, () -> town.ask(town.crew(), number("nobody"), incident));

    assertThat(refused.kind()).isEqualTo(Problem.Kind.TOO_MANY);
    assertThat(refused.retryAfter()).isBetween(1L, 3601L);
    town.wait(Duration.ofSeconds(refused.retryAfter()));
    assertThat(outcome(town.ask(town.crew(), number("setsuko"), incident))).isEqualTo("found");
    assertThat(town.figure("hub.ems.lookup.refused", "why", "throttled")).isEqualTo(1);
  }

  @Test
  void theJournalSaysForWhichIncidentAndAfterHowManyMisses() {
    town.resident("asked", "堀 キミ", "ホリ キミ");
    town.agree("asked");
    Ref run = town.incident("2026-201");
    town.wait(Duration.ofHours(1));

    town.ask(town.crew(), number("asked"), "{'name':'incident','valueString':'2026-201'}");
    for (int i = 0; i < 3; i++) town.ask(town.crew(), number("nobody"));
    town.wait(Duration.ofSeconds(2));
    town.ask(town.crew(), number("asked"));

    assertThat(town.journalAsked("asked"))
        .containsExactly(
            "emergency sheet for " + run,
            "emergency sheet without an incident, after many that found nobody");
  }

  private static final String REASON =
      "{'name':'reason','valueCodeableConcept':{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/break-glass-reason',"
          + "'code':'life-threatening'}],'text':'意識がなく、家族もいない'}}";

  @Test
  void byBreakingTheGlassOnlyWhoNeverChoseIsFoundAndOnlyWhereTheCityAllowsIt() {
    for (String id : List.of("undecided", "refusing")) {
      town.resident(id, "志村 " + id, "シムラ " + id);
      town.record(id);
    }
    town.refuse("refusing");
    Access declared = town.open(Role.CREW, Purpose.BTG, "user/*.rs", "crew-app");
    String never = number("undecided");
    assertThat(town.ask(declared, never, REASON)).isEqualTo(UNKNOWN);

    town.cityBreaksGlass();

    String found = town.whole(declared, never, REASON);
    assertThat(outcome(found)).isEqualTo("candidates");
    assertThat(found).contains("Patient/undecided").doesNotContain("block", "029-800");
    assertThat(town.ask(declared, number("refusing"), REASON)).isEqualTo(UNKNOWN);
    assertThat(town.ask(declared, number("nobody"), REASON)).isEqualTo(UNKNOWN);
    assertThat(town.ask(town.crew(), never)).as("nothing was broken yet").isEqualTo(UNKNOWN);
    assertThat(town.journal("undecided")).contains("true BREAK_GLASS");

    String sheet = town.ask(declared, confirm(code(found)), REASON);
    assertThat(outcome(sheet)).isEqualTo("found");
    assertThat(block(sheet, "allergies")).containsExactly("ペニシリン(重篤)");
    assertThat(town.journal("BREAK_GLASS", "undecided")).hasSize(1);
    assertThat(catchThrowableOfType(Problem.class, () -> town.ask(declared, never)).issues())
        .extracting(Problem.Issue::path)
        .containsExactly("reason");
  }

  @Test
  void aWriteShowsAtTheNextLookUp() {
    town.resident("fresh", "山本 春", "ヤマモト ハル");
    town.agree("fresh");
    assertThat(block(town.byNumber("fresh"), "wishes")).containsExactly("empty");

    town.wish("fresh-wish", "fresh", "81330-3", "wish-for", "final");
    assertThat(block(town.byNumber("fresh"), "wishes").get(0)).startsWith("人工呼吸器: 望む");
    town.wish("fresh-wish", "fresh", "81330-3", "do-not-wish", "final");
    assertThat(block(town.byNumber("fresh"), "wishes").get(0)).startsWith("人工呼吸器: 望まない");

    town.wish("fresh-wish", "setsuko", "81330-3", "do-not-wish", "final");
    assertThat(block(town.byNumber("fresh"), "wishes"))
        .as("it was somebody else's")
        .containsExactly("empty");
    assertThat(block(town.byNumber("setsuko"), "wishes")).hasSize(2);

    town.wish("fresh-wish", "setsuko", "81330-3", "do-not-wish", "entered-in-error");
    assertThat(block(town.byNumber("setsuko"), "wishes")).hasSize(1);
  }

  @Test
  void theJournalHasARowForWhomWasFoundAndForWhomWasHidden() {
    for (String id : List.of("seen", "hidden")) {
      town.resident(id, "加藤 菊", "カトウ キク");
      town.record(id);
    }
    town.agree("seen", "problem");
    town.refuse("hidden");

    assertThat(outcome(town.byName("加藤菊"))).isEqualTo("found");

    assertThat(town.journal("seen")).containsExactly("true DIRECTIVE");
    assertThat(town.journal("hidden")).containsExactly("false DIRECTIVE_DENIES");
  }

  @Test
  void aRecordThatAnotherReplacesIsNobody() {
    town.resident("current", "森 花子", "モリ ハナコ");
    town.agree("current");
    town.put(
        "{'resourceType':'Patient','id':'duplicate','name':[{'text':'森 花子'}],'gender':'female',"
            + "'birthDate':'1947-04-12','link':[{'other':{'reference':'Patient/current'},'type':'replaced-by'}]}");
    town.agree("duplicate");

    assertThat(town.byName("森花子")).contains("\"found\"", "Patient/current");
  }

  @ParameterizedTest(name = "{0} for {1} with {2}: {3}")
  @CsvSource({
    "CREW,ETREAT,user/*.rs,true",
    "EMERGENCY_DESK,ETREAT,user/*.cruds,true",
    "FACILITY,BTG,user/*.rs,false",
    "EMERGENCY_DESK,TREAT,user/*.rs,false",
    "PHYSICIAN,ETREAT,user/*.rs,false",
    "RESIDENT,PATRQT,user/*.rs,false",
    "CUSTODIAN,RECORDMGT,system/*.cruds,false",
    "CREW,ETREAT,user/Patient.rs,false",
    "CREW,ETREAT,user/*.cud,false"
  })
  void onlyRescuersMayAsk(Role role, Purpose purpose, String scope, boolean may) {
    Access access = town.open(role, purpose, scope, "crew-app");
    String known =
        "{'name':'identifier','valueString':'https://tsumugi.dev/fhir/sid/resident|setsuko'}";
    String nobody = "{'name':'identifier','valueString':'https://tsumugi.dev/fhir/sid/resident|x'}";

    if (may) {
      assertThat(outcome(town.ask(access, nobody))).isEqualTo("unknown");
    } else {
      Problem one = catchThrowableOfType(Problem.class, () -> town.ask(access, known));
      Problem other = catchThrowableOfType(Problem.class, () -> town.ask(access, nobody));
      assertThat(one.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
      assertThat(one.issues()).as("no hint of anybody").isEqualTo(other.issues());
    }
  }

  @Test
  void parametersInTheAddressAreRefused() {
    EmergencyLookup lookup = town.lookup();
    Operation.Call call = new Operation.Call(Optional.empty(), null, Map.of("name", "小林 節子"));

    assertThat(catchThrowableOfType(Problem.class, () -> lookup.run(town.crew(), call)).kind())
        .isEqualTo(Problem.Kind.INVALID);
    assertThat(lookup.safe()).as("POST only").isFalse();
  }
}
