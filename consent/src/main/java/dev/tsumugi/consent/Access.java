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

  Access(Requester requester, Instant at, RoleTable roles) {
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
   * The gate of one snapshot.
   *
   * @param service the assessment of the requester's client as read there; empty if it has none
   */
  public Gate in(Optional<Service> service) {
    return new Gate(requester, at, service, roles);
  }
}
