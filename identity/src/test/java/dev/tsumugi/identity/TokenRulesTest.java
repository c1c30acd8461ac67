package dev.tsumugi.identity;

import static dev.tsumugi.identity.Claims.EXPIRES;
import static dev.tsumugi.identity.Claims.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRulesTest {
  private static final String ISSUER = "http://idp.test/realms/tsumugi";
  private static final String BASE = "http://hub.test/fhir";
  private static final IdentitySettings DEMO = new IdentitySettings(ISSUER, BASE, true);
  private static final IdentitySettings PRODUCTION = new IdentitySettings(ISSUER, BASE, false);

  @Test
  void goodTokenPasses() {
    assertThat(refusal(crew(), NOW)).isEmpty();
  }

  @Test
  void lifeEndsAtExpNotLater() {
    assertThat(refusal(crew(), EXPIRES.minusMillis(1))).isEmpty();
    assertThat(refusal(crew(), EXPIRES)).contains(Refusal.EXPIRED);
    assertThat(refusal(crew(), EXPIRES.plusSeconds(1))).contains(Refusal.EXPIRED);
  }

  @Test
  void lifeBeginsAtNbfWithFiveSecondsForTheClocks() {
    Json.Obj early = crew().with("nbf", Claims.seconds(NOW));

    assertThat(refusal(early, NOW.minusSeconds(5))).isEmpty();
    assertThat(refusal(early, NOW.minusMillis(5_001))).contains(Refusal.NOT_YET_VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://idp.test/realms/other", "http://idp.test/realms/tsumugi/"})
  void issuerIsTheConfiguredOneToTheLetter(String issuer) {
    assertThat(refusal(crew().with("iss", Json.text(issuer)), NOW)).contains(Refusal.ISSUER);
  }

  @Test
  void audienceNamesTheFhirBase() {
    assertThat(refusal(crew().with("aud", Json.text(BASE)), NOW)).isEmpty();
    for (Json other : List.of(Json.text("account"), Json.text(BASE + "/"), Json.array())) {
      assertThat(refusal(crew().with("aud", other), NOW)).contains(Refusal.AUDIENCE);
    }
    assertThat(refusal(crew().without("aud"), NOW)).contains(Refusal.AUDIENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout", "DPoP", "bearer", ""})
  void otherKindsOfTokensAreNoAccessTokens(String typ) {
    assertThat(refusal(crew().with("typ", Json.text(typ)), NOW)).contains(Refusal.NOT_ACCESS_TOKEN);
    assertThat(refusal(crew().without("typ"), NOW)).contains(Refusal.NOT_ACCESS_TOKEN);
  }

  @Test
  void aTokenMayBeBoundToAKeyAndToNothingElse() {
    Json.Obj bound = crew().with("cnf", Json.object().put("jkt", "0ZcOCORZNYy").build());
    Json.Obj certificate = crew().with("cnf", Json.object().put("x5t#S256", "bwcK0esc3A").build());

    assertThat(refusal(bound, NOW)).isEmpty();
    assertThat(refusal(bound.with("typ", Json.text("DPoP")), NOW)).isEmpty();
    assertThat(refusal(bound.with("typ", Json.text("ID")), NOW)).contains(Refusal.NOT_ACCESS_TOKEN);
    assertThat(refusal(certificate, NOW)).contains(Refusal.BOUND);
  }

  @Test
  void aSharedTabletsSignOnEndsWithTheShiftToTheSecond() {
    Json.Obj shift = crew().with("session_ends", Claims.seconds(NOW.plusSeconds(60)));

    assertThat(refusal(shift, NOW.plusSeconds(60).minusMillis(1))).isEmpty();
    assertThat(refusal(shift, NOW.plusSeconds(60))).contains(Refusal.SHIFT_OVER);
    assertThat(TokenClaims.read(crew().with("session_ends", Json.text("soon")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-cli", "loader"})
  void demoClientsStayInTheDemoWhateverElseHolds(String client) {
    Json.Obj token = crew().with("azp", Json.text(client));
    Json.Obj other = crew().without("azp").with("client_id", Json.text(client));
    Json.Obj worse = token.with("typ", Json.text("ID")).without("hub_roles");

    assertThat(TokenRules.refusal(read(token), DEMO, NOW)).isEmpty();
    for (Json.Obj one : List.of(token, other, worse)) {
      assertThat(TokenRules.refusal(read(one), PRODUCTION, NOW)).contains(Refusal.DEMO_CLIENT);
    }
    assertThat(Refusal.DEMO_CLIENT.problem().kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "exp", "sub", "jti", "azp"})
  void claimThatIsAlwaysNeededIsNeeded(String name) {
    assertThat(TokenClaims.read(crew().without(name))).isEmpty();
    assertThat(TokenClaims.read(crew().with(name, Json.array(Json.text("x"))))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iss",
        "aud",
        "exp",
        "nbf",
        "typ",
        "sub",
        "azp",
        "jti",
        "sid",
        "name",
        "fhirUser",
        "hub_roles",
        "hub_organization",
        "patient",
        "scope"
      })
  void claimOfAnotherFormIsNotReadAsAbsent(String name) {
    assertThat(TokenClaims.read(crew().with(name, new Json.Bool(true)))).isEmpty();
    assertThat(TokenClaims.read(crew().with(name, Json.Null.NULL))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e20", "1e999999999", "9999999999999"})
  void absurdTimesAreNoTimes(String exp) {
    assertThat(TokenClaims.read(crew().with("exp", new Json.Num(exp)))).isEmpty();
  }

  @Test
  void fractionsOfSecondsCount() {
    Json.Obj token = crew().with("exp", new Json.Num(EXPIRES.getEpochSecond() + ".25"));

    assertThat(refusal(token, EXPIRES.plusMillis(249))).isEmpty();
    assertThat(refusal(token, EXPIRES.plusMillis(250))).contains(Refusal.EXPIRED);
  }

  private static Json.Obj crew() {
    return Claims.crew(ISSUER, BASE);
  }

  private static TokenClaims read(Json.Obj token) {
    return TokenClaims.read(token).orElseThrow();
  }

  private static Optional<Refusal> refusal(Json.Obj token, Instant at) {
    return TokenRules.refusal(read(token), PRODUCTION, at);
  }
}
