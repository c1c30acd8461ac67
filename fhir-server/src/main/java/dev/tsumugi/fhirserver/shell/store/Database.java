package dev.tsumugi.fhirserver.shell.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tsumugi.fhirserver.Lane;
import dev.tsumugi.kernel.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** The application's connections, and the three ways to use one. */
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  /**
   * For the journal, and for what a write interns while it holds a connection of its own: out of
   * one pool, as many writers as connections would wait for each other for ever.
   */
  private static final int SIDE_CONNECTIONS = 3;

  /** Of those kept for emergencies: a look-up holds one for a few milliseconds. */
  private static final int URGENT_READERS = 6;

  private static final int URGENT_WRITERS = 3;

  private static final int URGENT_MILLIS = 1_000;

  private static final int RETRIES = 8;

  /** Lost races that a new try can win: serialization failure, deadlock, unique violation. */
  private static final Set<String> LOST_RACE = Set.of("40001", "40P01", "23505");

  private final HikariDataSource readers;
  private final HikariDataSource writers;
  private final HikariDataSource side;
  private final HikariDataSource urgentReaders;
  private final HikariDataSource urgentWriters;

  /** One step over the database. */
  interface Step<T> {
    T run(Connection connection) throws SQLException;
  }

  /** One step that writes resources. */
  interface RowsStep<T> {
    /**
     * @param generation of the search parameters; it stands still until the transaction ends
     */
    T run(Connection connection, long generation) throws SQLException;
  }

  public Database(String url, String user, String password) {
    Login login = new Login(url, user, password);
    readers = pool("read", CONNECTIONS, login);
    writers = pool("write", CONNECTIONS, login);
    side = pool("side", SIDE_CONNECTIONS, login);
    urgentReaders = pool("urgent-read", URGENT_READERS, login);
    urgentWriters = pool("urgent-write", URGENT_WRITERS, login);
  }

  private record Login(String url, String user, String password) {}

  private static HikariDataSource pool(String name, int size, Login login) {
    boolean readOnly = name.endsWith("read");
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(login.url());
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    if (name.startsWith("urgent")) hasten(config);
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    config.setReadOnly(readOnly);
    // One snapshot for the decision and the rows it is about.
    if (readOnly) config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // A server's error detail quotes the row it is about; it must not reach a message or a log.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("ApplicationName", "tsumugi-" + name);
    // Our statements name their index; planning one anew each time costs as much as running it.
    String options = "-c plan_cache_mode=force_generic_plan";
    // The journal's commit, right behind, waits for the disk and for both (docs/adr/0003).
    if (name.endsWith("write")) options += " -c synchronous_commit=off";
    config.addDataSourceProperty("options", options);
    return new HikariDataSource(config);
  }

  /** Whoever waits here is told early that there is no answer, also by a server that hangs. */
  private static void hasten(HikariConfig config) {
    config.setConnectionTimeout(URGENT_MILLIS);
    config.setValidationTimeout(URGENT_MILLIS / 2);
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "4");
  }

  private HikariDataSource readers() {
    return Lane.here() == Lane.URGENT ? urgentReaders : readers;
  }

  private HikariDataSource writers() {
    return Lane.here() == Lane.URGENT ? urgentWriters : writers;
  }

  /** Reads in one snapshot. */
  <T> T snapshot(Step<T> step) {
    return attempt(readers(), step);
  }

  /**
   * Reads with one statement, which is a snapshot of its own: no transaction, one round trip. What
   * further statements fetch must be such that it never changes (interned rows).
   */
  <T> T glance(Step<T> step) {
    try (Connection connection = readers().getConnection()) {
      connection.setAutoCommit(true); // the pool sets it back
      return step.run(connection);
    } catch (SQLException failure) {
      throw translate(failure);
    }
  }

  /**
   * Writes all or nothing; a lost race is tried again with the database's new state.
   *
   * <p>The commit does not wait for the disk: the journal's does, right after it and before anybody
   * is answered, and the log is written in order (docs/adr/0003).
   */
  <T> T write(Step<T> step) {
    return retried(step);
  }

  /**
   * As {@link #write}, for whatever changes current resources: by the search parameters of one
   * generation ({@link ParameterLock}). The step must not begin another of these.
   *
   * @param alone whether the step may change the search parameters: all others wait for it
   */
  <T> T writeRows(boolean alone, RowsStep<T> step) {
    Step<T> whole =
        connection -> {
          long generation =
              alone ? ParameterLock.alone(connection) : ParameterLock.share(connection);
          return step.run(connection, generation);
        };
    return retried(whole);
  }

  private <T> T retried(Step<T> step) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(writers(), step);
      } catch (SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || !LOST_RACE.contains(state)) throw translate(failure);
        if (attempt == RETRIES) {
          throw Problem.of(
              Problem.Kind.CONFLICT, "others are changing the same resources; try again");
        }
      }
    }
  }

  /**
   * Writes durably, on its own: for small interned rows that must outlive the caller's rollback.
   */
  <T> T durably(Step<T> step) {
    return attempt(side, step);
  }

  /** A connection of its own, for the journal; the caller closes it. */
  Connection open() throws SQLException {
    return side.getConnection();
  }

  /** Does the database answer? */
  public boolean answers() {
    try (Connection connection = readers().getConnection()) {
      return connection.isValid(2);
    } catch (SQLException away) {
      return false;
    }
  }

  private static <T> T attempt(HikariDataSource pool, Step<T> step) {
    try {
      return once(pool, step);
    } catch (SQLException failure) {
      throw translate(failure);
    }
  }

  private static <T> T once(HikariDataSource pool, Step<T> step) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        T result = step.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error failure) {
        rollback(connection, failure);
        throw failure;
      }
    }
  }

  /** For a race that no constraint of the database sees: the whole is tried again. */
  static SQLException lostRace(String what) {
    return new SQLException(what, "40001");
  }

  private static void rollback(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException alsoFailed) {
      cause.addSuppressed(alsoFailed);
    }
  }

  static RuntimeException translate(SQLException failure) {
    String state = failure.getSQLState() == null ? "08000" : failure.getSQLState();
    boolean away =
        state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals("25006")
            || state.equals("55P03") // waited long enough for a lock
            || failure instanceof java.sql.SQLTransientException;
    if (away) {
      Problem problem =
          Problem.of(Problem.Kind.UNAVAILABLE, "the database is away for a moment; try again");
      problem.initCause(failure);
      return problem;
    }
    return new IllegalStateException("database failure " + state, failure);
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
    side.close();
    urgentReaders.close();
    urgentWriters.close();
  }
}
