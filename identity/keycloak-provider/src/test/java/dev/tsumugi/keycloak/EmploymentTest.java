package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmploymentTest {
  @ParameterizedTest(name = "from {0} until {1}, at {2}: open {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, 2026-11-22T00:00:00Z, true",
        "'', '', 2026-11-22T00:00:00Z, true",
        "-, 2027-03-31, 2027-03-31T14:59:59Z, true", // the last second of the day in the city
        "-, 2027-03-31, 2027-03-31T15:00:00Z, false",
        "-, 2027-03-31T08:30:00Z, 2027-03-31T08:29:59Z, true",
        "-, 2027-03-31T08:30:00Z, 2027-03-31T08:30:00Z, false",
        "2027-04-01, -, 2027-03-31T14:59:59Z, false",
        "2027-04-01, -, 2027-03-31T15:00:00Z, true",
        "-, 31.3.2027, 2026-11-22T00:00:00Z, false",
        "-, 2027-02-30, 2026-11-22T00:00:00Z, false",
        "soon, -, 2026-11-22T00:00:00Z, false",
      })
  void firstAndLastDayAreWholeAndWhatCannotBeReadCloses(
      String from, String until, Instant now, boolean open) {
    assertThat(Employment.open(from, until, now)).isEqualTo(open);
  }

  @Test
  void aSessionsNoteThatCannotBeReadEndsItAtOnce() {
    assertThat(SessionEnd.read(null)).isEmpty();
    assertThat(SessionEnd.read("1795393297")).contains(Instant.ofEpochSecond(1795393297));
    assertThat(SessionEnd.read("soon")).contains(Instant.EPOCH);
    assertThat(SessionEnd.read("99999999999999999")).contains(Instant.EPOCH);
  }
}
