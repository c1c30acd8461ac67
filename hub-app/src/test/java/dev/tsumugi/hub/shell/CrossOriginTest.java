package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser asks and reads on behalf of a page of another origin. */
class CrossOriginTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String APP = "https://app.example";

  private static final String ALLOWED = "access-control-allow-origin";

  /** The demo's client for a while; other tests have no origins. */
  private static void registered(String origins, Runnable then) {
    sql("update service set origins = array[" + origins + "]::text[] where client = 'demo-cli'");
    try {
      then.run();
    } finally {
      sql("update service set origins = '{}' where client = 'demo-cli'");
    }
  }

  private static void sql(String statement) {
    try (Connection connection = HUB.database().asSuperuser();
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Answer question(String origin, String path) {
    return raw(
        "OPTIONS " + path,
        "Origin: " + origin,
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: authorization,content-type,if-match");
  }

  private static Answer raw(String line, String... headers) {
    return WIRE.raw(
        line
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir/Patient/citizen", "/fhir", "/smart/launch"})
  void aStrangersPageIsToldNothing(String path) {
    Answer answer = question("https://stranger.example", path);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    assertThat(question("null", path).status()).isEqualTo(403);
  }

  @Test
  void theReaderOfOriginsSeesOnlyThoseOfValidAssessments() {
    Instant now = Instant.now();
    Origins[] origins = new Origins[1];
    java.time.Clock at = java.time.Clock.fixed(now, java.time.ZoneOffset.UTC);
    java.time.Clock later =
        java.time.Clock.fixed(now.plus(java.time.Duration.ofDays(500)), java.time.ZoneOffset.UTC);
    registered(
        "'" + APP + "'",
        () -> {
          origins[0] = origins(at);
          assertThat(origins[0].allow(APP)).isTrue();
          assertThat(origins(later).allow(APP)).as("the assessment has ended").isFalse();
        });

    assertThat(origins[0].allow(APP)).as("within the same seconds").isTrue();
    assertThat(origins(at).allow(APP)).isFalse();
    assertThat(origins(at).allow("https://listed.example")).isTrue();
    assertThat(origins(at).allow("https://listed.example:8443")).isFalse();
  }

  private static Origins origins(java.time.Clock clock) {
    return new Origins(
        new Origins.Configured(Set.of("https://listed.example")),
        () -> HUB.database().asSuperuser(),
        clock);
  }

  @ParameterizedTest
  @CsvSource({
    "/fhir/metadata, *",
    "/fhir/.well-known/smart-configuration, *",
  })
  void howToSignOnIsOpenToEveryPage(String path, String expected) {
    Answer answer = raw("GET " + path, "Origin: https://stranger.example");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry(ALLOWED, expected);
    assertThat(question("https://stranger.example", path).status()).isEqualTo(204);
  }

  @Test
  void aRefusalIsReadableToARegisteredPageAndNamesWhatMayBeAsked() {
    Answer question = question(CONFIGURED, "/fhir/Patient/citizen");
    Answer refused = raw("GET /fhir/Patient/citizen", "Origin: " + CONFIGURED);

    assertThat(question.status()).isEqualTo(204);
    assertThat(question.body()).isEmpty();
    assertThat(question.headers())
        .containsEntry(ALLOWED, CONFIGURED)
        .doesNotContainKey("access-control-allow-credentials");
    assertThat(question.headers().get("vary")).contains("Origin");
    assertThat(question.headers().get("access-control-allow-methods")).contains("PUT", "PATCH");
    assertThat(question.headers().get("access-control-allow-headers"))
        .contains("Authorization", "If-Match", "DPoP", "X-Purpose-Of-Use");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers()).containsEntry(ALLOWED, CONFIGURED);
    assertThat(refused.headers().get("access-control-expose-headers"))
        .contains("ETag", "Location", "WWW-Authenticate");
  }

  private static final String CONFIGURED = TestHub.ORIGIN;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Patient?access_token=aaa.bbb.ccc",
        "/fhir/metadata?_format=json&ACCESS_TOKEN=aaa.bbb.ccc",
        "/smart/launch?%61ccess_token=aaa.bbb.ccc",
        "/?id_token=aaa.bbb.ccc"
      })
  void aTokenInAnAddressIsRefusedAndNotRepeated(String path) {
    Answer answer = raw("GET " + path);

    Wire.assertRefused(answer, 400);
    assertThat(answer.text()).doesNotContain("aaa.bbb.ccc");
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
  }
}
