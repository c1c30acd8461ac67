package dev.tsumugi.consent;

/**
 * A requester as the actors and purposes of one patient's Consents see them.
 *
 * @param relations bits of {@link Relation}
 */
record Asker(Role role, Purpose purpose, Keys keys, int relations) {
  boolean stands(Relation relation) {
    return (relations & relation.bit()) != 0;
  }
}
