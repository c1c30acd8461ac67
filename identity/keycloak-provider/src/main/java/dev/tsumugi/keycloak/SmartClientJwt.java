package dev.tsumugi.keycloak;

import java.util.Set;
import org.keycloak.authentication.authenticators.client.AbstractJWTClientValidator;
import org.keycloak.authentication.authenticators.client.JWTClientAuthenticator;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.Algorithm;

/**
 * Clients that sign: RS384 or ES384 and no other algorithm, five minutes and no longer (SMART App
 * Launch 2.2, client-confidential-asymmetric). Keycloak's own check looks at the age of an
 * assertion that says when it was issued, and not at how far away its end is.
 *
 * <p>Takes the place of Keycloak's authenticator: same id, higher order. Public for its loader.
 */
public final class SmartClientJwt extends JWTClientAuthenticator {
  static final int LONGEST_SECONDS = 300;

  // As long as Keycloak's own allowance for clocks that differ.
  private static final int CLOCKS_SECONDS = 15;
  private static final Set<String> ALGORITHMS = Set.of(Algorithm.RS384, Algorithm.ES384);

  @Override
  public int order() {
    return 100;
  }

  @Override
  public boolean verifySignature(AbstractJWTClientValidator validator) {
    String algorithm = validator.getJws().getHeader().getRawAlgorithm();
    if (!ALGORITHMS.contains(algorithm)) {
      return validator.failure("the assertion must be signed with RS384 or ES384");
    }
    Long expires = validator.getState().getToken().getExp();
    if (expires == null || tooFar(expires, Time.currentTime())) {
      return validator.failure("the assertion must expire within " + LONGEST_SECONDS + " seconds");
    }
    return super.verifySignature(validator);
  }

  /** Both in seconds since 1970. */
  static boolean tooFar(long expires, long now) {
    return expires > now + LONGEST_SECONDS + CLOCKS_SECONDS;
  }
}
