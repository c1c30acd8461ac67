package dev.tsumugi.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Proof that the consent engine stands between a requester and the records: only it makes one, and
 * every call to the store demands one.
 */
public final class Access {
  private final Requester requester;
  private final Instant at;
  private final Rules rules;

  /** What is the same for every request. */
  record Rules(RoleTable roles, RulesMemory memory, SearchTokens tokens) {}

  Access(Requester requester, Instant at, Rules rules) {
    this.requester = requester;
    this.at = at;
    this.rules = rules;
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
    ScopeReach reach = new ScopeReach(requester.scopes(), rules.tokens());
    for (Scopes.Context context : Scopes.Context.values()) {
      if (!Residues.isNever(reach.of(action, type, context))) return Optional.empty();
    }
    return Optional.of(reach.tooNarrow(action, type));
  }

  /**
   * Why the token's scopes do not allow this on every row of the type; empty if they do. For what
   * is answered from such data without being a row of them: a scope that is narrowed by a search
   * does not reach it.
   */
  public Optional<Decision.Reason> refusedOnSome(Action action, String type) {
    Scopes scopes = requester.scopes();
    for (Scopes.Context context : Scopes.Context.values()) {
      if (scopes.allows(action, type, context)) return Optional.empty();
    }
    return Optional.of(
        scopes.hasQuery() && refusedByScope(action, type).isEmpty()
            ? Decision.Reason.OUTSIDE_SCOPE_QUERY
            : Decision.Reason.SCOPE_TOO_NARROW);
  }

  /** The search parameters of scopes for this that cannot be held to, and so grant nothing. */
  public List<String> unsupportedInScopes(Action action, String type) {
    return new ScopeReach(requester.scopes(), rules.tokens()).unsupported(action, type);
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
    return new Gate(requester, at, situation, rules);
  }
}
