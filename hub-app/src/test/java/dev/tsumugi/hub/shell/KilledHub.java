package dev.tsumugi.hub.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A hub in a process of its own, on its own durable database, that a test kills and starts again.
 */
final class KilledHub implements AutoCloseable {
  private final DataFolder folder;
  private final TestIssuer issuer;
  private final int port;
  private final int databasePort;
  private Process process;

  KilledHub(Path temp) throws IOException {
    folder = TestServers.folder(temp);
    port = freePort();
    databasePort = freePort();
    issuer = TestIssuer.start("http://localhost:" + port + "/fhir");
    process = run();
  }

  DataFolder folder() {
    return folder;
  }

  TestIssuer issuer() {
    return issuer;
  }

  int port() {
    return port;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; false if it did not end within half a minute. */
  boolean end() throws InterruptedException {
    process.destroy();
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  /** Again, after it ended. */
  void start() throws IOException {
    process = run();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process run() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                HubOnlyRun.class.getName()));
    builder.environment().put("HUB_DATA", folder.root().toString());
    builder.environment().put("HUB_CACHE", TestServers.cache().toString());
    builder.environment().put("HUB_PORT", Integer.toString(port));
    builder.environment().put("HUB_DB_PORT", Integer.toString(databasePort));
    builder.environment().put("HUB_OIDC_ISSUER", issuer.address());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process started = builder.start();
    StringBuilder seen = new StringBuilder();
    BufferedReader lines = started.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("READY")) return started;
      seen.append(line).append('\n');
    }
    throw new AssertionError("the hub did not come up:\n" + seen);
  }

  @Override
  public void close() throws InterruptedException {
    if (!end()) kill();
    // A test that failed between two runs leaves the database of the first behind.
    PostmasterFile.livingOwner(folder).ifPresent(ProcessHandle::destroyForcibly);
  }
}
