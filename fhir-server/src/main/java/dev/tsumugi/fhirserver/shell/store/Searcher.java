package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.r4.R4;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A gated search, in two statements of one snapshot: which combinations of patient and facet the
 * question touches, and, decided on each of them, the page. So totals, order and page ends are made
 * of permitted rows alone.
 */
final class Searcher {
  private final R4 r4;
  private final Facets facets;
  private final PolicyTexts policies;

  Searcher(R4 r4, Facets facets, PolicyTexts policies) {
    this.r4 = r4;
    this.facets = facets;
    this.policies = policies;
  }

  /** A page of rows that the access permits, and the ruling that says so. */
  record Result(List<Row> rows, OptionalLong total, Optional<Query.Position> next, Ruling ruling) {}

  private record Touched(long patient, int facet, List<Long> members) {}

  Result search(Connection connection, Access access, Query query, Optional<Query.Position> after)
      throws SQLException {
    SearchSql sql = new SearchSql(query, r4);
    List<Touched> touched = touched(connection, sql);
    Set<Long> patients = new LinkedHashSet<>();
    for (Touched one : touched) {
      patients.add(one.patient());
      patients.addAll(one.members());
    }
    Ruling ruling = Ruling.over(connection, facets, policies, access, patients);

    Sql permitted = permitted(touched, ruling);
    OptionalLong total =
        query.total() == Query.Total.ACCURATE
            ? OptionalLong.of(count(connection, sql, permitted))
            : OptionalLong.empty();
    if (query.count() == 0) return new Result(List.of(), total, Optional.empty(), ruling);
    return page(connection, query, sql, permitted, after, total, ruling);
  }

  private List<Touched> touched(Connection connection, SearchSql sql) throws SQLException {
    Sql distinct =
        new Sql()
            .add("select distinct r.patient, r.facet, r.members from resource r where ")
            .add(sql.where());
    List<Touched> touched = new ArrayList<>();
    try (PreparedStatement statement = distinct.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        List<Long> members = new ArrayList<>();
        for (long member : Row.longs(row.getArray(3))) members.add(member);
        touched.add(new Touched(row.getLong(1), row.getInt(2), members));
      }
    }
    return touched;
  }

  /**
   * The gate's predicate: pairs of patient and facet; for rows of several patients, each of them.
   */
  private Sql permitted(List<Touched> touched, Ruling ruling) throws SQLException {
    List<Long> patients = new ArrayList<>();
    List<Integer> permittedFacets = new ArrayList<>();
    Set<Touched> shared = new LinkedHashSet<>();
    for (Touched one : touched) {
      long[] members = Sql.longs(one.members());
      if (!ruling.decide(Action.SEARCH, one.facet(), one.patient(), members).permitted()) continue;
      if (members.length > 0) {
        shared.add(one);
      } else {
        patients.add(one.patient());
        permittedFacets.add(one.facet());
      }
    }
    Sql gate =
        new Sql()
            .add(
                " and (r.members = '{}' and (r.patient, r.facet) in (select * from unnest(?, ?))",
                Sql.longs(patients),
                permittedFacets.stream().mapToInt(Integer::intValue).toArray());
    for (Touched one : shared) {
      gate.add(
          " or r.patient = ? and r.facet = ? and r.members = ?",
          one.patient(),
          one.facet(),
          Sql.longs(one.members()));
    }
    return gate.add(")");
  }

  private static long count(Connection connection, SearchSql sql, Sql permitted)
      throws SQLException {
    Sql count =
        new Sql().add("select count(*) from resource r where ").add(sql.where()).add(permitted);
    try (PreparedStatement statement = count.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  private static Result page(
      Connection connection,
      Query query,
      SearchSql sql,
      Sql permitted,
      Optional<Query.Position> after,
      OptionalLong total,
      Ruling ruling)
      throws SQLException {
    Sql page =
        new Sql()
            .add("select " + Row.COLUMNS + sql.positionColumns() + " from resource r where ")
            .add(sql.where())
            .add(permitted)
            .add(sql.after(after))
            .add(sql.orderBy())
            .add(" limit ?", query.count() + 1);
    List<Row> rows = new ArrayList<>();
    List<String> last = List.of();
    boolean more = false;
    try (PreparedStatement statement = page.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        if (rows.size() == query.count()) {
          more = true;
          break;
        }
        rows.add(Row.read(query.type(), row));
        last = new ArrayList<>();
        for (int i = 0; i < query.sort().size(); i++) last.add(row.getString(11 + i));
      }
    }
    Optional<Query.Position> next =
        more
            ? Optional.of(new Query.Position(last, rows.get(rows.size() - 1).row()))
            : Optional.empty();
    return new Result(rows, total, next, ruling);
  }
}
