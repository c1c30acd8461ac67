package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * When a Patient was born, and whether and when they died, as far as decisions need it.
 *
 * @param born the day of birth; of one told to the month or year only, its last day
 * @param died when; of a time told in part its beginning, and the start of time if only that they
 *     are dead is known
 */
record Life(Optional<LocalDate> born, Optional<Instant> died) {
  static final Life UNKNOWN = new Life(Optional.empty(), Optional.empty());

  static Life of(Json.Obj patient) {
    return new Life(
        when(patient, "birthDate")
            .map(day -> day.until().minusNanos(1).atZone(FhirTime.ZONE).toLocalDate()),
        died(patient));
  }

  private static Optional<Instant> died(Json.Obj patient) {
    if (Boolean.TRUE.equals(patient.bool("deceasedBoolean"))) return Optional.of(Period.MIN);
    return when(patient, "deceasedDateTime").map(Period::from);
  }

  private static Optional<Period> when(Json.Obj patient, String element) {
    String text = patient.text(element);
    return text == null ? Optional.empty() : FhirTime.parse(text);
  }
}
