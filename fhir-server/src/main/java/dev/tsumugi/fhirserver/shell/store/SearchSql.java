package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.Query.Sort;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SortPaths;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Ref;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One query as SQL over {@code resource r}. Types and parameters are numbers of ours, put as text.
 */
final class SearchSql {
  private final Query query;
  private final R4 r4;
  private final Sql where;
  private Optional<long[]> owners = Optional.empty();

  SearchSql(Query query, R4 r4, Owning owning, Instant now, FarRows far) throws SQLException {
    this.query = query;
    this.r4 = r4;
    List<Short> types = new ArrayList<>();
    for (String type : query.overSeveral() ? query.types() : List.of(query.type())) {
      types.add(r4.typeNumber(type));
    }
    where =
        query.overSeveral()
            ? new Sql().add("r.type = any (?)", types.stream().mapToInt(Short::intValue).toArray())
            : new Sql().add("r.type = " + types.get(0));
    boolean ofOne = false;
    for (Clause clause : query.clauses()) ofOne |= owner(clause, owning);
    ClauseSql clauses = new ClauseSql(query.type(), types, now, far, ofOne);
    for (Clause clause : query.clauses()) where.add(" and ").add(clauses.clause(clause));
  }

  /**
   * A patient that is the owner is found by the key, not among the tokens alone.
   *
   * @return whether that leaves the rows of one patient
   */
  private boolean owner(Clause clause, Owning owning) {
    if (!(clause instanceof Clause.References references)) return false;
    if (!owning.by(query.type(), references.param().code())) return false;
    List<Ref> refs =
        references.targets().stream().flatMap(target -> Ref.parse(target).stream()).toList();
    boolean all =
        refs.size() == references.targets().size()
            && refs.stream().allMatch(ref -> ref.type().equals("Patient"));
    if (!all) return false;
    long[] keys = refs.stream().mapToLong(ref -> Hash64.of(ref.toString())).toArray();
    // Only a single value leaves the index's order to the rows behind it.
    if (keys.length == 1) where.add(" and r.patient = ?", keys[0]);
    else where.add(" and r.patient = any (?)", keys);
    owners = Optional.of(keys);
    return keys.length == 1;
  }

  /** Whose rows alone can fit, if the question says so. */
  Optional<long[]> owners() {
    return owners;
  }

  /** The rows' condition without the gate: what is asked, not what may be seen. */
  Sql where() {
    return where;
  }

  /** Sort expressions that are never null, the last of them the row number. */
  private List<String> sortKeys() {
    List<String> keys = new ArrayList<>();
    for (Sort sort : query.sort()) keys.add(sortKey(sort));
    keys.add("r.row");
    return keys;
  }

  private String sortKey(Sort sort) {
    boolean down = sort.descending();
    String never = down ? "'-infinity'" : "'infinity'";
    return switch (sort.key()) {
      case ID -> "r.id";
      case UPDATED -> "r.updated";
      case DATE ->
          MainDate.is(query.type(), sort.param().code())
              ? "coalesce(r.since, " + never + "::timestamptz)"
              : first(sort, "n.since", "date_value n", never + "::timestamptz");
      case STRING -> first(sort, "n.value", "string_value n", lastText(down));
      // Amounts that UCUM can compare stand in one order, whatever their units.
      case NUMBER ->
          first(
              sort,
              "case when n.base = 0 then n.low else n.base_low end",
              "number_value n",
              never + "::numeric");
      case CODE -> code(sort);
    };
  }

  /** Of several values the one that comes first in the order asked for (search.html#sort). */
  private static String first(Sort sort, String value, String table, String none) {
    return ("coalesce((select " + minOrMax(sort) + "(" + value + ") from " + table)
        + " where n.patient = r.patient and n.row = r.row and n.param = "
        + sort.param().number()
        + "), "
        + none
        + ")";
  }

  private static String minOrMax(Sort sort) {
    return sort.descending() ? "max" : "min";
  }

  private static String lastText(boolean down) {
    return down ? "''" : "U&'\\FFFF'";
  }

  /** Out of the body: the hashed values have no order. */
  private String code(Sort sort) {
    StringBuilder values = new StringBuilder();
    for (String path : SortPaths.of(r4, sort.param())) {
      values
          .append(values.length() == 0 ? "" : " union all ")
          .append("select jsonb_path_query(b.json, '")
          .append(path)
          .append("') as value");
    }
    return "coalesce((select "
        + minOrMax(sort)
        + "((v.value #>> '{}') collate \"C\") from (select"
        + " convert_from('\\x7b'::bytea || r.body, 'UTF8')::jsonb as json) b cross join lateral ("
        + values
        + ") v), "
        + lastText(sort.descending())
        + ")";
  }

  private static String cast(Sort sort) {
    return switch (sort.key()) {
      case ID, STRING, CODE -> "?::text collate \"C\"";
      case UPDATED, DATE -> "?::timestamptz";
      case NUMBER -> "?::numeric";
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
