package dev.tsumugi.bench.shell;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL that both servers use, each in a database of its own, made anew. The embedded
 * one is durable and sized as the hub's own is.
 */
final class BenchDatabase implements AutoCloseable {
  static final String PASSWORD = "bench";
  private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/]+/)([^?]*)(\\?.*)?");

  private final @Nullable EmbeddedPostgres embedded;
  private final String server;
  private final String parameters;

  private BenchDatabase(@Nullable EmbeddedPostgres embedded, String server, String parameters) {
    this.embedded = embedded;
    this.server = server;
    this.parameters = parameters;
  }

  static BenchDatabase embedded(int port, Path folder, Path log) {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(folder)
              .setCleanDataDirectory(true)
              // The library starts it fast and forgetful; both are measured durable.
              .setServerConfig("fsync", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("effective_cache_size", "1GB")
              .setServerConfig("maintenance_work_mem", "64MB")
              .setServerConfig("max_wal_size", "1GB")
              .setServerConfig("random_page_cost", "1.1")
              .setServerConfig("jit", "off")
              .setServerConfig("max_connections", "100")
              .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
      return new BenchDatabase(postgres, server, "?user=postgres&password=postgres");
    } catch (IOException failure) {
      throw new Failure("PostgreSQL cannot be started; see " + log + ".", failure);
    }
  }

  static BenchDatabase at(String jdbcUrl) {
    Matcher parts = URL.matcher(jdbcUrl);
    if (!parts.matches()) throw new Failure("--db looks like jdbc:postgresql://host:port/?user=…");
    return new BenchDatabase(null, parts.group(1), parts.group(3) == null ? "" : parts.group(3));
  }

  /** JDBC address without a login. */
  String url(String name) {
    return server + name;
  }

  /** Makes a database anew, owned by a role of the same name. */
  void make(String name) {
    superuser(
        "postgres",
        "drop database if exists " + name + " with (force)",
        "drop role if exists " + name,
        "create role " + name + " login password '" + PASSWORD + "'",
        "create database " + name + " owner " + name + " template template0 encoding 'UTF8'");
  }

  void superuser(String name, String... statements) {
    try (Connection connection = DriverManager.getConnection(server + name + parameters);
        Statement sql = connection.createStatement()) {
      for (String statement : statements) sql.execute(statement);
    } catch (SQLException failure) {
      throw new Failure("PostgreSQL refuses: " + failure.getMessage(), failure);
    }
  }

  String value(String query) {
    try (Connection connection = DriverManager.getConnection(server + "postgres" + parameters);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    } catch (SQLException failure) {
      throw new Failure("PostgreSQL refuses: " + failure.getMessage(), failure);
    }
  }

  /** The postmaster's process, if the server runs on this machine. */
  Set<Long> processes() {
    String pid = value("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
    boolean here =
        embedded != null || server.contains("//localhost") || server.contains("//127.0.0.1");
    return here ? Set.of(Long.parseLong(pid.strip())) : Set.of();
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) embedded.close();
  }
}
