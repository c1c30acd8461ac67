package dev.tsumugi.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;

/**
 * A fresh database on the one PostgreSQL of this JVM: a container where a Docker engine answers,
 * the embedded engine otherwise. Roles as in the hub: an owner, and an application that owns
 * nothing. The server goes with the JVM.
 *
 * @param url JDBC address
 */
public record TestDatabase(String url, Login owner, Login app) {
  /** A role and its password. */
  public record Login(String user, String password) {}

  private record Server(String base, Login superuser, String engine) {}

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Server SERVER = start();

  /** Which engine runs, for the tests' closing lines. */
  public static String engine() {
    return SERVER.engine();
  }

  public static TestDatabase fresh() {
    String name = "t" + COUNT.incrementAndGet();
    Login owner = new Login(name + "_owner", "owner");
    Login app = new Login(name + "_app", "app");
    try (Connection connection = connect(SERVER.base() + "postgres", SERVER.superuser());
        Statement sql = connection.createStatement()) {
      sql.execute("create role " + owner.user() + " login password 'owner'");
      sql.execute("create role " + app.user() + " login password 'app'");
      sql.execute("create database " + name + " owner " + owner.user() + " template template0");
    } catch (SQLException failure) {
      throw new IllegalStateException("no fresh test database", failure);
    }
    return new TestDatabase(SERVER.base() + name, owner, app);
  }

  /** Another with the same content and logins; nobody may be connected to this one meanwhile. */
  public TestDatabase copy() {
    String name = "t" + COUNT.incrementAndGet();
    String from = url.substring(url.lastIndexOf('/') + 1);
    try (Connection connection = connect(SERVER.base() + "postgres", SERVER.superuser());
        Statement sql = connection.createStatement()) {
      sql.execute("create database " + name + " owner " + owner.user() + " template " + from);
    } catch (SQLException failure) {
      throw new IllegalStateException("no copy of " + from, failure);
    }
    return new TestDatabase(SERVER.base() + name, owner, app);
  }

  /** As the superuser: for planting faults that no role of the hub could make. */
  public Connection asSuperuser() throws SQLException {
    return connect(url, SERVER.superuser());
  }

  private static Connection connect(String url, Login login) throws SQLException {
    return DriverManager.getConnection(url, login.user(), login.password());
  }

  private static Server start() {
    return dockerAnswers() ? container() : embedded();
  }

  private static boolean dockerAnswers() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException | LinkageError noDocker) {
      return false;
    }
  }

  @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it afterwards
  private static Server container() {
    PostgreSQLContainer<?> postgres = new PostgreSQLContainer<>("postgres:17");
    postgres.start();
    String base = postgres.getJdbcUrl().replaceFirst("/[^/]*$", "/");
    return new Server(
        base, new Login(postgres.getUsername(), postgres.getPassword()), "PostgreSQL 17 in Docker");
  }

  private static Server embedded() {
    try {
      // Speed, not durability: crash tests start the hub's own, durable server.
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
      String base = "jdbc:postgresql://localhost:" + postgres.getPort() + "/";
      return new Server(base, new Login("postgres", "postgres"), "embedded PostgreSQL 17");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void close(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
