package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** How the tables of sign-on are reached: by one statement, or by several that hold together. */
final class SignOnTables {
  private final IdentityConnections connections;

  SignOnTables(IdentityConnections connections) {
    this.connections = connections;
  }

  interface Step<T> {
    T run(Connection connection) throws SQLException;
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

  /** A statement with its values, {@link Instant}s and nulls among them. */
  static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
    }
    return statement;
  }

  /** How many rows it changed. */
  static int change(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
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
