package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir static Path shared;
  private static DataFolder folder;
  private static PostgresServer server;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    folder = TestServers.folder(shared);
    server = TestServers.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theServerIsDurablePrivateAndChecksItsPages() throws Exception {
    try (Connection superuser = server.connectAsSuperuser()) {
      for (String on : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        assertThat(answer(superuser, "show " + on)).as(on).isEqualTo("on");
      }
      assertThat(answer(superuser, "show data_checksums")).isEqualTo("on");
      assertThat(answer(superuser, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(answer(superuser, "show server_encoding")).isEqualTo("UTF8");
      String trusting =
          "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'";
      assertThat(answer(superuser, trusting)).isEqualTo("0");
    }
    assertThat(server.version()).startsWith("17.");
    assertThat(permissions(folder.postgres())).isEqualTo("rwx------");
    assertThat(permissions(folder.secrets())).isEqualTo("rw-------");
  }

  @Test
  void theApplicationMayOnlyWhatItWasGranted() throws Exception {
    Database database = server.database();
    execute(database, "create table journal (n int)", "grant insert on journal to tsumugi_app");

    try (Connection app = Database.connect(database.jdbcUrl(), database.app());
        Statement statement = app.createStatement()) {
      assertThat(statement.executeUpdate("insert into journal values (1)")).isEqualTo(1);
      assertThatThrownBy(() -> statement.execute("delete from journal"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("create table mine (n int)"))
          .hasMessageContaining("permission denied");
    }
    assertThatThrownBy(() -> Database.connect(database.keycloak().jdbcUrl(), database.app()))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(
            () -> Database.connect(database.jdbcUrl(), new Login("tsumugi_app", "guess")))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void aSecondStartFindsAllAndStopsWhatAKilledHubLeftBehind() throws Exception {
    DataFolder own = TestServers.folder(temp);
    try (PostgresServer first = TestServers.start(own)) {
      execute(first.database(), "create table kept as select 42 as n");
    }
    assertThat(PostmasterFile.livingOwner(own)).isEmpty();

    PostgresServer leftBehind = TestServers.start(own);
    try (PostgresServer next = TestServers.start(own)) {
      assertThat(leftBehind.isAlive()).isFalse();
      assertThat(next.pid()).isNotEqualTo(leftBehind.pid());
      assertThat(answer(next.database(), "select n from kept")).isEqualTo("42");
    }
  }

  @Test
  void aKilledServerComesBackOnItsPortWithAllThatWasCommitted() throws Exception {
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    try (PostgresWatch watch = new PostgresWatch(server, said::add, f -> said.add("gave up"))) {
      execute(server.database(), "create table survived as select 42 as n");
      long killed = server.pid();
      int port = server.port();

      ProcessHandle.of(killed).orElseThrow().destroyForcibly();

      assertThat(said.poll(30, TimeUnit.SECONDS)).contains("died");
      String next = said.poll(60, TimeUnit.SECONDS);
      // What the killed server left may take a moment to go; then the start is tried again.
      while (next != null && !next.contains("back")) next = said.poll(60, TimeUnit.SECONDS);
      assertThat(next).isEqualTo("PostgreSQL is back on port " + port + ".");
      assertThat(server.pid()).isNotEqualTo(killed);
      assertThat(answer(server.database(), "select n from survived")).isEqualTo("42");
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> TestServers.start(TestServers.folder(temp), port))
          .isInstanceOf(Failure.class)
          .hasMessage(
              "Port " + port + " is in use: PostgreSQL cannot listen there; set HUB_DB_PORT.");
    }
  }

  @Test
  void anotherMajorVersionIsRefused() throws Exception {
    DataFolder own = TestServers.folder(temp);
    Files.createDirectory(own.postgres());
    Files.writeString(own.postgres().resolve("PG_VERSION"), "16\n");

    assertThatThrownBy(() -> TestServers.start(own))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("holds a PostgreSQL 16 database")
        .hasMessageContaining("brings PostgreSQL 17");
  }

  @Test
  void aDatabaseWithoutItsPasswordsIsRefused() throws Exception {
    DataFolder own = TestServers.folder(temp);
    Files.createDirectory(own.postgres());
    Files.writeString(own.postgres().resolve("PG_VERSION"), "17\n");

    assertThatThrownBy(() -> TestServers.start(own)).hasMessageContaining("backup");
    assertThat(own.secrets()).doesNotExist();
  }

  @Test
  void aServerWithoutDurabilityIsRefused() throws Exception {
    try (Connection session = server.connectAsSuperuser();
        Statement statement = session.createStatement()) {
      assertThat(Durability.check(session)).startsWith("17.");
      statement.execute("set synchronous_commit = off");

      assertThatThrownBy(() -> Durability.check(session))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("switch synchronous_commit on");
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  static void execute(Database database, String... statements) throws SQLException {
    try (Connection owner = database.connectAsOwner();
        Statement statement = owner.createStatement()) {
      for (String sql : statements) statement.execute(sql);
    }
  }

  static String answer(Database database, String query) throws SQLException {
    try (Connection owner = database.connectAsOwner()) {
      return answer(owner, query);
    }
  }

  private static String answer(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
