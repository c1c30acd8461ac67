package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.tsumugi.identity.Proof;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.text.ParseException;
import java.util.Optional;

/**
 * The content of a DPoP header taken apart (RFC 9449 section 4); its signature is still to be
 * checked, with the key that it brings along.
 *
 * @param key thumbprint of that key (RFC 7638)
 */
record ShownProof(JWSObject jws, JWSVerifier verifier, String key, Proof proof) {
  private static final String TYPE = "dpop+jwt";
  private static final int LONGEST = 8_000;

  // The key comes from outside: what it costs to use it is ours to bound.
  private static final int SHORTEST_RSA_BITS = 2_048;
  private static final int LONGEST_RSA_BITS = 4_096;
  private static final int LONGEST_EXPONENT_BITS = 32;

  sealed interface Parsed {
    record Good(ShownProof proof) implements Parsed {}

    record Unfit(Refusal refusal) implements Parsed {}
  }

  static Parsed parse(String text) {
    if (text.length() > LONGEST) return new Parsed.Unfit(Refusal.PROOF_MALFORMED);
    JWSObject jws;
    Json.Obj payload;
    try {
      jws = JWSObject.parse(text); // refuses a header that shows a private key
      payload = Json.parseObject(jws.getPayload().toBytes());
    } catch (ParseException | Problem notReadable) {
      return new Parsed.Unfit(Refusal.PROOF_MALFORMED);
    }
    JWSHeader header = jws.getHeader();
    boolean typed = header.getType() != null && header.getType().getType().equals(TYPE);
    if (!typed || header.getJWK() == null) return new Parsed.Unfit(Refusal.PROOF_MALFORMED);
    boolean critical = header.getCriticalParams() != null && !header.getCriticalParams().isEmpty();
    if (critical || !SignedJwt.ALGORITHMS.contains(header.getAlgorithm())) {
      return new Parsed.Unfit(Refusal.PROOF_ALGORITHM);
    }
    Optional<Proof> proof = Proof.read(payload);
    if (proof.isEmpty()) return new Parsed.Unfit(Refusal.PROOF_MALFORMED);
    try {
      Optional<JWSVerifier> verifier = verifier(header.getJWK());
      boolean speaks =
          verifier
              .filter(one -> one.supportedJWSAlgorithms().contains(header.getAlgorithm()))
              .isPresent();
      if (!speaks) return new Parsed.Unfit(Refusal.PROOF_ALGORITHM);
      String key = header.getJWK().computeThumbprint().toString();
      return new Parsed.Good(new ShownProof(jws, verifier.get(), key, proof.get()));
    } catch (JOSEException noKey) {
      return new Parsed.Unfit(Refusal.PROOF_ALGORITHM);
    }
  }

  private static Optional<JWSVerifier> verifier(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      boolean bounded =
          rsa.size() >= SHORTEST_RSA_BITS
              && rsa.size() <= LONGEST_RSA_BITS
              && rsa.getPublicExponent().decodeToBigInteger().bitLength() <= LONGEST_EXPONENT_BITS;
      return bounded ? Optional.of(new RSASSAVerifier(rsa)) : Optional.empty();
    }
    if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
      return Optional.of(new ECDSAVerifier(ec));
    }
    return Optional.empty();
  }

  boolean signed() {
    try {
      return jws.verify(verifier);
    } catch (JOSEException noKey) {
      return false; // a key that no signature can be checked with
    }
  }
}
