package dev.tsumugi.keycloak;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Until when somebody may use the hub: user attribute {@value #ATTRIBUTE}, the last day as {@code
 * 2027-03-31} or an instant as {@code 2027-03-31T08:30:00Z}. What cannot be read has ended: a slip
 * of the pen must not keep an account open.
 */
final class Employment {
  static final String ATTRIBUTE = "hub_until";

  // Contracts end with a day of the city, not of Greenwich.
  private static final ZoneId CITY = ZoneId.of("Asia/Tokyo");

  private Employment() {}

  static boolean ended(@Nullable String until, Instant now) {
    if (until == null || until.isBlank()) return false;
    try {
      Instant end =
          until.indexOf('T') < 0
              ? LocalDate.parse(until).plusDays(1).atStartOfDay(CITY).toInstant()
              : Instant.parse(until);
      return !now.isBefore(end);
    } catch (DateTimeException unreadable) {
      return true;
    }
  }
}
