package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Labelling.Progress;
import dev.tsumugi.fhirserver.Labelling.Progress.State;
import dev.tsumugi.fhirserver.shell.store.LabelGenerations.Generation;
import dev.tsumugi.kernel.Hash64;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way over the rows after a change of labels. Those that may have to be restricted come first:
 *
 * <pre>
 *   COUNT -> current rows, earlier versions that may get a label   -> what may get one is settled
 *         -> current rows, earlier versions that may only lose one -> all is settled
 * </pre>
 *
 * <p>A step is one small transaction, on one node at a time, and its place is a row of the same
 * transaction: whoever is killed, any node goes on. Current rows go before earlier versions, for a
 * row can only move from the first to the second. A change meanwhile begins the way anew.
 */
final class RelabelWalk {
  /** Rows a step that are labelled anew; a row may be a document of a megabyte. */
  static final int PORTION = 200;

  /** Rows a step of which the facet is looked at. */
  private static final int LOOKED_AT = 5_000;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final long KEY = Hash64.of("relabel");
  private static final Logger log = LoggerFactory.getLogger(RelabelWalk.class);

  private static final int COUNT = 0;
  private static final int RESTRICT_EARLIER = 2;
  private static final int LIFT_EARLIER = 4;

  private final Database database;
  private final Facets facets;
  private final JdbcParameters parameters;
  private final Keeping keeping;

  RelabelWalk(Database database, Facets facets, JdbcParameters parameters, Keeping keeping) {
    this.database = database;
    this.facets = facets;
    this.parameters = parameters;
    this.keeping = keeping;
  }

  /** Where the way is: behind this row. */
  private record Place(
      int part, long patient, short type, long row, int version, long done, long total) {
    boolean earlier() {
      return part == RESTRICT_EARLIER || part == LIFT_EARLIER;
    }

    boolean restricts() {
      return part <= RESTRICT_EARLIER;
    }

    Place next() {
      return new Place(part + 1, Long.MIN_VALUE, (short) 0, 0, 0, done, total);
    }
  }

  /** The thread that steps along. */
  Worker worker() {
    return new Worker("relabel", LOOK_EVERY, this::look);
  }

  private Duration look() {
    long begun = System.nanoTime();
    boolean due =
        !database
            .snapshot(connection -> LabelGenerations.current(connection))
            .pending()
            .isNothing();
    if (!due || !step()) return LOOK_EVERY;
    return Worker.restAfter(begun, LOOK_EVERY);
  }

  /** One portion; false if there was nothing to do, or another node is at it. */
  boolean step() {
    return database.writeRows(
        false,
        (connection, generation) ->
            isOurs(connection) && step(connection, parameters.at(connection, generation)));
  }

  private static boolean isOurs(Connection connection) throws SQLException {
    return new Sql()
        .add("select pg_try_advisory_xact_lock(?)", KEY)
        .first(connection, row -> row.getBoolean(1))
        .orElseThrow();
  }

  /** To be walked from its beginning, for what is pending in this generation. */
  static void begin(Connection connection, long generation) throws SQLException {
    new Sql()
        .add(
            "update label_walk set generation = ?, part = 0, patient = 0, type = 0, row = 0, version ="
                + " 0, done = 0, total = -1",
            generation)
        .run(connection);
  }

  private static Place place(Connection connection) throws SQLException {
    return new Sql()
        .add("select part, patient, type, row, version, done, total from label_walk")
        .first(
            connection,
            row ->
                new Place(
                    row.getInt(1),
                    row.getLong(2),
                    row.getShort(3),
                    row.getLong(4),
                    row.getInt(5),
                    row.getLong(6),
                    row.getLong(7)))
        .orElseThrow();
  }

  private static void move(Connection connection, Place to) throws SQLException {
    new Sql()
        .add(
            "update label_walk set part = ?, patient = ?, type = ?, row = ?, version = ?, done = ?,"
                + " total = ?",
            to.part(),
            to.patient(),
            to.type(),
            to.row(),
            to.version(),
            to.done(),
            to.total())
        .run(connection);
  }

  private boolean step(Connection connection, SearchSet set) throws SQLException {
    Generation now = LabelGenerations.current(connection);
    if (now.pending().isNothing()) return false;
    Place at = place(connection);
    if (at.part() == COUNT) {
      long rows = rows(connection);
      log.info("labels, generation {}: {} rows to look at", now.number(), rows);
      int part = now.pending().restricts() ? at.part() + 1 : RESTRICT_EARLIER + 1;
      move(connection, new Place(part, Long.MIN_VALUE, (short) 0, 0, 0, 0, rows));
      return true;
    }
    List<Key> looked = keys(connection, at);
    List<Key> due = new ArrayList<>();
    Key last = null;
    int count = 0;
    for (Key key : looked) {
      if (due.size() == PORTION) break;
      last = key;
      count++;
      boolean wanted =
          at.restricts()
              ? now.pending().restricts(key.facet())
              : now.pending().concerns(key.facet());
      if (wanted) due.add(key);
    }
    if (last == null) {
      finish(connection, now, at);
      return true;
    }
    RelabelledRows rows =
        new RelabelledRows(connection, set.drafts(), set.written(), facets, keeping);
    if (at.earlier()) rows.earlier(due);
    else rows.current(due);
    long done = Math.min(at.done() + count, at.total());
    move(
        connection,
        new Place(
            at.part(), last.patient(), last.type(), last.row(), last.version(), done, at.total()));
    return true;
  }

  private static long rows(Connection connection) throws SQLException {
    return new Sql()
        .add(
            "select (select count(*) from resource) + (select count(*) from resource_history) as n")
        .first(connection, row -> row.getLong(1))
        .orElseThrow();
  }

  /** A row before it is read. */
  record Key(long patient, short type, long row, int version, int facet) {}

  private static List<Key> keys(Connection connection, Place at) throws SQLException {
    Sql sql =
        at.earlier()
            ? new Sql()
                .add(
                    "select patient, type, row, version, facet from resource_history where (patient,"
                        + " row, version) > (?, ?, ?) order by patient, row, version limit ?",
                    at.patient(),
                    at.row(),
                    at.version(),
                    LOOKED_AT)
            : new Sql()
                .add(
                    "select patient, type, row, version, facet from resource where (patient, type,"
                        + " row) > (?, ?, ?) order by patient, type, row limit ?",
                    at.patient(),
                    at.type(),
                    at.row(),
                    LOOKED_AT);
    List<Key> keys = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        keys.add(
            new Key(row.getLong(1), row.getShort(2), row.getLong(3), row.getInt(4), row.getInt(5)));
      }
    }
    return keys;
  }

  private void finish(Connection connection, Generation now, Place at) throws SQLException {
    if (!at.earlier()) {
      move(connection, at.next());
      return;
    }
    boolean restricted = at.part() == RESTRICT_EARLIER;
    Relabelling left = restricted ? now.pending().lifting() : Relabelling.NOTHING;
    Generation after = new Generation(now.number() + 1, now.rules(), left);
    LabelGenerations.add(connection, after);
    begin(connection, after.number());
    if (left.isNothing()) {
      log.info("labels, generation {}: every row is labelled", after.number());
      return;
    }
    Place next = at.next();
    move(connection, new Place(next.part(), next.patient(), (short) 0, 0, 0, 0, at.total()));
  }

  /** How far the way is. */
  static Progress progress(Connection connection) throws SQLException {
    Generation now = LabelGenerations.current(connection);
    Place at = place(connection);
    if (now.pending().isNothing()) {
      return new Progress(now.number(), State.SETTLED, at.done(), Math.max(at.total(), 0));
    }
    State state = now.pending().restricts() ? State.RESTRICTING : State.LIFTING;
    return new Progress(now.number(), state, at.done(), at.total());
  }
}
