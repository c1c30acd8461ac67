package dev.tsumugi.keycloak;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * When a sign-on ends whatever is done with it: at the end of the shift on a shared tablet, and
 * when the person's time of use is over. Kept in a note of the user session, which all of its
 * tokens and tabs share.
 */
final class SessionEnd {
  /** Note of the user session: epoch seconds. */
  static final String NOTE = "tsumugi.session_ends";

  private SessionEnd() {}

  static Optional<Instant> of(UserSessionModel session) {
    return read(session.getNote(NOTE));
  }

  /** True if nothing may be given to this session any more: no token, and no silent sign-on. */
  static boolean ended(UserSessionModel session, Instant now) {
    return of(session).filter(end -> !now.isBefore(end)).isPresent()
        || ended(session.getUser(), now);
  }

  static boolean ended(UserModel user, Instant now) {
    return !Employment.open(
        user.getFirstAttribute(Employment.FROM), user.getFirstAttribute(Employment.UNTIL), now);
  }

  /** A note that cannot be read ends the session at once. */
  static Optional<Instant> read(@Nullable String note) {
    if (note == null) return Optional.empty();
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(note)));
    } catch (NumberFormatException | DateTimeException unreadable) {
      return Optional.of(Instant.EPOCH);
    }
  }
}
