package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.MatchKeys;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the keys of every Patient anew when the module's rule is another than the one that made
 * them, as {@link SheetRenewal} does with sheets. Who is written meanwhile is not lost: each
 * portion locks its compartments, and what is written gets its keys by the new rule.
 */
final class MatchRenewal {
  private static final Logger log = LoggerFactory.getLogger(MatchRenewal.class);
  private static final String NAME = "match";
  private static final int CHUNK = 500;

  private final Database database;
  private final R4 r4;
  private final Reader reader;
  private final MatchKeys keys;

  MatchRenewal(Database database, R4 r4, Reader reader, MatchKeys keys) {
    this.database = database;
    this.r4 = r4;
    this.reader = reader;
    this.keys = keys;
  }

  void run() {
    if (database.snapshot(MatchRenewal::version) == keys.version()) return;
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
    log.info("people made findable anew: {}", count);
  }

  private static int version(Connection connection) throws SQLException {
    return new Sql()
        .add("select version from kept where name = ?", NAME)
        .first(connection, row -> row.getInt(1))
        .orElse(-1);
  }

  private List<Long> renew(Connection connection, long after) throws SQLException {
    List<Long> patients =
        new Sql()
            .add(
                "select patient from compartment where patient > ? and patient <> 0 order by patient"
                    + " limit ? for update",
                after,
                CHUNK)
            .all(connection, row -> row.getLong(1));
    Map<Ref, Json.Obj> standing = new HashMap<>();
    for (Row row : MatchTable.people(connection, r4, reader, patients)) {
      standing.put(row.ref(), Json.parseObject(row.stored().json()));
    }
    MatchTable.keep(connection, keys, standing);
    return patients;
  }

  private int remember(Connection connection) throws SQLException {
    return new Sql()
        .add(
            "insert into kept (name, version) values (?, ?) on conflict (name) do update set version"
                + " = excluded.version",
            NAME,
            keys.version())
        .run(connection);
  }
}
