package dev.tsumugi.fhirserver.shell.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Drops what is too old to matter of sign-ons and look-ups: proofs and codes that are refused by
 * their time anyway, and sessions of which nothing was seen for longer than anything can live that
 * was asked for by one. Any node may do it, at any time.
 */
final class SignOnSweep {
  static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  /** Longer than {@link Subscriptions#LIFE}: an ended session must not come to life again. */
  static final Duration KEPT = Subscriptions.LIFE.plusDays(10);

  /** Longer than a token lives. */
  private static final Duration TOKENS = Duration.ofDays(1);

  private final Database database;
  private final Store.Settings settings;

  SignOnSweep(Database database, Store.Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  Worker worker() {
    return new Worker(
        "sign-ons",
        LOOK_EVERY,
        () -> {
          step();
          return LOOK_EVERY;
        });
  }

  /** How many rows it dropped. */
  int step() {
    Instant now = settings.clock().instant();
    return database.write(connection -> sweep(connection, now));
  }

  private static int sweep(Connection connection, Instant now) throws SQLException {
    Instant kept = now.minus(KEPT);
    return new Sql().add("delete from proof where until < ?", now).run(connection)
        + new Sql().add("delete from device_code where until < ?", now).run(connection)
        + new Sql()
            .add("delete from subject_end where before < ?", now.minus(TOKENS))
            .run(connection)
        + new Sql()
            .add("delete from look_up_count where hour < ?", now.minus(TOKENS))
            .run(connection)
        + new Sql().add("delete from session where seen < ?", kept).run(connection)
        + new Sql()
            .add(
                "delete from session_end e where e.at < ? and not exists (select from session s where"
                    + " s.sid = e.sid)",
                kept)
            .run(connection);
  }
}
