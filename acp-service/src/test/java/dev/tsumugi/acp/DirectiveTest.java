package dev.tsumugi.acp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DirectiveTest {
  private static final Instant SIGNED = Instant.parse("2026-01-10T01:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final Instant ENDED = Instant.parse("2026-06-01T00:00:00Z");

  private static final Directive DRAFT = new Directive.Draft(SIGNED);
  private static final Directive.Current CURRENT =
      new Directive.Current(SIGNED, SIGNED, Optional.empty());
  private static final Directive.Current OVER =
      new Directive.Current(SIGNED, SIGNED, Optional.of(ENDED));
  private static final Directive SUPERSEDED = new Directive.Superseded(CURRENT, ENDED);
  private static final Directive WITHDRAWN = new Directive.Withdrawn(ENDED);
  private static final Directive EXPIRED = new Directive.Expired(ENDED);
  private static final Directive ERROR = new Directive.EnteredInError(ENDED);
  private static final Directive CLOSED = new Directive.Closed(ENDED);

  private static final Command SIGN = new Command.Sign(NOW, Optional.empty(), NOW);
  private static final Command SIGN_TOMORROW =
      new Command.Sign(NOW.plus(Duration.ofDays(1)), Optional.empty(), NOW);
  private static final Command SIGN_FOR_YESTERDAY = new Command.Sign(NOW, Optional.of(ENDED), NOW);
  private static final Command REPLACE = new Command.Replace(NOW, NOW);
  private static final Command REPLACE_BY_OLDER = new Command.Replace(SIGNED.minusSeconds(1), NOW);
  private static final Command CONFIRM = new Command.Confirm(NOW);
  private static final Command WITHDRAW = new Command.Withdraw(NOW);
  private static final Command EXPIRE = new Command.Expire(NOW);
  private static final Command MARK = new Command.MarkAsError(NOW);
  private static final Command REINSTATE = new Command.Reinstate(NOW);
  private static final Command CLOSE = new Command.Close(ENDED, NOW);

  private static final List<Directive> STATES =
      List.of(DRAFT, CURRENT, OVER, SUPERSEDED, WITHDRAWN, EXPIRED, ERROR, CLOSED);
  private static final List<Command> COMMANDS =
      List.of(
          SIGN,
          SIGN_TOMORROW,
          SIGN_FOR_YESTERDAY,
          REPLACE,
          REPLACE_BY_OLDER,
          CONFIRM,
          WITHDRAW,
          EXPIRE,
          MARK,
          REINSTATE,
          CLOSE);

  /** Every arrow there is. */
  private static final Map<List<Object>, Directive> LEGAL = new HashMap<>();

  static {
    LEGAL.put(List.of(DRAFT, SIGN), new Directive.Current(NOW, NOW, Optional.empty()));
    LEGAL.put(List.of(DRAFT, CLOSE), CLOSED);
    for (Directive.Current current : List.of(CURRENT, OVER)) {
      LEGAL.put(List.of(current, REPLACE), new Directive.Superseded(current, NOW));
      LEGAL.put(List.of(current, WITHDRAW), new Directive.Withdrawn(NOW));
      LEGAL.put(List.of(current, CLOSE), CLOSED);
    }
    LEGAL.put(List.of(CURRENT, CONFIRM), new Directive.Current(SIGNED, NOW, Optional.empty()));
    LEGAL.put(List.of(OVER, EXPIRE), EXPIRED);
    LEGAL.put(List.of(SUPERSEDED, REINSTATE), CURRENT);
    for (Directive state : List.of(CURRENT, OVER, SUPERSEDED, WITHDRAWN, EXPIRED, CLOSED)) {
      LEGAL.put(List.of(state, MARK), new Directive.EnteredInError(NOW));
    }
  }

  /** Refusals that do not lie in the state alone. */
  private static final Map<List<Object>, Reason> PARTICULAR =
      Map.of(
          List.of(DRAFT, SIGN_TOMORROW), Reason.SIGNED_IN_FUTURE,
          List.of(DRAFT, SIGN_FOR_YESTERDAY), Reason.EXPIRES_IN_PAST,
          List.of(CURRENT, REPLACE_BY_OLDER), Reason.OLDER,
          List.of(OVER, REPLACE_BY_OLDER), Reason.OLDER,
          List.of(CURRENT, EXPIRE), Reason.STILL_HOLDS,
          List.of(OVER, CONFIRM), Reason.EXPIRED);

  static List<Arguments> everyPair() {
    List<Arguments> pairs = new ArrayList<>();
    for (Directive state : STATES) {
      for (Command command : COMMANDS) pairs.add(Arguments.of(state, command));
    }
    return pairs;
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("everyPair")
  void movesOnlyAlongDrawnArrowsAndSaysWhyNot(Directive state, Command command) {
    Directive next = LEGAL.get(List.of(state, command));
    Reason reason = PARTICULAR.getOrDefault(List.of(state, command), state.refusal());

    assertThat(command.applyTo(state))
        .isEqualTo(next == null ? new Step.Refused(state, command, reason) : new Step.Moved(next));
  }

  @Test
  void anEarlierConfirmationThatComesLateDoesNotTurnTheClockBack() {
    Directive.Current confirmed = new Directive.Current(SIGNED, NOW, Optional.empty());

    assertThat(new Command.Confirm(ENDED).applyTo(confirmed)).isEqualTo(new Step.Moved(confirmed));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonIsSaidInBothLanguages(Reason reason) {
    assertThat(reason.japanese()).endsWith("。");
    assertThat(reason.english()).endsWith(".");
    assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
  }
}
