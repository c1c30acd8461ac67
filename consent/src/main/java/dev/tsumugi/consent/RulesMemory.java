package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules worked out before. A policy says the same for ever (another choice is another policy),
 * so the only thing that makes an entry wrong is time, and that is looked at on each use.
 */
final class RulesMemory {
  /** In rules and kept answers: some 20 MB. */
  private static final long MOST_HELD = 100_000;

  private final ConcurrentHashMap<Key, LiveRules> known = new ConcurrentHashMap<>();
  private final AtomicLong held = new AtomicLong();

  /** A policy counts as this very object: to compare the rules would cost what is to be saved. */
  private record Key(Policy own, Policy city, Asker asker) {
    @SuppressWarnings("ReferenceEquality")
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && own == key.own
          && city == key.city
          && asker.equals(key.asker);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(own) * 31 + asker.keys().hashCode();
    }
  }

  LiveRules of(Policy own, Policy city, Asker asker, Instant at, Map<Ref, Set<Ref>> neighbours) {
    Key key = new Key(own, city, asker);
    LiveRules before = known.get(key);
    if (before != null && before.holds().contains(at)) return before;

    LiveRules now = LiveRules.of(own, city, asker, at, neighbours);
    // Neighbours are no part of a policy, and may be others the next time.
    if (!own.related().isEmpty() || !city.related().isEmpty()) return now;
    long size = own.rules().size() + city.rules().size() + 8L;
    if (held.addAndGet(size) > MOST_HELD) {
      known.clear();
      held.set(0);
    }
    known.put(key, now);
    return now;
  }
}
