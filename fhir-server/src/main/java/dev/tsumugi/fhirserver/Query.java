package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A search, understood and typed. Made by {@link QueryParser}; nothing in it is unsupported.
 *
 * @param clauses all must hold
 * @param sort in order; empty: the order of creation
 * @param count resources a page
 * @param text the parameters as they came, for the self link and the cursor
 */
public record Query(
    String type, List<Clause> clauses, List<Sort> sort, int count, Total total, String text) {
  public enum Total {
    NONE,
    ACCURATE
  }

  /** One parameter; its values are alternatives. */
  public sealed interface Clause {
    record Ids(Set<String> ids) implements Clause {}

    record Updated(List<DateTest> tests) implements Clause {}

    /** Each alternative is the text that was hashed on write, see {@link TokenText}. */
    record Tokens(SearchParameter param, List<String> texts, boolean not) implements Clause {}

    /** Local references and absolute addresses, as they were hashed on write. */
    record References(SearchParameter param, List<String> targets) implements Clause {}

    record Strings(SearchParameter param, List<String> values, Match match) implements Clause {
      public enum Match {
        PREFIX,
        CONTAINS,
        EXACT
      }
    }

    record Dates(SearchParameter param, List<DateTest> tests) implements Clause {}
  }

  /** A prefix and the stretch its date names (search.html#prefix). */
  public record DateTest(Prefix prefix, Period value) {}

  /** <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a> of ordered values. */
  public enum Prefix {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB,
    AP
  }

  public record Sort(Key key, SearchParameter param, boolean descending) {
    public enum Key {
      ID,
      UPDATED,
      DATE,
      STRING
    }
  }

  /** Where a page ended: the sort values of its last row, and its row number. */
  public record Position(List<String> values, long row) {}

  /** The patients that a clause names, when it names them by {@code patient} or {@code subject}. */
  public List<Ref> patients() {
    for (Clause clause : clauses) {
      if (!(clause instanceof Clause.References references)) continue;
      String code = references.param().code();
      if (!code.equals("patient") && !code.equals("subject")) continue;
      List<Ref> patients =
          references.targets().stream()
              .flatMap(t -> Ref.parse(t).stream())
              .filter(r -> r.type().equals("Patient"))
              .toList();
      if (patients.size() == references.targets().size()) return patients;
    }
    return List.of();
  }

  /** A page of a search. */
  public record Page(
      List<StoredResource> matches,
      java.util.OptionalLong total,
      java.util.Optional<Position> next) {
    public static final Instant NO_TIME = Period.MIN;
  }
}
