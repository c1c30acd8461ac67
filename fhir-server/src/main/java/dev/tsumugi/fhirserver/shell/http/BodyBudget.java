package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.kernel.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Large bodies that are read and carried out at one time take an eighth of the heap together: as
 * trees they grow by several times, and many at once would take the hub down. Small ones pass.
 */
final class BodyBudget {
  private static final int FREE_BYTES = 1 << 20;
  private static final int PATIENCE_SECONDS = 20;

  private final int most;
  private final Semaphore megabytes;

  /**
   * @param most megabytes of one body; what comes without a length counts as that
   */
  BodyBudget(int most, long heapBytes) {
    this.most = most;
    this.megabytes = new Semaphore((int) Math.max(most, heapBytes / 8 >> 20));
  }

  /** A part of the budget, given back at its end. */
  record Share(Semaphore from, int megabytes) implements AutoCloseable {
    @Override
    public void close() {
      from.release(megabytes);
    }
  }

  /**
   * Waits for room.
   *
   * @param length as stated; negative for none
   * @throws Problem UNAVAILABLE if there is none for some seconds
   */
  Share take(long length) {
    boolean small = length >= 0 && length <= FREE_BYTES;
    if (small) return new Share(megabytes, 0);
    int wanted = length < 0 ? most : (int) Math.min(most, (length >> 20) + 1);
    try {
      if (megabytes.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return new Share(megabytes, wanted);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    throw Problem.of(
        Problem.Kind.UNAVAILABLE, "many large bodies are being taken in; send this one again");
  }
}
