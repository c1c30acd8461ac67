package dev.tsumugi.hub.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * An issuer on loopback with the demo's people and its two clients: real tokens in no time, where
 * Keycloak itself is not what is tested. Its people are those of the realm's own file; it grants
 * every scope it is asked for.
 */
final class TestIssuer {
  private static final String REALM = "/realms/tsumugi";
  private static final String PROTOCOL = REALM + "/protocol/openid-connect/";
  private static final int LIVES_SECONDS = 300;

  // Keys take long to make: one of each for all tests. The forged one claims to be the other.
  private static final RSAKey KEY = key();
  private static final RSAKey FORGED = key();

  private final HttpServer server;
  private final String fhir;
  private volatile boolean away;
  private final Map<String, Json.Obj> people = new HashMap<>();

  private TestIssuer(HttpServer server, String fhir) {
    this.server = server;
    this.fhir = fhir;
  }

  /**
   * @param fhir the FHIR base that its tokens are for
   */
  static TestIssuer start(String fhir) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TestIssuer issuer = new TestIssuer(server, fhir);
      issuer.readPeople();
      server.createContext(PROTOCOL + "certs", issuer::keys);
      server.createContext(PROTOCOL + "token", issuer::token);
      server.setExecutor(
          Executors.newCachedThreadPool(
              work -> {
                Thread thread = new Thread(work, "test-issuer");
                thread.setDaemon(true);
                return thread;
              }));
      server.start();
      return issuer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void readPeople() throws IOException {
    try (InputStream realm = TestIssuer.class.getResourceAsStream("/realm/demo-1.json")) {
      for (Json.Obj user : Json.parseObject(realm.readAllBytes()).objects("users")) {
        people.put(user.text("username"), user);
      }
    }
  }

  /** As tokens state it in {@code iss}. */
  String address() {
    return "http://localhost:" + server.getAddress().getPort() + REALM;
  }

  /**
   * What a token of a demo login says.
   *
   * @param patient in context; null for none, or oneself where a patient scope is asked
   */
  JWTClaimsSet.Builder claims(String user, String scope, String patient) {
    Json.Obj person = Optional.ofNullable(people.get(user)).orElseThrow();
    Json.Obj attributes = person.obj("attributes");
    String who = attributes.texts("fhirUser").get(0);
    JWTClaimsSet.Builder claims =
        common("demo-cli", scope)
            .subject(UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)).toString())
            .claim("sid", UUID.randomUUID().toString())
            .claim("acr", "3")
            .claim("preferred_username", user)
            .claim("name", person.text("lastName"))
            .claim("hub_roles", attributes.texts("hub_roles"))
            .claim("fhirUser", fhir + "/" + who);
    for (String organization : attributes.texts("hub_organization")) {
      claims.claim("hub_organization", organization);
    }
    if (!scope.contains("patient/")) return claims;
    return claims.claim("patient", patient != null ? patient : who.replace("Patient/", ""));
  }

  /** What a token of the custodian says. */
  JWTClaimsSet.Builder loaderClaims(String scope) {
    return common("loader", scope)
        .subject("service-account-loader")
        .claim("preferred_username", "service-account-loader")
        .claim("hub_roles", List.of("custodian"))
        .claim("hub_organization", "Organization/town-hall");
  }

  private JWTClaimsSet.Builder common(String client, String scope) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(address())
        .audience(fhir)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(LIVES_SECONDS)))
        .jwtID(UUID.randomUUID().toString())
        .claim("typ", "Bearer")
        .claim("azp", client)
        .claim("scope", scope);
  }

  String sign(JWTClaimsSet.Builder claims) {
    return sign(claims, KEY);
  }

  /** Signed by somebody else under this issuer's key id. */
  String forge(JWTClaimsSet.Builder claims) {
    return sign(claims, FORGED);
  }

  private static String sign(JWTClaimsSet.Builder claims, RSAKey key) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .type(JOSEObjectType.JWT)
              .keyID(key.getKeyID())
              .build();
      SignedJWT jwt = new SignedJWT(header, claims.build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("test-issuer").generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** From now on it answers nothing but a failure, or all as before. */
  void goesAway(boolean gone) {
    away = gone;
  }

  private void keys(HttpExchange exchange) throws IOException {
    if (away) answer(exchange, 503, "");
    else answer(exchange, 200, new JWKSet(KEY.toPublicJWK()).toString());
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    String scope = form.getOrDefault("scope", "");
    boolean loader = "client_credentials".equals(form.get("grant_type"));
    boolean welcome =
        loader
            ? "loader".equals(form.get("client_id"))
                && "demo-loader".equals(form.get("client_secret"))
            : "password".equals(form.get("grant_type"))
                && "demo-cli".equals(form.get("client_id"))
                && people.containsKey(form.get("username"))
                && "demo".equals(form.get("password"));
    if (!welcome) {
      answer(exchange, 401, "{\"error\":\"invalid_grant\",\"error_description\":\"refused\"}");
      return;
    }
    String token =
        sign(
            loader
                ? loaderClaims(scope)
                : claims(form.get("username"), scope, form.get("patient")));
    answer(
        exchange,
        200,
        Json.object()
            .put("access_token", token)
            .put("token_type", "Bearer")
            .put("expires_in", LIVES_SECONDS)
            .put("scope", scope)
            .build()
            .toString());
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    // client_secret_basic (RFC 6749 section 2.3.1), as ./hub load does it
    String basic = exchange.getRequestHeaders().getFirst("Authorization");
    if (basic != null && basic.startsWith("Basic ")) {
      byte[] plain = Base64.getDecoder().decode(basic.substring("Basic ".length()));
      String[] sides = new String(plain, StandardCharsets.UTF_8).split(":", 2);
      form.put("client_id", URLDecoder.decode(sides[0], StandardCharsets.UTF_8));
      form.put("client_secret", URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    for (String pair : text.split("&")) {
      String[] sides = pair.split("=", 2);
      form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
