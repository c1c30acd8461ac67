package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.GateTags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each gate condition in the SQL is what closes some way round: without it, that way is open. */
class StrippedGateTest {
  /** The ways that only this condition closes. */
  private static final Map<String, List<Way>> CLOSED_BY =
      Map.ofEntries(
          Map.entry("search", List.of(Way.VALUE_BISECTION, Way.SORT, Way.SEARCH_BY_POST)),
          Map.entry("total", List.of(Way.TOTAL, Way.COUNT)),
          Map.entry("chain", List.of(Way.CHAIN)),
          Map.entry("has", List.of(Way.HAS)),
          Map.entry("include", List.of(Way.INCLUDE, Way.ITERATE, Way.WILDCARD)),
          Map.entry("revinclude", List.of(Way.REVINCLUDE, Way.WILDCARD)),
          Map.entry(
              "condition",
              List.of(
                  Way.CREATE_UNDER_A_CONDITION,
                  Way.UPDATE_UNDER_A_CONDITION,
                  Way.DELETE_UNDER_A_CONDITION)),
          Map.entry("match-url", List.of(Way.MATCH_URL_IN_A_TRANSACTION)),
          Map.entry("subscription", List.of(Way.SUBSCRIPTION_WITHOUT_THE_SCOPE_TO_SEARCH)),
          Map.entry("everything", List.of(Way.EVERYTHING, Way.SUMMARY)),
          Map.entry("everything-shared", List.of(Way.EVERYTHING)),
          Map.entry("history-count", List.of(Way.HISTORY_OF_A_TYPE)),
          Map.entry("referrer", List.of(Way.REFERRER_OF_WHAT_IS_DELETED)));

  @Test
  void everyGateHasAWayThatItCloses() {
    assertThat(CLOSED_BY.keySet()).containsExactlyInAnyOrderElementsOf(GateTags.words());
  }

  static List<String> gates() {
    return GateTags.words();
  }

  @ParameterizedTest
  @MethodSource("gates")
  void withoutThisGateTheWayIsOpen(String gate, @TempDir Path folder) {
    Set<String> stripped = ConcurrentHashMap.newKeySet();
    List<Way> closed = new ArrayList<>();
    try (BypassTowns towns =
        new BypassTowns(
            folder,
            (pool, sql) -> {
              if (GateTags.stands(sql, gate)) stripped.add(sql);
              return GateTags.without(sql, gate);
            })) {
      for (Way way : CLOSED_BY.get(gate)) {
        if (!isOpen(towns, way)) closed.add(way);
      }
    }

    assertThat(stripped).as("statements with this gate").isNotEmpty();
    assertThat(closed).as("ways that stay closed without it").isEmpty();
  }

  private static boolean isOpen(BypassTowns towns, Way way) {
    for (HiddenBy by : HiddenBy.values()) {
      BypassTowns.Both answers = towns.toAStrangerAlone(way, by);
      if (!answers.withSecret().equals(answers.without())) return true;
    }
    return false;
  }
}
