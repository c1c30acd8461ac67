package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Handouts.Handout;
import dev.tsumugi.fhirserver.Handouts.Issued;
import dev.tsumugi.fhirserver.Handouts.Kind;
import dev.tsumugi.fhirserver.Handouts.Made;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The statements on {@code handout}. */
final class HandoutTable {
  private HandoutTable() {}

  /**
   * One that is not over.
   *
   * @param target empty for one that is about no resource
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes go from the database straight on
  record Kept(
      String id,
      Ref patient,
      Optional<Ref> target,
      int version,
      Instant issued,
      Requester giver,
      Optional<byte[]> passcode,
      int triesLeft,
      Optional<byte[]> content) {}

  /** The hashes of its secrets. */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight to the database
  record Hashes(byte[] code, Optional<byte[]> passcode) {}

  static void insert(
      Connection connection, Ref patient, Requester giver, Made made, Issued issued, Hashes hashes)
      throws SQLException {
    Optional<StoredResource> target = made.target();
    Sql columns =
        new Sql()
            .add(
                "insert into handout (hash, id, kind, patient, patient_id, label, issued, giver,"
                    + " target, version, until, content, passcode, tries_left) values (?, ?, ?, ?,"
                    + " ?, ?, ?, ?",
                hashes.code(),
                issued.id(),
                made.kind().name(),
                Draft.key(patient),
                patient.id(),
                made.label(),
                issued.at(),
                Requesters.write(giver));
    columns.add(maybe(target.map(to -> to.ref().toString())));
    columns.add(maybe(target.map(StoredResource::version)));
    columns.add(maybe(made.until()));
    columns.add(maybe(made.sealed().map(Handouts.Sealed::ciphertext)));
    columns.add(maybe(hashes.passcode()));
    columns.add(maybe(hashes.passcode().map(any -> Handouts.TRIES)));
    columns.add(")").run(connection);
  }

  private static Sql maybe(Optional<?> value) {
    return value.map(given -> new Sql().add(", ?", given)).orElseGet(() -> new Sql().add(", null"));
  }

  /** How many of the kind are not over. */
  static int open(Connection connection, Ref patient, Kind kind, Instant now) throws SQLException {
    return new Sql()
        .add(
            "select count(*) from handout where patient = ? and kind = ?",
            Draft.key(patient),
            kind.name())
        .add(" and ended is null and (until is null or until > ?)", now)
        .first(connection, row -> row.getInt(1))
        .orElse(0);
  }

  /** Newest first. */
  static List<Handout> list(Connection connection, long patient, Kind kind) throws SQLException {
    return new Sql()
        .add(
            "select id, label, issued, until, ended, tries_left from handout where patient = ? and"
                + " kind = ? order by issued desc, id limit 500",
            patient,
            kind.name())
        .all(connection, HandoutTable::handout);
  }

  private static Handout handout(ResultSet row) throws SQLException {
    int tries = row.getInt(6);
    Optional<Integer> left = row.wasNull() ? Optional.empty() : Optional.of(tries);
    return new Handout(
        row.getString(1),
        row.getString(2),
        instant(row, 3).orElseThrow(),
        instant(row, 4),
        instant(row, 5),
        left);
  }

  /** Whether there is such a one; its ciphertext goes. */
  static boolean end(Connection connection, Ref patient, Kind kind, String id, Instant now)
      throws SQLException {
    int rows =
        new Sql()
            .add(
                "update handout set ended = coalesce(ended, ?), content = null where patient = ? and"
                    + " kind = ? and id = ?",
                now,
                Draft.key(patient),
                kind.name(),
                id)
            .run(connection);
    return rows == 1;
  }

  /** Selects whose card it is, if it is not over. */
  static Sql holder(byte[] code) {
    return new Sql()
        .add(
            "select patient_id from handout where hash = ? and kind = 'CARD' and ended is null",
            code);
  }

  /** Locked, so that tries are counted one after the other. */
  static Optional<Kept> find(
      Connection connection, byte[] code, Kind kind, Instant now, boolean locked)
      throws SQLException {
    return new Sql()
        .add(
            "select id, patient_id, target, version, issued, giver, passcode, tries_left, content"
                + " from handout where hash = ? and kind = ? and ended is null and (until is null"
                + " or until > ?) and (tries_left is null or tries_left > 0)",
            code,
            kind.name(),
            now)
        .add(locked ? " for update" : "")
        .first(connection, HandoutTable::kept);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getString(1),
        Ref.patient(row.getString(2)),
        Optional.ofNullable(row.getString(3)).flatMap(Ref::parse),
        row.getInt(4),
        instant(row, 5).orElseThrow(),
        Requesters.read(row.getString(6)),
        Optional.ofNullable(row.getBytes(7)),
        row.getInt(8),
        Optional.ofNullable(row.getBytes(9)));
  }

  static void countTry(Connection connection, byte[] code) throws SQLException {
    new Sql()
        .add("update handout set tries_left = tries_left - 1 where hash = ?", code)
        .run(connection);
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
