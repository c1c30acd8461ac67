package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.Identified;
import dev.tsumugi.identity.IdentitySettings;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.identity.RequesterRules;
import dev.tsumugi.identity.TokenClaims;
import dev.tsumugi.identity.TokenRules;
import dev.tsumugi.identity.shell.VerifiedTokens.Verified;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * From a token to the one who bears it: what its claims say against it first, as that costs nothing
 * and asks nobody, then its signature, then who it is.
 */
final class TokenDesk {
  private final IdentitySettings settings;
  private final IssuerKeys keys;
  private final VerifiedTokens verified;
  private final Sightings sightings;
  private final Clock clock;

  TokenDesk(
      IdentitySettings settings,
      IssuerKeys keys,
      VerifiedTokens verified,
      Sightings sightings,
      Clock clock) {
    this.sightings = sightings;
    this.settings = settings;
    this.keys = keys;
    this.verified = verified;
    this.clock = clock;
  }

  /**
   * @param purposes the values of {@link RequesterRules#PURPOSE_HEADER}
   */
  Identified identify(String token, List<String> purposes) {
    String digest = VerifiedTokens.digest(token);
    Verified before = verified.get(digest);
    if (before != null) {
      Optional<Refusal> refusal = refusal(before.claims());
      if (refusal.isEmpty() && keys.shows(before.keyId(), before.key())) {
        return RequesterRules.identify(before.claims(), purposes, settings.base());
      }
      verified.remove(digest);
    }

    SignedToken.Parsed parsed = SignedToken.parse(token);
    if (parsed instanceof SignedToken.Parsed.Unfit unfit) return refused(unfit.refusal());
    SignedToken fresh = ((SignedToken.Parsed.Token) parsed).token();
    Optional<Refusal> refusal = refusal(fresh.claims());
    if (refusal.isPresent()) return refused(refusal.get());

    IssuerKeys.Found found = keys.find(fresh.keyId());
    if (found instanceof IssuerKeys.Found.Away) return refused(Refusal.ISSUER_AWAY);
    if (!(found instanceof IssuerKeys.Found.Key known)) return refused(Refusal.UNKNOWN_KEY);
    if (!known.key().signed(fresh.jws())) return refused(Refusal.SIGNATURE);

    Identified who = RequesterRules.identify(fresh.claims(), purposes, settings.base());
    // Before it is remembered: a session that nobody knows of could not be ended.
    if (who instanceof Identified.As as) {
      sightings.seen(as.requester(), fresh.claims().issued());
      verified.put(digest, new Verified(fresh.keyId(), known.key(), fresh.claims()));
    }
    return who;
  }

  private Optional<Refusal> refusal(TokenClaims claims) {
    return TokenRules.refusal(claims, settings, clock.instant());
  }

  private static Identified refused(Refusal refusal) {
    return new Identified.Refused(refusal);
  }
}
