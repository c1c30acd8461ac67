package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that Consents and ties may name a requester by: themselves, their organisation, and whatever
 * these belong to at the time. It knows its own hash, for it is asked for every patient.
 */
final class Keys {
  /** Steps from the requester outward. Staff of a ward of a clinic of a corporation needs four. */
  static final int MOST_STEPS = 8;

  static final int MOST_KEYS = 1_000;

  private final Set<String> names;
  private final boolean complete;
  private final int hash;

  private Keys(Set<String> names, boolean complete) {
    this.names = Set.copyOf(names);
    this.complete = complete;
    this.hash = names.hashCode();
  }

  static Keys of(Set<String> names) {
    return new Keys(names, true);
  }

  /** Of a requester whose memberships are these, in any order, with cycles or without. */
  static Keys of(Requester requester, Collection<Membership> memberships, Instant at) {
    if (memberships.isEmpty()) return of(requester.actorKeys());
    Map<String, List<String>> wholes = new HashMap<>();
    for (Membership one : memberships) {
      if (!one.period().contains(at)) continue;
      wholes.computeIfAbsent(one.member(), m -> new ArrayList<>()).add(one.whole());
    }
    return of(requester.actorKeys(), wholes);
  }

  private static Keys of(Set<String> start, Map<String, List<String>> wholes) {
    Set<String> names = new HashSet<>(start);
    Collection<String> edge = start;
    for (int step = 0; step <= MOST_STEPS; step++) {
      List<String> next = new ArrayList<>();
      for (String name : edge) {
        for (String whole : wholes.getOrDefault(name, List.of())) {
          if (names.contains(whole)) continue;
          if (step == MOST_STEPS || names.size() == MOST_KEYS) return new Keys(names, false);
          names.add(whole);
          next.add(whole);
        }
      }
      if (next.isEmpty()) break;
      edge = next;
    }
    return new Keys(names, true);
  }

  /** These and the patient's teams whose members they are. */
  Keys withTeams(Collection<Tie> ties, Instant at) {
    Set<String> wider = names;
    boolean grown = true;
    for (int step = 0; grown; step++) {
      grown = false;
      for (Tie tie : ties) {
        if (tie.via().isEmpty() || !tie.period().contains(at)) continue;
        String team = tie.via().get();
        if (!wider.contains(tie.actor()) || wider.contains(team)) continue;
        if (step == MOST_STEPS || wider.size() >= MOST_KEYS) return new Keys(wider, false);
        if (wider == names) wider = new HashSet<>(names);
        wider.add(team);
        grown = true;
      }
    }
    return wider == names ? this : new Keys(wider, complete);
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  boolean contains(Ref ref) {
    return names.contains(ref.toString());
  }

  /**
   * Whether these are all. If not, nothing may be shown by them: one of those that were not reached
   * may be refused.
   */
  boolean isComplete() {
    return complete;
  }

  Set<String> names() {
    return names;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Keys keys
        && hash == keys.hash
        && complete == keys.complete
        && names.equals(keys.names);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
