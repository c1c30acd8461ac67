package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules of a policy that speak of a requester.
 *
 * @param consents of each rule
 * @param holds when these are the rules: no period begins or ends inside
 */
@SuppressWarnings("ArrayRecordComponent") // asked once a facet; nobody compares or changes them
record LiveRules(LiveProvision[] rules, String[] consents, Period holds) {

  private static LiveRules of(
      Policy policy, Role role, Set<String> keys, Purpose purpose, Instant at) {
    Moment moment = new Moment(at);
    List<LiveProvision> live = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      if (!moment.isIn(rule.period())) continue;
      LiveProvision root = LiveProvision.of(rule.root(), role, keys, purpose, moment);
      if (root == null) continue;
      live.add(root);
      ids.add(rule.consent());
    }
    return new LiveRules(
        live.toArray(LiveProvision[]::new), ids.toArray(String[]::new), moment.same());
  }

  /**
   * What was worked out before. A policy says the same for ever (another choice is another policy),
   * so the only thing that makes an entry wrong is time, and that is looked at on each use.
   */
  static final class Memory {
    /** In rules: some 15 MB. */
    private static final long MOST_HELD = 200_000;

    private final ConcurrentHashMap<Key, LiveRules> known = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();

    /** A policy counts as this very object: to compare the rules would cost what is to be saved. */
    private record Key(Policy policy, Role role, Set<String> keys, Purpose purpose) {
      @SuppressWarnings("ReferenceEquality")
      @Override
      public boolean equals(Object other) {
        return other instanceof Key key
            && policy == key.policy
            && role == key.role
            && purpose == key.purpose
            && keys.equals(key.keys);
      }

      @Override
      public int hashCode() {
        return System.identityHashCode(policy) * 31 + keys.hashCode();
      }
    }

    LiveRules of(Policy policy, Requester requester, Set<String> keys, Instant at) {
      Role role = requester.role();
      Purpose purpose = requester.purpose();
      Key key = new Key(policy, role, keys, purpose);
      LiveRules before = known.get(key);
      if (before != null && before.holds.contains(at)) return before;
      LiveRules now = LiveRules.of(policy, role, keys, purpose, at);
      if (held.addAndGet(policy.rules().size() + 1L) > MOST_HELD) {
        known.clear();
        held.set(0);
      }
      known.put(key, now);
      return now;
    }
  }
}
