package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Exports.File;
import dev.tsumugi.fhirserver.Exports.Level;
import dev.tsumugi.fhirserver.Exports.Order;
import dev.tsumugi.fhirserver.Exports.State;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Period;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of exports. What must not be lost when its caller goes on is written durably. */
final class ExportJobs {
  /** How long the files of a job can be fetched. */
  static final Duration LIFE = Duration.ofHours(24);

  /** A node that gave no sign for so long has died. */
  static final Duration SILENCE = Duration.ofMinutes(15);

  private static final int ATTEMPTS = 3;

  private final R4 r4;

  ExportJobs(R4 r4) {
    this.r4 = r4;
  }

  /**
   * A job as its worker holds it.
   *
   * @param attempt what every step of the worker names: who comes with an older one has lost the
   *     job
   */
  @SuppressWarnings("ArrayRecordComponent") // keys, read once
  record Job(
      String id,
      int attempt,
      Requester requester,
      Level level,
      long[] patients,
      List<Short> types,
      Optional<Period> since) {}

  /** A version that a job has chosen, or may choose. */
  @SuppressWarnings("ArrayRecordComponent") // keys, read once
  record Pointer(long patient, long row, int version, int facet, long[] members, int bytes) {}

  /** A part as it is kept. */
  record Part(String type, boolean deleted, Array patients, Array rows, Array versions) {}

  void add(
      Connection connection,
      String id,
      Requester requester,
      Order order,
      List<Short> types,
      Instant now)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "insert into export_job (id, owner, requester, request, level, patients, types,"
                    + " since, until, state, created, seen, expires) values (?, ?, ?, ?, ?, ?,"
                    + " ?::smallint[], nullif(?, '')::timestamptz, nullif(?, '')::timestamptz, 'WAITING', ?, ?, ?)",
                id,
                Requesters.owner(requester),
                Requesters.write(requester),
                order.request(),
                order.level().name(),
                order.patients().stream().mapToLong(p -> Hash64.of(p.toString())).toArray(),
                types.stream().mapToInt(Short::intValue).toArray(),
                order.since().map(s -> s.from().toString()).orElse(""),
                order.since().map(s -> s.until().toString()).orElse(""),
                now,
                now,
                now.plus(LIFE));
    update(connection, sql);
  }

  /** Jobs of an owner that are not at their end. */
  int unfinished(Connection connection, String owner) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select count(*) from export_job where owner = ? and state in ('WAITING',"
                    + " 'RUNNING')",
                owner);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }

  Optional<State> state(Connection connection, String id, String owner, Instant now)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select state, progress, at, request, expires from export_job where id = ? and owner"
                    + " = ? and expires > ?",
                id,
                owner,
                now);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) return Optional.empty();
      State state =
          switch (row.getString(1)) {
            case "WAITING", "RUNNING" -> new State.Running(row.getString(2));
            case "FAILED" -> new State.Failed();
            case "DONE" ->
                new State.Done(time(row, 3), row.getString(4), files(connection, id), time(row, 5));
            default -> throw new IllegalStateException("unknown state of a job in the database");
          };
      return Optional.of(state);
    }
  }

  private List<File> files(Connection connection, String id) throws SQLException {
    List<File> files = new ArrayList<>();
    Sql sql =
        new Sql()
            .add(
                "select file, type, deleted, sum(cardinality(rows)) from export_part where job = ?"
                    + " group by file, type, deleted order by file",
                id);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        String type = r4.typeName(row.getShort(2));
        files.add(new File(row.getInt(1), type, row.getBoolean(3), row.getLong(4)));
      }
    }
    return files;
  }

  boolean cancel(Connection connection, String id, String owner) throws SQLException {
    return update(
        connection, new Sql().add("delete from export_job where id = ? and owner = ?", id, owner));
  }

  /** Type and number of parts of a file that its owner may still fetch; empty for none. */
  record Extent(String type, int parts) {}

  Optional<Extent> extent(Connection connection, String id, String owner, int file, Instant now)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select p.type, count(*) from export_job j join export_part p on p.job = j.id where"
                    + " j.id = ? and j.owner = ? and j.expires > ? and j.state = 'DONE' and p.file ="
                    + " ? group by p.type",
                id,
                owner,
                now,
                file);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) return Optional.empty();
      return Optional.of(new Extent(r4.typeName(row.getShort(1)), row.getInt(2)));
    }
  }

  Optional<Part> part(
      Connection connection, String id, String owner, int file, int part, Instant now)
      throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select p.type, p.deleted, p.patients, p.rows, p.versions from export_job j join"
                    + " export_part p on p.job = j.id where j.id = ? and j.owner = ? and j.expires >"
                    + " ? and j.state = 'DONE' and p.file = ? and p.part = ?",
                id,
                owner,
                now,
                file,
                part);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) return Optional.empty();
      return Optional.of(
          new Part(
              r4.typeName(row.getShort(1)),
              row.getBoolean(2),
              row.getArray(3),
              row.getArray(4),
              row.getArray(5)));
    }
  }

  /** The oldest job that waits, or whose node has died; from its beginning. */
  Optional<Job> claim(Connection connection, String node, Instant now) throws SQLException {
    Sql dead = new Sql();
    dead.add(
        "update export_job set state = 'FAILED' where state = 'RUNNING' and attempt >= ? and (seen <"
            + " ? or node = ?)",
        ATTEMPTS,
        now.minus(SILENCE),
        node);
    update(connection, dead);
    Sql sql =
        new Sql()
            .add(
                "update export_job set state = 'RUNNING', attempt = attempt + 1, node = ?, seen = ?,"
                    + " progress = '' where id = (select id from export_job where (state = 'WAITING'"
                    + " or state = 'RUNNING' and (seen < ? or node = ?)) and expires > ? order by"
                    + " created limit 1 for update skip locked) returning id, attempt, requester,"
                    + " level, patients, types, since, until",
                node,
                now,
                now.minus(SILENCE),
                node,
                now);
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      if (!row.next()) return Optional.empty();
      List<Short> types = new ArrayList<>();
      for (int type : Row.shorts(row.getArray(6))) types.add((short) type);
      Job job =
          new Job(
              row.getString(1),
              row.getInt(2),
              Requesters.read(row.getString(3)),
              Level.valueOf(row.getString(4)),
              Row.longs(row.getArray(5)),
              types,
              row.getObject(7) == null
                  ? Optional.empty()
                  : Optional.of(new Period(time(row, 7), time(row, 8))));
      update(connection, new Sql().add("delete from export_part where job = ?", job.id()));
      return Optional.of(job);
    }
  }

  /** A sign of life; false if the job is no longer this worker's. */
  boolean progress(Connection connection, Job job, String progress, Instant now)
      throws SQLException {
    return update(
        connection,
        new Sql()
            .add(
                "update export_job set seen = ?, progress = ? where id = ? and attempt = ? and state"
                    + " = 'RUNNING'",
                now,
                progress,
                job.id(),
                job.attempt()));
  }

  void keep(
      Connection connection,
      Job job,
      int file,
      int part,
      short type,
      boolean deleted,
      List<Pointer> chosen)
      throws SQLException {
    update(
        connection,
        new Sql()
            .add(
                "insert into export_part (job, file, part, type, deleted, patients, rows, versions)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                file,
                part,
                type,
                deleted,
                chosen.stream().mapToLong(Pointer::patient).toArray(),
                chosen.stream().mapToLong(Pointer::row).toArray(),
                chosen.stream().mapToInt(Pointer::version).toArray()));
  }

  boolean finish(Connection connection, Job job, Instant transactionTime, Instant now)
      throws SQLException {
    return update(
        connection,
        new Sql()
            .add(
                "update export_job set state = 'DONE', at = ?, expires = ? where id = ? and attempt ="
                    + " ? and state = 'RUNNING'",
                transactionTime,
                now.plus(LIFE),
                job.id(),
                job.attempt()));
  }

  void fail(Connection connection, Job job) throws SQLException {
    update(
        connection,
        new Sql()
            .add(
                "update export_job set state = 'FAILED' where id = ? and attempt = ? and state ="
                    + " 'RUNNING'",
                job.id(),
                job.attempt()));
  }

  void sweep(Connection connection, Instant now) throws SQLException {
    update(connection, new Sql().add("delete from export_job where expires <= ?", now));
  }

  /**
   * Notes what was visible, under the first instant from {@code at} that stands for no other
   * snapshot.
   */
  Instant mark(Connection connection, Instant at, String snapshot) throws SQLException {
    for (Instant free = at; ; free = free.plusMillis(1)) {
      Sql sql =
          new Sql()
              .add(
                  "insert into export_mark (transaction_time, snapshot) values (?, ?::pg_snapshot) on"
                      + " conflict do nothing",
                  free,
                  snapshot);
      if (update(connection, sql)) return free;
    }
  }

  /** The snapshot of the first export whose transactionTime lies in the stretch. */
  Optional<String> marked(Connection connection, Period since) throws SQLException {
    Sql sql =
        new Sql()
            .add(
                "select snapshot::text from export_mark where transaction_time >= ? and"
                    + " transaction_time < ? order by transaction_time limit 1",
                since.from(),
                since.until());
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static boolean update(Connection connection, Sql sql) throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection)) {
      return statement.executeUpdate() > 0;
    }
  }
}
