package dev.tsumugi.consent;

import java.util.Optional;
import java.util.Set;

/**
 * Whom a provision speaks of: somebody by reference, whoever works in a role, or somebody in a
 * role.
 *
 * @param key {@code Type/id}
 */
public record ActorMatch(Optional<Role> role, Optional<String> key) {
  public ActorMatch {
    if (role.isEmpty() && key.isEmpty()) throw new IllegalArgumentException("matches nobody");
  }

  static ActorMatch of(Role role) {
    return new ActorMatch(Optional.of(role), Optional.empty());
  }

  static ActorMatch of(String key) {
    return new ActorMatch(Optional.empty(), Optional.of(key));
  }

  boolean matches(Role requesterRole, Set<String> requesterKeys) {
    return (role.isEmpty() || role.get() == requesterRole)
        && (key.isEmpty() || requesterKeys.contains(key.get()));
  }
}
