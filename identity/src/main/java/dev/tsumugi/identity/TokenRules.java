package dev.tsumugi.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whether a token is one for this server, now. The first rule that fails speaks. */
public final class TokenRules {
  // Two clocks are never the same; an early token harms nobody. A late one does: no leeway there.
  private static final Duration EARLY = Duration.ofSeconds(5);
  // With their well-known secrets anybody gets a token, whatever the realm still holds of them.
  private static final Set<String> DEMO_CLIENTS =
      Set.of(
          "demo-cli",
          "loader",
          "smart-app",
          "smart-app-confidential",
          "smart-app-asymmetric",
          "backend-app");

  private TokenRules() {}

  /** Empty if nothing speaks against the token but, perhaps, its signature. */
  public static Optional<Refusal> refusal(
      TokenClaims claims, IdentitySettings settings, Instant now) {
    if (!claims.issuer().equals(settings.issuer())) return Optional.of(Refusal.ISSUER);
    if (!settings.demo() && DEMO_CLIENTS.contains(claims.client())) {
      return Optional.of(Refusal.DEMO_CLIENT);
    }
    // Keycloak signs ID ("ID"), refresh ("Refresh", "Offline") and logout tokens with like keys.
    // A bound access token it calls "DPoP"; others than Keycloak call it "Bearer" all the same.
    boolean bound = claims.kind().equals("DPoP") && claims.key().isPresent();
    if (!claims.kind().equals("Bearer") && !bound) return Optional.of(Refusal.NOT_ACCESS_TOKEN);
    // Bound in a way that we take no proof for, as to a certificate.
    if (claims.bound() && claims.key().isEmpty()) return Optional.of(Refusal.BOUND);
    if (!claims.audience().contains(settings.base())) return Optional.of(Refusal.AUDIENCE);
    if (!now.isBefore(claims.expires())) return Optional.of(Refusal.EXPIRED);
    boolean over = claims.sessionEnds().filter(end -> !now.isBefore(end)).isPresent();
    if (over) return Optional.of(Refusal.SHIFT_OVER);
    boolean early = claims.notBefore().filter(from -> now.plus(EARLY).isBefore(from)).isPresent();
    return early ? Optional.of(Refusal.NOT_YET_VALID) : Optional.empty();
  }
}
