package dev.tsumugi.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whether a client's JWT is one for this service, now. The first rule that fails speaks. */
public final class ClientJwtRules {
  /** Longest a JWT may be valid (CDS Hooks 2.0.1: "no more than five minutes"). */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  // Two clocks are never the same; a JWT that came late is refused all the same.
  private static final Duration EARLY = Duration.ofSeconds(5);

  private ClientJwtRules() {}

  /** What a JWT claims. */
  public record Claims(
      String issuer, Set<String> audience, Instant issued, Instant expires, String id) {
    public Claims {
      audience = Set.copyOf(audience);
    }
  }

  /** Empty if nothing speaks against the JWT but, perhaps, its signature or that it was used. */
  public static Optional<ClientJwtRefusal> refusal(
      Claims claims, ClientIssuers clients, String audience, Instant now) {
    if (!clients.keys().containsKey(claims.issuer())) return Optional.of(ClientJwtRefusal.ISSUER);
    if (!claims.audience().contains(audience)) return Optional.of(ClientJwtRefusal.AUDIENCE);
    if (!now.isBefore(claims.expires())) return Optional.of(ClientJwtRefusal.EXPIRED);
    if (now.plus(EARLY).isBefore(claims.issued())) {
      return Optional.of(ClientJwtRefusal.NOT_YET_VALID);
    }
    // From now as well as from its own beginning, which it may state as it likes.
    Instant latest = now.plus(LONGEST).plus(EARLY);
    boolean tooLong =
        claims.expires().isAfter(latest)
            || Duration.between(claims.issued(), claims.expires()).compareTo(LONGEST) > 0;
    return tooLong ? Optional.of(ClientJwtRefusal.TOO_LONG) : Optional.empty();
  }
}
