package dev.tsumugi.consent;

import java.util.Optional;

/**
 * Whom a provision speaks of: somebody by reference, whoever works in a role, whoever stands in a
 * relation to the patient, or somebody of whom several of these are true.
 *
 * @param key {@code Type/id}
 */
public record ActorMatch(Optional<Role> role, Optional<Relation> relation, Optional<String> key) {
  public ActorMatch {
    if (role.isEmpty() && relation.isEmpty() && key.isEmpty()) {
      throw new IllegalArgumentException("matches nobody");
    }
  }

  static ActorMatch of(Role role) {
    return new ActorMatch(Optional.of(role), Optional.empty(), Optional.empty());
  }

  static ActorMatch of(Relation relation) {
    return new ActorMatch(Optional.empty(), Optional.of(relation), Optional.empty());
  }

  static ActorMatch of(String key) {
    return new ActorMatch(Optional.empty(), Optional.empty(), Optional.of(key));
  }

  boolean matches(Asker asker) {
    return (role.isEmpty() || role.get() == asker.role())
        && (relation.isEmpty() || asker.stands(relation.get()))
        && (key.isEmpty() || asker.keys().contains(key.get()));
  }
}
