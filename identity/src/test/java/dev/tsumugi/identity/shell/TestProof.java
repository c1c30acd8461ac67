package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.tsumugi.identity.Claims;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A proof of possession as a good client makes it, to be spoiled. */
record TestProof(Json.Obj claims, JWSAlgorithm algorithm, String type, JWK shown, JWK signing) {
  static TestProof of(String method, String address, String token, JWK key, Instant at) {
    Json.Obj claims =
        Json.object()
            .put("jti", UUID.randomUUID().toString())
            .put("htm", method)
            .put("htu", address)
            .put("iat", at.getEpochSecond())
            .put("ath", hash(token))
            .build();
    return new TestProof(claims, JWSAlgorithm.RS256, "dpop+jwt", key.toPublicJWK(), key);
  }

  TestProof with(String claim, String value) {
    return with(claims.with(claim, Json.text(value)));
  }

  TestProof at(Instant at) {
    return with(claims.with("iat", Claims.seconds(at)));
  }

  TestProof without(String claim) {
    return with(claims.without(claim));
  }

  private TestProof with(Json.Obj other) {
    return new TestProof(other, algorithm, type, shown, signing);
  }

  TestProof by(JWSAlgorithm other) {
    return new TestProof(claims, other, type, shown, signing);
  }

  TestProof typed(String other) {
    return new TestProof(claims, algorithm, other, shown, signing);
  }

  TestProof showing(JWK other) {
    return new TestProof(claims, algorithm, type, other, signing);
  }

  TestProof signedBy(JWK other) {
    return new TestProof(claims, algorithm, type, shown, other);
  }

  String text() {
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(new JOSEObjectType(type)).jwk(shown).build();
    return TestIssuer.signed(claims, header, TestIssuer.signer(signing));
  }

  static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
