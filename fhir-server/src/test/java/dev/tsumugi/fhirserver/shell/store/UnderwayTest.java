package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnderwayTest {
  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

  private final MovableClock clock = new MovableClock(START);
  private final Underway underway = new Underway(clock);

  @Test
  void whatBeginsAfterTheQuestionIsNotSettled() {
    assertThat(underway.settled()).isEqualTo(START);
  }

  @Test
  void theOldestWriteUnderWayIsTheLimit() {
    Instant within =
        underway.during(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return underway.during(
                  () -> {
                    clock.advance(Duration.ofSeconds(1));
                    return underway.settled();
                  });
            });

    assertThat(within).isEqualTo(START);
    assertThat(underway.settled()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void aWriteThatFailsIsUnderWayNoMore() {
    try {
      underway.during(
          () -> {
            throw new IllegalStateException("refused");
          });
    } catch (IllegalStateException expected) {
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(underway.settled()).isEqualTo(START.plusSeconds(1));
  }
}
