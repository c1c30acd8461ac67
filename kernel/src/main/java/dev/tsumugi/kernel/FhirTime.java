package dev.tsumugi.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FHIR's partial dates as periods: {@code 2030-04} is the whole April, in Japanese time where no
 * offset is written (<a href="https://hl7.org/fhir/R4/datatypes.html#dateTime">dateTime</a>).
 */
public final class FhirTime {
  /** The city's zone: what a date without an offset means, and how every date is shown. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:T(\\d{2}:\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?"
              + "(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

  private FhirTime() {}

  /** The stretch that a date, dateTime or instant names; empty if it is none of them. */
  public static Optional<Period> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches() || m.group(1).equals("0000")) return Optional.empty();
    try {
      return Optional.of(toPeriod(m));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Period toPeriod(Matcher m) {
    int year = Integer.parseInt(m.group(1));
    if (m.group(2) == null) {
      return days(Year.of(year).atDay(1), Year.of(year).atDay(1).plusYears(1));
    }
    int month = Integer.parseInt(m.group(2));
    if (m.group(3) == null) {
      LocalDate first = YearMonth.of(year, month).atDay(1);
      return days(first, first.plusMonths(1));
    }
    LocalDate day = LocalDate.of(year, month, Integer.parseInt(m.group(3)));
    if (m.group(4) == null) return days(day, day.plusDays(1));

    boolean leapSecond = "60".equals(m.group(5));
    String seconds = m.group(5) == null ? "00" : leapSecond ? "59" : m.group(5);
    LocalDateTime local = day.atTime(LocalTime.parse(m.group(4) + ":" + seconds));
    Instant start =
        m.group(7) == null
            ? local.atZone(ZONE).toInstant()
            : OffsetDateTime.parse(local.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + m.group(7))
                .toInstant();
    if (m.group(5) == null) return new Period(start, start.plusSeconds(60));
    if (m.group(6) == null) return new Period(start, start.plusSeconds(1));
    // The database keeps microseconds: a finer fraction is one microsecond wide.
    String micros = (m.group(6) + "000000").substring(0, 6);
    Instant exact = start.plusNanos(Long.parseLong(micros) * 1_000);
    int digits = Math.min(m.group(6).length(), 6);
    return new Period(exact, exact.plusNanos((long) Math.pow(10, 9.0 - digits)));
  }

  private static Period days(LocalDate from, LocalDate until) {
    return new Period(from.atStartOfDay(ZONE).toInstant(), until.atStartOfDay(ZONE).toInstant());
  }

  /** {@code FhirTime} of a FHIR Period element: the start of its start to the end of its end. */
  public static Optional<Period> parsePeriod(Json.Obj period) {
    String start = period.text("start");
    String end = period.text("end");
    Optional<Period> from = start == null ? Optional.of(Period.ALWAYS) : parse(start);
    Optional<Period> until = end == null ? Optional.of(Period.ALWAYS) : parse(end);
    if (from.isEmpty() || until.isEmpty()) return Optional.empty();
    if (until.get().until().isBefore(from.get().from())) return Optional.empty();
    return Optional.of(new Period(from.get().from(), until.get().until()));
  }

  /** A FHIR instant in UTC with milliseconds, as {@code meta.lastUpdated} is written. */
  public static String instant(Instant at) {
    return INSTANT.format(at.atOffset(java.time.ZoneOffset.UTC));
  }

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");
}
