package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong before the real server runs; a few lines of shell stand for it. */
class KeycloakProcessTest {
  private static final Database.Keycloak DATABASE =
      new Database.Keycloak("jdbc:postgresql://x/x", new Login("u", "db-secret"));
  private static final Login ADMIN = new Login("hub-admin", "admin-secret");

  @TempDir Path folder;

  @Test
  void aPortInUseIsNamedWithItsVariable() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      KeycloakOptions options = options("exit 0", taken.getLocalPort());

      assertThatThrownBy(() -> start(options))
          .isInstanceOf(Failure.class)
          .hasMessage(
              "Port "
                  + taken.getLocalPort()
                  + " is in use: set HUB_IDP_PORT to a free port, or stop what uses it.");
    }
  }

  @Test
  void aMissingArchiveIsNamed() throws IOException {
    KeycloakOptions options = options("exit 0", 0);
    Files.delete(options.zip());

    assertThatThrownBy(() -> start(options))
        .hasMessage("The Keycloak archive " + options.zip() + " is missing.");
  }

  @Test
  void aDamagedArchiveIsNamed() throws IOException {
    KeycloakOptions options = options("exit 0", 0);
    byte[] whole = Files.readAllBytes(options.zip());
    Files.write(options.zip(), Arrays.copyOf(whole, whole.length / 3));

    assertThatThrownBy(() -> start(options)).hasMessageContaining(options.zip().toString());
    assertThat(options.folder().resolve("server")).doesNotExist();
  }

  @Test
  void aServerThatDiesLeavesItsLastWordsAndNoTrace() throws IOException {
    KeycloakOptions options =
        options("[ $1 = build ] || { echo 'x ERROR [a.B] (main) no database here'; exit 1; }", 0);

    assertThatThrownBy(() -> start(options))
        .hasMessageStartingWith("Keycloak ended while starting: no database here (see ");
    assertThat(options.pidFile()).doesNotExist();
  }

  @Test
  void aFailedBuildIsDoneAgain() throws IOException {
    KeycloakOptions options =
        options(
            "echo $1 >> ran; if [ $1 = build ]; then [ -e once ] || { touch once; exit 1; }; else"
                + " exit 3; fi",
            0);

    assertThatThrownBy(() -> start(options)).hasMessageContaining("build failed");
    assertThatThrownBy(() -> start(options)).hasMessageContaining("ended while starting");
    assertThatThrownBy(() -> start(options)).hasMessageContaining("ended while starting");
    assertThat(options.folder().resolve("server/ran")).hasContent("build\nbuild\nstart\nstart\n");
  }

  @Test
  void anotherProviderJarMakesAnotherBuild() throws IOException {
    KeycloakOptions options = options("echo $1 >> ran; [ $1 = build ]", 0);
    assertThatThrownBy(() -> start(options)).isInstanceOf(Failure.class);

    Files.writeString(options.providerJar(), "another");

    assertThatThrownBy(() -> start(options)).isInstanceOf(Failure.class);
    assertThat(options.folder().resolve("server/ran")).hasContent("build\nstart\nbuild\nstart\n");
    assertThat(options.folder().resolve("server/providers/tsumugi-keycloak-provider.jar"))
        .hasContent("another");
  }

  @Test
  void secretsGoByTheEnvironmentAndNotByTheArguments() throws IOException {
    KeycloakOptions options =
        options("[ $1 = build ] || { echo \"$@\" > args; env > environment; exit 1; }", 0);

    assertThatThrownBy(() -> start(options)).isInstanceOf(Failure.class);

    assertThat(Files.readString(options.folder().resolve("server/args")))
        .doesNotContain("db-secret", "admin-secret");
    assertThat(Files.readString(options.folder().resolve("server/environment")))
        .contains("KC_BOOTSTRAP_ADMIN_PASSWORD=admin-secret", "KC_DB_PASSWORD=db-secret");
  }

  @Test
  void aHubThatStopsWhileKeycloakStartsLeavesNoProcess() throws Exception {
    KeycloakOptions options =
        options("[ $1 = build ] || { echo $$ > pid; mv pid up; read x < /dev/zero; }", 0);
    var keycloak = new KeycloakProcess(options);
    var starting = CompletableFuture.runAsync(keycloak::start);
    Path up = options.folder().resolve("server/up");
    try (var watch = folder.getFileSystem().newWatchService()) {
      while (!Files.exists(up)) watch.poll(50, TimeUnit.MILLISECONDS);
    }
    long pid = Long.parseLong(Files.readString(up).strip());

    keycloak.close();

    assertThat(starting).failsWithin(Duration.ofSeconds(10));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static void start(KeycloakOptions options) {
    try (var keycloak = new KeycloakProcess(options)) {
      keycloak.start();
    }
  }

  private KeycloakOptions options(String script, int port) throws IOException {
    Path zip = folder.resolve("server.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("server-1/providers/"));
      out.putNextEntry(new ZipEntry("server-1/bin/kc.sh"));
      out.write(("#!/bin/sh\n" + script + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Path jar = Files.writeString(folder.resolve("provider.jar"), "one");
    return new KeycloakOptions(
        folder.resolve("keycloak"),
        zip,
        jar,
        DATABASE,
        ADMIN,
        "http://localhost:8180",
        port == 0 ? free() : port,
        0,
        folder.resolve("keycloak.pid"),
        folder.resolve("log/keycloak.log"));
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
