package dev.tsumugi.hub.shell;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A few connections of the application's role, apart from those of the records. */
abstract class SmallPool implements AutoCloseable {
  private static final int MOST = 4;

  private static final int URGENT_MILLIS = 1_000;

  private final HikariDataSource pool;

  SmallPool(Database database, String name, boolean readOnly) {
    this(configured(database, name, readOnly));
  }

  private SmallPool(HikariConfig config) {
    pool = new HikariDataSource(config);
  }

  /** For the urgent lane: nobody waits long, neither for a connection nor for an answer. */
  SmallPool(Database database, String name) {
    this(hastened(configured(database, name, false)));
  }

  private static HikariConfig hastened(HikariConfig config) {
    config.setConnectionTimeout(URGENT_MILLIS);
    config.setValidationTimeout(URGENT_MILLIS / 2);
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "4");
    return config;
  }

  private static HikariConfig configured(Database database, String name, boolean readOnly) {
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
    return config;
  }

  public Connection open() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }
}
