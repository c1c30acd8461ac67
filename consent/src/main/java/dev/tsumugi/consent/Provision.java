package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import java.util.List;
import java.util.Set;

/**
 * One statement of a Consent. All parts must match; an empty set matches anything. Where a nested
 * provision matches too, it speaks instead of this one.
 */
public record Provision(
    Effect effect,
    Period period,
    Set<ActorMatch> actors,
    Set<Purpose> purposes,
    Set<Action> actions,
    DataMatch data,
    List<Provision> exceptions) {
  /** What a matching provision says. */
  public enum Effect {
    PERMIT,
    DENY,
    /** Nothing itself; only its exceptions speak. */
    SILENT
  }

  public Provision {
    actors = Set.copyOf(actors);
    purposes = Set.copyOf(purposes);
    actions = Set.copyOf(actions);
    // Their order means nothing; one order lets equal choices be equal.
    exceptions = exceptions.stream().sorted(PolicyOrder.PROVISIONS).toList();
  }
}
