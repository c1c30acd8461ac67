package dev.tsumugi.identity;

import dev.tsumugi.kernel.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the issuer says when somebody signs off there (<a
 * href="https://openid.net/specs/openid-connect-backchannel-1_0.html">OpenID Connect Back-Channel
 * Logout 1.0</a> section 2.4), read but not yet believed.
 *
 * @param audience the clients it is said to
 * @param subject empty if only a session ended
 * @param session empty if all of the subject's sessions ended
 */
public record LogoutToken(
    String issuer,
    List<String> audience,
    Instant issued,
    Optional<Instant> expires,
    String id,
    Optional<String> subject,
    Optional<String> session) {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /** How long after it was made one is taken. */
  public static final Duration OLDEST = Duration.ofMinutes(10);

  private static final Duration EARLIEST = Duration.ofSeconds(5);

  /** Reads a payload; empty if it is no logout token, as by section 2.6, steps 4 to 7. */
  public static Optional<LogoutToken> read(Json.Obj payload) {
    TokenClaims.Reading in = new TokenClaims.Reading(payload);
    Optional<Instant> issued = in.instant("iat");
    LogoutToken token =
        new LogoutToken(
            in.needed("iss"),
            in.texts("aud"),
            issued.orElse(Instant.EPOCH),
            in.instant("exp"),
            in.needed("jti"),
            in.text("sub").filter(text -> !text.isEmpty()),
            in.text("sid").filter(text -> !text.isEmpty()));
    Json.Obj events = payload.obj("events");
    boolean event = events != null && events.obj(EVENT) != null;
    boolean named = token.subject().isPresent() || token.session().isPresent();
    // With a nonce it could be an ID token, which many can get hold of.
    boolean whole = in.sound() && issued.isPresent() && event && named && !payload.has("nonce");
    return whole ? Optional.of(token) : Optional.empty();
  }

  /** Whether it is said by this issuer, and now. */
  public boolean isOf(IdentitySettings settings, Instant now) {
    boolean old = issued.plus(OLDEST).isBefore(now);
    boolean early = issued.minus(EARLIEST).isAfter(now);
    boolean expired = expires.filter(end -> !now.isBefore(end)).isPresent();
    return issuer.equals(settings.issuer()) && !old && !early && !expired;
  }

  /** Until when it must be remembered that it was said. */
  public Instant rememberedUntil() {
    return issued.plus(OLDEST).plus(EARLIEST);
  }
}
