package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.ParametersInForce.Progress;
import dev.tsumugi.fhirserver.ParametersInForce.Progress.State;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.ParameterTable.Entry;
import dev.tsumugi.kernel.Hash64;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way over the rows that a new search parameter needs before it is answered, and a retired one
 * until nothing of it is left. A step is one small transaction, on one node at a time; how far the
 * way is stands in the database, so any node goes on with it (docs/adr/0013).
 *
 * <p>Every row that is written meanwhile has the values of the new parameter and none of the
 * retired one: so one way over what stood before is enough.
 */
final class Reindex {
  /** Rows a step; a row may be a document of a megabyte. */
  static final int PORTION = 200;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final long KEY = Hash64.of("reindex");
  private static final long TOLD_EVERY = 10_000;
  private static final Logger log = LoggerFactory.getLogger(Reindex.class);

  private final Database database;
  private final R4 r4;
  private final JdbcParameters parameters;

  Reindex(Database database, R4 r4, JdbcParameters parameters) {
    this.database = database;
    this.r4 = r4;
    this.parameters = parameters;
  }

  /** The thread that steps along, and learns which search parameters other nodes have loaded. */
  Worker worker() {
    return new Worker("reindex", LOOK_EVERY, this::look);
  }

  private Duration look() {
    long begun = System.nanoTime();
    parameters.refresh();
    boolean due = parameters.current().entries().stream().anyMatch(JdbcParameters::isUnderWay);
    if (!due || !step()) return LOOK_EVERY;
    return Worker.restAfter(begun, LOOK_EVERY);
  }

  /** One portion; false if there was nothing to do, or another node is at it. */
  boolean step() {
    boolean worked =
        database.writeRows(
            false,
            (connection, generation) ->
                isOurs(connection) && step(connection, parameters.at(connection, generation)));
    if (worked) parameters.refresh();
    return worked;
  }

  private static boolean isOurs(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        new Sql().add("select pg_try_advisory_xact_lock(?)", KEY).prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getBoolean(1);
    }
  }

  private boolean step(Connection connection, SearchSet set) throws SQLException {
    List<Entry> entries = parameters.table().read(connection);
    Optional<Entry> next =
        entries.stream()
            .filter(entry -> !entry.is(State.ACTIVE))
            // What is waited for goes first.
            .min(Comparator.comparing(Entry::written).reversed().thenComparing(Entry::number));
    if (next.isEmpty()) return false;
    // Whoever stands at the same place of the same way goes along.
    Entry leader = next.get();
    List<Entry> group = entries.stream().filter(entry -> together(entry, leader)).toList();
    if (leader.atType() == 0) begin(connection, leader, group);
    else portion(connection, set, leader, group);
    return true;
  }

  private static boolean together(Entry one, Entry other) {
    return one.progress().state() == other.progress().state()
        && one.atType() == other.atType()
        && one.atId().equals(other.atId())
        && one.definition().types().equals(other.definition().types());
  }

  private void begin(Connection connection, Entry leader, List<Entry> group) throws SQLException {
    List<String> types = leader.definition().types();
    int[] numbers = types.stream().mapToInt(r4::typeNumber).toArray();
    long total;
    try (PreparedStatement statement =
        new Sql()
            .add("select count(*) from resource where type = any (?)", (Object) numbers)
            .prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      total = row.getLong(1);
    }
    move(connection, group, new Progress(leader.progress().state(), 0, total), types.get(0), "");
    log.info("search parameters {}: {} rows to look at", names(group), total);
  }

  private void portion(Connection connection, SearchSet set, Entry leader, List<Entry> group)
      throws SQLException {
    String type = r4.typeName(leader.atType());
    ReindexedRows rows = ReindexedRows.lock(connection, set, type, leader.atId(), PORTION);
    rows.rebuild();
    Progress before = leader.progress();
    long done = Math.min(before.done() + rows.size(), before.total());
    Progress progress = new Progress(before.state(), done, before.total());
    if (rows.size() > 0) {
      move(connection, group, progress, type, rows.lastId());
      if (done / TOLD_EVERY > before.done() / TOLD_EVERY) {
        log.info("search parameters {}: {} of {} rows", names(group), done, before.total());
      }
      return;
    }
    List<String> types = leader.definition().types();
    int following = types.indexOf(type) + 1;
    if (following < types.size()) move(connection, group, progress, types.get(following), "");
    else finish(connection, group, before.total());
  }

  private void move(
      Connection connection, List<Entry> group, Progress progress, String type, String id)
      throws SQLException {
    ParameterTable.move(connection, numbers(group), progress, r4.typeNumber(type), id);
  }

  private void finish(Connection connection, List<Entry> group, long total) throws SQLException {
    if (group.get(0).written()) {
      Progress all = new Progress(State.ACTIVE, total, total);
      ParameterTable.move(connection, numbers(group), all, (short) 0, "");
      log.info("search parameters {}: indexed, and answered from now on", names(group));
    } else {
      ParameterTable.remove(connection, numbers(group));
      log.info("search parameters {}: removed", names(group));
    }
  }

  private static List<Short> numbers(List<Entry> group) {
    return group.stream().map(Entry::number).toList();
  }

  private static List<String> names(List<Entry> group) {
    return group.stream().map(entry -> "SearchParameter/" + entry.id()).toList();
  }
}
