package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeycloakLogTest {
  @Test
  void theLastErrorsNameTheCause() {
    assertThat(
            KeycloakLog.lastWords(
                List.of(
                    "2026-11-22 10:00:00,000 INFO  [org.keycloak.Main] (main) starting",
                    "2026-11-22 10:00:01,000 ERROR [org.keycloak.Cli] (main) ERROR: Failed to start"
                        + " server in (production) mode",
                    "2026-11-22 10:00:01,001 ERROR [org.keycloak.Cli] (main) ERROR: No connection",
                    "2026-11-22 10:00:01,001 ERROR [org.keycloak.Cli] (main) ERROR: Connection to"
                        + " localhost:5 refused.",
                    "\tat org.keycloak.Main.main(Main.java:1)",
                    "2026-11-22 10:00:01,002 ERROR [org.keycloak.Cli] (main) For more details run"
                        + " the same command passing the '--verbose' option.",
                    "2026-11-22 10:00:02,000 INFO  [io.quarkus] (main) Keycloak stopped in 1s")))
        .isEqualTo("No connection: Connection to localhost:5 refused");
  }

  @Test
  void withoutAnErrorTheLastLineStands() {
    assertThat(
            KeycloakLog.lastWords(
                List.of(
                    "starting", "Terminating due to java.lang.OutOfMemoryError: Metaspace", "")))
        .isEqualTo("Terminating due to java.lang.OutOfMemoryError: Metaspace");
  }

  @Test
  void anEmptyLogSaysSo() {
    assertThat(KeycloakLog.lastWords(List.of())).isEqualTo("it said nothing");
  }
}
