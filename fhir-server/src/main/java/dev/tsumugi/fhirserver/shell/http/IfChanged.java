package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.StoredResource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * <a href="https://hl7.org/fhir/R4/http.html#cread">Conditional read</a>: whether the client has
 * what it asks for. Asked only of a read that was permitted and journalled, since "not modified"
 * tells that it is there. A condition that cannot be read does not hold, as RFC 9110 has it: then
 * the whole is sent.
 */
final class IfChanged {
  private IfChanged() {}

  /** The answer without its body, if the client has it. */
  static Reply reply(Map<String, String> headers, Reply whole, StoredResource found) {
    String tags = headers.get("if-none-match");
    // Labels that have changed since are no change of the resource's own time.
    boolean had =
        tags != null
            ? names(tags, found.tag())
            : found.labelled().times() == 0 && isSince(headers, found.updated());
    return had ? new Reply(304, whole.headers(), new byte[0]) : whole;
  }

  private static boolean names(String tags, String stated) {
    for (String tag : tags.split(",")) {
      String bare = tag.strip();
      if (bare.startsWith("W/")) bare = bare.substring(2);
      if (bare.equals("*") || bare.equals('"' + stated + '"')) return true;
    }
    return false;
  }

  private static boolean isSince(Map<String, String> headers, Instant updated) {
    Optional<Instant> since =
        Optional.ofNullable(headers.get("if-modified-since")).flatMap(IfChanged::date);
    // The header knows whole seconds only.
    return since.isPresent() && !updated.truncatedTo(ChronoUnit.SECONDS).isAfter(since.get());
  }

  /** As a header has it; an entry of a Bundle has an instant of FHIR. */
  private static Optional<Instant> date(String text) {
    for (DateTimeFormatter form :
        List.of(DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME)) {
      try {
        return Optional.of(ZonedDateTime.parse(text.strip(), form).toInstant());
      } catch (DateTimeException another) {
        continue;
      }
    }
    return Optional.empty();
  }
}
