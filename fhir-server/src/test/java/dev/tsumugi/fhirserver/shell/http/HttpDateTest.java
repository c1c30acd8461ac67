package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-02T03:04:05.678Z | Mon, 02 Nov 2026 03:04:05 GMT",
        "2026-11-22T23:59:59.999Z | Sun, 22 Nov 2026 23:59:59 GMT",
        "2027-01-01T00:00:00Z     | Fri, 01 Jan 2027 00:00:00 GMT",
      })
  void aDayHasTwoDigits(Instant time, String written) {
    assertThat(HttpDate.of(time)).isEqualTo(written);
  }
}
