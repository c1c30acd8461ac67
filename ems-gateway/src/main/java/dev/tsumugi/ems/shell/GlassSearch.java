package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.ems.Inquiry;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;

/**
 * Looking also for people who never chose, in an emergency that is declared with a reason: it gives
 * candidates only, and whom the crew then says it has before it, the glass is broken of.
 */
final class GlassSearch {
  private final BreakGlass glass;
  private final ConsentEngine engine;

  GlassSearch(BreakGlass glass, ConsentEngine engine) {
    this.glass = glass;
    this.engine = engine;
  }

  /** The same for whoever is looked for. */
  void demandReason(boolean declared, Inquiry inquiry) {
    if (declared && inquiry.reason().isEmpty()) {
      throw Problem.invalid("reason", "reason: needed beside the purpose of use BTG");
    }
    if (!declared && inquiry.reason().isPresent()) {
      throw Problem.invalid("reason", "reason: goes with the purpose of use BTG; leave it out");
    }
  }

  /**
   * The same person where no emergency is declared: who refuses rescuers then is not found by one.
   * Throws {@code Problem} as breaking the glass does.
   */
  Access unbroken(Access access) {
    Requester who = access.requester();
    if (who.actor().isEmpty()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN, "only a person may break the glass: this sign-on names none");
    }
    if (StepUp.lacks(who)) throw SignOnProblems.stepUp(who.signOn());
    return engine.open(
        new Requester(
            who.subject(),
            who.name(),
            who.actor(),
            who.organization(),
            who.role(),
            who.scopes(),
            Purpose.ETREAT,
            who.client(),
            who.patient(),
            who.signOn()),
        access.at());
  }

  /** With the notice to the resident, and the review. */
  void broken(Access access, Ref patient, Inquiry.Reason reason) {
    glass.grant(access, patient, reason.code(), reason.text());
  }
}
