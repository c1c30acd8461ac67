package dev.tsumugi.acp.paper;

import static dev.tsumugi.acp.paper.Plans.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportedPlanTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final Path MCBEE =
      Path.of(System.getProperty("tsumugi.root", "."), "../shared/data/adi/Bundle-McBee.json")
          .normalize();
  private static final Json.Obj ROGER =
      json(
          "{'resourceType':'Patient','id':'roger','name':[{'text':'Roger McBee'}],'gender':'male','birthDate':'1945-04-01'}");

  /** A document of elsewhere about somebody, with these entries in one section. */
  private static Json.Obj document(Json.Obj patient, Json.Obj... resources) {
    List<Json> entries = new ArrayList<>();
    List<Json> references = new ArrayList<>();
    for (Json.Obj one : resources) references.add(PlanHeader.reference(Elements.ref(one)));
    Json.Obj composition =
        json("{'resourceType':'Composition','id':'c','status':'final','date':'2020-05-01','title':'t'}")
            .with("subject", PlanHeader.reference(Elements.ref(patient)))
            .with(
                "section",
                Json.array(Json.object().put("title", "s").put("entry", references).build()));
    entries.add(Json.object().put("resource", composition).build());
    entries.add(Json.object().put("resource", patient).build());
    for (Json.Obj one : resources) entries.add(Json.object().put("resource", one).build());
    return Json.object()
        .put("resourceType", "Bundle")
        .put("type", "document")
        .put("entry", entries)
        .build();
  }

  private static Json.Obj preference(String code, String value) {
    return json(
        "{'resourceType':'Observation','id':'o','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
            + code
            + "','display':'as asked there'}]},"
            + value
            + "}");
  }

  private static ImportedPlan.Taken taken(Json.Obj bundle, Json.Obj ours) {
    return ImportedPlan.of(PlanReading.of(bundle), ours, false, NOW);
  }

  private static List<String> read(List<Json.Obj> wishes) {
    return new Wishes().standing(wishes).stream().map(Wish::japanese).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "75787-2,http://terminology.hl7.org/CodeSystem/v2-0136|Y,人工呼吸器: 望む",
    "75787-2,http://terminology.hl7.org/CodeSystem/v2-0136|N,人工呼吸器: 望まない",
    "75788-0,http://snomed.info/sct|373067005,管による栄養: 望まない",
    "75790-6,http://loinc.org|LA33-6,点滴: 望む",
    "75791-4,http://loinc.org|LA32-8,抗菌薬: 望まない",
    "81329-5,http://terminology.hl7.org/CodeSystem/v2-0136|N,心肺蘇生: 望まない"
  })
  void codesOfYesAndNoAreReadAsAnswers(String code, String value, String shown) {
    String[] parts = value.split("\\|");
    Json.Obj wish =
        preference(
            code,
            "'valueCodeableConcept':{'coding':[{'system':'"
                + parts[0]
                + "','code':'"
                + parts[1]
                + "'}]}");

    ImportedPlan.Taken taken = taken(document(ROGER, wish), ROGER);

    assertThat(read(taken.wishes())).hasSize(1).first().asString().startsWith(shown);
    assertThat(taken.wishes().toString()).as("their own code stays").contains(code, parts[1]);
  }

  @Test
  void wordsStayWordsAndAreNeverGuessed() {
    Json.Obj wish = preference("81329-5", "'valueString':'I do not want <b>CPR</b> attempted.'");

    ImportedPlan.Taken taken = taken(document(ROGER, wish), ROGER);

    assertThat(read(taken.wishes())).containsExactly("心肺蘇生: 「I do not want CPR attempted.」(書面)");
    assertThat(taken.wishes().get(0).has("valueCodeableConcept")).isFalse();
  }

  @Test
  void aConceptWithoutAnAnswerOfOursIsShownAsItIsCalled() {
    Json.Obj wish =
        preference(
            "75780-7",
            "'valueCodeableConcept':{'coding':[{'system':'http://example.org','code':'home','display':'At home'}]}");

    assertThat(read(taken(document(ROGER, wish), ROGER).wishes()))
        .containsExactly("最期を過ごす場所: 「At home」(書面)");
  }

  @Test
  void whatTheResidentSaidLaterStays() {
    Json.Obj imported =
        taken(document(ROGER, preference("81329-5", "'valueString':'yes please'")), ROGER)
            .wishes()
            .get(0)
            .with("id", Json.text("imported"));
    Json.Obj later =
        Plans.wish("later", Plans.INTERVENTION, "81329-5", Plans.answered("do-not-wish", ""));

    assertThat(read(List.of(imported, later))).containsExactly("心肺蘇生: 望まない(署名あり)");
  }

  @Test
  void onlyASignatureThatWasCheckedMakesASignedWish() {
    Json.Obj bundle = document(ROGER, preference("81329-5", "'valueString':'x'"));

    assertThat(taken(bundle, ROGER).wishes().get(0).toString()).contains("\"written\"");
    assertThat(ImportedPlan.of(PlanReading.of(bundle), ROGER, true, NOW).wishes().get(0).toString())
        .contains("\"signed\"");
  }

  @Test
  void whatWasADraftOrAnErrorThereIsNotTaken() {
    for (String status : List.of("preliminary", "entered-in-error", "cancelled")) {
      Json.Obj wish = preference("81329-5", "'valueString':'x'").with("status", Json.text(status));
      assertThat(taken(document(ROGER, wish), ROGER).wishes()).as(status).isEmpty();
    }
  }

  @Test
  void nobodyGetsAPowerByADocumentOfElsewhere() {
    Json.Obj person =
        json(
            "{'resourceType':'RelatedPerson','id':'p','patient':{'reference':'Patient/roger'},"
                + "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/authority','valueCode':'x'}],"
                + "'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'mallory'}],"
                + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'HPOWATT','display':'agent'}]}],"
                + "'name':[{'text':'Mallory'}]}");

    Speaker taken = taken(document(ROGER, person), ROGER).people().get(0);

    assertThat(taken.person().has("extension")).isFalse();
    assertThat(taken.person().has("identifier")).isFalse();
    assertThat(Elements.codings(taken.person(), "relationship")).isEmpty();
    assertThat(taken.person().toString()).contains("\"text\":\"agent\"");
    assertThat(taken.consents())
        .allSatisfy(one -> assertThat(one.text("status")).isEqualTo("proposed"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"birthDate\":\"1945-04-02\"}'",
    "'{\"gender\":\"female\"}'",
    "'{\"name\":[{\"text\":\"Rita McBee\"}]}'",
    "'{\"name\":[]}'"
  })
  void whatIsAboutSomebodyElseIsRefused(String other) {
    Json.Obj theirs = ROGER;
    Json.Obj change = Json.parseObject(other.getBytes(StandardCharsets.UTF_8));
    theirs = theirs.with(change.name(0), change.value(0));
    Json.Obj bundle = document(theirs, preference("81329-5", "'valueString':'x'"));

    Problem problem = catchThrowableOfType(Problem.class, () -> taken(bundle, ROGER));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
    assertThat(problem.getMessage()).contains("別の方のもの").doesNotContain("McBee", "1945");
  }

  @Test
  void aNumberThatContradictsIsStrongerThanAName() {
    Json.Obj numbered =
        ROGER.with("identifier", Json.array(json("{'system':'urn:s','value':'1'}")));
    Json.Obj other = ROGER.with("identifier", Json.array(json("{'system':'urn:s','value':'2'}")));
    Json.Obj renamed = numbered.with("name", Json.array(json("{'text':'R. M.'}")));

    assertThat(SamePerson.is(numbered, other)).isFalse();
    assertThat(SamePerson.is(renamed, numbered)).isTrue();
  }

  @Test
  void aDocumentFromTheFutureIsRefused() {
    Json.Obj bundle = document(ROGER, preference("81329-5", "'valueString':'x'"));
    PlanReading reading = PlanReading.of(bundle);

    assertThat(
            catchThrowableOfType(
                Problem.class,
                () ->
                    ImportedPlan.of(reading, ROGER, false, Instant.parse("2020-01-01T00:00:00Z"))))
        .isNotNull();
  }

  @Test
  void ourOwnDocumentComesInWithTheSameAnswersAndLimits() {
    Json.Obj bundle = PlanDocument.of(Plans.whole(), Plans.FRAME);

    ImportedPlan.Taken taken = taken(bundle, Plans.patient());

    assertThat(read(taken.wishes()))
        .contains("心肺蘇生: 望まない「自然に任せたい」(書面)", "大切にしていること: 「庭を見ていたい <毎日> & 静かに」(書面)");
    assertThat(taken.people()).hasSize(1);
    assertThat(PlanWords.speaker(taken.people().get(0)).in(Language.JA))
        .containsExactly("佐藤 美香(娘) 電話 090-0000-0101、第一の代弁者、引き受けの返事待ち", "できることの範囲: 延命について一人で決めない");
  }

  /** The public example of ADI, with everything that it says. */
  @Test
  void theExampleOfAdiIsTakenOverWithWishesAgentsAndLimits() throws IOException {
    if (!Files.isRegularFile(MCBEE)) return; // the public test input beside the project
    Json.Obj bundle = Json.parseObject(Files.readAllBytes(MCBEE));

    ImportedPlan.Taken taken = taken(bundle, ROGER);

    List<String> shown = read(numbered(taken.wishes()));
    assertThat(taken.wishes()).hasSize(14 + 7);
    assertThat(shown)
        .anyMatch(line -> line.startsWith("心肺蘇生: 「Although") && line.contains("I do not want CPR"))
        .anyMatch(line -> line.startsWith("心肺蘇生: ") && line.contains("slim to none"))
        .anyMatch(line -> line.startsWith("最期を過ごす場所: ") && line.contains("At home"))
        .anyMatch(line -> line.startsWith("好きなこと: ") && line.contains("Bach"))
        .anyMatch(line -> line.startsWith("臓器提供: ") && line.contains("I don’t want to donate"))
        .anyMatch(line -> line.startsWith("大切にしていること: ") && line.contains("Being free from pain"))
        .allMatch(line -> line.endsWith("(書面)"));
    assertThat(shown).noneMatch(line -> line.contains("<"));
    assertThat(taken.people())
        .extracting(
            one ->
                Elements.codings(
                        one.consents().get(0).obj("provision").objects("actor").get(0), "role")
                    .get(0)
                    .code())
        .containsExactly("75783-1", "75784-9");
    assertThat(taken.limits()).hasSize(1);
    assertThat(taken.limits().get(0).obj("scope").text("text"))
        .contains("I want my healthcare agent's decisions to take priority");
    assertThat(AdiRule.broken(bundle))
        .as("it is of a draft of ADI: what it lacks is told, and stops nothing")
        .contains(AdiRule.HEADER_CATEGORY, AdiRule.PLAN_ATTESTER)
        .doesNotContain(AdiRule.PLAN_TYPE, AdiRule.HEADER_SUBJECT);
  }

  private static List<Json.Obj> numbered(List<Json.Obj> wishes) {
    List<Json.Obj> numbered = new ArrayList<>();
    for (Json.Obj wish : wishes) numbered.add(wish.with("id", Json.text("w" + numbered.size())));
    return numbered;
  }
}
