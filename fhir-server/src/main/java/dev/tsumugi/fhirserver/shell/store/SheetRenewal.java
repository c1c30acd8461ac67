package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.SheetRenderer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders every sheet anew when the renderer is another than the one that made them: after an
 * upgrade, or when a backup of an older release was restored. A hundred patients a transaction; a
 * stop in the middle begins again at the next start.
 */
final class SheetRenewal {
  private static final Logger log = LoggerFactory.getLogger(SheetRenewal.class);
  private static final int CHUNK = 100;

  private final Database database;
  private final Keeping keeping;
  private final SheetRenderer renderer;

  SheetRenewal(Database database, Keeping keeping, SheetRenderer renderer) {
    this.database = database;
    this.keeping = keeping;
    this.renderer = renderer;
  }

  void run() {
    if (database.snapshot(SheetRenewal::version) == renderer.version()) return;
    long last = Long.MIN_VALUE;
    int count = 0;
    while (true) {
      long after = last;
      List<Long> chunk = database.write(connection -> renew(connection, after));
      if (chunk.isEmpty()) break;
      last = chunk.get(chunk.size() - 1);
      count += chunk.size();
    }
    database.durably(this::remember);
    log.info("emergency sheets rendered anew: {}", count);
  }

  private static int version(Connection connection) throws SQLException {
    Sql sql = new Sql().add("select version from kept where name = 'sheet'");
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      return row.next() ? row.getInt(1) : -1;
    }
  }

  private List<Long> renew(Connection connection, long after) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select patient from compartment where patient > ? and patient <> 0 order by patient limit ? for"
                    + " update",
                after,
                CHUNK);
    List<Long> patients = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) patients.add(row.getLong(1));
    }
    keeping.renderAll(connection, patients, renderer);
    return patients;
  }

  private int remember(Connection connection) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "insert into kept (name, version) values ('sheet', ?) on conflict (name) do update"
                    + " set version = excluded.version",
                renderer.version());
    try (PreparedStatement statement = sql.prepare(connection)) {
      return statement.executeUpdate();
    }
  }
}
