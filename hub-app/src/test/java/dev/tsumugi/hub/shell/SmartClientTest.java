package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.hub.shell.Idp.Answer;
import dev.tsumugi.kernel.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that sign with a key of their own, and what they may ask for, on the real Keycloak. */
class SmartClientTest {
  private static SmartTown town;
  private static Idp idp;
  private static HttpServer keys;
  private static RSAKey rsa;
  private static ECKey ec;

  @BeforeAll
  static void showKeys() throws Exception {
    town = SmartTown.start();
    idp = town.visitor();
    rsa = new RSAKeyGenerator(2048).keyID("rsa").keyUse(KeyUse.SIGNATURE).generate();
    ec = new ECKeyGenerator(Curve.P_384).keyID("ec").keyUse(KeyUse.SIGNATURE).generate();
    byte[] shown = new JWKSet(List.<JWK>of(rsa, ec)).toString().getBytes(StandardCharsets.UTF_8);
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 8484), 0);
    keys.createContext(
        "/jwks.json",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, shown.length);
          exchange.getResponseBody().write(shown);
          exchange.close();
        });
    keys.start();
  }

  @AfterAll
  static void hideKeys() {
    if (keys != null) keys.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"RS384", "ES384"})
  void aBackendServiceGetsATokenByItsKey(String algorithm) throws Exception {
    Answer answer = backend(assertion("backend-app", algorithm, claims -> {}), "system/*.rs");

    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    Json.Obj claims = answer.claims();
    assertThat(claims.texts("aud")).containsExactly(town.fhir());
    assertThat(claims.text("azp")).isEqualTo("backend-app");
    assertThat(((Json.Num) answer.body().get("expires_in")).literal()).isEqualTo("300");
    assertThat(answer.scopes()).contains("system/*.rs");
    assertThat(answer.body().has("refresh_token")).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"algorithm", "expires", "expired", "audience", "jti", "issuer", "key"})
  void anAssertionWithOneFaultIsRefused(String fault) throws Exception {
    Consumer<JWTClaimsSet.Builder> change =
        switch (fault) {
          case "expires" -> claims -> claims.expirationTime(in(400)).issueTime(in(0));
          case "expired" -> claims -> claims.expirationTime(in(-60));
          case "audience" -> claims -> claims.audience("http://elsewhere.example/token");
          case "jti" -> claims -> claims.jwtID(null);
          case "issuer" -> claims -> claims.issuer("another-app");
          default -> claims -> {};
        };
    String assertion =
        assertion("backend-app", fault.equals("algorithm") ? "RS256" : "RS384", change);
    if (fault.equals("key")) {
      RSAKey known = rsa;
      rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
      assertion = assertion("backend-app", "RS384", change);
      rsa = known;
    }

    Answer answer = backend(assertion, "system/*.rs");

    assertThat(answer.status()).isBetween(400, 401);
    assertThat(answer.error()).isIn("invalid_client", "unauthorized_client");
  }

  @Test
  void anAssertionIsGoodOnce() throws Exception {
    String assertion = assertion("backend-app", "ES384", claims -> {});

    assertThat(backend(assertion, "system/*.rs").status()).isEqualTo(200);
    assertThat(backend(assertion, "system/*.rs").error()).isEqualTo("invalid_client");
  }

  @ParameterizedTest
  @CsvSource({"user/*.rs", "patient/*.rs", "system/*.cruds", "launch/patient"})
  void aBackendServiceActsForItselfWithinItsLetters(String scope) throws Exception {
    Answer answer = backend(assertion("backend-app", "ES384", claims -> {}), scope);

    assertThat(answer.error()).isEqualTo("invalid_scope");
    assertThat(answer.body().text("error_description")).contains(scope);
  }

  @Test
  void anAppWithAKeyTradesItsCodeByIt() throws Exception {
    SmartApp app =
        new SmartApp(
                town.visitor(), town.fhir(), "smart-app-asymmetric", "openid fhirUser user/*.rs")
            .open()
            .signOn("nurse");

    Answer answer = app.token(proof("smart-app-asymmetric"));

    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    assertThat(answer.claims().text("fhirUser")).isEqualTo(town.fhir() + "/Practitioner/nurse");
    Answer again = app.refresh(answer, proof("smart-app-asymmetric"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(app.refresh(again, Map.of()).status()).isBetween(400, 401);
  }

  @Test
  void manyScopesAreTakenAndTooManyRefused() throws Exception {
    StringBuilder many = new StringBuilder("user/*.rs");
    for (int i = 0; many.length() < 12_000; i++) {
      many.append(" user/Observation.rs?code=http://loinc.org|").append(10_000 + i);
    }
    StringBuilder tooMany = new StringBuilder(many);
    for (int i = 0; tooMany.length() < 16_100; i++) {
      tooMany.append(" user/Observation.rs?code=http://loinc.org|").append(20_000 + i);
    }

    Answer taken = login(many.toString());
    Answer refused = login(tooMany.toString());
    SmartApp shown =
        new SmartApp(town.visitor(), town.fhir(), "smart-app", many.toString())
            .post()
            .signOn("nurse");
    SmartApp sent =
        new SmartApp(town.visitor(), town.fhir(), "smart-app", tooMany.toString()).post();

    String some = many.substring(0, many.indexOf(" ", 6_000));
    SmartApp asked =
        new SmartApp(town.visitor(), town.fhir(), "smart-app", some).open().signOn("nurse");

    assertThat(asked.token().scopes()).contains(some.split(" "));
    assertThat(taken.scopes()).contains(many.toString().split(" "));
    assertThat(refused.error()).isEqualTo("invalid_scope");
    assertThat(refused.body().text("error_description")).contains("16000");
    assertThat(shown.token().scopes()).contains(many.toString().split(" "));
    assertThat(sent.returned("error")).isEqualTo("invalid_scope");
    assertThat(sent.returned("error_description")).contains("16000");
  }

  private static Answer login(String scope) throws Exception {
    return idp.token(
        "tsumugi",
        Map.of(
            "grant_type", "password",
            "client_id", "demo-cli",
            "username", "nurse",
            "password", "demo",
            "scope", scope));
  }

  private static Answer backend(String assertion, String scope) throws Exception {
    Map<String, String> form = new HashMap<>(proofOf(assertion));
    form.put("grant_type", "client_credentials");
    form.put("scope", scope);
    return idp.token("tsumugi", form);
  }

  private static Map<String, String> proof(String client) throws Exception {
    return proofOf(assertion(client, "RS384", claims -> {}));
  }

  private static Map<String, String> proofOf(String assertion) {
    return Map.of(
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        assertion);
  }

  private static String assertion(
      String client, String algorithm, Consumer<JWTClaimsSet.Builder> change) throws Exception {
    boolean elliptic = algorithm.startsWith("ES");
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(town.issuer() + "/protocol/openid-connect/token")
            .expirationTime(in(290))
            .jwtID(UUID.randomUUID().toString());
    change.accept(claims);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
            .keyID(elliptic ? ec.getKeyID() : rsa.getKeyID())
            .build();
    SignedJWT jwt = new SignedJWT(header, claims.build());
    JWSSigner signer = elliptic ? new ECDSASigner(ec) : new RSASSASigner(rsa);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }
}
