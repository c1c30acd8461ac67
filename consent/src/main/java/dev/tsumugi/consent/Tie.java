package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;
import java.util.Set;

/**
 * That somebody cares or speaks for a patient, as one of the patient's resources states it.
 *
 * @param actor {@code Type/id} of a person or organisation
 */
public record Tie(Kind kind, String actor, Period period, Set<Power> powers) {
  /** Why they are tied. */
  public enum Kind {
    CARE,
    PROXY
  }

  /** What a proxy may do in the patient's stead. */
  public enum Power {
    READ,
    WRITE_WISHES,
    CONSENT
  }

  public Tie {
    powers = Set.copyOf(powers);
  }
}
