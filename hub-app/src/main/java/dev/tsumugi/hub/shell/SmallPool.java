package dev.tsumugi.hub.shell;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A few connections of the application's role, apart from those of the records. */
abstract class SmallPool implements AutoCloseable {
  private static final int MOST = 4;

  private final HikariDataSource pool;

  SmallPool(Database database, String name, boolean readOnly) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.app().user());
    config.setPassword(database.app().password());
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    config.setReadOnly(readOnly);
    config.addDataSourceProperty("ApplicationName", "tsumugi-" + name);
    pool = new HikariDataSource(config);
  }

  public final Connection open() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public final void close() {
    pool.close();
  }
}
