package dev.tsumugi.fhirserver;

import java.time.Duration;

/**
 * When a notification that failed is tried again: a minute, two, four …; eight tries in two hours.
 */
public final class BackOff {
  /** Tries that fail in a row before the server gives up. */
  public static final int TRIES = 8;

  private static final Duration FIRST = Duration.ofMinutes(1);

  private BackOff() {}

  /**
   * @param failures in a row, from 1
   * @param chance from 0 to 1: spreads those who failed together over a fifth to either side
   */
  public static Duration after(int failures, double chance) {
    if (failures < 1) throw new IllegalArgumentException("nothing has failed");
    long millis = FIRST.toMillis() << Math.min(failures, TRIES) - 1;
    return Duration.ofMillis((long) (millis * (0.8 + 0.4 * chance)));
  }
}
