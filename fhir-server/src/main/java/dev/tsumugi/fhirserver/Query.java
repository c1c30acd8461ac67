package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A search, understood and typed. Made by {@link QueryParser}; nothing in it is unsupported.
 *
 * @param type {@link #SEVERAL} for a search over types
 * @param types of a search over types; empty: all that one may search
 * @param clauses all must hold
 * @param sort in order; empty: the order of creation
 * @param count resources a page
 * @param includes what comes along with the page
 * @param leftOut names of parameters that lenient handling left out
 * @param text the parameters as they came, without those left out, for the self link and the cursor
 */
public record Query(
    String type,
    List<String> types,
    List<Clause> clauses,
    List<Sort> sort,
    int count,
    Total total,
    List<Include> includes,
    List<String> leftOut,
    String text) {
  /** Stands for the type where several are searched together. */
  public static final String SEVERAL = "";

  public enum Total {
    NONE,
    ESTIMATE,
    ACCURATE
  }

  /** The same question, answered with fewer matches and nothing beside them. */
  public Query onlyMatches(int most) {
    return new Query(type, types, clauses, sort, most, Total.NONE, List.of(), List.of(), text);
  }

  public boolean overSeveral() {
    return type.equals(SEVERAL);
  }

  /** The same question over these types. */
  public Query over(List<String> only) {
    return new Query(type, only, clauses, sort, count, total, includes, leftOut, text);
  }

  /**
   * One {@code _include} or {@code _revinclude} (<a
   * href="https://hl7.org/fhir/R4/search.html#include">R4</a>).
   *
   * @param source the type that holds the reference
   * @param param empty: every reference of the source
   * @param target only references to this type
   * @param iterate also from what was included
   */
  public record Include(
      boolean reverse,
      String source,
      Optional<SearchParameter> param,
      Optional<String> target,
      boolean iterate) {}

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

    record Numbers(SearchParameter param, List<NumberTest> tests) implements Clause {}

    /** What is told beside a code, folded; or the beginning of a uri. */
    record Told(SearchParameter param, List<String> beginnings) implements Clause {}

    record Missing(SearchParameter param, boolean missing) implements Clause {}

    /**
     * The parameter's reference leads to a resource for which one of {@code far} holds.
     *
     * @param shown as it was asked, for error texts
     */
    record Chain(String shown, SearchParameter param, List<Far> far) implements Clause {}

    /** {@code far.type} has a resource for which {@code far.clause} holds and which refers here. */
    record Has(String shown, SearchParameter param, Far far) implements Clause {}

    /** Values of one element together (composite parameters), as kept with the second of them. */
    record Together(SearchParameter param, String first, Clause second) implements Clause {}

    /** A place within so many metres of a point, in degrees (WGS84). */
    record Near(double latitude, double longitude, double metres) implements Clause {}

    record Any(List<Clause> clauses) implements Clause {}

    record All(List<Clause> clauses) implements Clause {}
  }

  /** A clause on another type than the query's. */
  public record Far(String type, Clause clause) {}

  /**
   * @param value as written: its digits are the precision where the prefix is eq, ne
   * @param unit "" for any unit; {@code system|code}; {@code |code} where the system does not
   *     matter
   */
  public record NumberTest(Prefix prefix, BigDecimal value, String unit) {}

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
      STRING,
      NUMBER,
      CODE
    }
  }

  /** Where a page ended: the sort values of its last row, and its row number. */
  public record Position(List<String> values, long row) {}

  /** Whether rows of other types are looked at or come along. */
  public boolean leadsBeyond() {
    return !includes.isEmpty() || clauses.stream().anyMatch(Query::leadsBeyond);
  }

  private static boolean leadsBeyond(Clause clause) {
    return clause instanceof Clause.Chain || clause instanceof Clause.Has;
  }

  /**
   * The patients that a clause names, when it names them by {@code patient} or {@code subject}, or
   * Patients by {@code _id}.
   */
  public List<Ref> patients() {
    for (Clause clause : clauses) {
      if (type.equals("Patient") && clause instanceof Clause.Ids named) {
        return named.ids().stream().filter(Ref::isId).map(Ref::patient).toList();
      }
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

  /**
   * A page of a search.
   *
   * @param included what came along, without the matches
   */
  public record Page(
      List<StoredResource> matches,
      List<StoredResource> included,
      OptionalLong total,
      Optional<Position> next) {}
}
