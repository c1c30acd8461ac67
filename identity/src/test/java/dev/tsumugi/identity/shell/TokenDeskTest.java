package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.Claims.EXPIRES;
import static dev.tsumugi.identity.Claims.NOW;
import static dev.tsumugi.identity.Claims.seconds;
import static dev.tsumugi.identity.shell.TestIssuer.EC;
import static dev.tsumugi.identity.shell.TestIssuer.RSA;
import static dev.tsumugi.identity.shell.TestIssuer.RSA_FORGED;
import static dev.tsumugi.identity.shell.TestIssuer.RSA_LATER;
import static dev.tsumugi.identity.shell.TestIssuer.signed;
import static dev.tsumugi.identity.shell.TestIssuer.signer;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.tsumugi.consent.Role;
import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenDeskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestIssuer issuer = new TestIssuer();
  private final MovableClock clock = new MovableClock(NOW);
  private final VerifiedTokens verified = new VerifiedTokens(3);
  private final TokenDesk desk = desk(false, PATIENCE);

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void acceptsTheThreeAlgorithms() {
    for (String token :
        List.of(
            signed(issuer.crew(), JWSAlgorithm.RS256, RSA),
            signed(issuer.crew(), JWSAlgorithm.PS256, RSA),
            signed(issuer.crew(), JWSAlgorithm.ES256, EC))) {
      assertThat(identify(token)).isInstanceOf(Identified.As.class);
    }
    assertThat(issuer.asked()).isEqualTo(1);
  }

  /** A way to make a bad token out of good claims. */
  interface Forgery {
    String of(Json.Obj claims) throws JOSEException;
  }

  static Stream<Arguments> forgeries() {
    return Stream.of(
        forgery("alg none", Refusal.MALFORMED, c -> unsigned(c, "none")),
        forgery("alg NoNe", Refusal.MALFORMED, c -> unsigned(c, "NoNe")),
        forgery("alg RS256, no signature", Refusal.MALFORMED, c -> unsigned(c, "RS256")),
        forgery(
            "HS256 with the public key",
            Refusal.ALGORITHM,
            c -> signed(c, header(JWSAlgorithm.HS256), new MACSigner(publicKeyBytes()))),
        forgery("RS384", Refusal.ALGORITHM, c -> signed(c, JWSAlgorithm.RS384, RSA)),
        forgery("wrong key", Refusal.SIGNATURE, c -> signed(c, JWSAlgorithm.RS256, RSA_FORGED)),
        forgery("unknown key", Refusal.UNKNOWN_KEY, c -> signed(c, JWSAlgorithm.RS256, RSA_LATER)),
        forgery(
            "key of another kind",
            Refusal.SIGNATURE,
            c ->
                signed(
                    c,
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("rsa-1").build(),
                    signer(EC))),
        forgery(
            "no key id",
            Refusal.UNKNOWN_KEY,
            c -> signed(c, new JWSHeader.Builder(JWSAlgorithm.RS256).build(), signer(RSA))),
        forgery(
            "brings its own key",
            Refusal.SIGNATURE,
            c ->
                signed(
                    c,
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .jwk(RSA_FORGED.toPublicJWK())
                        .build(),
                    signer(RSA_FORGED))),
        forgery("altered claims", Refusal.SIGNATURE, TokenDeskTest::altered),
        forgery("signature cut", Refusal.SIGNATURE, c -> cut(signed(c))),
        forgery(
            "critical extension",
            Refusal.ALGORITHM,
            c ->
                signed(
                    c,
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .criticalParams(Set.of("exp"))
                        .build(),
                    signer(RSA))),
        forgery(
            "logout token by its header",
            Refusal.NOT_ACCESS_TOKEN,
            c ->
                signed(
                    c,
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("logout+jwt"))
                        .keyID("rsa-1")
                        .build(),
                    signer(RSA))),
        claim("other issuer", Refusal.ISSUER, "iss", Json.text("http://127.0.0.1:1/realms/x")),
        claim("other audience", Refusal.AUDIENCE, "aud", Json.text("http://other.test/fhir")),
        claim("just expired", Refusal.EXPIRED, "exp", seconds(NOW)),
        claim("expired by a second", Refusal.EXPIRED, "exp", seconds(NOW.minusSeconds(1))),
        claim("not yet valid", Refusal.NOT_YET_VALID, "nbf", seconds(NOW.plusSeconds(6))),
        claim("ID token", Refusal.NOT_ACCESS_TOKEN, "typ", Json.text("ID")),
        claim("refresh token", Refusal.NOT_ACCESS_TOKEN, "typ", Json.text("Refresh")),
        claim("exp as text", Refusal.INCOMPLETE, "exp", Json.text("4000000000")),
        claim("no role", Refusal.NO_ROLE, "hub_roles", Json.array()),
        claim("unknown role", Refusal.UNKNOWN_ROLE, "hub_roles", Json.text("king")),
        claim("demo client", Refusal.DEMO_CLIENT, "azp", Json.text("demo-cli")),
        claim("demo custodian", Refusal.DEMO_CLIENT, "azp", Json.text("loader")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void refusesEveryForgery(String name, Refusal refusal, Forgery forgery) throws JOSEException {
    Json.Obj claims = issuer.crew();

    assertThat(identify(signed(claims))).isInstanceOf(Identified.As.class);
    assertThat(identify(forgery.of(claims))).isEqualTo(refused(refusal));
  }

  @Test
  void refusesAPurposeThatIsNotTheRoles() {
    String token = signed(issuer.crew());

    assertThat(desk.identify(token, List.of("HRESCH")))
        .isEqualTo(refused(Refusal.PURPOSE_NOT_FOR_ROLE));
    assertThat(desk.identify(token, List.of("ETREAT"))).isInstanceOf(Identified.As.class);
  }

  @Test
  void admitsDemoClientsInTheDemo() {
    Json.Obj loader =
        issuer
            .crew()
            .without("fhirUser", "sid")
            .with("azp", Json.text("loader"))
            .with("hub_roles", Json.text("custodian"));

    Identified who = desk(true, PATIENCE).identify(signed(loader), List.of());

    assertThat(((Identified.As) who).requester().role()).isEqualTo(Role.CUSTODIAN);
  }

  @Test
  void neverThrowsWhateverItIsGiven() {
    Random random = new Random(20261122);
    String good = signed(issuer.crew());
    for (int i = 0; i < 3_000; i++) {
      StringBuilder bad = new StringBuilder(good);
      for (int changes = 1 + random.nextInt(4); changes > 0 && bad.length() > 1; changes--) {
        int at = random.nextInt(bad.length());
        switch (random.nextInt(4)) {
          case 0 -> bad.setCharAt(at, (char) (32 + random.nextInt(96)));
          case 1 -> bad.deleteCharAt(at);
          case 2 -> bad.insert(at, '.');
          default -> bad.setLength(Math.max(1, at));
        }
      }
      if (bad.toString().equals(good)) continue;
      // The last character of a signature carries unused bits: another text, the same bytes.
      Identified who = identify(bad.toString());
      if (who instanceof Identified.As) {
        assertThat(bad.length()).isEqualTo(good.length());
        assertThat(bad.substring(0, good.length() - 1))
            .isEqualTo(good.substring(0, good.length() - 1));
      }
    }
    for (String text : List.of("", ".", "..", "...", "a.b.c", "eyJ9.e30.x", "\u0000", "ま.み.む")) {
      assertThat(identify(text)).isEqualTo(refused(Refusal.MALFORMED));
    }
    assertThat(identify("x".repeat(16_001))).isEqualTo(refused(Refusal.MALFORMED));
    assertThat(identify(signed(issuer.crew().with("deep", deep()))))
        .isEqualTo(refused(Refusal.MALFORMED));
  }

  @Test
  void worksWhileTheIssuerIsAwayIfTheKeyIsKnown() {
    identify(signed(issuer.crew()));
    issuer.close();

    Json.Obj another = issuer.crew().with("jti", Json.text("token-2"));
    assertThat(identify(signed(another))).isInstanceOf(Identified.As.class);

    clock.advance(IssuerKeys.PAUSE);
    assertThat(identify(signed(another, JWSAlgorithm.RS256, RSA_LATER)))
        .isEqualTo(refused(Refusal.ISSUER_AWAY));
  }

  @Test
  void cannotTellWhileTheIssuerIsAwayAndTheKeyUnknown() {
    issuer.close();

    assertThat(identify(signed(issuer.crew()))).isEqualTo(refused(Refusal.ISSUER_AWAY));
    assertThat(Refusal.ISSUER_AWAY.problem().kind().status()).isEqualTo(503);
    // What is wrong with or without a signature stays wrong.
    assertThat(identify(signed(issuer.crew().with("exp", seconds(NOW)))))
        .isEqualTo(refused(Refusal.EXPIRED));
  }

  @Test
  void anIssuerThatBabblesIsAway() {
    for (String text : List.of("", "<html>", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":1}]}")) {
      issuer.showsText(text);
      clock.advance(IssuerKeys.PAUSE);

      assertThat(identify(signed(issuer.crew()))).isEqualTo(refused(Refusal.ISSUER_AWAY));
    }
    issuer.shows(RSA);
    issuer.answersWith(500);
    clock.advance(IssuerKeys.PAUSE);
    assertThat(identify(signed(issuer.crew()))).isEqualTo(refused(Refusal.ISSUER_AWAY));

    issuer.answersWith(200);
    clock.advance(IssuerKeys.PAUSE);
    assertThat(identify(signed(issuer.crew()))).isInstanceOf(Identified.As.class);
  }

  @Test
  @Timeout(10)
  void anIssuerThatHangsIsAwayAndHoldsUpNobodyForLong() {
    TokenDesk hasty = desk(false, Duration.ofMillis(200));
    issuer.hangs();

    assertThat(hasty.identify(signed(issuer.crew()), List.of()))
        .isEqualTo(refused(Refusal.ISSUER_AWAY));
  }

  @Test
  void followsARotationAndAsksOnceInAPause() {
    identify(signed(issuer.crew()));
    issuer.shows(RSA_LATER, RSA);
    String later = signed(issuer.crew(), JWSAlgorithm.RS256, RSA_LATER);

    assertThat(identify(later)).isEqualTo(refused(Refusal.UNKNOWN_KEY));
    assertThat(issuer.asked()).isEqualTo(1);

    clock.advance(IssuerKeys.PAUSE);
    assertThat(identify(later)).isInstanceOf(Identified.As.class);
    for (int i = 0; i < 50; i++) identify(unknownKey(i));
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  void aWithdrawnKeyStopsCountingForVerifiedTokensToo() {
    String token = signed(issuer.crew().with("exp", seconds(EXPIRES.plusSeconds(3_600))));
    assertThat(identify(token)).isInstanceOf(Identified.As.class);
    issuer.shows(RSA_LATER);

    clock.advance(IssuerKeys.FRESH);
    identify(token); // lets the keys be renewed behind its back
    identify(unknownKey(1)); // waits for that
    assertThat(identify(token)).isEqualTo(refused(Refusal.UNKNOWN_KEY));
    assertThat(issuer.asked()).isEqualTo(2);
  }

  @Test
  @Timeout(10) // half of PATIENCE
  void renewingOldKeysHoldsUpNobody() {
    String token = signed(issuer.crew().with("exp", seconds(EXPIRES.plusSeconds(3_600))));
    identify(token);
    issuer.hangs();

    clock.advance(IssuerKeys.FRESH);
    assertThat(identify(token)).isInstanceOf(Identified.As.class);
  }

  @Test
  void aVerifiedTokenDoesNotOutliveItsExp() {
    String token = signed(issuer.crew());
    assertThat(identify(token)).isInstanceOf(Identified.As.class);
    assertThat(verified.size()).isEqualTo(1);

    clock.advance(Duration.between(NOW, EXPIRES).minusMillis(1));
    assertThat(identify(token)).isInstanceOf(Identified.As.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(identify(token)).isEqualTo(refused(Refusal.EXPIRED));
    assertThat(verified.size()).isZero();
  }

  @Test
  void remembersNoMoreTokensThanItMayAndNoBadOnes() {
    for (int i = 0; i < 10; i++) {
      identify(signed(issuer.crew().with("jti", Json.text("token-" + i))));
      identify(unknownKey(i));
    }

    assertThat(verified.size()).isEqualTo(3);
  }

  @Test
  void aStampedeAsksTheIssuerOnce() throws Exception {
    int many = 32;
    CountDownLatch gate = issuer.hangs();
    CountDownLatch ready = new CountDownLatch(many);
    List<Callable<Identified>> calls = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String token = signed(issuer.crew().with("jti", Json.text("token-" + i % 8)));
      calls.add(
          () -> {
            ready.countDown();
            return identify(token);
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<Identified>> answers = new ArrayList<>();
      for (Callable<Identified> call : calls) answers.add(threads.submit(call));
      ready.await();
      gate.countDown();

      for (int i = 0; i < many; i++) {
        Identified who = answers.get(i).get();
        assertThat(((Identified.As) who).requester().signOn().token()).isEqualTo("token-" + i % 8);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void usesOnlyKeysThatAreMeantToSignAndAreLongEnough() {
    RSAKey enciphering = new RSAKey.Builder(RSA_LATER).keyUse(KeyUse.ENCRYPTION).build();
    RSAKey forPs = new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.PS256).build();
    RSAKey weak = TestIssuer.rsa("weak", 1024);
    issuer.shows(enciphering, forPs, weak);

    assertThat(identify(signed(issuer.crew(), JWSAlgorithm.RS256, RSA_LATER)))
        .isEqualTo(refused(Refusal.UNKNOWN_KEY));
    assertThat(identify(signed(issuer.crew(), JWSAlgorithm.RS256, RSA)))
        .isEqualTo(refused(Refusal.SIGNATURE));
    assertThat(identify(signed(issuer.crew(), JWSAlgorithm.PS256, RSA)))
        .isInstanceOf(Identified.As.class);
  }

  private Identified identify(String token) {
    return desk.identify(token, List.of());
  }

  private TokenDesk desk(boolean demo, Duration patience) {
    IssuerKeys keys = new IssuerKeys(issuer.settings(demo).endpoints().keys(), clock, patience);
    return new TokenDesk(issuer.settings(demo), keys, verified, (who, issued) -> {}, clock);
  }

  private String unknownKey(int number) {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("forged-" + number).build();
    Json.Obj claims = issuer.crew().with("exp", seconds(EXPIRES.plusSeconds(3_600)));
    return signed(claims, header, signer(RSA_FORGED));
  }

  private static Identified refused(Refusal refusal) {
    return new Identified.Refused(refusal);
  }

  private static Arguments forgery(String name, Refusal refusal, Forgery forgery) {
    return Arguments.of(name, refusal, forgery);
  }

  private static Arguments claim(String name, Refusal refusal, String claim, Json value) {
    return forgery(name, refusal, claims -> signed(claims.with(claim, value)));
  }

  private static JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID("rsa-1").build();
  }

  private static byte[] publicKeyBytes() throws JOSEException {
    return RSA.toRSAPublicKey().getEncoded();
  }

  private static String unsigned(Json.Obj claims, String algorithm) {
    Json.Obj header = Json.object().put("alg", algorithm).put("kid", "rsa-1").build();
    return Base64URL.encode(Json.bytes(header)) + "." + Base64URL.encode(Json.bytes(claims)) + ".";
  }

  private static String altered(Json.Obj claims) {
    String[] parts = signed(claims).split("\\.", -1);
    Json.Obj more = claims.with("hub_roles", Json.text("custodian"));
    return parts[0] + "." + Base64URL.encode(Json.bytes(more)) + "." + parts[2];
  }

  private static String cut(String token) {
    return token.substring(0, token.length() - 8);
  }

  private static Json deep() {
    Json nest = Json.array();
    for (int i = 0; i < 200; i++) nest = Json.array(nest);
    return nest;
  }
}
