package dev.tsumugi.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Proof that the consent engine stands between a requester and the records: only it makes one, and
 * every call to the store demands one.
 */
public final class Access {
  private final Requester requester;
  private final Instant at;
  private final RoleTable roles;
  private final RulesMemory memory;

  Access(Requester requester, Instant at, RoleTable roles, RulesMemory memory) {
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

  /**
   * All that ties may name the requester by, see {@link Situation#memberships}: those of a patient
   * whose actor is among these concern them.
   */
  public Set<String> keys(Collection<Membership> memberships) {
    return Keys.of(requester, memberships, at).names();
  }

  /** The gate of one snapshot. */
  public Gate in(Situation situation) {
    return new Gate(requester, at, situation, roles, memory);
  }
}
