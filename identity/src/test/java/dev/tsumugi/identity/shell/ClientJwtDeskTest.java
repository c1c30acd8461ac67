package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.Claims.NOW;
import static dev.tsumugi.identity.shell.TestIssuer.EC;
import static dev.tsumugi.identity.shell.TestIssuer.RSA;
import static dev.tsumugi.identity.shell.TestIssuer.RSA_FORGED;
import static dev.tsumugi.identity.shell.TestIssuer.RSA_LATER;
import static dev.tsumugi.identity.shell.TestIssuer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.tsumugi.identity.ClientIssuers;
import dev.tsumugi.identity.ClientJwtRefusal;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.MovableClock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientJwtDeskTest {
  private static final String EHR = "https://ehr.example";
  private static final String SERVICE = "http://hub.test/cds-services/x";

  private final TestIssuer client = new TestIssuer();
  private final MovableClock clock = new MovableClock(NOW);
  private final ClientJwtDesk desk =
      new ClientJwtDesk(
          new ClientIssuers(Map.of(EHR, client.address() + "/protocol/openid-connect/certs")),
          clock,
          Duration.ofSeconds(20));

  @AfterEach
  void close() {
    client.close();
  }

  private static Json.Obj claims() {
    return Json.object()
        .put("iss", EHR)
        .put("aud", SERVICE)
        .put("iat", NOW.getEpochSecond())
        .put("exp", NOW.getEpochSecond() + 300)
        .put("jti", "once")
        .build();
  }

  private static Json.Obj later(String claim, long seconds) {
    return claims()
        .with(claim, Json.object().put("n", NOW.getEpochSecond() + seconds).build().get("n"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(ClientJwtRefusal.ISSUER, claims().with("iss", Json.text("https://x")), RSA),
        Arguments.of(ClientJwtRefusal.AUDIENCE, claims().with("aud", Json.text(EHR)), RSA),
        Arguments.of(ClientJwtRefusal.EXPIRED, later("exp", 0), RSA),
        Arguments.of(ClientJwtRefusal.NOT_YET_VALID, later("iat", 6), RSA),
        Arguments.of(ClientJwtRefusal.TOO_LONG, later("exp", 301), RSA),
        Arguments.of(ClientJwtRefusal.TOO_LONG, later("iat", -1), RSA),
        Arguments.of(ClientJwtRefusal.INCOMPLETE, claims().without("jti"), RSA),
        Arguments.of(ClientJwtRefusal.INCOMPLETE, claims().without("iat"), RSA),
        Arguments.of(ClientJwtRefusal.INCOMPLETE, claims().without("exp"), RSA),
        Arguments.of(ClientJwtRefusal.INCOMPLETE, claims().without("aud"), RSA),
        Arguments.of(ClientJwtRefusal.SIGNATURE, claims(), RSA_FORGED),
        Arguments.of(ClientJwtRefusal.UNKNOWN_KEY, claims(), RSA_LATER));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void whatIsNotRightIsRefused(ClientJwtRefusal refusal, Json.Obj claims, JWK key) {
    assertThat(desk.refusal(signed(claims, JWSAlgorithm.RS384, key), SERVICE)).contains(refusal);
  }

  @Test
  void otherAlgorithmsAndNoJwtAreRefused() {
    assertThat(desk.refusal(signed(claims(), JWSAlgorithm.PS256, RSA), SERVICE))
        .contains(ClientJwtRefusal.ALGORITHM);
    assertThat(desk.refusal("no.jwt", SERVICE)).contains(ClientJwtRefusal.MALFORMED);
  }

  @Test
  void aJwtCountsOnce() throws JOSEException {
    ECKey p384 = new ECKeyGenerator(Curve.P_384).keyID("ec-384").generate();
    client.shows(RSA, EC, p384);
    Json.Obj second = claims().with("jti", Json.text("twice"));

    assertThat(desk.refusal(signed(claims(), JWSAlgorithm.RS384, RSA), SERVICE)).isEmpty();
    assertThat(desk.refusal(signed(claims(), JWSAlgorithm.RS384, RSA), SERVICE))
        .contains(ClientJwtRefusal.REPLAYED);
    assertThat(desk.refusal(signed(second, JWSAlgorithm.ES384, p384), SERVICE)).isEmpty();
  }

  @Test
  void aForgeryDoesNotUseUpTheRightOne() {
    desk.refusal(signed(claims(), JWSAlgorithm.RS384, RSA_FORGED), SERVICE);

    assertThat(desk.refusal(signed(claims(), JWSAlgorithm.RS384, RSA), SERVICE)).isEmpty();
  }

  @Test
  void keysThatCannotBeHadAreNoRefusalForGood() {
    client.answersWith(500);

    assertThat(desk.refusal(signed(claims(), JWSAlgorithm.RS384, RSA), SERVICE))
        .contains(ClientJwtRefusal.KEYS_AWAY);
  }
}
