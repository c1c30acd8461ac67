package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way over the rows that an older release wrote without what a decision may look at in them:
 * current ones, then earlier versions, then deletions, which tell what they deleted told. Rows that
 * are marked are not met again, so it needs no place; whoever is killed, any node goes on. A step
 * is one small transaction.
 */
final class Marking {
  /** Rows a step; a row may be a document of a megabyte. */
  static final int PORTION = 200;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(Marking.class);

  private static final String OF_VERSION =
      "update resource_history set marks = ?, since = ?, until = ?, tokens = ? where patient = ? and row = ? and"
          + " version = ?";

  private final Database database;
  private final JdbcParameters parameters;
  private boolean begun;

  Marking(Database database, JdbcParameters parameters) {
    this.database = database;
    this.parameters = parameters;
  }

  /** The thread that steps along. */
  Worker worker() {
    return new Worker("mark", LOOK_EVERY, this::look);
  }

  private Duration look() {
    long before = System.nanoTime();
    if (!step()) {
      if (begun) log.info("every row is marked");
      begun = false;
      return LOOK_AGAIN;
    }
    if (!begun) log.info("rows of an older release are being marked");
    begun = true;
    return Worker.restAfter(before, LOOK_EVERY);
  }

  /** One portion; false if there was nothing to do. */
  boolean step() {
    return database.writeRows(
        false,
        (connection, generation) -> {
          Draft.Maker drafts = parameters.at(connection, generation).drafts();
          return current(connection, drafts) > 0
              || earlier(connection, drafts) > 0
              || deletions(connection) > 0;
        });
  }

  private int current(Connection connection, Draft.Maker drafts) throws SQLException {
    Sql unmarked =
        new Sql()
            .add("select " + Row.COLUMNS + ", r.type, r.recorder from resource r")
            .add(" where r.marks is null order by r.row limit ? for update of r", PORTION);
    return mark(
        connection,
        drafts,
        unmarked,
        "update resource set marks = ?, since = ?, until = ?, tokens = ? where patient = ? and row = ? and"
            + " version = ? and type = ?");
  }

  private int earlier(Connection connection, Draft.Maker drafts) throws SQLException {
    Sql unmarked =
        new Sql()
            .add("select " + Row.COLUMNS + ", r.type, r.recorder from resource_history r")
            .add(
                " where (r.marks is null or r.tokens is null) and r.change <> 'D' order by r.row, r.version limit ?",
                PORTION)
            .add(" for update of r");
    return mark(connection, drafts, unmarked, OF_VERSION);
  }

  private int mark(Connection connection, Draft.Maker drafts, Sql unmarked, String update)
      throws SQLException {
    int[] count = {0};
    try (PreparedStatement mark = connection.prepareStatement(update)) {
      unmarked.each(
          connection,
          columns -> {
            short type = columns.getShort(Row.COUNT + 1);
            Row row = Row.read(drafts.r4().typeName(type), columns);
            Draft draft = drafts.again(row, columns.getString(Row.COUNT + 2));
            mark.setArray(1, Sql.longs(connection, draft.marks().all()));
            mark.setObject(2, time(draft, draft.mainDate().from()));
            mark.setObject(3, time(draft, draft.mainDate().until()));
            mark.setArray(4, Sql.longs(connection, draft.entries(drafts.r4()).tokens()));
            mark.setLong(5, row.patient());
            mark.setLong(6, row.row());
            mark.setInt(7, row.version());
            if (!update.equals(OF_VERSION)) mark.setShort(8, type);
            mark.addBatch();
            count[0]++;
          });
      if (count[0] > 0) mark.executeBatch();
    }
    return count[0];
  }

  private static @Nullable Object time(Draft draft, Instant end) {
    return Optional.of(end).filter(e -> draft.hasMainDate()).map(Sql::time).orElse(null);
  }

  private static int deletions(Connection connection) throws SQLException {
    return new Sql()
        .add("update resource_history d set marks = h.marks, since = h.since, until = h.until,")
        .add(
            " tokens = h.tokens from (select u.patient, u.type, u.id, u.row, u.version from resource_history u where")
        .add(
            " (u.marks is null or u.tokens is null) and u.change = 'D' order by u.row, u.version limit ?) u",
            PORTION)
        .add(" join resource_history h on h.type = u.type and h.id = u.id and h.version =")
        .add(
            " u.version - 1 where d.patient = u.patient and d.row = u.row and d.version = u.version")
        .run(connection);
  }
}
