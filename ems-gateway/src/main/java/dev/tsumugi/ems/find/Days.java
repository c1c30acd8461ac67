package dev.tsumugi.ems.find;

import dev.tsumugi.kernel.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** The day of birth in a record. */
final class Days {
  private Days() {}

  /** Empty if it is not wholly known. */
  static Optional<LocalDate> recorded(Json.Obj patient) {
    String text = patient.text("birthDate");
    if (text == null) return Optional.empty();
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException inPart) {
      return Optional.empty();
    }
  }
}
