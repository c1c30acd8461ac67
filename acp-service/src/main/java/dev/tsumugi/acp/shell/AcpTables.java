package dev.tsumugi.acp.shell;

import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this module's tables are reached: by one statement, or by several that hold together. */
final class AcpTables {
  private final AcpConnections connections;

  AcpTables(AcpConnections connections) {
    this.connections = connections;
  }

  interface Step<T> {
    T run(Connection connection) throws SQLException;
  }

  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Each statement for itself. */
  <T> T run(Step<T> step) {
    try (Connection connection = connections.open()) {
      return step.run(connection);
    } catch (SQLException failure) {
      throw translate(failure);
    }
  }

  /** All of it or nothing. */
  <T> T together(Step<T> step) {
    return run(
        connection -> {
          connection.setAutoCommit(false); // the pool sets it back, and rolls back what is open
          T result = step.run(connection);
          connection.commit();
          return result;
        });
  }

  /** How many rows it changed. */
  static int change(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static <T> List<T> list(
      Connection connection, Reading<T> reading, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      ResultSet row = statement.executeQuery();
      List<T> rows = new ArrayList<>();
      while (row.next()) rows.add(reading.read(row));
      return rows;
    }
  }

  /** {@link Instant}s, lists of texts and nulls are values, too. */
  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant at) value = at.atOffset(ZoneOffset.UTC);
      if (value instanceof Collection<?> texts) {
        value = connection.createArrayOf("text", texts.toArray());
      }
      statement.setObject(i + 1, value);
    }
    return statement;
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static RuntimeException translate(SQLException failure) {
    String state = failure.getSQLState() == null ? "08000" : failure.getSQLState();
    boolean away =
        state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || failure instanceof SQLTransientException;
    if (!away) return new IllegalStateException("database failure " + state, failure);
    Problem problem =
        Problem.of(Problem.Kind.UNAVAILABLE, "the database is away for a moment; try again");
    problem.initCause(failure);
    return problem;
  }
}
