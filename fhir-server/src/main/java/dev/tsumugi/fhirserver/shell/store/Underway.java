package dev.tsumugi.fhirserver.shell.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The writes under way on this node, by the time each began. What one of them will have written is
 * not older than that, so whoever follows all changes up to then misses nothing, in whatever order
 * they come to an end. Numbers of transactions alone do not tell it: of two writes the one with the
 * smaller number may have read the clock later.
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
    Instant start = now();
    begun.merge(start, 1, Integer::sum);
    return start;
  }

  private synchronized void end(Instant start) {
    begun.computeIfPresent(start, (time, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Up to when nothing more will be written here. To be asked before the snapshot is taken: what
   * begins in between is not older than this moment.
   */
  synchronized Instant settled() {
    return begun.isEmpty() ? now() : begun.firstKey();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
