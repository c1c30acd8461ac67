package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PairPageTest {
  private static final String PREAMBLE = "# Page\n";

  @Test
  void aRatioIsTheSecondsCostByTheFirsts() {
    assertThat(table(measured(1.0, 2.0), measured(1.05, 2.2), true))
        .contains("| read | 1.00 | 1.05 | **1.05** | 2.00 | 2.20 | **1.10** |")
        .endsWith("| 1.10 | yes |");
  }

  @Test
  void theLimitIsOneOfCpuOnlyWhereThatIsAsked() {
    Measured dearer = measured(1.2, 2.0);

    assertThat(table(measured(1.0, 2.0), dearer, true)).endsWith("| 1.10 | **no** |");
    assertThat(table(measured(1.0, 2.0), dearer, false)).endsWith("| 1.10 | yes |");
  }

  @Test
  void aSlowerMedianMissesTheGoalEitherWay() {
    assertThat(table(measured(1.0, 2.0), measured(1.0, 2.3), false)).endsWith("**no** |");
  }

  @Test
  void whereNoCpuIsToldNobodyClaimsThatTheGoalIsReached() {
    Measured unknown =
        new Measured(
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalDouble.of(1),
            OptionalDouble.of(1),
            OptionalDouble.of(1),
            0);

    assertThat(table(unknown, unknown, true)).endsWith("| not known |");
  }

  @Test
  void whatWasNotMeasuredIsSaid() {
    Line skipped = new Line.Skipped("sorted", "nothing to ask for.");

    assertThat(PairPage.table("a", "b", List.of(skipped), 1.1, true))
        .endsWith("Not measured:\n\n- sorted: nothing to ask for.");
  }

  @Test
  void aSectionIsMadeAnewWhereItStandsAndItsRemarksStay() {
    String page = PairPage.with("", PREAMBLE, "Rules", "old rules");
    page = PairPage.with(page, PREAMBLE, "Size", "old size");
    page = page.replace("old rules", "old rules\n\n" + PairPage.REMARKS + "\n\nA profile.");

    assertThat(PairPage.with(page, PREAMBLE, "Rules", "new rules"))
        .isEqualTo(
            "# Page\n\n## Rules\n\nnew rules\n\n"
                + PairPage.REMARKS
                + "\n\nA profile.\n\n## Size\n\nold size\n");
  }

  private static String table(Measured first, Measured second, boolean cpuToo) {
    Line line = new Line.Compared("read", "", first, second, 100);
    return PairPage.table("a", "b", List.of(line), 1.1, cpuToo);
  }

  private static Measured measured(double cpu, double p50) {
    return new Measured(
        OptionalDouble.of(1000),
        OptionalDouble.of(cpu),
        OptionalDouble.of(1),
        OptionalDouble.of(p50),
        OptionalDouble.of(9),
        0.1);
  }
}
