package dev.tsumugi.identity.shell;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.text.ParseException;
import java.util.Locale;
import java.util.Set;

/** A JWT of the issuer taken apart; its signature is still to be checked. */
record SignedJwt(JWSObject jws, String keyId, Json.Obj payload) {
  // More than any token of ours has; a request head is as large at most.
  private static final int LONGEST = 16_000;
  // A list and not the header's word: "none", or an HMAC keyed with the public key, is never meant.
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);

  sealed interface Parsed {
    record Jwt(SignedJwt jwt) implements Parsed {}

    record Unfit(Refusal refusal) implements Parsed {}
  }

  /**
   * @param types what the header's {@code typ} may be, in lower case, if it is stated
   */
  static Parsed parse(String text, Set<String> types) {
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
    if (type != null && !types.contains(type.getType().toLowerCase(Locale.ROOT))) {
      return new Parsed.Unfit(Refusal.NOT_ACCESS_TOKEN);
    }
    if (header.getKeyID() == null) return new Parsed.Unfit(Refusal.UNKNOWN_KEY);
    return new Parsed.Jwt(new SignedJwt(jws, header.getKeyID(), payload));
  }
}
