package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import java.util.Optional;
import java.util.Set;

/**
 * That somebody cares or speaks for a patient, as one of the patient's resources states it.
 *
 * @param actor {@code Type/id} of a person or organisation
 * @param via the patient's CareTeam that they work in, {@code CareTeam/id}: a Consent may name it
 * @param authority of a proxy
 */
public record Tie(
    Kind kind,
    String actor,
    Period period,
    Set<Power> powers,
    Optional<String> via,
    Optional<Authority> authority) {
  /** Why they are tied. */
  public enum Kind {
    CARE,
    PROXY,
    /** The glass was broken: stated by no resource, but by the hub when it was asked. */
    GLASS
  }

  /** By what right a proxy acts. */
  public enum Authority {
    /** A parent or legal guardian of a minor; ends when the minor is of age. */
    PARENT,
    /** A guardian whom a court appointed for an adult. */
    GUARDIAN,
    /** Whom the patient appointed to speak for them. */
    AGENT,
    /** Who lends a hand with reading and typing. */
    HELPER
  }

  /** What a proxy may do in the patient's stead. */
  public enum Power {
    READ,
    WRITE_WISHES,
    CONSENT,
    /** To go on when the patient has died. */
    BEYOND_DEATH
  }

  public Tie {
    powers = Set.copyOf(powers);
  }

  /** One that needs no further words. */
  public Tie(Kind kind, String actor, Period period, Set<Power> powers) {
    this(kind, actor, period, powers, Optional.empty(), Optional.empty());
  }
}
