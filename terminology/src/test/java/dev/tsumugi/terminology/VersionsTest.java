package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  @ParameterizedTest
  @CsvSource({
    "1.x, 1.2.0, true", "1.2.x, 1.2.0, true", "1.x.x, 1.2.0, true", "1.*, 1.2, true",
    "1.x, 2.0, false", "1, 1.0.0, false", "1.0.0, 1.0.0, true", "1.0.x, 1.0, false",
    "2024-01, 2024-01, true", "x, 3, true"
  })
  void aWildcardCoversWhatIsBelowIt(String wanted, String version, boolean covered) {
    assertThat(Versions.covers(wanted, version)).isEqualTo(covered);
  }

  @Test
  void numbersAreComparedAsNumbers() {
    assertThat(
            List.of("1.10.0", "", "1.9", "2018-08-12", "1.9.1", "20180812").stream()
                .sorted(Versions.ORDER))
        .containsExactly("", "1.9", "1.9.1", "1.10.0", "2018-08-12", "20180812");
  }
}
