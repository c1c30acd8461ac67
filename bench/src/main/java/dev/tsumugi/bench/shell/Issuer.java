package dev.tsumugi.bench.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signs the tokens of a run, and shows the key to the hub: RS256 as Keycloak signs. It stands in
 * for Keycloak so that no third server takes part in a measurement; to the hub it is an issuer like
 * any.
 */
final class Issuer implements AutoCloseable {
  /** Of all crews of the bench. */
  static final String CREWS = "Organization/bench-fire-station";

  private static final Duration LIFE = Duration.ofDays(2);

  private final HttpServer server;
  private final RSAKey key;
  private final String issuer;
  private final Clock clock;

  Issuer(int port, Clock clock) {
    this.clock = clock;
    issuer = "http://localhost:" + port + "/realms/bench";
    try {
      key = new RSAKeyGenerator(2048).keyID("bench").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (JOSEException | IOException failure) {
      throw new Failure("No issuer of tokens can be opened on port " + port + ".", failure);
    }
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/realms/bench/protocol/openid-connect/certs",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return issuer;
  }

  /** Loads; reads and writes all. */
  String custodian(String base) {
    return token(base, "custodian", "system/*.cruds", Map.of());
  }

  /** Treats everybody of the bench's clinic, as far as each has agreed. */
  String physician(String base, String clinic) {
    return token(
        base,
        "physician",
        "user/*.cruds",
        Map.of("hub_organization", clinic, "fhirUser", base + "/Practitioner/bench-physician"));
  }

  /**
   * On duty.
   *
   * @param crew each is a person of its own
   */
  String crew(String base, int crew) {
    return token(base, "crew", "user/*.cruds", ofCrew(base, crew));
  }

  /** On duty, on a tablet that has this key. */
  String crew(String base, int crew, String thumbprint) {
    Map<String, Object> claims = new LinkedHashMap<>(ofCrew(base, crew));
    claims.put("typ", "DPoP");
    claims.put("cnf", Map.of("jkt", thumbprint));
    return token(base, "crew", "user/*.cruds", claims);
  }

  private static Map<String, Object> ofCrew(String base, int crew) {
    return Map.of(
        "sub",
        "bench-crew-" + crew,
        "hub_organization",
        CREWS,
        "fhirUser",
        base + "/Practitioner/bench-crew-" + crew);
  }

  /** Signed on surely. */
  String resident(String base, String patient) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", "bench-" + patient);
    claims.put("acr", "3");
    claims.put("fhirUser", base + "/Patient/" + patient);
    return token(base, "resident", "user/*.cruds", claims);
  }

  private String token(String base, String role, String scope, Map<String, Object> more) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", List.of(base));
    claims.put("iat", now);
    claims.put("exp", now + LIFE.toSeconds());
    claims.put("typ", "Bearer");
    claims.put("sub", "bench-" + role);
    claims.put("azp", HubServer.CLIENT);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("sid", UUID.randomUUID().toString());
    claims.put("name", "Bench " + role);
    claims.put("scope", scope);
    claims.put("hub_roles", List.of(role));
    // The custodian needs an organisation too, and must not be the one that reads.
    if (!role.equals("resident")) claims.put("hub_organization", "Organization/bench-registry");
    claims.putAll(more);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(key.getKeyID())
            .type(JOSEObjectType.JWT)
            .build();
    JWSObject jws = new JWSObject(header, new Payload(claims));
    try {
      jws.sign(new RSASSASigner(key));
    } catch (JOSEException failure) {
      throw new Failure("A token could not be signed.", failure);
    }
    return jws.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
