package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Tie;
import java.util.Optional;
import java.util.Set;

/** Who may ask about a patient's agreements as a whole: the gate says it of their Consents. */
final class Speaking {
  /** The basis of the privacy officer's own work, in the journal. */
  static final String OVERSIGHT = "OVERSIGHT";

  private Speaking() {}

  private static Facet consent(String recorder) {
    return new Facet("Consent", DataClass.CONSENT, Set.of(), Confidentiality.N, recorder);
  }

  /**
   * On what somebody may ask of anybody; empty if they may ask only for themselves.
   *
   * @param own their ruling over {@code facts}
   */
  static Optional<String> of(Access asker, Ruling own, Facts facts, long patient) {
    if (isOffice(asker, own)) return Optional.of(OVERSIGHT);
    Decision decision = own.quietly(Action.READ, consent(""), patient);
    if (!(decision instanceof Decision.Permit permit)) return Optional.empty();
    return switch (permit.basis()) {
      case SELF, CUSTODIAN, REGISTER -> Optional.of(permit.basis().name());
      case PROXY ->
          consents(asker, facts, patient) ? Optional.of(permit.basis().name()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean consents(Access asker, Facts facts, long patient) {
    Set<String> keys = asker.requester().actorKeys();
    for (Tie tie : facts.of(patient).ties()) {
      boolean theirs = tie.kind() == Tie.Kind.PROXY && keys.contains(tie.actor());
      boolean lives = tie.period().contains(asker.at());
      if (theirs && lives && tie.powers().contains(Tie.Power.CONSENT)) return true;
    }
    return false;
  }

  /**
   * Whether a privacy officer asks, whose token, app and role reach Consents: what the office keeps
   * of these is its own work, and stands in no resident's record.
   */
  static boolean isOffice(Access asker, Ruling own) {
    if (asker.requester().role() != Role.OFFICER) return false;
    Facet kept = consent(asker.requester().recorderKey());
    return own.quietly(Action.SEARCH, kept, Facts.CITY).permitted();
  }

  /** Why scope, service or role refuse, which they do for every patient alike; empty if not. */
  static Optional<Decision.Reason> refusal(Ruling own, Action action, Facet facet) {
    Decision decision = own.quietly(action, facet, Facts.CITY);
    if (!(decision instanceof Decision.Deny deny)) return Optional.empty();
    return switch (deny.layer()) {
      case SIGN_ON, SCOPE, SERVICE, ROLE -> Optional.of(deny.reason());
      case RELATION, DIRECTIVE -> Optional.empty();
    };
  }
}
