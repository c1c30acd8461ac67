package dev.tsumugi.hub.shell;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tsumugi.terminology.shell.Connections;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The hub's connections to loaded code systems, apart from those of the records: a search that asks
 * for codes holds one of those already, and must not wait for a second.
 */
final class CodeTableConnections implements Connections, AutoCloseable {
  private static final int MOST = 4;

  private final HikariDataSource pool;

  CodeTableConnections(Database database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("codes");
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.app().user());
    config.setPassword(database.app().password());
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    config.setReadOnly(true);
    config.addDataSourceProperty("ApplicationName", "tsumugi-codes");
    pool = new HikariDataSource(config);
  }

  @Override
  public Connection open() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }
}
