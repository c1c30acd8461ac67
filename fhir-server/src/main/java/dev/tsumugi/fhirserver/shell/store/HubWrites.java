package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What the hub writes by itself: one transaction, whose journal rows are left in it and chained
 * right after its commit, so that a kill in between loses neither.
 */
final class HubWrites {
  private final Flow.Parts parts;

  HubWrites(Flow.Parts parts) {
    this.parts = parts;
  }

  /** What a transaction came to, and the journal's rows for it. */
  record Done<T>(T value, List<JournalEntry> entries) {}

  /** The work of one transaction, at one moment. */
  interface Step<T> {
    /**
     * @param generation of the search parameters, which the transaction holds
     */
    Done<T> run(Connection connection, long generation, Instant now) throws SQLException;
  }

  /** A portion of work that has no end; returns whether there may be more to do at once. */
  interface Portion {
    boolean run(Connection connection, long generation, Instant now, List<JournalEntry> entries)
        throws SQLException;
  }

  private record Left<T>(Done<T> done, long pending) {}

  <T> T write(Step<T> step) {
    Left<T> left =
        parts
            .underway()
            .during(
                () ->
                    parts
                        .database()
                        .writeRows(
                            false, (connection, generation) -> left(connection, generation, step)));
    parts.journal().append(left.done().entries(), left.pending());
    return left.done().value();
  }

  private <T> Left<T> left(Connection connection, long generation, Step<T> step)
      throws SQLException {
    Instant now = parts.settings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Done<T> done = step.run(connection, generation, now);
    String node = parts.settings().node();
    boolean none = done.entries().isEmpty();
    return new Left<>(done, none ? 0 : Pending.leave(connection, node, done.entries()));
  }

  /**
   * The same for what one node does at a time; where another is at it, nothing is done.
   *
   * @param key of the advisory lock that the transaction holds
   */
  boolean portion(long key, Portion portion) {
    return write(
        (connection, generation, now) -> {
          boolean ours =
              new Sql()
                  .add("select pg_try_advisory_xact_lock(?)", key)
                  .first(connection, row -> row.getBoolean(1))
                  .orElseThrow();
          List<JournalEntry> entries = new ArrayList<>();
          boolean more = ours && portion.run(connection, generation, now, entries);
          return new Done<>(more, entries);
        });
  }
}
