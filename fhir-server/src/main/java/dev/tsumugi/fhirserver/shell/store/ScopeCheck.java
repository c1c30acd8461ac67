package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a token's scopes allow on no row of a type is refused before any row is looked at: hidden,
 * absent and existing are answered alike, and the app learns what to ask its user for.
 */
final class ScopeCheck {
  private final JournalWriter journal;

  ScopeCheck(JournalWriter journal) {
    this.journal = journal;
  }

  /**
   * @param asked as the journal's other rows of such a question say it
   * @throws Problem FORBIDDEN, naming the scope
   */
  void demand(Access access, Action action, String type, JournalEntry.Kind kind, String asked) {
    Optional<Reason> refusal = access.refusedByScope(action, type);
    if (refusal.isEmpty()) return;
    if (!Compartments.isOpen(type)) {
      journal.append(
          List.of(
              new JournalEntry(
                  kind,
                  access.requester(),
                  Optional.empty(),
                  asked,
                  new TreeSet<>(),
                  false,
                  refusal.get().name(),
                  List.of())));
    }
    String scope = type + "." + action.letter();
    throw Problem.of(
        Problem.Kind.FORBIDDEN,
        "this sign-on lacks a scope that this needs: user/"
            + scope
            + ", or the like under patient/ or system/ ("
            + refusal.get()
            + ")");
  }
}
