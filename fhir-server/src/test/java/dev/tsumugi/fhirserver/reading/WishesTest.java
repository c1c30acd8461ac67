package dev.tsumugi.fhirserver.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Talk;
import dev.tsumugi.kernel.Shapes.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WishesTest {
  private static final Wishes WISHES = new Wishes();

  private static Json.Obj concept(Coding... codings) {
    List<Json> all = new ArrayList<>();
    for (Coding one : codings) {
      all.add(Json.object().put("system", one.system()).put("code", one.code()).build());
    }
    return Json.object().put("coding", all).build();
  }

  private static Json extension(String url, String member, Json value) {
    return Json.object().put("url", url).put(member, value).build();
  }

  /** A signed wish about the topic, said on a day. */
  private static Json.Obj wish(
      String id, Coding topic, String day, String answer, Json... extensions) {
    List<Json> all = new ArrayList<>(List.of(extensions));
    all.add(extension(Ext.WISH_STANDING, "valueCode", Json.text("signed")));
    return Json.object()
        .put("resourceType", "Observation")
        .put("id", id)
        .put("extension", all)
        .put("status", "final")
        .put("code", concept(topic))
        .put("effectiveDateTime", day)
        .put(
            "valueCodeableConcept",
            concept(new Coding("https://tsumugi.dev/fhir/CodeSystem/wish", answer)))
        .build();
  }

  private static Json only(String words) {
    Json.Obj concept = Json.object().put("text", words).build();
    return extension(Ext.PRECONDITION, "valueCodeableConcept", concept);
  }

  private static List<String> texts(Json.Obj... wishes) {
    return WISHES.standing(List.of(wishes)).stream().map(Wish::japanese).toList();
  }

  static Stream<Arguments> newTopics() {
    return Stream.of(
        Arguments.of(Topic.DIALYSIS, "透析", "Dialysis"),
        Arguments.of(Topic.TRANSFUSION, "輸血", "Blood transfusion"),
        Arguments.of(Topic.HOSPITAL, "病院への搬送", "Transfer to hospital"),
        Arguments.of(Topic.INTENSIVE_CARE, "集中治療室での治療", "Intensive care"),
        Arguments.of(Topic.PLACE_OF_CARE, "療養する場所", "Place of care"),
        Arguments.of(Preference.LIKES, "好きなこと", "Likes"),
        Arguments.of(Preference.DISLIKES, "苦手なこと", "Dislikes"),
        Arguments.of(Preference.FAITH, "信仰や習わし", "Faith and customs"),
        Arguments.of(Preference.ORGAN_DONATION, "臓器提供", "Organ donation"));
  }

  @ParameterizedTest
  @MethodSource("newTopics")
  void everyTopicIsNamedInBothLanguages(Coding topic, String japanese, String english) {
    Wish wish = WISHES.standing(List.of(wish("w", topic, "2026-01-01", "wish-for"))).get(0);

    assertThat(wish.japanese()).isEqualTo(japanese + ": 望む(署名あり)");
    assertThat(wish.english()).isEqualTo(english + ": wants it (signed)");
  }

  @Test
  void whatDecidesTheNextMinutesStandsFirst() {
    List<Json.Obj> said = new ArrayList<>();
    for (Coding topic :
        List.of(
            Preference.LIKES,
            Preference.ORGAN_DONATION,
            Topic.DIALYSIS,
            Preference.RESUSCITATION,
            Preference.OTHER_DIRECTIVES,
            Topic.HOSPITAL)) {
      said.add(wish(topic.code(), topic, "2026-01-01", "wish-for"));
    }

    assertThat(
            WISHES.standing(said).stream()
                .sorted(Comparator.comparing(Wish::rank))
                .map(wish -> wish.resource().text("id")))
        .containsExactly(
            "81329-5", "hospital-transfer", "dialysis", "81360-0", "75781-5", "75793-0");
  }

  @Test
  void aTopicOfOurOwnIsToldFromOtherDirectivesBesideIt() {
    Json.Obj dialysis =
        wish("d", Topic.DIALYSIS, "2026-01-01", "do-not-wish")
            .with("code", concept(Preference.OTHER_DIRECTIVES, Topic.DIALYSIS));
    Json.Obj transfusion =
        wish("t", Topic.TRANSFUSION, "2026-02-01", "wish-for")
            .with("code", concept(Topic.TRANSFUSION, Preference.OTHER_DIRECTIVES));

    assertThat(texts(dialysis, transfusion))
        .containsExactlyInAnyOrder("透析: 望まない(署名あり)", "輸血: 望む(署名あり)");
  }

  @Test
  void aWishUnderAConditionNeitherReplacesNorIsReplacedByOneWithout() {
    Json.Obj always = wish("a", Preference.RESUSCITATION, "2026-01-01", "wish-for");
    Json.Obj ifLost =
        wish("b", Preference.RESUSCITATION, "2026-03-01", "do-not-wish", only("家族が分からなくなったとき"));
    Json.Obj laterAlways = wish("c", Preference.RESUSCITATION, "2026-05-01", "trial");

    assertThat(texts(always, ifLost))
        .containsExactlyInAnyOrder("心肺蘇生: 望む(署名あり)", "心肺蘇生(「家族が分からなくなったとき」の場合だけ): 望まない(署名あり)");
    assertThat(texts(always, ifLost, laterAlways))
        .containsExactlyInAnyOrder(
            "心肺蘇生: 効くかどうか試す間だけ望む(署名あり)", "心肺蘇生(「家族が分からなくなったとき」の場合だけ): 望まない(署名あり)");
  }

  @Test
  void underOneConditionTheNewestWordStands() {
    Json.Obj first =
        wish("a", Preference.RESUSCITATION, "2026-01-01", "wish-for", only("意識が戻らないとき"));
    Json.Obj second =
        wish("b", Preference.RESUSCITATION, "2026-02-01", "do-not-wish", only("意識が戻らないとき"));

    Wish wish = WISHES.standing(List.of(first, second)).get(0);

    assertThat(WISHES.standing(List.of(first, second))).hasSize(1);
    assertThat(wish.condition()).isEqualTo("意識が戻らないとき");
    assertThat(wish.english())
        .isEqualTo(
            "Cardiopulmonary resuscitation (only if 「意識が戻らないとき」): does not want it (signed)");
  }

  @ParameterizedTest
  @CsvSource({"preliminary,0", "registered,0", "final,1"})
  void whatIsNotSaidYetTakesNoPart(String status, int lines) {
    Json.Obj said = wish("a", Preference.PAIN, "2026-01-01", "wish-for");
    Json.Obj draft =
        wish("b", Preference.PAIN, "2026-02-01", "do-not-wish").with("status", Json.text(status));

    assertThat(texts(draft)).hasSize(lines);
    assertThat(texts(said, draft))
        .containsExactly(lines == 0 ? "苦痛の緩和: 望む(署名あり)" : "苦痛の緩和: 望まない(署名あり)");
  }

  @Test
  void aTrialSaysHowLongAndAConfirmationWhen() {
    Json.Obj wish =
        wish(
            "a",
            Preference.INTUBATION,
            "2021-01-01",
            "trial",
            extension(Ext.TRIAL_PERIOD, "valueString", Json.text("2週間")),
            extension(Ext.CONFIRMED, "valueDateTime", Json.text("2026-11-22T16:00:00Z")));

    assertThat(texts(wish))
        .containsExactly("人工呼吸器: 効くかどうか試す間だけ望む(期間: 2週間)(署名あり)(2026-11-23にも「今も同じ」と確認)");
    assertThat(WISHES.standing(List.of(wish)).get(0).english())
        .endsWith("if it does not help (for 2週間) (signed) (still so on 2026-11-23)");
  }

  @Test
  void aWishHoldsUntilTheDateItWasSignedFor() {
    Json.Obj wish =
        wish(
            "a",
            Preference.PAIN,
            "2026-01-01",
            "wish-for",
            extension(Ext.EXPIRATION, "valueDateTime", Json.text("2026-12-01")));

    Period holds = WISHES.standing(List.of(wish)).get(0).holds();

    assertThat(holds.contains(Instant.parse("2026-11-30T14:59:59Z"))).isTrue();
    assertThat(holds.contains(Instant.parse("2026-11-30T15:00:00Z"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T01:00:00Z,1", "2026-11-23T09:00:00Z,2"})
  void whatWasWrittenDownBeforeIsOlderEvenOnTheSameDay(String recorded, int lines) {
    Json.Obj meta = Json.object().put("lastUpdated", recorded).build();
    Json.Obj said = wish("a", Preference.PAIN, "2026-11-23", "wish-for").with("meta", meta);
    Json.Obj signed = wish("b", Preference.PAIN, "2026-11-23T06:00:00Z", "do-not-wish");

    assertThat(texts(said, signed)).hasSize(lines).contains("苦痛の緩和: 望まない(署名あり)");
  }

  @Test
  void howThePersonWasAndAProposalTurnedDownAreNobodysWish() {
    Json.Obj said = wish("said", Preference.RESUSCITATION, "2026-01-01", "do-not-wish");
    Json.Obj proposal =
        wish("proposal", Preference.RESUSCITATION, "2026-05-01", "wish-for")
            .with("status", Json.text("cancelled"))
            .with("subject", reference("Patient/p"))
            .with("performer", Json.array(reference("Practitioner/d")));
    Json.Obj capacity = wish("capacity", Talk.CAPACITY, "2026-05-01", "undecided");
    Json.Obj withdrawn = proposal.with("performer", Json.array(reference("Patient/p")));

    assertThat(texts(said, proposal, capacity)).hasSize(1);
    assertThat(texts(said, withdrawn)).as("their own word, taken back").isEmpty();
  }

  private static Json.Obj reference(String literal) {
    return Json.object().put("reference", literal).build();
  }
}
