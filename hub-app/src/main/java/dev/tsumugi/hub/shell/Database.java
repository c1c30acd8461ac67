package dev.tsumugi.hub.shell;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that passed {@link Durability} and can be used.
 *
 * @param owner owns the schema and migrates it
 * @param app what the hub works with; has only what the owner grants
 * @param keycloak the identity server's own database here; null on a server that is not ours
 */
record Database(String jdbcUrl, Login owner, Login app, @Nullable Keycloak keycloak) {
  record Keycloak(String jdbcUrl, Login login) {}

  Connection connectAsOwner() throws SQLException {
    return connect(jdbcUrl, owner);
  }

  static Connection connect(String jdbcUrl, Login login) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("ApplicationName", "tsumugi-hub");
    return DriverManager.getConnection(jdbcUrl, properties);
  }
}
