package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Exports.Level;
import dev.tsumugi.fhirserver.Exports.Order;
import dev.tsumugi.fhirserver.Exports.State;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Period;
import java.sql.Connection;
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

  private final ExportParts parts;

  ExportJobs(ExportParts parts) {
    this.parts = parts;
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
    return sql.first(connection, row -> row.getInt(1)).orElseThrow();
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
    return sql.first(
        connection,
        row ->
            switch (row.getString(1)) {
              case "WAITING", "RUNNING" -> new State.Running(row.getString(2));
              case "FAILED" -> new State.Failed();
              case "DONE" ->
                  new State.Done(
                      time(row, 3), row.getString(4), parts.files(connection, id), time(row, 5));
              default -> throw new IllegalStateException("unknown state of a job in the database");
            });
  }

  boolean cancel(Connection connection, String id, String owner) throws SQLException {
    return update(
        connection, new Sql().add("delete from export_job where id = ? and owner = ?", id, owner));
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
    Optional<Job> job = sql.first(connection, ExportJobs::job);
    if (job.isPresent()) {
      update(connection, new Sql().add("delete from export_part where job = ?", job.get().id()));
    }
    return job;
  }

  private static Job job(ResultSet row) throws SQLException {
    List<Short> types = new ArrayList<>();
    for (int type : Row.shorts(row.getArray(6))) types.add((short) type);
    return new Job(
        row.getString(1),
        row.getInt(2),
        Requesters.read(row.getString(3)),
        Level.valueOf(row.getString(4)),
        Row.longs(row.getArray(5)),
        types,
        row.getObject(7) == null
            ? Optional.empty()
            : Optional.of(new Period(time(row, 7), time(row, 8))));
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
    return sql.first(connection, row -> row.getString(1));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static boolean update(Connection connection, Sql sql) throws SQLException {
    return sql.run(connection) > 0;
  }
}
