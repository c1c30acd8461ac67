package dev.tsumugi.consent;

import dev.tsumugi.kernel.FhirTime;
import java.time.Instant;
import java.time.LocalDate;

/** When a child becomes an adult (Civil Code of Japan, article 4). */
public final class Majority {
  private static final int YEARS = 18;

  private Majority() {}

  /** The start of the 18th birthday in the city; of those born on 29 February, of 1 March. */
  public static Instant of(LocalDate born) {
    LocalDate day = born.plusYears(YEARS);
    if (day.getDayOfMonth() != born.getDayOfMonth()) day = day.plusDays(1);
    return day.atStartOfDay(FhirTime.ZONE).toInstant();
  }
}
