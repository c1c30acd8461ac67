package dev.tsumugi.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.ProxyRole.Command;
import dev.tsumugi.acp.ProxyRole.Step;
import dev.tsumugi.acp.ProxyRole.Why;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of a role with every command. */
class ProxyRoleTest {
  private static final Instant MADE = Instant.parse("2026-11-22T03:00:00Z");
  private static final Instant END = MADE.plusSeconds(14 * 86_400);
  private static final Instant NEXT_END = END.plusSeconds(1);
  private static final Ref DAUGHTER = Ref.patient("daughter");

  private static final ProxyRole NAMED = new ProxyRole.Named();
  private static final ProxyRole INVITED = new ProxyRole.Invited(END);
  private static final ProxyRole AGAIN = new ProxyRole.Invited(NEXT_END);
  private static final ProxyRole ACCEPTED = new ProxyRole.Accepted(DAUGHTER);
  private static final ProxyRole DECLINED = new ProxyRole.Declined();
  private static final ProxyRole LAPSED = new ProxyRole.Lapsed();
  private static final ProxyRole ENDED = new ProxyRole.Ended();
  private static final ProxyRole RESIGNED = new ProxyRole.Resigned();
  private static final List<ProxyRole> STATES =
      List.of(NAMED, INVITED, ACCEPTED, DECLINED, LAPSED, ENDED, RESIGNED);

  private static final Command INVITE = new Command.Invite(NEXT_END);
  private static final Command ACCEPT = new Command.Accept(DAUGHTER, END.minusMillis(1));
  private static final Command ACCEPT_LATE = new Command.Accept(DAUGHTER, END);
  private static final Command DECLINE = new Command.Decline(END.minusMillis(1));
  private static final Command DECLINE_LATE = new Command.Decline(END);
  private static final Command LAPSE = new Command.Lapse(END);
  private static final Command LAPSE_EARLY = new Command.Lapse(END.minusMillis(1));
  private static final Command TAKE_AWAY = new Command.End();
  private static final Command RESIGN = new Command.Resign();
  private static final List<Command> COMMANDS =
      List.of(
          INVITE,
          ACCEPT,
          ACCEPT_LATE,
          DECLINE,
          DECLINE_LATE,
          LAPSE,
          LAPSE_EARLY,
          TAKE_AWAY,
          RESIGN);

  /** What is drawn, and nothing else moves. */
  private static final Map<List<Object>, ProxyRole> LEGAL =
      Map.ofEntries(
          Map.entry(List.of(NAMED, INVITE), AGAIN),
          Map.entry(List.of(INVITED, INVITE), AGAIN),
          Map.entry(List.of(DECLINED, INVITE), AGAIN),
          Map.entry(List.of(LAPSED, INVITE), AGAIN),
          Map.entry(List.of(ENDED, INVITE), AGAIN),
          Map.entry(List.of(RESIGNED, INVITE), AGAIN),
          Map.entry(List.of(INVITED, ACCEPT), ACCEPTED),
          Map.entry(List.of(INVITED, DECLINE), DECLINED),
          Map.entry(List.of(INVITED, LAPSE), LAPSED),
          Map.entry(List.of(INVITED, TAKE_AWAY), ENDED),
          Map.entry(List.of(ACCEPTED, TAKE_AWAY), ENDED),
          Map.entry(List.of(ACCEPTED, RESIGN), RESIGNED));

  /** Why the others do not. */
  private static final Map<List<Object>, Why> WHY = new HashMap<>();

  static {
    for (ProxyRole state : List.of(NAMED, ENDED, RESIGNED)) {
      for (Command answer : List.of(ACCEPT, ACCEPT_LATE, DECLINE, DECLINE_LATE)) {
        WHY.put(List.of(state, answer), Why.NOT_INVITED);
      }
    }
    for (Command answer : List.of(ACCEPT, ACCEPT_LATE, DECLINE, DECLINE_LATE)) {
      WHY.put(List.of(ACCEPTED, answer), Why.ANSWERED);
      WHY.put(List.of(DECLINED, answer), Why.ANSWERED);
      WHY.put(List.of(LAPSED, answer), Why.TOO_LATE);
    }
    WHY.put(List.of(INVITED, ACCEPT_LATE), Why.TOO_LATE);
    WHY.put(List.of(INVITED, DECLINE_LATE), Why.TOO_LATE);
    WHY.put(List.of(INVITED, LAPSE_EARLY), Why.NOT_YET);
    WHY.put(List.of(INVITED, RESIGN), Why.NO_ROLE);
    WHY.put(List.of(ACCEPTED, INVITE), Why.HOLDS_ONE);
    for (ProxyRole state : List.of(NAMED, ACCEPTED, DECLINED, LAPSED, ENDED, RESIGNED)) {
      WHY.put(List.of(state, LAPSE), Why.NOT_INVITED);
      WHY.put(List.of(state, LAPSE_EARLY), Why.NOT_INVITED);
    }
    for (ProxyRole state : List.of(NAMED, DECLINED, LAPSED, ENDED, RESIGNED)) {
      WHY.put(List.of(state, TAKE_AWAY), Why.NO_ROLE);
      WHY.put(List.of(state, RESIGN), Why.NO_ROLE);
    }
  }

  static Stream<Arguments> everyPair() {
    List<Arguments> pairs = new ArrayList<>();
    for (ProxyRole state : STATES) {
      for (Command command : COMMANDS) pairs.add(Arguments.of(state, command));
    }
    return pairs.stream();
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("everyPair")
  void movesOnlyAlongDrawnArrowsAndSaysWhyNot(ProxyRole state, Command command) {
    List<Object> pair = List.of(state, command);
    Step expected =
        LEGAL.containsKey(pair)
            ? new Step.Moved(LEGAL.get(pair))
            : new Step.Refused(state, WHY.get(pair));

    assertThat(command.applyTo(state)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void everyRefusalIsSaidInBothLanguages(Why why) {
    assertThat(why.ja()).endsWith("。").containsPattern("[ぁ-ん]");
    assertThat(why.en()).endsWith(".").matches("[\\x20-\\x7e]+");
  }

  @Test
  void statesAreToldByTheirWords() {
    assertThat(STATES.stream().map(ProxyRole::code))
        .containsExactly("named", "invited", "accepted", "declined", "lapsed", "ended", "resigned");
  }
}
