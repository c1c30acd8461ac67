package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private static final long MB = 1 << 20;

  @Test
  void smallBodiesPassAlways() {
    BodyBudget budget = new BodyBudget(64, 0);
    try (BodyBudget.Share all = budget.take(-1)) {
      assertThat(all.megabytes()).isEqualTo(64);
      assertThat(budget.take(0).megabytes()).isZero();
      assertThat(budget.take(MB).megabytes()).isZero();
    }
  }

  @Test
  void aLargeBodyWaitsUntilThereIsRoom() throws Exception {
    BodyBudget budget = new BodyBudget(64, 0);
    CountDownLatch asks = new CountDownLatch(1);
    CompletableFuture<Integer> second;
    try (BodyBudget.Share first = budget.take(60 * MB)) {
      assertThat(first.megabytes()).isEqualTo(61);
      second =
          CompletableFuture.supplyAsync(
              () -> {
                asks.countDown();
                return budget.take(9 * MB).megabytes();
              });
      asks.await();
      assertThat(second).isNotDone();
    }

    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(10);
  }

  @Test
  void aLargeHeapHasMoreRoom() {
    BodyBudget budget = new BodyBudget(64, 1024 * MB);

    for (int i = 0; i < 2; i++) assertThat(budget.take(-1).megabytes()).isEqualTo(64);
  }
}
