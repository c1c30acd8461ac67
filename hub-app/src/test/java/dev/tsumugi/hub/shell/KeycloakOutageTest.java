package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The identity server goes away and comes back, as a crash or an upgrade has it. */
class KeycloakOutageTest {
  private static final String RECORD = "/fhir/Patient/kobayashi-masao";
  private static final String SIGN_ON = "/actuator/health/sign-on";

  private static SmartTown town;
  private static Wire hub;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    hub = new Wire(town.base());
  }

  @Test
  void whoIsSignedOnGoesOnAndAllIsAsBeforeWhenItIsBack() throws Exception {
    Idp.Answer signedOn = signOn();
    String token = signedOn.body().text("access_token");
    assertThat(hub.get(token, RECORD).status()).isEqualTo(200);
    await("UP", 200);

    town.keycloakDown();
    try {
      assertThat(hub.get(token, RECORD).status()).isEqualTo(200);
      assertThat(hub.get("", "/fhir/.well-known/smart-configuration").status()).isEqualTo(200);
      await("AWAY", 503);
      Answer whole = hub.get("", "/actuator/health");
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.json().text("status")).isEqualTo("UP");
    } finally {
      town.keycloakUp();
    }

    await("UP", 200);
    assertThat(hub.get(token, RECORD).status()).isEqualTo(200);
    Idp.Answer refreshed =
        town.visitor()
            .token(
                "tsumugi",
                Map.of(
                    "grant_type", "refresh_token",
                    "client_id", "demo-cli",
                    "refresh_token", signedOn.body().text("refresh_token")));
    assertThat(refreshed.status()).as(refreshed.body().toString()).isEqualTo(200);
    for (Idp.Answer later : List.of(refreshed, signOn())) {
      assertThat(hub.get(later.body().text("access_token"), RECORD).status()).isEqualTo(200);
    }
  }

  private static Idp.Answer signOn() throws Exception {
    return town.visitor()
        .token(
            "tsumugi",
            Map.of(
                "grant_type", "password",
                "client_id", "demo-cli",
                "username", "physician",
                "password", "demo",
                "scope", "openid user/Patient.rs"));
  }

  /** What health tells is a second old at most. */
  private static void await(String status, int code) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    Answer answer = hub.get("", SIGN_ON);
    while (!status.equals(answer.json().text("status")) && System.nanoTime() < deadline) {
      answer = hub.get("", SIGN_ON);
    }
    assertThat(answer.json().text("status")).isEqualTo(status);
    assertThat(answer.status()).isEqualTo(code);
  }
}
