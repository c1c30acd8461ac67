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
import java.util.stream.Collectors;

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
    if (refusal.isPresent()) throw refused(access, action, type, kind, asked, refusal.get());
  }

  /**
   * As {@link #demand}, for what is answered from such data without being a row of them: a scope
   * that is narrowed by a search does not reach it.
   */
  void demandOnAll(
      Access access, Action action, String type, JournalEntry.Kind kind, String asked) {
    Optional<Reason> refusal = access.refusedOnSome(action, type);
    if (refusal.isPresent()) throw refused(access, action, type, kind, asked, refusal.get());
  }

  private Problem refused(
      Access access,
      Action action,
      String type,
      JournalEntry.Kind kind,
      String asked,
      Reason refusal) {
    if (!Compartments.isOpen(type)) note(access, kind, asked, refusal);
    String scope = type + "." + action.letter();
    return Problem.of(
        Problem.Kind.FORBIDDEN,
        "this sign-on lacks a scope that this needs: user/"
            + scope
            + ", or the like under patient/ or system/"
            + why(access, action, type, refusal)
            + " ("
            + refusal
            + ")");
  }

  private static String why(Access access, Action action, String type, Reason refusal) {
    return switch (refusal) {
      case OUTSIDE_SCOPE_QUERY -> ", without a search behind it";
      case SCOPE_QUERY_UNSUPPORTED ->
          "; a scope of it is narrowed by "
              + access.unsupportedInScopes(action, type).stream()
                  .map(name -> "'" + name + "'")
                  .collect(Collectors.joining(", "))
              + ", by which this server narrows none of this type";
      default -> "";
    };
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
    note(access, JournalEntry.Kind.QUERY, asked, Reason.SCOPE_TOO_NARROW);
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

  private void note(Access access, JournalEntry.Kind kind, String asked, Reason reason) {
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
