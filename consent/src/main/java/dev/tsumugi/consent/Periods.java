package dev.tsumugi.consent;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.util.List;
import java.util.Optional;

/** FHIR Periods, strictly: an end that is there but cannot be read is not an open end. */
final class Periods {
  private static final List<String> KNOWN = List.of("start", "end", "id", "extension");

  private Periods() {}

  static Optional<Period> read(Json.Obj period) {
    for (int i = 0; i < period.size(); i++) {
      if (!KNOWN.contains(period.name(i))) return Optional.empty();
    }
    boolean startLost = period.has("start") && period.text("start") == null;
    boolean endLost = period.has("end") && period.text("end") == null;
    if (startLost || endLost) return Optional.empty();
    // An end before the start is a slip of the pen, and what was meant cannot be told.
    return FhirTime.parsePeriod(period).filter(p -> p.from().isBefore(p.until()));
  }
}
