package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftEndsTest {
  private static final ShiftEnds SHIFTS = ShiftEnds.of("20:30, 08:30", "Asia/Tokyo");

  @ParameterizedTest(name = "at {0} the shift ends at {1}")
  @CsvSource({
    "2026-11-22T23:29:00Z, 2026-11-23T11:29:00Z", // 08:29: the day shift is too far, so 12 hours
    "2026-11-22T22:00:00Z, 2026-11-22T23:30:00Z", // 07:00 → 08:30
    "2026-11-22T23:00:00Z, 2026-11-22T23:30:00Z", // 08:00: half an hour is still a shift
    "2026-11-22T23:31:00Z, 2026-11-23T11:30:00Z", // 08:31 → 20:30
    "2026-11-23T15:00:00Z, 2026-11-23T23:30:00Z", // midnight → 08:30
  })
  void theNearestEndThatIsNotJustNowIsTheFirstChoice(Instant now, Instant end) {
    assertThat(SHIFTS.choices(now).get(0).end()).isEqualTo(end);
    assertThat(SHIFTS.chosen(now, null)).isEqualTo(end);
  }

  @Test
  void theLastChoiceIsTheLongestStay() {
    Instant now = Instant.parse("2026-11-22T22:00:00Z");

    assertThat(SHIFTS.choices(now))
        .extracting(choice -> choice.clock().orElse("-"))
        .containsExactly("08:30", "-");
    assertThat(SHIFTS.chosen(now, "1")).isEqualTo(now.plus(Duration.ofHours(12)));
  }

  @ParameterizedTest
  @CsvSource({"9", "-1", "x", "''", "01"})
  void whatIsNotOfferedNeverStaysLonger(String asked) {
    Instant now = Instant.parse("2026-11-22T22:00:00Z");

    assertThat(SHIFTS.chosen(now, asked)).isBetween(now, now.plus(ShiftEnds.LONGEST));
  }

  @Test
  void withoutShiftsTheLongestStayIsAllThereIs() {
    Instant now = Instant.parse("2026-11-22T22:00:00Z");

    assertThat(ShiftEnds.of(null, null).choices(now)).hasSize(1);
    assertThat(ShiftEnds.of(" ", "Asia/Tokyo").chosen(now, "0"))
        .isEqualTo(now.plus(ShiftEnds.LONGEST));
  }

  @Test
  void timesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> ShiftEnds.of("8.30", "Asia/Tokyo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("08:30");
  }
}
