package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
  private static Languages read(String written) {
    return Objects.requireNonNull(Languages.parse(written));
  }

  @Test
  void theMostWantedComesFirst() {
    assertThat(read("en;q=0.5, ja, fr;q=0.9,*").tags()).containsExactly("ja", "fr", "en");
  }

  @Test
  void aRangeCoversItsRegions() {
    assertThat(read("de").accept("de-CH")).isTrue();
    assertThat(read("de-CH").accept("de")).isFalse();
    assertThat(read("de").accept("den")).isFalse();
    assertThat(read("de").accept(null)).isFalse();
  }

  @Test
  void onlyARefusedRestIsStrict() {
    assertThat(read("de,*;q=0").strict()).isTrue();
    assertThat(read("de,*").strict()).isFalse();
    assertThat(read("de").strict()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "", "de;q=", "de;q=2", "de;w=1", "a_b", "de,,en"})
  void whatIsNoListIsRefused(String written) {
    assertThat(Languages.parse(written)).isNull();
  }
}
