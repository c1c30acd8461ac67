package dev.tsumugi.acp.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What strangers may ask: of a paper, by a link, and how often. */
class OpenDoorsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final Instant SIGNED = NOW.minus(Duration.ofDays(30));

  private static Directive.Current current(Optional<Instant> expires) {
    return new Directive.Current(SIGNED, SIGNED, expires);
  }

  @Test
  void aPaperTellsItsStateAndNothingOfThePerson() {
    Directive.Current current = current(Optional.empty());

    assertThat(CurrentAnswer.of(current, NOW))
        .isEqualTo(Plans.json("{'state':'current','since':'2026-10-24T03:00:00.000Z'}"));
    for (Directive state :
        List.of(
            new Directive.Superseded(current, NOW),
            new Directive.Withdrawn(NOW),
            new Directive.Expired(NOW),
            new Directive.Closed(NOW),
            new Directive.EnteredInError(NOW))) {
      Json.Obj answer = CurrentAnswer.of(state, NOW);
      assertThat(answer.text("state")).isEqualTo(state.code());
      assertThat(answer.size()).isEqualTo(CurrentAnswer.unknown().size());
    }
  }

  @Test
  void aPlanPastItsDateIsExpiredWhoeverWasToNoteIt() {
    Instant end = NOW.minusSeconds(1);

    assertThat(CurrentAnswer.of(current(Optional.of(end)), NOW).text("state")).isEqualTo("expired");
    assertThat(CurrentAnswer.of(current(Optional.of(NOW.plusSeconds(1))), NOW).text("state"))
        .isEqualTo("current");
    assertThat(SmartLink.status(Optional.of(current(Optional.of(end))), NOW))
        .isEqualTo("no-longer-valid");
  }

  @Test
  void aCodeIsReadOutOfAnAddressOrAlone() {
    String code = "AAECAwQFBgcICQoLDA0ODw";

    assertThat(CurrentAnswer.code(Plans.json("{'code':' " + code + "'}"))).contains(code);
    assertThat(CurrentAnswer.code(Plans.json("{'code':'https://h/acp/current#" + code + "'}")))
        .contains(code);
    assertThat(CurrentAnswer.code(Plans.json("{'code':'" + code + "x'}"))).isEmpty();
    assertThat(CurrentAnswer.code(Plans.json("{}"))).isEmpty();
  }

  @Test
  void aLinkIsTheStandardsTextAndHoldsItsKey() {
    String text = SmartLink.text("https://hub.example/shl/x", "k".repeat(43), NOW, true, "希望");

    assertThat(text).startsWith("shlink:/");
    assertThat(Json.parseObject(Base64.getUrlDecoder().decode(text.substring("shlink:/".length()))))
        .isEqualTo(
            Plans.json(
                "{'url':'https://hub.example/shl/x','key':'"
                    + "k".repeat(43)
                    + "','exp':1795402800,'flag':'P','label':'希望','v':1}"));
  }

  @Test
  void aManifestHoldsTheFileOrSaysWhereItIs() {
    Json.Obj embedded = SmartLink.manifest("finalized", NOW, Optional.of("a.b.c"), "https://x");
    Json.Obj away = SmartLink.manifest("no-longer-valid", NOW, Optional.empty(), "https://x");

    assertThat(embedded.objects("files").get(0).text("embedded")).isEqualTo("a.b.c");
    assertThat(embedded.objects("files").get(0).has("location")).isFalse();
    assertThat(away.text("status")).isEqualTo("no-longer-valid");
    assertThat(away.objects("files").get(0).text("location")).isEqualTo("https://x");
  }

  @Test
  void whoAsksByALinkSaysWhoTheyAre() {
    SmartLink.Asked asked =
        SmartLink.Asked.read(
            Plans.json(
                "{'recipient':' Dr.\\n<b>Smith</b> ','passcode':'1','embeddedLengthMax':10}"));

    assertThat(asked)
        .isEqualTo(new SmartLink.Asked("Dr. Smith", Optional.of("1"), Optional.of(10)));
    for (String wrong :
        List.of("{}", "{'recipient':' '}", "{'recipient':'x','embeddedLengthMax':-1}")) {
      assertThat(catchThrowableOfType(Problem.class, () -> SmartLink.Asked.read(Plans.json(wrong))))
          .isNotNull();
    }
  }

  @Test
  void oneAddressAsksSoOftenAndThenWaits() {
    RateLimit limit = new RateLimit(3, Duration.ofSeconds(10));

    for (int i = 0; i < 3; i++) assertThat(limit.allows("a", NOW)).isTrue();
    assertThat(limit.allows("a", NOW)).isFalse();
    assertThat(limit.allows("b", NOW)).as("another address").isTrue();
    assertThat(limit.allows("a", NOW.plusSeconds(9))).isFalse();
    assertThat(limit.allows("a", NOW.plusSeconds(19))).isTrue();
    assertThat(limit.allows("a", NOW.plusSeconds(19))).isFalse();
  }
}
