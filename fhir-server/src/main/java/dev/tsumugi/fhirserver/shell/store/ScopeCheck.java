package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a token's scopes allow on no row of a type is refused before any row is looked at: hidden,
 * absent and existing are answered alike, and the app learns what to ask its user for.
 */
final class ScopeCheck {
  private final List<String> types;
  private final JournalWriter journal;

  ScopeCheck(R4 r4, JournalWriter journal) {
    this.types = r4.types();
    this.journal = journal;
  }

  /**
   * @param asked as the journal's other rows of such a question say it
   * @throws Problem FORBIDDEN, naming the scope
   */
  void demand(Access access, Action action, String type, JournalEntry.Kind kind, String asked) {
    Optional<Reason> refusal = access.refusedByScope(action, type);
    if (refusal.isEmpty()) return;
    if (!Compartments.isOpen(type)) refused(access, kind, asked, refusal.get());
    String scope = type + "." + action.letter();
    throw Problem.of(
        Problem.Kind.FORBIDDEN,
        "this sign-on lacks a scope that this needs: user/"
            + scope
            + ", or the like under patient/ or system/ ("
            + refusal.get()
            + ")");
  }

  /**
   * The types that scopes allow to search.
   *
   * @throws Problem FORBIDDEN if it is none of them
   */
  List<String> allowed(Access access, String asked) {
    List<String> allowed =
        types.stream()
            .filter(type -> access.refusedByScope(Action.SEARCH, type).isEmpty())
            .toList();
    if (!allowed.isEmpty()) return allowed;
    refused(access, JournalEntry.Kind.QUERY, asked, Reason.SCOPE_TOO_NARROW);
    throw Problem.of(
        Problem.Kind.FORBIDDEN,
        "this sign-on lacks a scope that this needs: user/*.s, or one of a single type");
  }

  /** What the journal calls a search. */
  static String search(Query query) {
    return query.overSeveral() ? "search of several types" : "search " + query.type();
  }

  /**
   * The question over types that may be searched. A type that is asked for by its name is demanded;
   * where none is named, those that scopes do not reach are not looked at.
   */
  Query within(Access access, Query query) {
    String asked = search(query);
    if (!query.overSeveral()) {
      demand(access, Action.SEARCH, query.type(), JournalEntry.Kind.QUERY, asked);
      return query;
    }
    for (String type : query.types()) {
      demand(access, Action.SEARCH, type, JournalEntry.Kind.QUERY, asked);
    }
    return query.types().isEmpty() ? query.over(allowed(access, asked)) : query;
  }

  private void refused(Access access, JournalEntry.Kind kind, String asked, Reason reason) {
    journal.append(
        List.of(
            new JournalEntry(
                kind,
                access.requester(),
                Optional.empty(),
                asked,
                new TreeSet<>(),
                false,
                reason.name(),
                List.of())));
  }
}
