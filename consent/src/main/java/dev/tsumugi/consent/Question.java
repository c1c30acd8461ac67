package dev.tsumugi.consent;

import static dev.tsumugi.consent.LiveProvision.NAMED;
import static dev.tsumugi.consent.LiveProvision.OF_GLASS;
import static dev.tsumugi.consent.LiveProvision.OF_PROXIES;

import dev.tsumugi.consent.Decision.Basis;

/** What the gate asks of the Consents: how much it takes to refuse, and to permit. */
enum Question {
  /** For one who has a relation to the patient. */
  RELATED(Basis.DIRECTIVE, 0, 0),
  /** For one who has none, but to be named in a permit. */
  UNRELATED(Basis.DIRECTIVE, 0, NAMED),
  /** Who acts for the patient is stopped by a refusal of just them, or of all who do. */
  PROXY(Basis.PROXY, NAMED | OF_PROXIES, 0),
  /** Who wrote it is stopped by a refusal of just them: the lock against violence. */
  RECORDER(Basis.RECORDER, NAMED, 0),
  /** Broken glass: stopped by a refusal of just that, or of just them. */
  GLASS(Basis.BREAK_GLASS, NAMED | OF_GLASS, OF_GLASS),
  /** The same where the patient cannot refuse it: a minor, or one under a guardian. */
  GLASS_UNREFUSABLE(Basis.BREAK_GLASS, NAMED, OF_GLASS);

  private final Basis basis;
  private final int refusing;
  private final int permitting;

  Question(Basis basis, int refusing, int permitting) {
    this.basis = basis;
    this.refusing = refusing;
    this.permitting = permitting;
  }

  Basis basis() {
    return basis;
  }

  /** Marks, one of which a refusal needs to count; 0 if every one counts. */
  int refusing() {
    return refusing;
  }

  /** Marks, one of which a permit needs to count; 0 if every one counts. */
  int permitting() {
    return permitting;
  }

  boolean refusedBy(int denial) {
    return refusing == 0 || (denial & refusing) != 0;
  }

  boolean grantedBy(int permit) {
    return permitting == 0 || (permit & permitting) != 0;
  }

  /**
   * Whether some permit must speak.
   *
   * @param chosen whether the patient has any Consent of their own: for those who never chose the
   *     glass breaks only where the city says so
   */
  boolean needsPermit(boolean chosen) {
    return basis == Basis.DIRECTIVE || (basis == Basis.BREAK_GLASS && !chosen);
  }

  /** What we cannot read may refuse others, not those who have the right to read it. */
  boolean heedsTheUnreadable() {
    return basis == Basis.DIRECTIVE || basis == Basis.BREAK_GLASS;
  }
}
