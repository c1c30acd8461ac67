package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakPidFileTest {
  @TempDir Path folder;
  private Process server;
  private Process hub;
  private KeycloakPidFile file;

  @BeforeEach
  void start() throws IOException {
    server = new ProcessBuilder("sleep", "300").start();
    hub = new ProcessBuilder("sleep", "300").start();
    file = new KeycloakPidFile(folder.resolve("keycloak.pid"));
  }

  @AfterEach
  void stop() {
    server.destroyForcibly();
    hub.destroyForcibly();
  }

  @Test
  void theServerOfAKilledHubIsEnded() throws Exception {
    file.write(hub.toHandle(), List.of(server.toHandle()));
    hub.destroyForcibly().waitFor();

    assertThat(file.endStale()).isEqualTo(1);
    assertThat(server.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(file.file()).doesNotExist();
  }

  @Test
  void theServerOfALivingHubIsLeftAlone() throws Exception {
    file.write(hub.toHandle(), List.of(server.toHandle()));

    assertThatThrownBy(file::endStale)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("process " + hub.pid());
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void aProcessThatOnlyHasTheNumberIsLeftAlone() throws Exception {
    Files.writeString(file.file(), hub.pid() + " 1000\n" + server.pid() + " 1000\n");

    assertThat(file.endStale()).isZero();
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void aFileCutShortNamesNobody() throws Exception {
    Files.writeString(file.file(), Long.toString(server.pid()));

    assertThat(file.endStale()).isZero();
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void whatDoesNotEndIsKilled() throws Exception {
    Process stubborn = new ProcessBuilder("sh", "-c", "trap '' TERM; echo up; read x").start();
    try {
      assertThat(stubborn.getInputStream().read()).isEqualTo('u'); // the trap stands

      KeycloakPidFile.end(List.of(stubborn.toHandle()), Duration.ofMillis(300));

      assertThat(stubborn.waitFor()).isEqualTo(128 + 9);
    } finally {
      stubborn.destroyForcibly();
    }
  }
}
