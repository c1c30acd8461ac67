package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.Claims.NOW;
import static dev.tsumugi.identity.Claims.seconds;
import static dev.tsumugi.identity.shell.TestIssuer.EC;
import static dev.tsumugi.identity.shell.TestIssuer.RSA;
import static dev.tsumugi.identity.shell.TestIssuer.RSA_FORGED;
import static dev.tsumugi.identity.shell.TestIssuer.signed;
import static dev.tsumugi.identity.shell.TestIssuer.signer;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Forged, copied and spoiled tokens and proofs, shown to the filter over HTTP. Each differs from a
 * good request in one thing; all are refused with 401 and a challenge, and nothing of them is
 * logged or answered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgeryTest {
  private static final String ADDRESS = TestIssuer.BASE + "/Patient";
  private static final RSAKey DEVICE = TestIssuer.rsa("device");
  private static final RSAKey OTHER = TestIssuer.rsa("other");
  private static final String KEY = thumbprint(DEVICE);

  @TempDir static Path folder;

  private final TestIssuer issuer = new TestIssuer();
  private final MovableClock clock = new MovableClock(NOW);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FilterServer server;

  private static String thumbprint(RSAKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @BeforeAll
  void start() {
    server = new FilterServer(folder, issuer, clock);
    log.start();
    ours().setLevel(Level.TRACE);
    ours().setAdditive(false);
    ours().addAppender(log);
  }

  @AfterAll
  void stop() {
    ours().detachAppender(log);
    ours().setAdditive(true);
    ours().setLevel(null);
    server.close();
    issuer.close();
  }

  private static Logger ours() {
    return (Logger) LoggerFactory.getLogger("dev.tsumugi");
  }

  /** What is shown: lines of a request's head. */
  private interface Shown {
    List<String> lines(ForgeryTest test) throws JOSEException;
  }

  private record Answer(int status, String challenge, String body) {}

  private Answer ask(String method, String path, List<String> lines) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: hub.test\r\n");
    request.append("Connection: close\r\n");
    for (String line : lines) request.append(line).append("\r\n");
    request.append("\r\n");
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      return read(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Answer read(String response) {
    int end = response.indexOf("\r\n\r\n");
    String challenge = "";
    List<String> head = response.substring(0, end).lines().toList();
    for (String line : head) {
      if (line.startsWith("WWW-Authenticate: ")) challenge = line.substring(18);
    }
    return new Answer(
        Integer.parseInt(head.get(0).split(" ")[1]), challenge, response.substring(end + 4));
  }

  // Every token is one of its own, so that none was found good before.
  private Json.Obj claims() {
    return issuer.crew().with("jti", Json.text(UUID.randomUUID().toString()));
  }

  private Json.Obj boundClaims() {
    return claims()
        .with("typ", Json.text("DPoP"))
        .with("cnf", Json.object().put("jkt", KEY).build());
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static List<String> dpop(String token, String... proofs) {
    List<String> lines = new ArrayList<>(List.of("Authorization: DPoP " + token));
    for (String proof : proofs) lines.add("DPoP: " + proof);
    return lines;
  }

  private static TestProof proof(String token) {
    return TestProof.of("GET", ADDRESS, token, DEVICE, NOW);
  }

  private static Arguments token(String name, String error, TokenMaker maker) {
    Shown shown = test -> List.of(bearer(maker.of(test.claims())));
    return Arguments.of(name, error, shown);
  }

  private static Arguments claim(String name, String claim, Json value) {
    return token(name, "invalid_token", claims -> signed(claims.with(claim, value)));
  }

  private static Arguments proof(String name, ProofMaker maker) {
    Shown shown =
        test -> {
          String token = signed(test.boundClaims());
          return dpop(token, maker.of(proof(token)));
        };
    return Arguments.of(name, "invalid_dpop_proof", shown);
  }

  private interface TokenMaker {
    String of(Json.Obj claims) throws JOSEException;
  }

  private interface ProofMaker {
    String of(TestProof good) throws JOSEException;
  }

  private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT);
  }

  private static String unsigned(Json.Obj claims) {
    String none = Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}").toString();
    return none + "." + Base64URL.encode(Json.bytes(claims)) + ".";
  }

  private static byte[] publicKey() throws JOSEException {
    return RSA.toRSAPublicKey().getEncoded();
  }

  static Stream<Arguments> forgeries() {
    String bad = "invalid_token";
    Shown twice =
        test -> {
          String token = signed(test.claims());
          return List.of(bearer(token), bearer(token));
        };
    Shown stripped = test -> List.of(bearer(signed(test.boundClaims())));
    Shown strippedWithProof =
        test -> {
          String token = signed(test.boundClaims());
          return List.of(bearer(token), "DPoP: " + proof(token).text());
        };
    Shown dressed =
        test -> {
          String token = signed(test.claims());
          return dpop(token, proof(token).text());
        };
    Shown proofless = test -> dpop(signed(test.boundClaims()));
    Shown twoProofs =
        test -> {
          String token = signed(test.boundClaims());
          return dpop(token, proof(token).text(), proof(token).text());
        };
    Shown replayed =
        test -> {
          String token = signed(test.boundClaims());
          List<String> lines = dpop(token, proof(token).text());
          assertThat(test.ask("GET", "/fhir/Patient", lines).status()).isEqualTo(200);
          return lines;
        };
    Shown borrowed =
        test -> {
          String token = signed(test.boundClaims());
          return dpop(signed(test.boundClaims()), proof(token).text());
        };
    return Stream.of(
        token("no signature, alg none", bad, ForgeryTest::unsigned),
        token(
            "HS256 with the public key",
            bad,
            c -> signed(c, header(JWSAlgorithm.HS256).keyID("rsa-1").build(), hmac())),
        token("wrong key", bad, c -> signed(c, JWSAlgorithm.RS256, RSA_FORGED)),
        token("a key that nobody shows", bad, c -> signed(c, JWSAlgorithm.RS256, OTHER)),
        token(
            "a path as key id",
            bad,
            c ->
                signed(
                    c,
                    header(JWSAlgorithm.RS256).keyID("../../../dev/null").build(),
                    signer(RSA_FORGED))),
        token(
            "key from an address",
            bad,
            c ->
                signed(
                    c,
                    header(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .jwkURL(URI.create("http://127.0.0.1:9/keys"))
                        .build(),
                    signer(RSA_FORGED))),
        token(
            "key brought along",
            bad,
            c ->
                signed(
                    c,
                    header(JWSAlgorithm.RS256).keyID("rsa-1").jwk(RSA_FORGED.toPublicJWK()).build(),
                    signer(RSA_FORGED))),
        token(
            "EC signature under the RSA key's id",
            bad,
            c -> signed(c, header(JWSAlgorithm.ES256).keyID("rsa-1").build(), signer(EC))),
        token(
            "logout token",
            bad,
            c ->
                signed(
                    c.with("typ", Json.text("Logout")),
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("logout+jwt"))
                        .keyID("rsa-1")
                        .build(),
                    signer(RSA))),
        claim("other realm", "iss", Json.text("http://127.0.0.1:1/realms/other")),
        claim("other audience", "aud", Json.text("http://other.test/fhir")),
        claim("ID token", "typ", Json.text("ID")),
        claim("refresh token", "typ", Json.text("Refresh")),
        claim("offline token", "typ", Json.text("Offline")),
        claim("expired by a second", "exp", seconds(NOW.minusSeconds(1))),
        claim("expires now", "exp", seconds(NOW)),
        claim("not valid yet", "nbf", seconds(NOW.plusSeconds(6))),
        claim("the shift has ended", "session_ends", seconds(NOW)),
        claim("bound to a certificate", "cnf", Json.object().put("x5t#S256", "bwcK0esc").build()),
        token(
            "larger than any token",
            bad,
            c -> signed(c.with("more", Json.text("x".repeat(14_000))))),
        Arguments.of("two Authorization headers", "", twice),
        Arguments.of("bound token as plain Bearer", bad, stripped),
        Arguments.of("bound token as Bearer, beside its proof", bad, strippedWithProof),
        Arguments.of("plain token as DPoP", bad, dressed),
        Arguments.of("no proof", "invalid_dpop_proof", proofless),
        Arguments.of("two proofs", "invalid_dpop_proof", twoProofs),
        Arguments.of("proof shown before", "invalid_dpop_proof", replayed),
        Arguments.of("proof of another token", "invalid_dpop_proof", borrowed),
        proof("for another method", p -> p.with("htm", "POST").text()),
        proof("for another address", p -> p.with("htu", ADDRESS + "/x").text()),
        proof("for another host", p -> p.with("htu", "http://evil.test/fhir/Patient").text()),
        proof("for another scheme", p -> p.with("htu", "https://hub.test/fhir/Patient").text()),
        proof("of no token", p -> p.without("ath").text()),
        proof("without an id", p -> p.without("jti").text()),
        proof("too old", p -> p.at(NOW.minusSeconds(61)).text()),
        proof("from the future", p -> p.at(NOW.plusSeconds(6)).text()),
        proof("by another key", p -> p.showing(OTHER.toPublicJWK()).signedBy(OTHER).text()),
        proof("the token's key shown, another's signature", p -> p.signedBy(OTHER).text()),
        proof("of another type", p -> p.typed("jwt").text()),
        proof("by an algorithm not taken", p -> p.by(JWSAlgorithm.RS384).text()),
        proof("with the private key in it", p -> withPrivateKey(p)),
        proof("altered", p -> p.text().replaceFirst("\\.e", ".f")),
        proof("larger than any proof", p -> p.with("more", "x".repeat(9_000)).text()),
        proof("no JWT at all", p -> "nonsense"));
  }

  private static MACSigner hmac() throws JOSEException {
    return new MACSigner(publicKey());
  }

  private static String withPrivateKey(TestProof proof) {
    String head =
        Json.object()
            .put("alg", "RS256")
            .put("typ", "dpop+jwt")
            .put("jwk", Json.parseObject(DEVICE.toJSONString().getBytes(StandardCharsets.UTF_8)))
            .build()
            .toString();
    return Base64URL.encode(head) + proof.text().substring(proof.text().indexOf('.'));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void isRefusedAndLeavesNoTrace(String name, String error, Shown shown) throws JOSEException {
    log.list.clear();
    List<String> lines = shown.lines(this);

    Answer answer = ask("GET", "/fhir/Patient", lines);

    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.challenge()).contains("realm=\"tsumugi\"");
    if (error.isEmpty()) assertThat(answer.challenge()).doesNotContain("error=");
    else assertThat(answer.challenge()).contains("error=\"" + error + "\"");
    StringBuilder said = new StringBuilder(answer.challenge()).append(answer.body());
    for (ILoggingEvent event : List.copyOf(log.list)) {
      said.append(event.getFormattedMessage()).append(event.getThrowableProxy());
    }
    for (String line : lines) {
      for (String part : line.substring(line.lastIndexOf(' ') + 1).split("\\.")) {
        if (part.length() > 8) assertThat(said.toString()).doesNotContain(part);
      }
    }
  }

  @Test
  void whatIsNotSpoiledIsTaken() {
    assertThat(ask("GET", "/fhir/Patient", List.of(bearer(signed(claims())))).status())
        .isEqualTo(200);
    String token = signed(boundClaims());
    String ps256 = proof(token).by(JWSAlgorithm.PS256).text();
    String withQuery = proof(token).with("htu", "HTTP://HUB.test:80/fhir/%50atient?x=1#y").text();
    String latest = proof(token).at(NOW.plusSeconds(5)).text();
    String oldest = proof(token).at(NOW.minusSeconds(60)).text();
    for (String proof : List.of(proof(token).text(), ps256, withQuery, latest, oldest)) {
      assertThat(ask("GET", "/fhir/Patient?name=x", dpop(token, proof)).status()).isEqualTo(200);
    }
  }

  @Test
  void aKeyOnACurveIsTakenToo() throws JOSEException {
    String key = EC.computeThumbprint().toString();
    String token = signed(claims().with("cnf", Json.object().put("jkt", key).build()));
    String proof = TestProof.of("GET", ADDRESS, token, EC, NOW).by(JWSAlgorithm.ES256).text();

    assertThat(ask("GET", "/fhir/Patient", dpop(token, proof)).status()).isEqualTo(200);
  }

  @Test
  void aTokenThatWasFoundGoodIsRefusedFromItsLastSecondOn() {
    Instant before = clock.instant();
    String token = signed(claims().with("exp", seconds(before.plusSeconds(2))));
    assertThat(ask("GET", "/fhir/Patient", List.of(bearer(token))).status()).isEqualTo(200);
    clock.advance(java.time.Duration.ofSeconds(2));
    try {
      assertThat(ask("GET", "/fhir/Patient", List.of(bearer(token))).status()).isEqualTo(401);
    } finally {
      clock.advance(java.time.Duration.ofSeconds(-2));
    }
  }

  @Test
  void whatDoesNotGoThroughTheGateAsksWhetherTheSignOnHolds() {
    String token = signed(claims().with("sid", Json.text("session-9")));
    assertThat(ask("GET", "/smart/sessions", List.of(bearer(token))).status()).isEqualTo(200);
    assertThat(server.seen).contains("session-9");

    server.ended.add("session-9");

    Answer answer = ask("GET", "/smart/sessions", List.of(bearer(token)));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.challenge()).contains("error=\"invalid_token\"");
  }
}
