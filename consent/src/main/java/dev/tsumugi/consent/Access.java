package dev.tsumugi.consent;

import java.time.Instant;
import java.util.Optional;

/**
 * Proof that the consent engine stands between a requester and the records: only it makes one, and
 * every call to the store demands one.
 */
public final class Access {
  private final Requester requester;
  private final Instant at;
  private final RoleTable roles;
  private final LiveRules.Memory memory;

  Access(Requester requester, Instant at, RoleTable roles, LiveRules.Memory memory) {
    this.memory = memory;
    this.requester = requester;
    this.at = at;
    this.roles = roles;
  }

  public Requester requester() {
    return requester;
  }

  public Instant at() {
    return at;
  }

  /**
   * Why the token's scopes allow this on no row of the type, whoever's it is; empty if they allow
   * it on some. No row is asked, so the answer tells nothing of any.
   */
  public Optional<Decision.Reason> refusedByScope(Action action, String type) {
    for (Scopes.Context context : Scopes.Context.values()) {
      if (requester.scopes().allows(action, type, context)) return Optional.empty();
    }
    return Optional.of(Gate.tooNarrow(requester.scopes(), action, type));
  }

  /** The gate of one snapshot. */
  public Gate in(Situation situation) {
    return new Gate(requester, at, situation.service(), roles, memory);
  }
}
