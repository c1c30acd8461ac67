package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void sumsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
    String stat = "4711 (java) S 12 4711 4711 0 -1 4194304 9 9 9 9 1000 200 30 4 20 0 21 0 55 1 2";

    assertThat(ProcStat.parse(stat)).contains(new ProcStat(4711, 12, 1234));
  }

  @Test
  void aNameMayHoldBracketsAndSpaces() {
    String stat = "5 (a) b (c) S 1 5 5 0 -1 0 0 0 0 0 7 0 0 0 20 0 1 0 1 1 1";

    assertThat(ProcStat.parse(stat)).contains(new ProcStat(5, 1, 7));
  }

  @Test
  void whatIsCutOffIsNoProcess() {
    assertThat(ProcStat.parse("")).isEmpty();
    assertThat(ProcStat.parse("5 (a) S 1 5")).isEmpty();
    assertThat(ProcStat.parse("5 (a) S x 5 5 0 -1 0 0 0 0 0 7 0 0 0 20")).isEmpty();
  }

  @Test
  void aTreeIsItsRootsAndAllBelowInWhateverOrderTheyAreRead() {
    List<ProcStat> all =
        List.of(
            new ProcStat(30, 20, 100),
            new ProcStat(20, 10, 10),
            new ProcStat(10, 1, 1),
            new ProcStat(40, 1, 5000),
            new ProcStat(50, 40, 9000));

    assertThat(ProcStat.ticksBelow(Set.of(10L), all)).isEqualTo(111);
    assertThat(ProcStat.ticksBelow(Set.of(10L, 50L), all)).isEqualTo(9111);
  }

  @Test
  void residentMemoryIsToldInKibibytes() {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  999 kB", "VmRSS:\t  2048 kB");

    assertThat(ProcStat.residentBytes(status)).contains(2048L * 1024);
    assertThat(ProcStat.residentBytes(List.of("Name:\tkthreadd"))).isEmpty();
  }
}
