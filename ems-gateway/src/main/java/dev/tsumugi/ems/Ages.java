package dev.tsumugi.ems;

import dev.tsumugi.kernel.FhirTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How long ago something was, by the days of Japan, as finely as it was written down. */
final class Ages {
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;
  private static final int MONTHS_TOLD = 24;

  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

  private Ages() {}

  record Age(String japanese, String english) {}

  /** The FHIR date or dateTime with a time of day moved to Japan's offset. */
  static String japanese(String date) {
    if (date.length() <= DAY) return date;
    try {
      return OffsetDateTime.parse(date)
          .atZoneSameInstant(FhirTime.ZONE)
          .toOffsetDateTime()
          .format(WITH_OFFSET);
    } catch (DateTimeException unusual) {
      return date;
    }
  }

  /**
   * None for what lies ahead, or is no date.
   *
   * @param date FHIR date or dateTime in Japanese time
   */
  static Optional<Age> of(String date, Instant at) {
    LocalDate today = at.atZone(FhirTime.ZONE).toLocalDate();
    try {
      return switch (date.length()) {
        case YEAR -> years(today.getYear() - Year.parse(date).getValue());
        case MONTH ->
            months(ChronoUnit.MONTHS.between(YearMonth.parse(date), YearMonth.from(today)));
        default -> date.length() < DAY ? Optional.empty() : days(day(date), today);
      };
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  private static LocalDate day(String date) {
    return LocalDate.parse(date.substring(0, DAY));
  }

  private static Optional<Age> years(int years) {
    if (years < 0) return Optional.empty();
    if (years == 0) return age("今年", "this year");
    return age("約" + years + "年前", "about " + count(years, "year"));
  }

  private static Optional<Age> months(long months) {
    if (months < 0) return Optional.empty();
    if (months == 0) return age("今月", "this month");
    if (months >= MONTHS_TOLD) {
      return age("約" + months / 12 + "年前", "about " + count(months / 12, "year"));
    }
    return age("約" + months + "か月前", "about " + count(months, "month"));
  }

  private static Optional<Age> days(LocalDate day, LocalDate today) {
    long days = ChronoUnit.DAYS.between(day, today);
    if (days < 0) return Optional.empty();
    if (days == 0) return age("きょう", "today");
    if (days == 1) return age("きのう", "yesterday");
    Period since = Period.between(day, today);
    long months = since.toTotalMonths();
    if (months == 0) return age(days + "日前", count(days, "day"));
    if (months < MONTHS_TOLD) return age(months + "か月前", count(months, "month"));
    return age(since.getYears() + "年前", count(since.getYears(), "year"));
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? " ago" : "s ago");
  }

  private static Optional<Age> age(String japanese, String english) {
    return Optional.of(new Age(japanese, english));
  }
}
