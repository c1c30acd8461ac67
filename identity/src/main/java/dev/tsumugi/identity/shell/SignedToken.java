package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JWSObject;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.identity.TokenClaims;
import java.util.Optional;
import java.util.Set;

/** An access token taken apart; its signature is still to be checked. */
record SignedToken(JWSObject jws, String keyId, TokenClaims claims) {
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  sealed interface Parsed {
    record Token(SignedToken token) implements Parsed {}

    record Unfit(Refusal refusal) implements Parsed {}
  }

  static Parsed parse(String text) {
    SignedJwt.Parsed parsed = SignedJwt.parse(text, TYPES);
    if (parsed instanceof SignedJwt.Parsed.Unfit unfit) return new Parsed.Unfit(unfit.refusal());
    SignedJwt jwt = ((SignedJwt.Parsed.Jwt) parsed).jwt();
    Optional<TokenClaims> claims = TokenClaims.read(jwt.payload());
    return claims.isEmpty()
        ? new Parsed.Unfit(Refusal.INCOMPLETE)
        : new Parsed.Token(new SignedToken(jwt.jws(), jwt.keyId(), claims.get()));
  }
}
