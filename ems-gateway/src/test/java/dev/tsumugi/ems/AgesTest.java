package dev.tsumugi.ems;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  // Half past midnight of 22 November in Japan, still the 21st in UTC.
  private static final Instant NOW = Instant.parse("2026-11-21T15:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-22,きょう,today",
    "2026-11-21T23:59:00+09:00,きのう,yesterday",
    "2026-11-20,2日前,2 days ago",
    "2026-10-23,30日前,30 days ago",
    "2026-10-22,1か月前,1 month ago",
    "2025-01-02,22か月前,22 months ago",
    "2024-11-22,2年前,2 years ago",
    "2021-05-01,5年前,5 years ago",
    "2026-11,今月,this month",
    "2026-08,約3か月前,about 3 months ago",
    "2019-04,約7年前,about 7 years ago",
    "2026,今年,this year",
    "2025,約1年前,about 1 year ago"
  })
  void anAgeIsAsFineAsItsDate(String date, String japanese, String english) {
    assertThat(Ages.of(date, NOW)).contains(new Ages.Age(japanese, english));
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23", "2026-12", "2027", "last week", "2026-13-01", "26"})
  void whatLiesAheadOrIsNoDateHasNone(String date) {
    assertThat(Ages.of(date, NOW)).isEmpty();
  }

  @Test
  void aTimeIsToldAsJapansClocksShowIt() {
    assertThat(Ages.japanese("2026-11-21T20:00:00.000Z")).isEqualTo("2026-11-22T05:00:00+09:00");
    assertThat(Ages.japanese("2026-11-21T09:30:00+09:00")).isEqualTo("2026-11-21T09:30:00+09:00");
    assertThat(Ages.japanese("2026-11")).isEqualTo("2026-11");
  }
}
