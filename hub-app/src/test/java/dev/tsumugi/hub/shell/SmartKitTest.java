package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The checks of the public SMART App Launch test kit (STU2.2, server suites) that no other test of
 * ours holds to: what answers look like on the wire. {@code docs/smart-conformance.md} lists all.
 */
class SmartKitTest {
  private static final String PROTOCOL = "/realms/tsumugi/protocol/openid-connect/";
  private static final String REDIRECT = "http://localhost:4711/app";
  private static final String ORIGIN = "http://localhost:4711";
  private static final String VERIFIER = "another-verifier-of-more-than-forty-three-characters";
  private static final String PATIENT = "kobayashi-masao";
  private static final String SCOPE =
      "launch/patient openid fhirUser offline_access patient/Patient.rs user/Practitioner.rs";

  private static SmartTown town;
  private static Wire idp;
  private static Wire hub;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    idp = new Wire(town.idp());
    hub = new Wire(town.base());
  }

  @Test
  void discoveryHoldsWhatIsRequiredWhateverIsAccepted() {
    Answer answer =
        hub.send(
            "GET",
            "/fhir/.well-known/smart-configuration",
            "",
            new byte[0],
            "Accept",
            "text/html",
            "Origin",
            "https://inferno.example");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).startsWith("application/json");
    assertThat(answer.headers()).containsEntry("access-control-allow-origin", "*");
    Json.Obj told = answer.json();
    for (String address :
        List.of(
            "issuer",
            "jwks_uri",
            "authorization_endpoint",
            "token_endpoint",
            "introspection_endpoint",
            "revocation_endpoint")) {
      assertThat(URI.create(told.text(address)).isAbsolute()).as(address).isTrue();
    }
    assertThat(told.texts("grant_types_supported"))
        .contains("authorization_code", "client_credentials", "refresh_token");
    assertThat(told.texts("code_challenge_methods_supported")).containsExactly("S256");
    assertThat(told.texts("capabilities"))
        .hasSameSizeAs(told.all("capabilities"))
        .contains("sso-openid-connect", "launch-ehr", "launch-standalone", "permission-v2");
  }

  @Test
  void aTokenIsOneThatNobodyKeepsAndThatSaysAllThatIsRequired() throws Exception {
    Answer answer = exchange(launched(), VERIFIER);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().get("cache-control")).contains("no-store");
    assertThat(answer.headers().get("pragma")).contains("no-cache");
    assertThat(answer.headers()).containsEntry("access-control-allow-origin", ORIGIN);
    Json.Obj body = answer.json();
    assertThat(body.text("token_type")).isEqualToIgnoringCase("Bearer");
    assertThat(body.get("expires_in")).isInstanceOf(Json.Num.class);
    assertThat(body.text("refresh_token")).isNotBlank();
    assertThat(body.text("patient")).isEqualTo(PATIENT);
    assertThat(body.text("scope").split(" ")).contains(SCOPE.split(" "));
    isAnIdToken(body.text("id_token"));
    String user = town.fhir() + "/Practitioner/physician";
    Answer person =
        hub.get(body.text("access_token"), user.substring(town.base().toString().length()));
    assertThat(person.status()).isEqualTo(200);
    assertThat(person.json().text("resourceType")).isEqualTo("Practitioner");
    refreshes(body);
  }

  private static void isAnIdToken(String idToken) throws Exception {
    Answer openid = idp.get("", "/realms/tsumugi/.well-known/openid-configuration");
    assertThat(openid.status()).isEqualTo(200);
    assertThat(openid.headers().get("content-type")).startsWith("application/json");
    Json.Obj told = openid.json();
    for (String member :
        List.of(
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "response_types_supported",
            "subject_types_supported")) {
      assertThat(told.has(member)).as(member).isTrue();
    }
    assertThat(told.texts("id_token_signing_alg_values_supported")).contains("RS256");

    JWKSet keys = JWKSet.load(URI.create(told.text("jwks_uri")).toURL());
    SignedJWT jwt = SignedJWT.parse(idToken);
    JWSHeader header = jwt.getHeader();
    assertThat(header.getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    JWSVerifier verifier =
        new RSASSAVerifier(keys.getKeyByKeyId(header.getKeyID()).toRSAKey().toRSAPublicKey());
    assertThat(jwt.verify(verifier)).isTrue();
    var claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(told.text("issuer")).isEqualTo(town.issuer());
    assertThat(claims.getAudience()).containsExactly("smart-app");
    assertThat(claims.getSubject()).hasSizeBetween(1, 255);
    assertThat(claims.getExpirationTime().toInstant()).isAfter(Instant.now());
    assertThat(claims.getIssueTime()).isNotNull();
    assertThat(claims.getStringClaim("fhirUser"))
        .isEqualTo(town.fhir() + "/Practitioner/physician");
  }

  /** Without scopes, then with those received, as the kit does. */
  private static void refreshes(Json.Obj first) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", "smart-app");
    form.put("refresh_token", first.text("refresh_token"));
    for (String scope : List.of("", first.text("scope"))) {
      if (!scope.isEmpty()) form.put("scope", scope);
      Answer answer = post("token", form);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.headers().get("cache-control")).contains("no-store");
      assertThat(answer.headers().get("pragma")).contains("no-cache");
      Json.Obj body = answer.json();
      assertThat(body.text("access_token")).isNotBlank();
      assertThat(body.text("token_type")).isEqualToIgnoringCase("Bearer");
      assertThat(body.get("expires_in")).isInstanceOf(Json.Num.class);
      assertThat(first.text("scope").split(" ")).contains(body.text("scope").split(" "));
      assertThat(body.text("patient")).isEqualTo(PATIENT);
      form.put("refresh_token", body.text("refresh_token"));
    }
  }

  @ParameterizedTest(name = "verifier \"{0}\"")
  @CsvSource({"''", "a-wrong-verifier-of-more-than-forty-three-characters"})
  void aCodeIsWorthNothingWithoutItsVerifier(String verifier) throws Exception {
    SmartApp app = launched();

    Answer answer = exchange(app, verifier);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().text("error")).isEqualTo("invalid_grant");
    assertThat(answer.json().has("access_token")).isFalse();
  }

  @Test
  void aCodeCountsOnce() throws Exception {
    SmartApp app = launched();
    assertThat(exchange(app, VERIFIER).status()).isEqualTo(200);

    assertThat(exchange(app, VERIFIER).json().text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void whatIsNoTokenIsNotActiveAndNothingElseIsSaid() {
    Answer answer =
        post(
            "token/introspect",
            Map.of(
                "client_id", "smart-app-confidential",
                "client_secret", "demo-smart-app",
                "token", "invalid_token_value"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(Json.object().put("active", false).build());
  }

  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "not_a_grant_type, urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "client_credentials, not_an_assertion_type",
  })
  void aBackendServiceMustAskInTheOneWay(String grant, String assertionType) {
    Answer answer =
        post(
            "token",
            Map.of(
                "grant_type", grant,
                "scope", "system/*.rs",
                "client_assertion_type", assertionType,
                "client_assertion", "e30.e30.e30",
                "client_id", "backend-app"));

    assertThat(answer.status()).isBetween(400, 401);
    assertThat(answer.json().text("error")).isNotBlank();
    assertThat(answer.json().has("access_token")).isFalse();
  }

  private static SmartApp app() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
    return new SmartApp(town.visitor(), town.fhir(), "smart-app", SCOPE)
        .with("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  private static SmartApp launched() throws Exception {
    return app().open().signOn("physician").choose(PATIENT);
  }

  private static Answer exchange(SmartApp app, String verifier) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "smart-app");
    form.put("redirect_uri", REDIRECT);
    form.put("code", app.returned("code"));
    if (!verifier.isEmpty()) form.put("code_verifier", verifier);
    return post("token", form);
  }

  private static Answer post(String endpoint, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return idp.send(
        "POST",
        PROTOCOL + endpoint,
        "",
        body.getBytes(UTF_8),
        "Content-Type",
        "application/x-www-form-urlencoded",
        "Origin",
        ORIGIN);
  }
}
