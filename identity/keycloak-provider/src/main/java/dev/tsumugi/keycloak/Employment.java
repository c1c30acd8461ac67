package dev.tsumugi.keycloak;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * From when until when somebody may use the hub: user attributes {@value #FROM} and {@value
 * #UNTIL}, the first and the last day as {@code 2027-03-31} or instants as {@code
 * 2027-03-31T08:30:00Z}. What cannot be read closes the account: a slip of the pen must not keep it
 * open.
 */
final class Employment {
  static final String FROM = "hub_from";
  static final String UNTIL = "hub_until";

  // Contracts end with a day of the city, not of Greenwich.
  private static final ZoneId CITY = ZoneId.of("Asia/Tokyo");

  private Employment() {}

  static boolean open(@Nullable String from, @Nullable String until, Instant now) {
    try {
      return !now.isBefore(instant(from, 0, Instant.MIN))
          && now.isBefore(instant(until, 1, Instant.MAX));
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  private static Instant instant(@Nullable String text, int daysOn, Instant absent) {
    if (text == null || text.isBlank()) return absent;
    return text.indexOf('T') < 0
        ? LocalDate.parse(text).plusDays(daysOn).atStartOfDay(CITY).toInstant()
        : Instant.parse(text);
  }
}
