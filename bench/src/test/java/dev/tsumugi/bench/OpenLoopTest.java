package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final long MILLI = 1_000_000;

  @Test
  void requestsFallDueEvenly() {
    OpenLoop schedule = new OpenLoop(500, 200);

    assertThat(schedule.dueNanos(0)).isEqualTo(500);
    assertThat(schedule.dueNanos(1)).isEqualTo(500 + 5 * MILLI);
    assertThat(schedule.dueNanos(400)).isEqualTo(500 + 2_000 * MILLI);
    assertThat(schedule.requests(2.5)).isEqualTo(500);
  }

  @Test
  void farRequestsDoNotDriftWhereTheRateHasNoRoundInterval() {
    OpenLoop schedule = new OpenLoop(0, 3);

    assertThat(schedule.dueNanos(3 * 86_400)).isEqualTo(86_400_000 * MILLI);
  }

  @Test
  void aStalledServerIsChargedForTheWaitingOfThoseBehind() {
    OpenLoop schedule = new OpenLoop(0, 1_000);
    long stalledUntil = 100 * MILLI;

    // Sent only after the stall and answered in 1 ms each: a stopwatch at sending would say 1 ms.
    assertThat(schedule.latencyNanos(0, stalledUntil)).isEqualTo(100 * MILLI);
    assertThat(schedule.latencyNanos(1, stalledUntil + MILLI)).isEqualTo(100 * MILLI);
    assertThat(schedule.latencyNanos(50, stalledUntil + 2 * MILLI)).isEqualTo(52 * MILLI);
  }

  @Test
  void aRateIsAboveZero() {
    assertThatThrownBy(() -> new OpenLoop(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OpenLoop(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoTakeTurnsSoThatNeitherIsAlwaysFirst() {
    assertThat(Turns.abba(3)).containsExactly(0, 1, 1, 0, 0, 1);
  }
}
