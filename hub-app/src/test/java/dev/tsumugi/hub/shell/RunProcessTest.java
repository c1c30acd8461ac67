package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a process of its own, as signals are what ends it. */
class RunProcessTest {
  @TempDir Path temp;

  @Test
  void sigtermStopsTheDatabaseToo() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    Process hub = run(folder);
    try {
      awaitLine(hub, "PostgreSQL 17");
      ProcessHandle postgres = PostmasterFile.livingOwner(folder).orElseThrow();

      hub.destroy();

      assertThat(hub.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(hub.exitValue()).isEqualTo(128 + 15);
      assertThat(PostmasterFile.isAlive(postgres)).isFalse();
      assertThat(folder.isRunning()).isFalse();
      assertThat(folder.hubLog()).content().contains("ready on port");
    } finally {
      hub.destroyForcibly().waitFor();
    }
  }

  @Test
  void aKilledRunIsFollowedByAnother() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    Process killed = run(folder);
    awaitLine(killed, "PostgreSQL 17");
    ProcessHandle leftBehind = PostmasterFile.livingOwner(folder).orElseThrow();
    killed.destroyForcibly().waitFor();
    assertThat(PostmasterFile.isAlive(leftBehind)).isTrue();

    Process next = run(folder);
    try {
      awaitLine(next, "PostgreSQL 17");
      assertThat(PostmasterFile.isAlive(leftBehind)).isFalse();
      next.destroy();
      assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      next.destroyForcibly().waitFor();
    }
    assertThat(PostmasterFile.livingOwner(folder)).isEmpty();
  }

  private static void awaitLine(Process hub, String beginning) throws IOException {
    BufferedReader lines = hub.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(beginning)) return;
      seen.append(line).append('\n');
    }
    throw new AssertionError("the run ended without \"" + beginning + "\":\n" + seen);
  }

  private Process run(DataFolder folder) throws IOException {
    // Only the parts this test is about; the application and its identity server have their own.
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseOnlyRun.class.getName()));
    builder.environment().put("HUB_DATA", folder.root().toString());
    builder.environment().put("HUB_CACHE", TestServers.cache().toString());
    builder.environment().put("HUB_PORT", Integer.toString(freePort()));
    builder.environment().put("HUB_IDP_PORT", Integer.toString(freePort()));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    assertThat(Files.isDirectory(folder.root())).isTrue();
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
