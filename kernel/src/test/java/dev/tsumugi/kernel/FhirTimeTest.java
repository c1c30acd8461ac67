package dev.tsumugi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2030,                         2029-12-31T15:00:00Z,        2030-12-31T15:00:00Z",
    "2030-04,                      2030-03-31T15:00:00Z,        2030-04-30T15:00:00Z",
    "2030-04-01,                   2030-03-31T15:00:00Z,        2030-04-01T15:00:00Z",
    "2030-04-01T09:30Z,            2030-04-01T09:30:00Z,        2030-04-01T09:31:00Z",
    "2030-04-01T09:30:15+09:00,    2030-04-01T00:30:15Z,        2030-04-01T00:30:16Z",
    "2030-04-01T09:30:15.25Z,      2030-04-01T09:30:15.25Z,     2030-04-01T09:30:15.26Z",
    "2030-04-01T09:30:15.123456789Z, 2030-04-01T09:30:15.123456Z, 2030-04-01T09:30:15.123457Z",
    "2016-12-31T23:59:60Z,         2016-12-31T23:59:59Z,        2017-01-01T00:00:00Z",
  })
  void aPartialDateIsThePeriodItNames(String text, Instant from, Instant until) {
    assertThat(FhirTime.parse(text)).contains(new Period(from, until));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "2030-13", "2030-02-30", "2030-04-01T25:00Z", "0000", "today"})
  void whatIsNoDateIsEmpty(String text) {
    assertThat(FhirTime.parse(text)).isEmpty();
  }
}
