package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmploymentTest {
  @ParameterizedTest(name = "{0} at {1}: ended {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 2026-11-22T00:00:00Z, false",
        "'', 2026-11-22T00:00:00Z, false",
        "2027-03-31, 2027-03-31T14:59:59Z, false", // the last second of the day in the city
        "2027-03-31, 2027-03-31T15:00:00Z, true",
        "2027-03-31T08:30:00Z, 2027-03-31T08:29:59Z, false",
        "2027-03-31T08:30:00Z, 2027-03-31T08:30:00Z, true",
        "31.3.2027, 2026-11-22T00:00:00Z, true",
        "2027-02-30, 2026-11-22T00:00:00Z, true",
      })
  void theLastDayIsWholeAndWhatCannotBeReadHasEnded(String until, Instant now, boolean ended) {
    assertThat(Employment.ended(until, now)).isEqualTo(ended);
  }

  @Test
  void aSessionsNoteThatCannotBeReadEndsItAtOnce() {
    assertThat(SessionEnd.read(null)).isEmpty();
    assertThat(SessionEnd.read("1795393297")).contains(Instant.ofEpochSecond(1795393297));
    assertThat(SessionEnd.read("soon")).contains(Instant.EPOCH);
    assertThat(SessionEnd.read("99999999999999999")).contains(Instant.EPOCH);
  }
}
