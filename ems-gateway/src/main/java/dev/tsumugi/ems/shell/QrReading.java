package dev.tsumugi.ems.shell;

import dev.tsumugi.kernel.Problem;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * How many frames are read at once: a frame takes a processor for as long as it takes, and some
 * tens of MB. Who comes beyond that is told so at once; the next frame comes in a second anyway.
 */
final class QrReading {
  static final int MOST = 8;

  /** Reads one. */
  interface Step {
    Optional<String> text(byte[] picture) throws QrFrame.Unreadable;
  }

  private final Semaphore places = new Semaphore(MOST);
  private final Step step;

  QrReading(Step step) {
    this.step = step;
  }

  /** Throws {@code Problem} TOO_MANY. */
  Optional<String> text(byte[] picture) throws QrFrame.Unreadable {
    if (!places.tryAcquire()) {
      throw Problem.of(
          Problem.Kind.TOO_MANY, "as many frames are being read as can be: send the next one");
    }
    try {
      return step.text(picture);
    } finally {
      places.release();
    }
  }
}
