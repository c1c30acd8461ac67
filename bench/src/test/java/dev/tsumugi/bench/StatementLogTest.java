package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementLogTest {
  private static final List<String> LOG =
      List.of(
          "2026-11-23 06:00:00 UTC [1] LOG:  duration: 0.021 ms  parse S_1: select b.n, f.patient",
          "2026-11-23 06:00:00 UTC [1] LOG:  duration: 0.300 ms  bind S_1: select b.n, f.patient",
          "2026-11-23 06:00:00 UTC [1] LOG:  duration: 4.250 ms  execute S_1: select b.n, f.patient",
          "2026-11-23 06:00:00 UTC [1] DETAIL:  Parameters: $1 = 'duration: 9 ms'",
          "2026-11-23 06:00:00 UTC [2] LOG:  duration: 1.5 ms  execute <unnamed>: select 1",
          "2026-11-23 06:00:00 UTC [2] LOG:  duration: 12.0 ms  statement: select b.n, f.patient");

  @Test
  void onlyTheExecutionsOfThatStatementCount() {
    assertThat(StatementLog.durations(LOG, "f.patient")).containsExactly(4.25, 12.0);
  }

  @Test
  void aPercentileIsOneOfTheValues() {
    assertThat(StatementLog.percentile(List.of(3.0, 1.0, 2.0), 0.5)).isEqualTo(2.0);
    assertThat(StatementLog.percentile(List.of(3.0, 1.0, 2.0), 0.99)).isEqualTo(3.0);
  }
}
