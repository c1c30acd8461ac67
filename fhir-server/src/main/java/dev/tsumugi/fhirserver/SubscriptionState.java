package dev.tsumugi.fhirserver;

import java.util.Locale;
import java.util.Optional;

/**
 * The status of a Subscription, as the server moves it (<a
 * href="https://hl7.org/fhir/R4/subscription.html">R4</a>):
 *
 * <pre>
 *   REQUESTED -- SET_UP  --> ACTIVE
 *   REQUESTED -- REFUSED --> ERROR
 *   REQUESTED -- ENDED   --> OFF
 *   ACTIVE    -- REFUSED --> ERROR
 *   ACTIVE    -- GAVE_UP --> ERROR
 *   ACTIVE    -- ENDED   --> OFF
 * </pre>
 *
 * From everywhere a client may ask anew (REQUESTED), or have it stop (OFF).
 */
public enum SubscriptionState {
  REQUESTED,
  ACTIVE,
  ERROR,
  OFF;

  /** What the server finds. */
  public enum Event {
    SET_UP,
    /** The endpoint may not be called. */
    REFUSED,
    /** The endpoint did not answer well, again and again. */
    GAVE_UP,
    /** Its time, its client or its session is over. */
    ENDED
  }

  /** Code of {@code http://hl7.org/fhir/subscription-status}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where a client may put it; empty for every other code. */
  public static Optional<SubscriptionState> asked(String code) {
    return switch (code) {
      case "requested" -> Optional.of(REQUESTED);
      case "off" -> Optional.of(OFF);
      default -> Optional.empty();
    };
  }

  /** The next state; empty if the event does not belong here. */
  public Optional<SubscriptionState> on(Event event) {
    if (this == ERROR || this == OFF) return Optional.empty();
    return switch (event) {
      case SET_UP -> this == REQUESTED ? Optional.of(ACTIVE) : Optional.empty();
      case GAVE_UP -> this == ACTIVE ? Optional.of(ERROR) : Optional.empty();
      case REFUSED -> Optional.of(ERROR);
      case ENDED -> Optional.of(OFF);
    };
  }
}
