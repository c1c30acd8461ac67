package dev.tsumugi.hub.shell;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/**
 * Who may do what in the embedded PostgreSQL. Each role has a password of its own; nobody but the
 * superuser is more than a plain user.
 */
enum PostgresRoles {
  /** Owns the hub's schema, and migrates it. */
  OWNER("tsumugi_owner"),
  /** The hub at work: may what the schema's migrations grant. */
  APP("tsumugi_app"),
  /** The identity server, in a database of its own. */
  KEYCLOAK("keycloak");

  private final String user;

  PostgresRoles(String user) {
    this.user = user;
  }

  Login login(Secrets secrets) {
    return new Login(user, secrets.get("postgres." + user + ".password"));
  }

  /**
   * Makes what is missing, and sets what is there to what it should be.
   *
   * @param jdbcUrl address of a database by name
   * @param superuser login of {@code superuser}
   */
  static void prepare(
      Connection superuser, UnaryOperator<String> jdbcUrl, Secrets secrets, Login superuserLogin)
      throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      for (PostgresRoles role : values()) role.prepare(statement, secrets);
      database(statement, "tsumugi", OWNER);
      database(statement, "keycloak", KEYCLOAK);
      statement.execute("grant connect on database tsumugi to " + APP.user);
      preferLz4(statement);
    }
    try (Connection inside = Database.connect(jdbcUrl.apply("tsumugi"), superuserLogin);
        Statement statement = inside.createStatement()) {
      statement.execute("alter schema public owner to " + OWNER.user);
      statement.execute("revoke all on schema public from public");
      statement.execute("grant usage on schema public to " + APP.user);
    }
  }

  private void prepare(Statement statement, Secrets secrets) throws SQLException {
    if (!exists(statement, "select 1 from pg_roles where rolname = '" + user + "'")) {
      statement.execute("create role " + user);
    }
    // The password is of our own making and holds no quote.
    statement.execute(
        "alter role "
            + user
            + " login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '"
            + login(secrets).password()
            + "'");
  }

  private static void database(Statement statement, String name, PostgresRoles owner)
      throws SQLException {
    if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
      statement.execute("create database " + name + " owner " + owner.user);
    }
    statement.execute("revoke all on database " + name + " from public");
  }

  /** Faster for large bodies; not every build of PostgreSQL has it. */
  private static void preferLz4(Statement statement) throws SQLException {
    String possible =
        "select 1 from pg_settings where name = 'default_toast_compression'"
            + " and 'lz4' = any(enumvals) and setting <> 'lz4'";
    if (!exists(statement, possible)) return;
    statement.execute("alter system set default_toast_compression = 'lz4'");
    statement.execute("select pg_reload_conf()");
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
