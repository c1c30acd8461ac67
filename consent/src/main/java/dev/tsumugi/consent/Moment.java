package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import java.time.Instant;

/** A moment, and how long everything stays true that it was asked. */
final class Moment {
  private final Instant at;
  private Period same = Period.ALWAYS;

  Moment(Instant at) {
    this.at = at;
  }

  boolean isIn(Period period) {
    Period before = new Period(Period.MIN, period.from());
    Period after = new Period(period.until(), Period.MAX);
    boolean in = period.contains(at);
    same = same.intersect(in ? period : before.contains(at) ? before : after);
    return in;
  }

  /** The stretch around the moment in which every answer would be the same. */
  Period same() {
    return same;
  }
}
