package dev.tsumugi.hub.town;

import java.time.LocalDate;
import java.util.SplittableRandom;

/** What the town is made from: nothing else varies. */
record Setting(long seed, LocalDate today) {
  /** Own dice for each purpose, so that one more resident does not change all others. */
  SplittableRandom dice(String purpose) {
    return new SplittableRandom(seed * 1_000_003L + purpose.hashCode());
  }

  String daysAgo(int days) {
    return today.minusDays(days).toString();
  }

  /** Half past nine in the morning, Japan time. */
  String morning(int daysAgo) {
    return daysAgo(daysAgo) + "T09:30:00+09:00";
  }

  String evening(int daysAgo) {
    return daysAgo(daysAgo) + "T18:00:00+09:00";
  }
}
