package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.shell.store.AccessHistory.Looked;
import dev.tsumugi.fhirserver.shell.store.AccessHistory.Wrote;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessHistoryTest {
  /** Given at 0, taken away between 10 and 20, given again between 40 and 50. */
  private static final List<Wrote> WRITES =
      List.of(new Wrote(true, 0, 1), new Wrote(false, 10, 20), new Wrote(true, 40, 50));

  private static boolean stands(Looked... looks) {
    return AccessHistory.violations(WRITES, List.of(looks)).isEmpty();
  }

  private static Looked saw(long begun, long ended) {
    return new Looked("read", true, begun, ended);
  }

  private static Looked missed(long begun, long ended) {
    return new Looked("read", false, begun, ended);
  }

  @Test
  void aRevocationUnderWayMayBeSeenOrNot() {
    assertThat(stands(saw(5, 15))).isTrue();
    assertThat(stands(missed(5, 15))).isTrue();
    assertThat(stands(saw(19, 25))).isTrue();
  }

  @Test
  void afterItsAcknowledgementNothingIsSeen() {
    assertThat(stands(saw(21, 30))).isFalse();
    assertThat(stands(missed(21, 30))).isTrue();
    assertThat(stands(saw(21, 45))).as("it may have been given again").isTrue();
  }

  @Test
  void whatIsGivenIsSeen() {
    assertThat(stands(missed(2, 5))).isFalse();
    assertThat(stands(missed(51, 60))).isFalse();
    assertThat(stands(missed(45, 60))).isTrue();
  }

  @Test
  void nobodyGoesBackBehindWhatAnotherSawBefore() {
    assertThat(stands(missed(11, 13), saw(14, 16))).isFalse();
    assertThat(stands(missed(11, 15), saw(14, 16))).as("at the same time").isTrue();
    assertThat(stands(saw(41, 43), missed(44, 46))).isFalse();
  }

  @Test
  void revocationsThatSomebodyLookedAcrossAreCounted() {
    assertThat(AccessHistory.overlapped(WRITES, List.of(saw(5, 15)))).isEqualTo(1);
    assertThat(AccessHistory.overlapped(WRITES, List.of(saw(5, 9), missed(21, 39)))).isZero();
  }
}
