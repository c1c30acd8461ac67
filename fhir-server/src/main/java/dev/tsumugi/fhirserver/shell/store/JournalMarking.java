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
    Map<Hour, List<Read>> hours = new LinkedHashMap<>();
    for (Read row : rows) {
      mark(connection, row, JournalMark.ofLookUp(row.line()));
      Seen seen = Seen.of(row.line(), row.patient());
      if (row.patient() == Facts.CITY || !(seen.disclosed() || seen.unrelated())) continue;
      Hour hour = new Hour(JournalLine.who(row.line().content()), seen.hour());
      hours.computeIfAbsent(hour, h -> new ArrayList<>()).add(row);
    }
    for (Map.Entry<Hour, List<Read>> one : hours.entrySet()) {
      numbers(connection, one.getKey(), one.getValue());
    }
  }

  private void numbers(Connection connection, Hour hour, List<Read> rows) throws SQLException {
    Set<Long> shown = new HashSet<>();
    Set<Long> refused = new HashSet<>();
    new Sql()
        .add(
            "select denied, patient from journal_reach where who = ? and hour = ?",
            hour.who(),
            hour.hour())
        .each(connection, row -> (row.getBoolean(1) ? refused : shown).add(row.getLong(2)));
    Anomalies rule = new Anomalies(thresholds, hour.hour(), past(connection, hour), shown, refused);
    for (Read row : rows) {
      Seen seen = Seen.of(row.line(), row.patient());
      // Whether a relation is known is judged by the other way, later.
      mark(connection, row, rule.next(seen, line -> true));
      boolean fresh = (seen.unrelated() ? refused : shown).add(row.patient());
      if (!fresh) continue;
      new Sql()
          .add(
              "insert into journal_reach (who, hour, denied, patient) values (?, ?, ?, ?) on"
                  + " conflict do nothing",
              hour.who(),
              hour.hour(),
              seen.unrelated(),
              row.patient())
          .run(connection);
    }
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
    for (Read row : rows) {
      Seen seen = Seen.of(row.line(), row.patient());
      if (!seen.rescue()) continue;
      boolean known = isKnown(connection, row);
      Anomalies rule = new Anomalies(thresholds, seen.hour(), Past.NONE, Set.of(), Set.of());
      Set<JournalMark> marks = rule.next(seen, line -> known);
      if (marks.contains(JournalMark.WITHOUT_RELATION)) {
        mark(connection, row, Set.of(JournalMark.WITHOUT_RELATION));
      }
    }
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

  private static void mark(Connection connection, Read row, Set<JournalMark> marks)
      throws SQLException {
    for (JournalMark mark : marks) {
      new Sql()
          .add(
              "insert into journal_mark (node, seq, mark, at) values (?, ?, ?, ?) on conflict do"
                  + " nothing",
              row.line().key().node(),
              row.line().key().seq(),
              mark.code(),
              row.line().at())
          .run(connection);
    }
  }

  private void forget(Connection connection) throws SQLException {
    Instant old = clock.instant().minus(Anomalies.PAST_DAYS + 1L, ChronoUnit.DAYS);
    new Sql().add("delete from journal_reach where hour < ?", old).run(connection);
  }
}
