package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words for a wish, and what becomes of them. */
class WordingTest {
  private static final Ref RESIDENT = Ref.patient("p");
  private static final Json.Obj DOCTOR =
      Json.object().put("reference", "Practitioner/d").put("display", "山田").build();

  @ParameterizedTest(name = "{0} {1} 「{2}」")
  @CsvSource({
    "heart, '', 家で, topic",
    "'', '', 家で, topic",
    "81329-5, yes, 家で, answer",
    "81363-4, wish-for, 家で, answer",
    "81329-5, '', '', words",
    "81329-5, '', '\u200B', words",
  })
  void whatSaysNothingOrNothingKnownIsRefusedAtItsPlace(
      String topic, String answer, String words, String wrong) {
    assertThatThrownBy(() -> Wording.of("fragment[0]", topic, answer, words, ""))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.issues().get(0).path()).isEqualTo("fragment[0]." + wrong));
  }

  @Test
  void aSentenceHeardIsTheResidentsOwnWordAndSaysWhoHeardIt() {
    Wording wording = Wording.of("f", "dialysis", "do-not-wish", "透析は<もう>いい", "寝たきりなら");

    Json.Obj wish =
        WishResources.said(RESIDENT, wording, "2026-11-20", Optional.of(DOCTOR), Optional.empty());

    assertThat(WishResources.isPerformedBy(wish, RESIDENT)).isTrue();
    assertThat(wish.text("status")).isEqualTo("final");
    assertThat(wish.toString())
        .contains("wish-standing", "\"said\"", "wish-heard-by", "Practitioner/d", "寝たきりなら")
        .doesNotContain("entered-by");
    assertThat(wish.obj("code").objects("coding")).hasSize(2);
    assertThat(wish.obj("text").text("div")).contains("透析は&lt;もう&gt;いい", "Dialysis");
  }

  @Test
  void aProposalIsTakenInTheResidentsOwnWordsOrTurnedDown() {
    Json.Obj proposal =
        WishResources.proposed(
            RESIDENT,
            Wording.of("", "81329-5", "do-not-wish", "心臓マッサージはしない", ""),
            Instant.parse("2026-11-22T03:00:00Z"),
            DOCTOR,
            Optional.of(new Ref("Observation", "before")));
    assertThat(WishResources.isProposal(proposal, RESIDENT)).isTrue();
    assertThat(proposal.objects("derivedFrom").get(0).text("reference"))
        .isEqualTo("Observation/before");

    Json.Obj taken = WishResources.taken(proposal, RESIDENT, "そのまま逝かせて", Optional.empty());

    assertThat(WishResources.isProposal(taken, RESIDENT)).isFalse();
    assertThat(taken.text("status")).as("to be signed").isEqualTo("preliminary");
    assertThat(taken.obj("valueCodeableConcept").text("text")).isEqualTo("そのまま逝かせて");
    assertThat(taken.obj("text").text("div")).contains("そのまま逝かせて");
    assertThat(WishResources.turnedDown(proposal).text("status")).isEqualTo("cancelled");
  }

  @Test
  void whoTypesForAPersonWhoCannotIsNamed() {
    Json.Obj helper = Json.object().put("reference", "RelatedPerson/h").build();
    Json.Obj proposal =
        WishResources.proposed(
            RESIDENT,
            Wording.of("", "81363-4", "", "畑", ""),
            Instant.EPOCH,
            DOCTOR,
            Optional.empty());

    Json.Obj taken = WishResources.taken(proposal, RESIDENT, null, Optional.of(helper));

    List<Json.Obj> extensions = taken.objects("extension");
    assertThat(extensions).hasSize(1);
    assertThat(extensions.get(0).text("url")).endsWith("/entered-by");
    assertThat(taken.text("valueString")).isEqualTo("畑");
  }
}
