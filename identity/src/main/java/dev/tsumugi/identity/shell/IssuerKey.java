package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Optional;
import java.util.Set;

/** One public key that an issuer signs with. */
record IssuerKey(JWK jwk, JWSVerifier verifier) {
  private static final int SHORTEST_RSA_BITS = 2048;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384);

  /** Empty for keys that sign no tokens of ours: for encryption, too short, of other kinds. */
  static Optional<IssuerKey> of(JWK jwk) throws JOSEException {
    boolean signs = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    if (!signs || jwk.getKeyID() == null) return Optional.empty();
    if (jwk instanceof RSAKey rsa && rsa.size() >= SHORTEST_RSA_BITS) {
      return Optional.of(new IssuerKey(jwk, new RSASSAVerifier(rsa.toPublicJWK())));
    }
    if (jwk instanceof ECKey ec && CURVES.contains(ec.getCurve())) {
      return Optional.of(new IssuerKey(jwk, new ECDSAVerifier(ec.toPublicJWK())));
    }
    return Optional.empty();
  }

  boolean signed(JWSObject jws) {
    boolean fits =
        jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(jws.getHeader().getAlgorithm());
    boolean speaks = verifier.supportedJWSAlgorithms().contains(jws.getHeader().getAlgorithm());
    if (!fits || !speaks) return false;
    try {
      return jws.verify(verifier);
    } catch (JOSEException failure) {
      throw new IllegalStateException("a signature could not be computed", failure);
    }
  }
}
