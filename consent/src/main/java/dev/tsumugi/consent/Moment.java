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
    boolean in = period.contains(at);
    Period stretch =
        in
            ? period
            : at.isBefore(period.from())
                ? new Period(Period.MIN, period.from())
                : new Period(period.until(), Period.MAX);
    same = same.intersect(stretch);
    return in;
  }

  /** The stretch around the moment in which every answer would be the same. */
  Period same() {
    return same;
  }
}
