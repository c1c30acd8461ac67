package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The hub's own Keycloak: unpacked and built at the first start, then run as a child until {@link
 * #close}. Whoever opens this must close it; what a killed hub leaves behind, the next one ends.
 */
final class KeycloakProcess implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  // A server that was killed a moment ago is dead before the kernel has closed its sockets.
  private static final Duration PORT_PATIENCE = Duration.ofSeconds(2);

  private final KeycloakOptions options;
  private final KeycloakPidFile pidFile;
  private final KeycloakLog log;
  private final KeycloakInstallation installation;
  private final KeycloakCommand command;

  KeycloakProcess(KeycloakOptions options) {
    this.options = options;
    pidFile = new KeycloakPidFile(options.pidFile());
    log = new KeycloakLog(options.log());
    installation = KeycloakInstallation.in(options);
    command = new KeycloakCommand(installation.home(), log, pidFile);
  }

  /**
   * Returns when the server answers that it is ready.
   *
   * @return true if the server had to be built first, which takes some 25 seconds
   * @throws Failure with one sentence: a port in use, another hub on this folder, an archive
   *     missing or damaged, a server that died and what it said last
   */
  boolean start() {
    try {
      Files.createDirectories(options.folder());
      pidFile.endStale();
      int management = options.managementPort() == 0 ? anyPort() : options.managementPort();
      demandFree(options.port(), "set HUB_IDP_PORT to a free port, or stop what uses it");
      demandFree(management, "Keycloak's health needs it; stop what uses it");
      log.begin();
      boolean built = installation.prepare(command);
      Process process = command.launch(arguments(management), environment());
      awaitReady(process, management);
      return built;
    } catch (IOException e) {
      close();
      throw new Failure("Keycloak cannot be started: " + e.getMessage() + ".", e);
    } catch (Failure e) {
      close();
      throw e;
    }
  }

  /** Where the hub itself reaches the server; browsers go by the configured URL. */
  URI address() {
    // Its certificate is for the name that others know.
    if (options.https() != null) return URI.create(options.url());
    return URI.create("http://" + LOOPBACK + ":" + options.port());
  }

  /**
   * Tells one sentence if the server ends without having been asked to. To be called after {@link
   * #start}; {@code told} runs on another thread.
   */
  void onDeath(Consumer<String> told) {
    command.onDeath(() -> told.accept("Keycloak ended by itself (see " + log.file() + ")."));
  }

  /** Asks the server to end, waits, and kills what is left; may be called again, and meanwhile. */
  @Override
  public void close() {
    command.end();
  }

  private List<String> arguments(int management) {
    List<String> arguments = new ArrayList<>(List.of("start", "--optimized"));
    arguments.addAll(where());
    arguments.addAll(
        List.of(
            // One node: without this it opens ports beyond loopback to look for others.
            "--cache=local",
            "--http-management-port=" + management,
            "--hostname=" + options.url(),
            // It reports every answer "not ready yet", and we ask five times a second.
            "--log-level=info,io.smallrye.health:error",
            "--db-pool-initial-size=1",
            "--db-pool-min-size=1",
            "--db-pool-max-size=10",
            // Keycloak drops a longer scope parameter without a word; SMART apps ask for many
            // scopes.
            "--spi-login-protocol--openid-connect--req-params-max-size--scope=16000"));
    return arguments;
  }

  private List<String> where() {
    KeycloakOptions.Https https = options.https();
    if (https == null) {
      return List.of(
          "--http-enabled=true", "--http-host=" + LOOPBACK, "--http-port=" + options.port());
    }
    return List.of(
        "--http-enabled=false",
        "--http-host=" + https.host(),
        "--https-port=" + options.port(),
        "--https-certificate-file=" + https.files().certificate().toAbsolutePath(),
        "--https-certificate-key-file=" + https.files().key().toAbsolutePath(),
        "--https-protocols=" + String.join(",", new TreeSet<>(TlsFiles.PROTOCOLS)),
        "--https-certificates-reload-period=31s",
        // It calls the hub, which shows the same certificate.
        "--truststore-paths=" + https.files().certificate().toAbsolutePath(),
        "--http-management-scheme=http",
        "--http-management-host=" + LOOPBACK);
  }

  private Map<String, String> environment() {
    Login login = options.database().login();
    return Map.of(
        "KC_DB_URL", options.database().jdbcUrl(),
        "KC_DB_USERNAME", login.user(),
        "KC_DB_PASSWORD", login.password(),
        "KC_BOOTSTRAP_ADMIN_USERNAME", options.admin().user(),
        "KC_BOOTSTRAP_ADMIN_PASSWORD", options.admin().password());
  }

  private void awaitReady(Process process, int management) throws IOException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create("http://" + LOOPBACK + ":" + management + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      // The port opens seconds before the server is ready: only this address tells.
      while (!answers(http, ready)) {
        command.note();
        if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
          throw new Failure("Keycloak ended while starting: " + log.lastWords() + ".");
        }
        if (System.nanoTime() > deadline) {
          String waited = PATIENCE.toMinutes() + " minutes";
          throw new Failure(
              "Keycloak was not ready after " + waited + ": " + log.lastWords() + ".");
        }
      }
      command.note();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The start of Keycloak was interrupted.", e);
    }
  }

  private static boolean answers(HttpClient http, HttpRequest ready) throws InterruptedException {
    try {
      return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet; the caller watches the process and the clock
    }
  }

  private static void demandFree(int port, String advice) throws IOException {
    long deadline = System.nanoTime() + PORT_PATIENCE.toNanos();
    while (!isFree(port)) {
      if (System.nanoTime() > deadline) {
        throw new Failure("Port " + port + " is in use: " + advice + ".");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("The start of Keycloak was interrupted.", e);
      }
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // connections of an earlier run may linger in TIME_WAIT
      socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static int anyPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }
}
