package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void nothingAskedForIsTheStatedMeasurement() {
    Options options = good();

    assertThat(options.people()).isEqualTo(100);
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.wants("read")).isTrue();
    assertThat(options.bases()).isEmpty();
  }

  @Test
  void basesAndWorkloadsAreTakenAsNamed() {
    Options options =
        good(
            "--base", "other=http://localhost:1/fhir?x=1", "--only", "read,pages", "--rounds", "5");

    assertThat(options.bases())
        .containsExactly(new Options.Base("other", "http://localhost:1/fhir?x=1"));
    assertThat(options.wants("read")).isTrue();
    assertThat(options.wants("write")).isFalse();
    assertThat(options.rounds()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "--people, 0, --people does not take",
    "--people, many, --people does not take",
    "--base, http://localhost, --base takes NAME=URL",
    "--fast, 1, There is no option --fast",
  })
  void whatIsWrongIsNamed(String name, String value, String told) {
    Options.Parsed parsed = Options.parse(List.of(name, value));

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Options.Parsed.Wrong.class, wrong -> assertThat(wrong.why()).startsWith(told));
  }

  @Test
  void anOptionWithoutItsValueIsWrong() {
    assertThat(Options.parse(List.of("--people")))
        .isEqualTo(new Options.Parsed.Wrong("--people needs a value."));
  }

  private static Options good(String... words) {
    return ((Options.Parsed.Good) Options.parse(List.of(words))).options();
  }
}
