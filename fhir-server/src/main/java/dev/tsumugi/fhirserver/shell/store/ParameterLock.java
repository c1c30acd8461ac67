package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Hash64;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Who writes resources shares this lock until its transaction ends; who changes the set of search
 * parameters has it alone. So while a row is written the set stands still, and when a change is
 * committed, no row by the older set is under way any more (docs/adr/0013).
 */
final class ParameterLock {
  private static final long KEY = Hash64.of("search parameters");

  private static final String GENERATION = "select generation from parameter_set";

  // The number of the transaction is taken before its clock is read: who follows all changes and
  // stays below the oldest number running does not run ahead of a write of another node that has
  // its time and no row yet. The generation is read by a statement of its own, in the snapshot
  // after the wait; both travel together.
  private static final String SHARED =
      "select pg_advisory_xact_lock_shared(?), pg_current_xact_id(); " + GENERATION;

  // All other writers wait behind this one: rather give up than hold them for long.
  private static final String ALONE =
      "select set_config('lock_timeout', '10s', true); select pg_advisory_xact_lock(?); "
          + GENERATION;

  private ParameterLock() {}

  /** The first statement of a transaction that writes resources; returns the set's generation. */
  static long share(Connection connection) throws SQLException {
    return begin(connection, SHARED, 1);
  }

  /** As {@link #share}, of one that will change the set. */
  static long alone(Connection connection) throws SQLException {
    return begin(connection, ALONE, 2);
  }

  private static long begin(Connection connection, String sql, int before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, KEY);
      statement.execute();
      for (int i = 0; i < before; i++) statement.getMoreResults();
      ResultSet generation = statement.getResultSet();
      generation.next();
      return generation.getLong(1);
    }
  }
}
