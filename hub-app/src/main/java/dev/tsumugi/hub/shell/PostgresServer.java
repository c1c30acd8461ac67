package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The embedded PostgreSQL on one HUB_DATA: made, started so that nothing acknowledged is lost, and
 * stopped. It listens on 127.0.0.1 only and asks everybody for a password.
 *
 * <p>{@code pg_ctl} starts it in a session of its own. That is on purpose: Ctrl-C at the terminal
 * reaches the whole foreground group, and PostgreSQL must outlive the hub, which stops it last. A
 * hub that is killed leaves the server running; the next start finds it by its {@code
 * postmaster.pid} and stops it first.
 */
final class PostgresServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";
  private static final String SUPERUSER_SECRET = "postgres.superuser.password";
  private static final int PORT_TRIES = 3;

  private final DataFolder folder;
  private final PostgresPrograms programs;
  private final PostgresUser user;
  private final Secrets secrets;
  private volatile int port;
  private String version = "";
  private volatile Optional<ProcessHandle> postmaster = Optional.empty();

  private PostgresServer(
      DataFolder folder, PostgresPrograms programs, PostgresUser user, Secrets secrets, int port) {
    this.folder = folder;
    this.programs = programs;
    this.user = user;
    this.secrets = secrets;
    this.port = port;
  }

  /**
   * Starts the server; on an empty folder it is made first. The caller holds the folder's lock.
   *
   * @param port 0 for any free one
   * @param cache where the programs are unpacked
   * @throws Failure if it cannot be started, or the data folder is of another major version
   */
  static PostgresServer start(DataFolder folder, int port, Path cache) {
    PostgresUser user = PostgresUser.choose();
    return start(folder, port, PostgresPrograms.unpacked(cache), user);
  }

  static PostgresServer start(
      DataFolder folder, int port, PostgresPrograms programs, PostgresUser user) {
    PostgresFolder.requireOurMajor(folder);
    boolean made = Files.exists(folder.postgres());
    Secrets secrets = Secrets.open(folder.secrets());
    if (made && !secrets.has(SUPERUSER_SECRET)) {
      throw new Failure(
          folder.secrets()
              + " is missing the passwords of the database beside it: bring it back from a backup.");
    }
    PostgresServer server = new PostgresServer(folder, programs, user, secrets, port);
    try {
      server.prepareLog();
      if (!made) PostgresFolder.make(folder, programs, user, superuserLogin(secrets));
      user.take(folder.postgres());
      server.stopLeftOver();
      server.startHere();
    } catch (IOException e) {
      throw new Failure("PostgreSQL cannot be started: " + DataFolder.reason(e) + ".", e);
    }
    server.prepareRoles();
    return server;
  }

  /** {@code 17.10}. */
  String version() {
    return version;
  }

  int port() {
    return port;
  }

  long pid() {
    return postmaster.map(ProcessHandle::pid).orElse(-1L);
  }

  /** The logins of a run. */
  Database database() {
    return new Database(
        jdbcUrl("tsumugi"),
        PostgresRoles.OWNER.login(secrets),
        PostgresRoles.APP.login(secrets),
        new Database.Keycloak(jdbcUrl("keycloak"), PostgresRoles.KEYCLOAK.login(secrets)));
  }

  /** For backups and roles; never for the hub's work. */
  Connection connectAsSuperuser() throws SQLException {
    return connectAsSuperuser(port, secrets);
  }

  /** Connects to the server another process runs on this folder. */
  static Connection connectAsSuperuser(DataFolder folder) throws SQLException {
    return connectAsSuperuser(PostmasterFile.read(folder).port(), Secrets.open(folder.secrets()));
  }

  /** The logins of the server another process runs on this folder. */
  static Database running(DataFolder folder) {
    Secrets secrets = Secrets.open(folder.secrets());
    int port = PostmasterFile.read(folder).port();
    return new Database(
        jdbcUrl(port, "tsumugi"),
        PostgresRoles.OWNER.login(secrets),
        PostgresRoles.APP.login(secrets),
        new Database.Keycloak(jdbcUrl(port, "keycloak"), PostgresRoles.KEYCLOAK.login(secrets)));
  }

  boolean isAlive() {
    return postmaster.filter(PostmasterFile::isAlive).isPresent();
  }

  /**
   * Starts a server that died again, on the same port, so that connection pools find it.
   *
   * @throws Failure if it does not come up
   */
  synchronized void startAgain() {
    try {
      postmaster.ifPresent(PostgresServer::awaitGone);
      stopLeftOver();
      startHere();
    } catch (IOException e) {
      throw new Failure("PostgreSQL cannot be started again: " + DataFolder.reason(e) + ".", e);
    }
  }

  /** Fast shutdown: running transactions end, what is committed stays. Safe to repeat. */
  @Override
  public synchronized void close() {
    if (!isAlive()) return;
    try {
      stop();
    } catch (IOException e) {
      throw new Failure("PostgreSQL could not be stopped: " + DataFolder.reason(e) + ".", e);
    }
  }

  private String jdbcUrl(String database) {
    return jdbcUrl(port, database);
  }

  private static String jdbcUrl(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static Connection connectAsSuperuser(int port, Secrets secrets) throws SQLException {
    return Database.connect(jdbcUrl(port, "postgres"), superuserLogin(secrets));
  }

  private static Login superuserLogin(Secrets secrets) {
    return new Login(SUPERUSER, secrets.get(SUPERUSER_SECRET));
  }

  private void prepareLog() throws IOException {
    Path log = folder.postgresLog();
    if (Files.exists(log) && Files.size(log) > 20L << 20) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(log)) Files.createFile(log);
    user.take(log);
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
  }

  private void stopLeftOver() throws IOException {
    Optional<ProcessHandle> leftOver = PostmasterFile.livingOwner(folder);
    if (leftOver.isEmpty()) return;
    postmaster = leftOver;
    stop();
  }

  /** A killed process keeps its number until somebody collects it; so long nobody may start. */
  private static void awaitGone(ProcessHandle dead) {
    try {
      dead.onExit().get(5, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stillThere) {
      // The start says so, and is tried again.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() throws IOException {
    Program.Result fast = pgCtl("stop", "-m", "fast", "-t", "60");
    if (fast.succeeded() || !isAlive()) return;
    // A client that never ends its session cannot hold us: the log is replayed at the next start.
    Program.Result immediate = pgCtl("stop", "-m", "immediate", "-t", "30");
    if (immediate.succeeded() || !isAlive()) return;
    throw PostgresFolder.explained(folder, "PostgreSQL does not stop", immediate);
  }

  private void startHere() throws IOException {
    for (int attempt = 1; ; attempt++) {
      boolean anyPort = port == 0;
      int chosen = anyPort ? freePort() : port;
      long logged = Files.size(folder.postgresLog());
      Program.Result result = pgCtl("start", "-t", "600", "-o", durableOn(chosen));
      if (result.succeeded()) {
        port = chosen;
        postmaster = PostmasterFile.livingOwner(folder);
        return;
      }
      String log = logSince(logged);
      boolean taken = log.contains("Address already in use");
      if (taken && anyPort && attempt < PORT_TRIES) continue;
      if (taken) {
        throw new Failure(
            "Port " + chosen + " is in use: PostgreSQL cannot listen there; set HUB_DB_PORT.");
      }
      // Stopped half way, by Ctrl-C say, it may still be on its way up.
      stopLeftOver();
      throw PostgresFolder.explained(
          folder, "PostgreSQL does not start", new Program.Result(1, log + result.output()));
    }
  }

  /** On the command line, where no configuration file can switch them off again. */
  private static String durableOn(int port) {
    return String.join(
        " ",
        "-c port=" + port,
        "-c listen_addresses=127.0.0.1",
        "-c unix_socket_directories=",
        "-c fsync=on",
        "-c full_page_writes=on",
        "-c synchronous_commit=on",
        "-c logging_collector=off");
  }

  private Program.Result pgCtl(String verb, String... options) throws IOException {
    List<String> command =
        user.command(
            programs.pgCtl(),
            verb,
            "-w",
            "-s",
            "-D",
            folder.postgres().toString(),
            "-l",
            folder.postgresLog().toString());
    command.addAll(List.of(options));
    return Program.run(command);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String logSince(long position) {
    try {
      byte[] log = Files.readAllBytes(folder.postgresLog());
      int from = (int) Math.min(position, log.length);
      return new String(log, from, log.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepareRoles() {
    try (Connection superuser = connectAsSuperuser()) {
      PostgresRoles.prepare(superuser, this::jdbcUrl, secrets, superuserLogin(secrets));
      try (Connection owner = database().connectAsOwner()) {
        version = Durability.check(owner);
      }
    } catch (SQLException e) {
      close();
      throw new Failure("PostgreSQL started but cannot be used: " + e.getMessage(), e);
    } catch (Failure failure) {
      close();
      throw failure;
    }
  }
}
