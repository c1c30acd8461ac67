package dev.tsumugi.consent;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What holds for a requester whoever's record is asked for, as read in the snapshot of the rows.
 *
 * @param service the assessment of the requester's client; empty if it has none
 * @param city the city's own Consents: they speak beside every resident's
 * @param memberships those reached from the requester, in any order; cycles are allowed
 * @param over why the sign-on holds no longer, see {@link SignOnRules}; empty if it does
 */
public record Situation(
    Optional<Service> service,
    Policy city,
    Collection<Membership> memberships,
    Optional<Decision.Reason> over) {
  public Situation {
    memberships = List.copyOf(memberships);
  }

  /** Of a sign-on that holds. */
  public Situation(Optional<Service> service, Policy city, Collection<Membership> memberships) {
    this(service, city, memberships, Optional.empty());
  }

  public static Situation of(Optional<Service> service) {
    return new Situation(service, Policy.NONE, List.of());
  }
}
