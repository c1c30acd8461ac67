package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.SealedSheets.Device;
import dev.tsumugi.fhirserver.SealedSheets.Held;
import dev.tsumugi.fhirserver.SealedSheets.Key;
import dev.tsumugi.fhirserver.SealedSheets.Opening;
import dev.tsumugi.fhirserver.SealedSheets.Terms;
import dev.tsumugi.kernel.Ref;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statements on {@code device_key}, {@code sealed_sheet} and {@code sheet_opening}. */
final class SealedTable {
  /** How long a device is told of what is past its end. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private SealedTable() {}

  /** A device that is registered and not revoked, and its key if it has one. */
  record Enrolled(Device device, Optional<Key> key) {}

  /** What was sealed. */
  record Kept(
      String id, Ref patient, Ref incident, Instant expires, Set<String> lines, boolean ended) {}

  /**
   * @param jkt thumbprint of the key by which the device signs its proofs
   */
  static Optional<Enrolled> device(Connection connection, String jkt) throws SQLException {
    return new Sql()
        .add(
            "select d.id, d.name, k.kid, k.x, k.y from device d left join device_key k on k.jkt ="
                + " d.jkt where d.jkt = ? and d.revoked is null",
            jkt)
        .first(connection, SealedTable::enrolled);
  }

  private static Enrolled enrolled(ResultSet row) throws SQLException {
    String kid = row.getString(3);
    Optional<Key> key =
        kid == null
            ? Optional.empty()
            : Optional.of(new Key(kid, row.getString(4), row.getString(5)));
    return new Enrolled(new Device(row.getString(1), row.getString(2)), key);
  }

  static void enrol(Connection connection, String jkt, Key key, Instant now) throws SQLException {
    new Sql()
        .add(
            "insert into device_key (jkt, kid, x, y, since) values (?, ?, ?, ?, ?) on conflict (jkt)"
                + " do update set kid = excluded.kid, x = excluded.x, y = excluded.y, since ="
                + " excluded.since where device_key.kid <> excluded.kid",
            jkt,
            key.id(),
            key.x(),
            key.y(),
            now)
        .run(connection);
    // Nobody can open any more what was sealed to the key before.
    new Sql()
        .add(
            "update sealed_sheet set ended = coalesce(ended, ?), told = ? where jkt = ? and kid <> ?"
                + " and told is null",
            now,
            now,
            jkt,
            key.id())
        .run(connection);
  }

  /** One device's seals wait for each other. Whether the key is still the device's. */
  static boolean alone(Connection connection, String jkt, String kid) throws SQLException {
    return new Sql()
        .add("select kid from device_key where jkt = ? for no key update", jkt)
        .first(connection, row -> kid.equals(row.getString(1)))
        .orElse(false);
  }

  static int live(Connection connection, String jkt, Instant now) throws SQLException {
    return new Sql()
        .add(
            "select count(*) from sealed_sheet where jkt = ? and ended is null and expires > ?",
            jkt,
            now)
        .first(connection, row -> row.getInt(1))
        .orElse(0);
  }

  /** Ends those of the same people; their ids. */
  static List<String> replace(
      Connection connection, String jkt, Collection<Ref> patients, Instant now)
      throws SQLException {
    return new Sql()
        .add(
            "update sealed_sheet set ended = ? where jkt = ? and patient = any (?) and ended is null"
                + " returning id",
            now,
            jkt,
            Sql.longs(patients.stream().map(Draft::key).toList()))
        .all(connection, row -> row.getString(1));
  }

  /**
   * One that is being sealed.
   *
   * @param lines what is shown on it
   */
  record Sealing(Terms terms, Set<String> lines) {}

  static void insert(Connection connection, String jkt, String organization, List<Sealing> all)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into sealed_sheet (id, jkt, kid, patient, patient_id, incident, organization,"
                + " sealed, expires, lines) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (Sealing one : all) {
        Terms terms = one.terms();
        insert.setString(1, terms.id());
        insert.setString(2, jkt);
        insert.setString(3, terms.key().id());
        insert.setLong(4, Draft.key(terms.patient()));
        insert.setString(5, terms.patient().id());
        insert.setString(6, terms.incident().id());
        insert.setString(7, organization);
        insert.setObject(8, Sql.time(terms.sealed()));
        insert.setObject(9, Sql.time(terms.expires()));
        insert.setArray(10, connection.createArrayOf("text", one.lines().toArray(String[]::new)));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Newest first. */
  static List<Kept> of(Connection connection, String jkt, Instant now) throws SQLException {
    return new Sql()
        .add(
            "select id, patient_id, incident, expires, lines, ended is not null from sealed_sheet"
                + " where jkt = ? and expires > ? order by sealed desc, id",
            jkt,
            now.minus(REMEMBERED))
        .all(connection, SealedTable::kept);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    Array lines = row.getArray(5);
    return new Kept(
        row.getString(1),
        Ref.patient(row.getString(2)),
        new Ref("Encounter", row.getString(3)),
        instant(row, 4).orElseThrow(),
        Set.of((String[]) lines.getArray()),
        row.getBoolean(6));
  }

  static int end(Connection connection, List<String> ids, Instant now) throws SQLException {
    return new Sql()
        .add(
            "update sealed_sheet set ended = ? where id = any (?) and ended is null",
            now,
            ids.toArray(String[]::new))
        .run(connection);
  }

  /** The device says that it holds these no more, nor can it get them back. */
  static int destroyed(Connection connection, List<String> ids, Instant now) throws SQLException {
    return new Sql()
        .add(
            "update sealed_sheet set told = ? where id = any (?) and told is null and ended is not"
                + " null",
            now,
            ids.toArray(String[]::new))
        .run(connection);
  }

  /** Whose sheet it is, if it was ever sealed to this device. */
  static Optional<Ref> patient(Connection connection, String jkt, String sheet)
      throws SQLException {
    return new Sql()
        .add("select patient_id from sealed_sheet where id = ? and jkt = ?", sheet, jkt)
        .first(connection, row -> Ref.patient(row.getString(1)));
  }

  /** Whether this opening was not known yet. */
  static boolean opened(Connection connection, Opening opening, Instant now) throws SQLException {
    return new Sql()
            .add(
                "insert into sheet_opening (id, sheet, at, by, arrived) values (?, ?, ?, ?, ?) on"
                    + " conflict do nothing",
                opening.id(),
                opening.sheet(),
                opening.at(),
                opening.by(),
                now)
            .run(connection)
        == 1;
  }

  /** The name that somebody last signed on by, for a subject that a device tells of. */
  static Optional<String> name(Connection connection, String subject) throws SQLException {
    return new Sql()
        .add("select name from session where subject = ? order by seen desc limit 1", subject)
        .first(connection, row -> row.getString(1));
  }

  static List<Held> held(Connection connection, long patient, Instant now) throws SQLException {
    return new Sql()
        .add(
            "select d.name, s.organization, s.incident, s.sealed, s.expires, s.ended from"
                + " sealed_sheet s join device d on d.jkt = s.jkt where s.patient = ? and s.expires"
                + " > ? and s.told is null order by s.expires desc, s.id",
            patient,
            now)
        .all(
            connection,
            row ->
                new Held(
                    row.getString(1),
                    row.getString(2),
                    new Ref("Encounter", row.getString(3)),
                    instant(row, 4).orElseThrow(),
                    instant(row, 5).orElseThrow(),
                    instant(row, 6)));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
