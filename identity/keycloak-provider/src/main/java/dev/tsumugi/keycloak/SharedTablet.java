package dev.tsumugi.keycloak;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;

/**
 * What a client, a realm and an authorization request say about tablets that a crew shares.
 *
 * <p>The client attribute {@value #CLIENT} marks the apps that run on such tablets; the realm
 * attributes {@value #SHIFTS} and {@value #ZONE} say when shifts end; the request names the device
 * by the key it will prove (RFC 9449 section 10).
 */
final class SharedTablet {
  static final String CLIENT = "tsumugi.shared.tablet";
  static final String SHIFTS = "tsumugi.shift.ends";
  static final String ZONE = "tsumugi.shift.zone";

  private static final String KEY = "dpop_jkt";

  private SharedTablet() {}

  static boolean serves(AuthenticationFlowContext context) {
    return Boolean.parseBoolean(
        context.getAuthenticationSession().getClient().getAttribute(CLIENT));
  }

  /** The thumbprint of the key whose possession the token request will have to prove. */
  static Optional<String> key(AuthenticationFlowContext context) {
    return Optional.ofNullable(context.getAuthenticationSession().getClientNote(KEY))
        .filter(key -> key.matches("[A-Za-z0-9_-]{43}"));
  }

  static ShiftEnds shifts(RealmModel realm) {
    return ShiftEnds.of(realm.getAttribute(SHIFTS), realm.getAttribute(ZONE));
  }

  /**
   * Binds the session that is about to begin to the end of a shift.
   *
   * @param choice place in {@link ShiftEnds#choices}; null for the nearest
   */
  static void endWithShift(AuthenticationFlowContext context, @Nullable String choice) {
    Instant end = shifts(context.getRealm()).chosen(now(), choice);
    context
        .getAuthenticationSession()
        .setUserSessionNote(SessionEnd.NOTE, Long.toString(end.getEpochSecond()));
  }

  static Instant now() {
    return Instant.ofEpochMilli(Time.currentTimeMillis());
  }
}
