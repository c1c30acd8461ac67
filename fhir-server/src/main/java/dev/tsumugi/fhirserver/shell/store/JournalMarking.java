package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Anomalies;
import dev.tsumugi.fhirserver.Anomalies.Past;
import dev.tsumugi.fhirserver.Anomalies.Seen;
import dev.tsumugi.fhirserver.Anomalies.Thresholds;
import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.JournalMark;
import dev.tsumugi.fhirserver.shell.store.JournalReading.Read;
import dev.tsumugi.kernel.Hash64;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes along the chains of all nodes and marks what {@link Anomalies} finds. A chain is written by
 * one connection in its own order, so what stands behind its last visible row is never visible
 * before it: below the oldest running transaction by construction. A step is one transaction with
 * its place in it, on one node at a time; whoever is killed, any goes on.
 */
final class JournalMarking {
  static final int PORTION = 500;

  /**
   * An emergency look-up is judged so late: what shows that there was a call (the run's own notes,
   * a dispatch) is often written after it.
   */
  static final Duration GRACE = Duration.ofHours(6);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final long KEY = Hash64.of("journal-marking");

  private final Database database;
  private final Clock clock;
  private final Thresholds thresholds;

  JournalMarking(Database database, Clock clock, Thresholds thresholds) {
    this.database = database;
    this.clock = clock;
    this.thresholds = thresholds;
  }

  /** Two ways over the same rows: what can be told at once, and what only later. */
  private enum Rule {
    NUMBERS,
    RELATIONS
  }

  Worker worker() {
    return new Worker("journal-marks", LOOK_EVERY, () -> step() ? Worker.NONE : LOOK_EVERY);
  }

  /** Returns whether there may be more to do. */
  boolean step() {
    return database.durably(
        connection -> {
          boolean mine =
              new Sql()
                  .add("select pg_try_advisory_xact_lock(?)", KEY)
                  .first(connection, row -> row.getBoolean(1))
                  .orElseThrow();
          if (!mine) return false;
          boolean more = false;
          for (Rule rule : Rule.values()) {
            for (String node : nodes(connection)) more |= step(connection, node, rule);
          }
          if (!more) forget(connection);
          return more;
        });
  }

  /** By a skip over the key: there are few nodes and many rows. */
  private static List<String> nodes(Connection connection) throws SQLException {
    return new Sql()
        .add(
            "with recursive n as ((select node from journal order by node limit 1) union all"
                + " select (select j.node from journal j where j.node > n.node order by j.node"
                + " limit 1) from n where n.node is not null) select node from n where node is not"
                + " null")
        .all(connection, row -> row.getString(1));
  }

  private boolean step(Connection connection, String node, Rule rule) throws SQLException {
    long from =
        new Sql()
            .add("select seq from journal_walk where node = ? and rule = ?", node, rule.name())
            .first(connection, row -> row.getLong(1))
            .orElse(0L);
    Instant until = rule == Rule.RELATIONS ? clock.instant().minus(GRACE) : Instant.MAX;
    List<Read> rows = JournalReading.chain(connection, node, from, PORTION);
    List<Read> due = new ArrayList<>();
    for (Read row : rows) {
      if (row.line().at().isAfter(until)) break;
      due.add(row);
    }
    // Erased rows hold nothing to look at, but are passed over.
    long last = due.size() == rows.size() ? JournalReading.last(connection, node, from, rows) : 0;
    if (!due.isEmpty()) last = Math.max(last, due.get(due.size() - 1).line().key().seq());
    if (last <= from) return false;
    if (rule == Rule.NUMBERS) numbers(connection, due);
    else relations(connection, due);
    new Sql()
        .add(
            "insert into journal_walk (node, rule, seq) values (?, ?, ?) on conflict (node, rule)"
                + " do update set seq = excluded.seq",
            node,
            rule.name(),
            last)
        .run(connection);
    return due.size() == PORTION;
  }

  private record Hour(String who, Instant hour) {}

  private void numbers(Connection connection, List<Read> rows) throws SQLException {
    Marks marks = new Marks();
    Map<Hour, List<Read>> hours = new LinkedHashMap<>();
    for (Read row : rows) {
      marks.add(row, JournalMark.ofLookUp(row.line()));
      Seen seen = Seen.of(row.line(), row.patient());
      if (row.patient() == Facts.CITY || !(seen.disclosed() || seen.unrelated())) continue;
      Hour hour = new Hour(JournalLine.who(row.line().content()), seen.hour());
      hours.computeIfAbsent(hour, h -> new ArrayList<>()).add(row);
    }
    for (Map.Entry<Hour, List<Read>> one : hours.entrySet()) {
      numbers(connection, one.getKey(), one.getValue(), marks);
    }
    marks.insert(connection);
  }

  private void numbers(Connection connection, Hour hour, List<Read> rows, Marks marks)
      throws SQLException {
    Set<Long> shown = new HashSet<>();
    Set<Long> refused = new HashSet<>();
    new Sql()
        .add(
            "select denied, patient from journal_reach where who = ? and hour = ?",
            hour.who(),
            hour.hour())
        .each(connection, row -> (row.getBoolean(1) ? refused : shown).add(row.getLong(2)));
    Anomalies rule = new Anomalies(thresholds, hour.hour(), past(connection, hour), shown, refused);
    List<String> denied = new ArrayList<>();
    List<Long> patients = new ArrayList<>();
    for (Read row : rows) {
      Seen seen = Seen.of(row.line(), row.patient());
      // Whether a relation is known is judged by the other way, later.
      marks.add(row, rule.next(seen, line -> true));
      boolean fresh = (seen.unrelated() ? refused : shown).add(row.patient());
      if (!fresh) continue;
      denied.add(String.valueOf(seen.unrelated()));
      patients.add(row.patient());
    }
    if (patients.isEmpty()) return;
    new Sql()
        .add(
            "insert into journal_reach (who, hour, denied, patient) select ?, ?, u.denied,"
                + " u.patient from unnest(?::text[]::boolean[], ?::bigint[]) u (denied, patient) on"
                + " conflict do nothing",
            hour.who(),
            hour.hour(),
            denied.toArray(String[]::new),
            Sql.longs(patients))
        .run(connection);
  }

  private static Past past(Connection connection, Hour hour) throws SQLException {
    return new Sql()
        .add(
            "select count(*), coalesce(max(n), 0) from (select count(*) as n from journal_reach"
                + " where who = ? and not denied and hour < ? and hour >= ? group by hour) h",
            hour.who(),
            hour.hour(),
            hour.hour().minus(Anomalies.PAST_DAYS, ChronoUnit.DAYS))
        .first(connection, row -> new Past(row.getInt(1), row.getInt(2)))
        .orElse(Past.NONE);
  }

  private void relations(Connection connection, List<Read> rows) throws SQLException {
    Marks marks = new Marks();
    for (Read row : rows) {
      Seen seen = Seen.of(row.line(), row.patient());
      if (!seen.rescue()) continue;
      boolean known = isKnown(connection, row);
      Anomalies rule = new Anomalies(thresholds, seen.hour(), Past.NONE, Set.of(), Set.of());
      if (rule.next(seen, line -> known).contains(JournalMark.WITHOUT_RELATION)) {
        marks.add(row, Set.of(JournalMark.WITHOUT_RELATION));
      }
    }
    marks.insert(connection);
  }

  /**
   * A tie of the person or their organisation (care, dispatch, session), or something that the
   * organisation wrote about the patient around that time: the notes of the run.
   */
  private static boolean isKnown(Connection connection, Read row) throws SQLException {
    AuditLine line = row.line();
    Instant at = line.at();
    List<String> keys = new ArrayList<>();
    keys.add(JournalLine.who(line.content()));
    String organization = line.fact("organization");
    if (!organization.isEmpty()) keys.add(organization);
    return new Sql()
        .add(
            "select exists (select from tie where patient = ? and actor = any (?) and since <= ?"
                + " and until > ?) or exists (select from journal j where j.patient = ? and j.at >="
                + " ? and j.at < ? and j.kind in ('CREATE', 'UPDATE') and j.content is not null and"
                + " (j.who = ? or convert_from(j.content, 'UTF8')::jsonb ->> 'organization' = ?) and"
                + " (convert_from(j.content, 'UTF8')::jsonb ->> 'permitted')::boolean)",
            row.patient(),
            keys.toArray(String[]::new),
            at.plus(GRACE),
            at.minus(GRACE),
            row.patient(),
            at.minus(GRACE),
            at.plus(GRACE),
            keys.get(0),
            organization)
        .first(connection, found -> found.getBoolean(1))
        .orElseThrow();
  }

  /** The marks of a step: few or many, they are one statement. */
  private static final class Marks {
    private final List<String> nodes = new ArrayList<>();
    private final List<Long> seqs = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();

    void add(Read row, Set<JournalMark> marks) {
      for (JournalMark mark : marks) {
        nodes.add(row.line().key().node());
        seqs.add(row.line().key().seq());
        codes.add(mark.code());
        times.add(row.line().at());
      }
    }

    void insert(Connection connection) throws SQLException {
      if (codes.isEmpty()) return;
      new Sql()
          .add(
              "insert into journal_mark (node, seq, mark, at) select * from unnest(?::text[],"
                  + " ?::bigint[], ?::text[], ?::text[]::timestamptz[]) on conflict do nothing",
              nodes.toArray(String[]::new),
              Sql.longs(seqs),
              codes.toArray(String[]::new),
              times.stream().map(Instant::toString).toArray(String[]::new))
          .run(connection);
    }
  }

  private void forget(Connection connection) throws SQLException {
    Instant old = clock.instant().minus(Anomalies.PAST_DAYS + 1L, ChronoUnit.DAYS);
    new Sql().add("delete from journal_reach where hour < ?", old).run(connection);
  }
}
