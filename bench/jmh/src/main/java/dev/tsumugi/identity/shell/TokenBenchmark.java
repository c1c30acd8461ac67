package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a token costs that was found good before, one that was not, and a proof of possession. In
 * the package of what it measures, which shows it to nobody else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls what is annotated @Setup first
public class TokenBenchmark {
  private static final String BASE = "http://hub.test/fhir";

  /** By which the proof is signed; the token always by RS256, as Keycloak does. */
  @Param({"RS256", "PS256", "ES256"})
  public String algorithm = "";

  private HttpServer issuer;
  private TokenDesk desk;
  private TokenDesk forgetful;
  private String token = "";
  private String proof = "";

  @Setup
  public void prepare() throws IOException, JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
    byte[] shown = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, shown.length);
            exchange.getResponseBody().write(shown);
          }
        });
    issuer.start();
    String address = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/realms/tsumugi";
    IdentitySettings settings = new IdentitySettings(address, BASE, false);
    Clock clock = Clock.systemUTC();
    IssuerKeys keys = new IssuerKeys(settings.endpoints().keys(), clock, Duration.ofSeconds(5));
    desk = new TokenDesk(settings, keys, new VerifiedTokens(64), (who, issued) -> {}, clock);
    forgetful = new TokenDesk(settings, keys, new VerifiedTokens(0), (who, issued) -> {}, clock);
    token =
        signed(
            claims(address, clock),
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID("k").build(),
            new RSASSASigner(key));
    if (!(desk.identify(token, List.of()) instanceof Identified.As)) {
      throw new IllegalStateException("the token is not taken");
    }
    proof = proof(clock);
  }

  @TearDown
  public void stop() {
    issuer.stop(0);
  }

  private static Json.Obj claims(String address, Clock clock) {
    return Json.object()
        .put("exp", clock.instant().getEpochSecond() + 3_600)
        .put("iat", clock.instant().getEpochSecond())
        .put("jti", "5f0d8c1e-6f8e-4a58-9a0c-3a0d5b0f7f11")
        .put("iss", address)
        .put("aud", Json.array(Json.text(BASE), Json.text("account")))
        .put("sub", "b7a9b1de-9a53-4d35-8b4c-2d9f0c1b7a10")
        .put("typ", "Bearer")
        .put("azp", "care")
        .put("sid", "0c9e6c1d-1f7b-4f2c-8c53-1f5f2b8f8a77")
        .put("acr", "2")
        .put("scope", "openid fhirUser user/*.rs")
        .put("name", "Tanaka")
        .put("fhirUser", BASE + "/Practitioner/physician")
        .put("hub_roles", Json.array(Json.text("physician")))
        .put("hub_organization", "Organization/clinic-sakura")
        .build();
  }

  private String proof(Clock clock) throws JOSEException {
    boolean curve = algorithm.equals("ES256");
    JWK key =
        curve ? new ECKeyGenerator(Curve.P_256).generate() : new RSAKeyGenerator(2048).generate();
    JWSSigner signer = curve ? new ECDSASigner((ECKey) key) : new RSASSASigner((RSAKey) key);
    Json.Obj claims =
        Json.object()
            .put("jti", "e1j3V_bKic8-LAEB")
            .put("htm", "GET")
            .put("htu", BASE + "/Patient/citizen")
            .put("iat", clock.instant().getEpochSecond())
            .put("ath", "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
            .type(new JOSEObjectType("dpop+jwt"))
            .jwk(key.toPublicJWK())
            .build();
    return signed(claims, header, signer);
  }

  private static String signed(Json.Obj claims, JWSHeader header, JWSSigner signer)
      throws JOSEException {
    JWSObject jws = new JWSObject(header, new Payload(Json.bytes(claims)));
    jws.sign(signer);
    return jws.serialize();
  }

  /** The whole of what a request costs whose token was seen before. */
  @Benchmark
  public Object knownToken() {
    return desk.identify(token, List.of());
  }

  @Benchmark
  public Object newToken() {
    return forgetful.identify(token, List.of());
  }

  /** Parsed, thumbprint computed, signature checked; without the row that makes it single-use. */
  @Benchmark
  public boolean proofOfPossession() {
    ShownProof shown = ((ShownProof.Parsed.Good) ShownProof.parse(proof)).proof();
    if (shown.key().isEmpty() || !shown.signed()) throw new IllegalStateException("not taken");
    return true;
  }
}
