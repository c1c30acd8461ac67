package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.identity.TokenClaims;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A JWT taken apart; its signature is still to be checked. */
record SignedToken(JWSObject jws, String keyId, TokenClaims claims) {
  // More than any token of ours has; a request head is as large at most.
  private static final int LONGEST = 16_000;
  // A list and not the header's word: "none", or an HMAC keyed with the public key, is never meant.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  sealed interface Parsed {
    record Token(SignedToken token) implements Parsed {}

    record Unfit(Refusal refusal) implements Parsed {}
  }

  static Parsed parse(String text) {
    if (text.length() > LONGEST) return new Parsed.Unfit(Refusal.MALFORMED);
    JWSObject jws;
    Json.Obj payload;
    try {
      jws = JWSObject.parse(text);
      payload = Json.parseObject(jws.getPayload().toBytes());
    } catch (ParseException | Problem notReadable) {
      // Why it is none is not told: the text around the fault may be a piece of the token.
      return new Parsed.Unfit(Refusal.MALFORMED);
    }
    JWSHeader header = jws.getHeader();
    boolean critical = header.getCriticalParams() != null && !header.getCriticalParams().isEmpty();
    if (!ALGORITHMS.contains(header.getAlgorithm()) || critical) {
      return new Parsed.Unfit(Refusal.ALGORITHM);
    }
    JOSEObjectType type = header.getType();
    if (type != null && !TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
      return new Parsed.Unfit(Refusal.NOT_ACCESS_TOKEN);
    }
    if (header.getKeyID() == null) return new Parsed.Unfit(Refusal.UNKNOWN_KEY);
    Optional<TokenClaims> claims = TokenClaims.read(payload);
    return claims.isEmpty()
        ? new Parsed.Unfit(Refusal.INCOMPLETE)
        : new Parsed.Token(new SignedToken(jws, header.getKeyID(), claims.get()));
  }
}
