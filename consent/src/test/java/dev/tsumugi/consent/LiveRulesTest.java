package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is remembered of a policy's rules is what would be worked out anew, at every moment. */
class LiveRulesTest {
  private static final List<String> ACTORS =
      List.of("Practitioner/me", "Practitioner/other", "Organization/mine", "Organization/theirs");

  private static final List<String> DATES =
      List.of("2026-11-01", "2026-11-22", "2026-11-23", "2026-12-31", "2027-12-31");

  private static final List<String> MOMENTS =
      List.of(
          "1999-01-01T00:00:00Z",
          "2026-11-21T23:59:59Z",
          "2026-11-22T03:00:00Z",
          "2026-11-22T15:00:00Z",
          "2026-11-25T00:00:00Z",
          "2027-06-01T00:00:00Z",
          "2999-01-01T00:00:00Z");

  @Test
  void itNeverAnswersForAnotherMomentOrRequester() {
    Random random = new Random(7);
    RulesMemory memory = new RulesMemory();
    Set<String> seen = new TreeSet<>();
    int changes = 0;
    for (int i = 0; i < 400; i++) {
      Policy policy = randomly(random, i);
      String before = "";
      for (int j = 0; j < 12; j++) {
        Instant at = Instant.parse(MOMENTS.get(random.nextInt(MOMENTS.size())));
        Requester requester = requester(random);
        String remembered = said(policy, requester, at, memory);
        assertThat(remembered)
            .as("policy %s at %s", policy, at)
            .isEqualTo(said(policy, requester, at, new RulesMemory()));
        if (!before.isEmpty() && !before.equals(remembered)) changes++;
        before = remembered;
        seen.add(remembered.replaceAll(" .*", ""));
      }
    }
    // The test checks its own mix: all kinds of answers, and different ones of one policy.
    assertThat(seen).contains("PERMIT", "DIRECTIVE_DENIES", "NO_DIRECTIVE_COVERS");
    assertThat(changes).isGreaterThan(300);
  }

  private static Policy randomly(Random random, int seed) {
    Random choice = new Random(seed);
    RandomConsents consents = new RandomConsents(choice, choice, ACTORS::get, DATES::get);
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String provision = consents.provision(0);
      // Half of the roots permit everybody, else most questions would meet nothing.
      boolean opened = random.nextBoolean() && provision.startsWith("{'type'");
      rules.add(
          Asking.rule(
              "c" + i, opened ? "{'type':'permit','provision':[" + provision + "]}" : provision));
    }
    return new Policy(rules, List.of());
  }

  private static Requester requester(Random random) {
    Role role = Role.of(pick(random, RandomConsents.ROLES)).orElseThrow();
    return Asking.as(role, "Practitioner/me", "Organization/mine")
        .stating(Purpose.valueOf(pick(random, RandomConsents.PURPOSES)))
        .requester();
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String said(Policy policy, Requester requester, Instant at, RulesMemory memory) {
    Facet facet =
        new Facet("Observation", DataClass.RESULT, Set.of(), Confidentiality.N, "Organization/x");
    return Asking.standing(requester, Asking.sato(policy), at, memory)
        .ask(Question.RELATED, Action.READ, facet)
        .fold(
            permit -> "PERMIT " + permit.consents(),
            deny -> deny.reason() + " " + deny.consents(),
            depends -> "DEPENDS " + depends.when());
  }
}
