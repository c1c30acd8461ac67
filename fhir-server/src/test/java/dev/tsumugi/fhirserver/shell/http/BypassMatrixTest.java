package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A town with something hidden, and the same town without it: whatever way round is tried, both
 * answer alike to whom it is hidden from. Who may see it gets another answer: the test can fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BypassMatrixTest {
  private BypassTowns towns;

  @BeforeAll
  void start(@TempDir Path folder) {
    towns = new BypassTowns(folder);
  }

  @AfterAll
  void stop() {
    towns.close();
  }

  static List<Arguments> everyWay() {
    List<Arguments> all = new ArrayList<>();
    for (Way way : Way.values()) {
      for (HiddenBy by : HiddenBy.values()) all.add(Arguments.of(way, by));
    }
    return all;
  }

  @ParameterizedTest(name = "{0} hidden by {1}")
  @MethodSource("everyWay")
  void hiddenIsAnsweredAsAbsent(Way way, HiddenBy by) {
    BypassTowns.Both answers = towns.toAStranger(way, by);

    assertThat(answers.withSecret()).isEqualTo(answers.without());
  }

  @ParameterizedTest
  @EnumSource
  void whoMaySeeItIsToldApart(Way way) {
    BypassTowns.Both answers = towns.toTheCustodian(way, HiddenBy.LABEL);

    assertThat(answers.withSecret().equals(answers.without()))
        .as("the same answers %s", answers.without())
        .isEqualTo(way.is(Way.Mark.SAME_FOR_ALL));
  }
}
