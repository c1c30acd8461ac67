package dev.tsumugi.keycloak;

import java.util.Optional;
import java.util.Set;

/**
 * What one client may ask for, whatever the user. Letters are a subset of {@code cruds}; a level
 * stands in {@code levels} when the realm gave the client its base scope.
 */
record ScopePolicy(Kind kind, Set<SmartScope.Level> levels, String letters) {
  /** How the client stands to a user and to a secret. */
  enum Kind {
    /** Keeps no secret (a browser, a phone): always acts for a signed-in user. */
    PUBLIC,
    /** Keeps a secret and acts for a signed-in user. */
    CONFIDENTIAL,
    /** Keeps a secret and acts for itself alone: no user ever signs in through it. */
    SYSTEM,
    /** Keeps a secret; acts for a user or for itself. */
    BOTH
  }

  enum Refusal {
    LEVEL_NOT_GIVEN,
    SYSTEM_NEEDS_A_SERVICE_ACCOUNT,
    SYSTEM_CLIENT_HAS_NO_USER,
    ABOVE_THE_CAP
  }

  ScopePolicy {
    levels = Set.copyOf(levels);
  }

  /** Empty if the scope may be granted; the first reason against it otherwise. */
  Optional<Refusal> refusalOf(SmartScope scope) {
    boolean forItself = scope.level() == SmartScope.Level.SYSTEM;
    // Checked apart from the levels: a base scope given to the wrong kind of client by hand must
    // not
    // turn a browser into a backend.
    if (forItself && kind != Kind.SYSTEM && kind != Kind.BOTH) {
      return Optional.of(Refusal.SYSTEM_NEEDS_A_SERVICE_ACCOUNT);
    }
    if (!forItself && kind == Kind.SYSTEM) {
      return Optional.of(Refusal.SYSTEM_CLIENT_HAS_NO_USER);
    }
    if (!levels.contains(scope.level())) {
      return Optional.of(Refusal.LEVEL_NOT_GIVEN);
    }
    if (!scope.within(letters)) {
      return Optional.of(Refusal.ABOVE_THE_CAP);
    }
    return Optional.empty();
  }
}
