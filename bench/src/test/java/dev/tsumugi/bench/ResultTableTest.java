package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void aMedianIsTheMiddleOneOrTheMeanOfTheMiddleTwo() {
    assertThat(Figures.median(List.of(9.0, 1.0, 2.0))).hasValue(2);
    assertThat(Figures.median(List.of(4.0, 1.0, 2.0, 100.0))).hasValue(3);
    assertThat(Figures.median(List.of())).isEmpty();
  }

  @Test
  void spreadIsRelativeToTheMedian() {
    assertThat(Figures.spread(List.of(8.0, 10.0, 12.0))).isEqualTo(0.4);
    assertThat(Figures.spread(List.of(8.0))).isZero();
  }

  @Test
  void threeDigitsAreShownWhateverTheSize() {
    assertThat(List.of(0.2414, 2.6, 13.07, 3021.4))
        .extracting(Figures::shown)
        .containsExactly("0.241", "2.60", "13.1", "3021");
  }

  @Test
  void theRatioOfCostsIsTheirsByOursAndThatOfThroughputOursByTheirs() {
    Line line = new Line.Compared("read", "≥ 8 ×", measured(4000, 0.25), measured(800, 2.5), 400);

    assertThat(ResultTable.markdown("ours", "theirs", List.of(line)))
        .contains("| read | 0.250 | 2.50 | **10.0 ×** | ≥ 8 × | 4000 | 800 | 5.00 × |")
        .contains("Everything was measured.");
  }

  @Test
  void aSingleFigureIsComparedTheWayItIsBetter() {
    List<Line> lines =
        List.of(
            new Line.Single("load", "", "r/s", OptionalDouble.of(900), OptionalDouble.of(90), true),
            new Line.Single("start", "", "s", OptionalDouble.of(4), OptionalDouble.of(40), false));

    assertThat(ResultTable.markdown("ours", "theirs", lines))
        .contains("| load, r/s | 900 | 90.0 | **10.0 ×** |")
        .contains("| start, s | 4.00 | 40.0 | **10.0 ×** |");
  }

  @Test
  void whatIsMissingIsADashAndWhatIsSkippedIsNamed() {
    List<Line> lines =
        List.of(
            new Line.Single(
                "memory", "", "MB", OptionalDouble.of(1), OptionalDouble.empty(), false),
            new Line.Skipped("$everything", "ours does not offer it."));

    assertThat(ResultTable.markdown("ours", "theirs", lines))
        .contains("| memory, MB | 1.00 | – | **–** |")
        .contains("- $everything: ours does not offer it.");
  }

  @Test
  void aBarInACellDoesNotEndIt() {
    Line line = new Line.Single("a|b", "", "s", OptionalDouble.of(1), OptionalDouble.of(1), false);

    assertThat(ResultTable.markdown("o", "t", List.of(line))).contains("| a&#124;b, s |");
  }

  private static Measured measured(double perSecond, double cpuMillis) {
    return new Measured(
        OptionalDouble.of(perSecond),
        OptionalDouble.of(cpuMillis),
        OptionalDouble.of(1),
        OptionalDouble.of(1),
        OptionalDouble.of(2),
        0);
  }
}
