package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.LookUpCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts in {@code look_up_count}, whose commits do not wait for the disk. Who looks people up more
 * than once a second is counted in memory meanwhile, and entered with the first look-up of a later
 * second: a person is counted at once on every node, a machine exactly on its own.
 */
final class JdbcLookUpCounts implements LookUpCounts {
  private static final Duration APART = Duration.ofSeconds(1);

  /** So many are remembered; more would mean that nobody is remembered usefully. */
  private static final int MOST = 20_000;

  private final Database database;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  JdbcLookUpCounts(Database database) {
    this.database = database;
  }

  /**
   * @param entered in the table when it was last asked
   * @param waiting not yet entered
   */
  private record Tally(Instant hour, Instant asked, int entered, int waiting) {
    boolean isOf(Instant at) {
      return hour.equals(at.truncatedTo(ChronoUnit.HOURS));
    }

    boolean isFresh(Instant at) {
      return isOf(at) && at.isBefore(asked.plus(APART));
    }
  }

  @Override
  public Map<String, Integer> count(Map<String, Integer> more, Instant at) {
    Instant hour = at.truncatedTo(ChronoUnit.HOURS);
    Map<String, Integer> now = new HashMap<>();
    Map<String, Integer> due = new TreeMap<>(); // in one order, so that none waits in a circle
    more.forEach(
        (who, count) -> {
          Tally tally =
              tallies.compute(
                  who,
                  (key, known) ->
                      known != null && known.isOf(at)
                          ? new Tally(hour, known.asked(), known.entered(), known.waiting() + count)
                          : new Tally(hour, Instant.MIN, 0, count));
          if (tally.isFresh(at)) {
            now.put(who, tally.entered() + tally.waiting());
          } else {
            due.put(who, tally.waiting());
          }
        });
    if (due.isEmpty()) return now;
    Map<String, Integer> entered = database.write(connection -> enter(connection, hour, due));
    entered.forEach(
        (who, total) -> {
          Tally tally =
              tallies.compute(
                  who,
                  (key, known) -> {
                    int waiting = known == null ? 0 : known.waiting() - due.getOrDefault(who, 0);
                    return new Tally(hour, at, total, Math.max(0, waiting));
                  });
          now.put(who, tally.entered() + tally.waiting());
        });
    if (tallies.size() > MOST) tallies.values().removeIf(tally -> !tally.isOf(at));
    return now;
  }

  private static Map<String, Integer> enter(
      Connection connection, Instant hour, Map<String, Integer> due) throws SQLException {
    String[] who = due.keySet().toArray(String[]::new);
    int[] more = due.values().stream().mapToInt(Integer::intValue).toArray();
    Sql sql =
        new Sql()
            .add(
                "insert into look_up_count (hour, who, n) select ?, u.who, u.n from unnest(?::text[],"
                    + " ?::int[]) as u (who, n) on conflict (hour, who) do update set n ="
                    + " look_up_count.n + excluded.n returning who, n",
                hour,
                who,
                more);
    Map<String, Integer> totals = new HashMap<>();
    try (PreparedStatement statement = sql.prepare(connection)) {
      ResultSet row = statement.executeQuery();
      while (row.next()) totals.put(row.getString(1), row.getInt(2));
    }
    return totals;
  }
}
