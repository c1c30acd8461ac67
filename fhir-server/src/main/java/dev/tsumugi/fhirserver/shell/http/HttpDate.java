package dev.tsumugi.fhirserver.shell.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A time as headers have it, in whole seconds (RFC 9110 section 5.6.7). */
final class HttpDate {
  // Java's RFC_1123_DATE_TIME writes the first nine days of a month with one digit.
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  static String of(Instant time) {
    return FORM.format(time);
  }
}
