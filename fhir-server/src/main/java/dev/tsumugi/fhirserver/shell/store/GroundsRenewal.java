package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives anew what decisions rest on beside the rows, when an older release derived it: ties and
 * memberships, lives, policies. In this order, for a Consent that is understood only now may name a
 * team. A hundred rows a transaction; a stop in the middle begins again at the next start.
 */
final class GroundsRenewal {
  /** Raised when the same resources give other ties, memberships, lives or policies. */
  static final int VERSION = 1;

  private static final Logger log = LoggerFactory.getLogger(GroundsRenewal.class);
  private static final int CHUNK = 100;

  /** Of the types that state ties those of which this release reads more than the one before. */
  private static final List<String> STATING =
      List.of("CareTeam", "Group", "Organization", "PractitionerRole", "RelatedPerson");

  private final Database database;
  private final R4 r4;
  private final Keeping keeping;

  GroundsRenewal(Database database, R4 r4, Keeping keeping) {
    this.database = database;
    this.r4 = r4;
    this.keeping = keeping;
  }

  void run() {
    if (database.snapshot(GroundsRenewal::version) == VERSION) return;
    long count = 0;
    for (String type : STATING) {
      Optional<String> last = Optional.of("");
      while (last.isPresent()) {
        String after = last.get();
        List<String> ids = database.write(connection -> state(connection, type, after));
        count += ids.size();
        last = ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(ids.size() - 1));
      }
    }
    long patient = Long.MIN_VALUE;
    while (true) {
      long after = patient;
      List<Long> chunk = database.write(connection -> rule(connection, after));
      if (chunk.isEmpty()) break;
      patient = chunk.get(chunk.size() - 1);
      count += chunk.size();
    }
    database.write(
        connection -> {
          keeping.ruleCity(connection);
          Circles.changed(connection);
          return true;
        });
    database.durably(GroundsRenewal::remember);
    log.info("ties, memberships and policies derived anew: {}", count);
  }

  private static int version(Connection connection) throws SQLException {
    return new Sql()
        .add("select version from kept where name = 'grounds'")
        .first(connection, row -> row.getInt(1))
        .orElse(-1);
  }

  private List<String> state(Connection connection, String type, String after) throws SQLException {
    short number = r4.typeNumber(type);
    List<Row> rows =
        new Sql()
            .add("select " + Row.COLUMNS + " from resource r where r.type = ?", number)
            .add(" and r.id > ? order by r.id limit ? for update of r", after, CHUNK)
            .all(connection, row -> Row.read(type, row));
    List<String> ids = new ArrayList<>();
    try (StatedRows stated = new StatedRows(connection)) {
      for (Row row : rows) {
        Json.Obj json = Json.parseObject(row.stored().json());
        stated.drop(row);
        stated.put(row, number, Draft.ties(row, json), Draft.memberships(row, json));
        ids.add(row.ref().id());
      }
      stated.flush();
    }
    return ids;
  }

  private List<Long> rule(Connection connection, long after) throws SQLException {
    Map<Long, String> patients = new HashMap<>();
    List<Long> keys =
        new Sql()
            .add("select patient, id from compartment where patient > ? and patient <> 0", after)
            .add(" order by patient limit ? for update", CHUNK)
            .all(
                connection,
                row -> {
                  patients.put(row.getLong(1), row.getString(2));
                  return row.getLong(1);
                });
    Map<Ref, Life> lives = new HashMap<>();
    for (Row row : people(connection, patients.values())) {
      lives.put(row.ref(), Life.of(Json.parseObject(row.stored().json())));
    }
    keeping.lives(connection, lives);
    keeping.ruleAll(connection, keys);
    return keys;
  }

  private List<Row> people(Connection connection, Iterable<String> ids) throws SQLException {
    List<String> all = new ArrayList<>();
    ids.forEach(all::add);
    return new Sql()
        .add(
            "select " + Row.COLUMNS + " from resource r where r.type = ? and r.id = any (?)",
            r4.typeNumber("Patient"),
            all.toArray(String[]::new))
        .all(connection, row -> Row.read("Patient", row));
  }

  private static int remember(Connection connection) throws SQLException {
    return new Sql()
        .add(
            "insert into kept (name, version) values ('grounds', ?) on conflict (name) do update set"
                + " version = excluded.version",
            VERSION)
        .run(connection);
  }
}
