package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The searches on which writes of one commit depend. They are gated as any search is: what the
 * requester may not see matches nothing, so a condition is no probe.
 */
final class Conditions {
  private final Connection connection;
  private final Access access;
  private final Searcher searcher;
  private final Traces traces;
  private final List<Held> held = new ArrayList<>();

  /** Rows that a condition found and that are going to be changed for it. */
  private record Held(Query query, int most, Set<Ref> found) {}

  Conditions(Connection connection, Access access, Searcher searcher, Traces traces) {
    this.connection = connection;
    this.access = access;
    this.searcher = searcher;
    this.traces = traces;
  }

  /**
   * The same condition at the same time must not create twice: who states it first has it until the
   * end of the commit. In key order, so that none waits in a circle.
   */
  void lock(Collection<Query> queries) throws SQLException {
    Set<Long> keys = new TreeSet<>();
    for (Query query : queries) {
      keys.add(Hash64.of("create " + query.type() + "\n" + query.text()));
    }
    if (keys.isEmpty()) return;
    Sql sql =
        new Sql()
            .add(
                "select pg_advisory_xact_lock(k) from (select unnest(?::bigint[]) as k order by 1)"
                    + " keys",
                (Object) Sql.longs(keys));
    try (PreparedStatement statement = sql.prepare(connection)) {
      statement.execute();
    }
  }

  /** What matches and may be seen, at most {@code most} of it. */
  List<Row> find(GateTag tag, Query query, int most) throws SQLException {
    // Without a criterion everything matches: that was never meant.
    if (query.clauses().isEmpty()) {
      throw Problem.invalid("", "a condition needs at least one search criterion");
    }
    Searcher.Result result = search(tag, query, most);
    traces.searched(result.journal(JournalEntry.Kind.QUERY, "search " + query.type(), query));
    return result.rows();
  }

  /** As {@link #find}; the rows must be found again when they are locked. */
  List<Row> hold(Query query, int most) throws SQLException {
    List<Row> rows = find(GateTag.CONDITION, query, most);
    if (!rows.isEmpty()) held.add(new Held(query, most, refs(rows)));
    return rows;
  }

  /**
   * Between search and lock another commit may have changed what was found, so that it matches no
   * more. Then all is tried again.
   */
  void confirm() throws SQLException {
    for (Held one : held) {
      Set<Ref> now = refs(search(GateTag.CONDITION, one.query(), one.most()).rows());
      if (!now.equals(one.found())) throw Database.lostRace("what a condition found has changed");
    }
  }

  private static Set<Ref> refs(List<Row> rows) {
    Set<Ref> refs = new HashSet<>();
    for (Row row : rows) refs.add(row.ref());
    return refs;
  }

  private Searcher.Result search(GateTag tag, Query query, int most) throws SQLException {
    return searcher.search(
        connection, access, tag, query.onlyMatches(most), java.util.Optional.empty());
  }
}
