package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.Query.DateTest;
import dev.tsumugi.fhirserver.Query.Sort;
import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One query as SQL over {@code resource r}. Types and parameters are numbers of ours, put as text.
 */
final class SearchSql {
  private static final String LAST_TEXT = "\uffff\uffff";

  private final Query query;
  private final short type;

  SearchSql(Query query, R4 r4) {
    this.query = query;
    this.type = r4.typeNumber(query.type());
  }

  /** The rows' condition without the gate: what is asked, not what may be seen. */
  Sql where() {
    Sql sql = new Sql().add("r.type = " + type);
    List<Ref> patients = query.patients();
    if (!patients.isEmpty()) {
      sql.add(" and r.patient = any (?)", patientKeys(patients));
    }
    for (Clause clause : query.clauses()) sql.add(" and ").add(clause(clause));
    return sql;
  }

  static long[] patientKeys(List<Ref> patients) {
    return patients.stream().mapToLong(p -> Hash64.of(p.toString())).toArray();
  }

  private Sql clause(Clause clause) {
    if (clause instanceof Clause.Ids ids) {
      return new Sql().add("r.id = any (?)", (Object) ids.ids().toArray(String[]::new));
    }
    if (clause instanceof Clause.Updated updated) {
      return anyOf(updated.tests(), test -> range(test, "r.updated", "r.updated", false));
    }
    if (clause instanceof Clause.Tokens tokens) {
      Sql hit = hashes(tokens.param(), tokens.texts());
      return tokens.not() ? new Sql().add("not ").add(hit) : hit;
    }
    if (clause instanceof Clause.References references) {
      return hashes(references.param(), references.targets());
    }
    if (clause instanceof Clause.Strings strings) return strings(strings);
    return dates((Clause.Dates) clause);
  }

  private Sql hashes(SearchParameter param, List<String> texts) {
    long[] hashes =
        texts.stream().mapToLong(t -> TokenText.hash(type, param.number(), t)).toArray();
    // One value is the common case, and "contains" is the operator with the better estimate.
    return new Sql().add(hashes.length == 1 ? "r.tokens @> ?" : "r.tokens && ?", hashes);
  }

  private Sql strings(Clause.Strings clause) {
    return anyOf(
        clause.values(),
        value -> {
          Sql sql =
              new Sql()
                  .add(
                      "exists (select from string_value s where s.patient = r.patient and s.row ="
                          + " r.row and s.type = "
                          + type
                          + " and s.param = "
                          + clause.param().number());
          switch (clause.match()) {
            case PREFIX -> sql.add(" and s.value >= ? and s.value < ?", value, value + LAST_TEXT);
            case CONTAINS -> sql.add(" and strpos(s.value, ?) > 0", value);
            case EXACT -> sql.add(" and s.exact = ?", value);
          }
          return sql.add(")");
        });
  }

  private Sql dates(Clause.Dates clause) {
    if (MainDate.is(query.type(), clause.param().code())) {
      return anyOf(clause.tests(), test -> range(test, "r.since", "r.until", true));
    }
    return anyOf(
        clause.tests(),
        test ->
            new Sql()
                .add(
                    "exists (select from date_value d where d.patient = r.patient and d.row = r.row"
                        + " and d.type = "
                        + type
                        + " and d.param = "
                        + clause.param().number()
                        + " and ")
                .add(range(test, "d.since", "d.until", true))
                .add(")"));
  }

  /** {@code stretch}: the column pair is [from, until); else it is one instant. */
  private static Sql range(DateTest test, String from, String until, boolean stretch) {
    Period value = test.value();
    Instant a = value.from();
    Instant b = value.until();
    String inside = until + (stretch ? " <= ?" : " < ?");
    return switch (test.prefix()) {
      case EQ -> new Sql().add("(" + from + " >= ? and " + inside + ")", a, b);
      case NE -> new Sql().add("not (" + from + " >= ? and " + inside + ")", a, b);
      case GT -> new Sql().add(until + (stretch ? " > ?" : " >= ?"), b);
      case LT -> new Sql().add(from + " < ?", a);
      case GE ->
          new Sql()
              .add("(" + until + (stretch ? " > ?" : " >= ?"), b)
              .add(" or (" + from + " >= ? and " + inside + "))", a, b);
      case LE ->
          new Sql()
              .add("(" + from + " < ?", a)
              .add(" or (" + from + " >= ? and " + inside + "))", a, b);
      case SA -> new Sql().add(from + " >= ?", b);
      case EB -> new Sql().add(until + " <= ?", a);
      case AP -> throw new IllegalStateException("refused by the parser");
    };
  }

  private static <T> Sql anyOf(List<T> values, java.util.function.Function<T, Sql> one) {
    Sql sql = new Sql().add("(");
    for (int i = 0; i < values.size(); i++) {
      sql.add(i == 0 ? "" : " or ").add(one.apply(values.get(i)));
    }
    return sql.add(")");
  }

  /** Sort expressions that are never null, the last of them the row number. */
  private List<String> sortKeys() {
    List<String> keys = new ArrayList<>();
    for (Sort sort : query.sort()) keys.add(sortKey(sort));
    keys.add("r.row");
    return keys;
  }

  private String sortKey(Sort sort) {
    String none = sort.descending() ? "'-infinity'::timestamptz" : "'infinity'::timestamptz";
    return switch (sort.key()) {
      case ID -> "r.id";
      case UPDATED -> "r.updated";
      case DATE ->
          MainDate.is(query.type(), sort.param().code())
              ? "coalesce(r.since, " + none + ")"
              : "coalesce((select min(d.since) from date_value d where d.patient = r.patient and"
                  + " d.row = r.row and d.param = "
                  + sort.param().number()
                  + "), "
                  + none
                  + ")";
      case STRING ->
          "coalesce((select min(s.value) from string_value s where s.patient = r.patient and s.row"
              + " = r.row and s.param = "
              + sort.param().number()
              + "), "
              + (sort.descending() ? "''" : "U&'\\FFFF'")
              + ")";
    };
  }

  private static String cast(Sort sort) {
    return switch (sort.key()) {
      case ID, STRING -> "?::text collate \"C\"";
      case UPDATED, DATE -> "?::timestamptz";
    };
  }

  /** The sort values as text, for the cursor; microseconds survive. */
  String positionColumns() {
    StringBuilder columns = new StringBuilder();
    for (Sort sort : query.sort()) columns.append(", (").append(sortKey(sort)).append(")::text");
    return columns.toString();
  }

  String orderBy() {
    StringBuilder order = new StringBuilder(" order by ");
    List<String> keys = sortKeys();
    for (int i = 0; i < keys.size(); i++) {
      boolean down = i < query.sort().size() && query.sort().get(i).descending();
      order.append(i == 0 ? "" : ", ").append(keys.get(i)).append(down ? " desc" : "");
    }
    return order.toString();
  }

  /** Rows behind a position, in the order of {@link #orderBy}. */
  Sql after(Optional<Query.Position> position) {
    Sql sql = new Sql();
    if (position.isEmpty()) return sql;
    List<String> keys = sortKeys();
    sql.add(" and (");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 ? "(" : " or (");
      for (int j = 0; j <= i; j++) {
        boolean last = j == query.sort().size();
        boolean down = !last && query.sort().get(j).descending();
        String operator = j < i ? " = " : down ? " < " : " > ";
        Object value = last ? (Object) position.get().row() : position.get().values().get(j);
        String placeholder = last ? "?" : cast(query.sort().get(j));
        sql.add((j == 0 ? "" : " and ") + keys.get(j) + operator + placeholder, value);
      }
      sql.add(")");
    }
    return sql.add(")");
  }
}
