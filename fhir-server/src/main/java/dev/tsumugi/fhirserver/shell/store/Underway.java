package dev.tsumugi.fhirserver.shell.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The writes under way on this node, by the time each began. What one of them will have written is
 * not older than that, so whoever follows all changes up to then misses nothing, in whatever order
 * they come to an end. Numbers of transactions alone do not tell it: a writer reads the clock
 * before its first row gets it a number.
 */
final class Underway {
  private final Clock clock;
  private final NavigableMap<Instant, Integer> begun = new TreeMap<>();

  Underway(Clock clock) {
    this.clock = clock;
  }

  <T> T during(Supplier<T> write) {
    Instant start = begin();
    try {
      return write.get();
    } finally {
      end(start);
    }
  }

  private synchronized Instant begin() {
    Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    begun.merge(start, 1, Integer::sum);
    return start;
  }

  private synchronized void end(Instant start) {
    begun.computeIfPresent(start, (time, count) -> count == 1 ? null : count - 1);
  }

  /** To be asked before the snapshot is taken; empty if nothing is under way. */
  synchronized Optional<Instant> earliest() {
    return begun.isEmpty() ? Optional.empty() : Optional.of(begun.firstKey());
  }
}
