package dev.tsumugi.hub.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** A crew's tablet: it holds a key, and shows with each request that it does (RFC 9449). */
final class Tablet {
  private final URI hub;
  private final RSAKey key;

  /**
   * @param hub without {@code /fhir}
   */
  Tablet(URI hub) {
    this.hub = hub;
    try {
      key = new RSAKeyGenerator(2048).generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Its thumbprint, by which it is known. */
  String name() {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A token of the crew's app that is bound to this tablet, from the issuer of tests. */
  String token(TestHub hub, String user) {
    return hub.mint(
        user,
        "user/*.cruds",
        claims ->
            claims
                .claim("azp", "ems")
                .claim("typ", "DPoP") // as Keycloak calls it
                .claim("cnf", Map.of("jkt", name())));
  }

  /**
   * @param at the node that is asked
   */
  Answer get(Wire at, String token, String path) {
    return get(at, token, path, proof("GET", hub + path.replaceFirst("\\?.*", ""), token));
  }

  /** As it stands: the proof may be an old one. */
  Answer get(Wire at, String token, String path, String proof) {
    return at.send("GET", path, "", new byte[0], "Authorization", "DPoP " + token, "DPoP", proof);
  }

  Answer post(Wire at, String token, String path, Json.Obj body) {
    return at.send(
        "POST",
        path,
        "",
        body,
        "Authorization",
        "DPoP " + token,
        "DPoP",
        proof("POST", hub + path, token));
  }

  /** Asks to be registered, by a pairing code. */
  Answer register(Wire at, String code) {
    return at.send(
        "POST",
        "/smart/devices",
        "",
        Json.object().put("code", code).put("name", "Tablet 7").build(),
        "Content-Type",
        "application/json",
        "DPoP",
        proof("POST", hub + "/smart/devices", null));
  }

  /** The same without a code, as a demo allows. */
  Answer registerInDemo(Wire at, String organization) {
    return at.send(
        "POST",
        "/smart/devices/demo",
        "",
        Json.object().put("organization", organization).put("name", "Tablet 8").build(),
        "Content-Type",
        "application/json",
        "DPoP",
        proof("POST", hub + "/smart/devices/demo", null));
  }

  /** Asks what the hub knows of its key. */
  Answer self(Wire at) {
    return at.send(
        "GET",
        "/smart/devices/own",
        "",
        new byte[0],
        "DPoP",
        proof("GET", hub + "/smart/devices/own", null));
  }

  String proof(String method, String address, String token) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", method)
            .claim("htu", address)
            .issueTime(Date.from(Instant.now()));
    if (token != null) claims.claim("ath", hash(token));
    try {
      SignedJWT proof =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.PS256)
                  .type(new JOSEObjectType("dpop+jwt"))
                  .jwk(key.toPublicJWK())
                  .build(),
              claims.build());
      proof.sign(new RSASSASigner(key));
      return proof.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
