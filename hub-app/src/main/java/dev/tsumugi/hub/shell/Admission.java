package dev.tsumugi.hub.shell;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests of one lane are served at once. As many again may wait, for a short time; all
 * others are turned away at once, so that they take nothing from those inside.
 */
final class Admission {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Semaphore places;
  private final Semaphore waiting;

  /**
   * @param places at least 1
   */
  Admission(int places) {
    this.places = new Semaphore(places, true);
    this.waiting = new Semaphore(places);
  }

  /** Whether there is a place; it is to be left again. */
  boolean enter() {
    if (places.tryAcquire()) return true;
    if (!waiting.tryAcquire()) return false;
    try {
      return places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.release();
    }
  }

  void leave() {
    places.release();
  }

  int free() {
    return places.availablePermits();
  }
}
