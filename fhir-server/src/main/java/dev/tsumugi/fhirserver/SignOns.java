package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Decision.Reason;
import java.util.Optional;

/**
 * Whether sign-ons still hold. Every decision asks this in its own snapshot; what is answered
 * without a decision (codes, the state of a job) is to be asked for here first.
 */
public interface SignOns {
  /** Why the requester's sign-on holds no longer, as of now; empty if it does. */
  Optional<Reason> over(Access access);

  /**
   * Throws {@code Problem} UNAUTHENTICATED if the requester's sign-on holds no longer; the journal
   * has its row then.
   */
  void demand(Access access);
}
