package dev.tsumugi.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.Anomalies.Past;
import dev.tsumugi.fhirserver.Anomalies.Seen;
import dev.tsumugi.fhirserver.Anomalies.Thresholds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnomaliesTest {
  private static final Instant HOUR = Instant.parse("2026-11-22T03:00:00Z");
  private static final Thresholds THRESHOLDS = new Thresholds(10, 3, 4, 2, 3);

  private static Anomalies fresh(Past past) {
    return new Anomalies(THRESHOLDS, HOUR, past, Set.of(), Set.of());
  }

  private static Seen seen(long patient) {
    return new Seen(HOUR, patient, true, false, false);
  }

  private static Seen refused(long patient) {
    return new Seen(HOUR, patient, false, true, false);
  }

  @Test
  void whoSeesMoreThanAnybodyShouldIsMarkedFromThenOn() {
    Anomalies rule = fresh(Past.NONE);

    for (int patient = 1; patient <= 10; patient++) {
      assertThat(rule.next(seen(patient), line -> true)).isEmpty();
    }
    assertThat(rule.next(seen(10), line -> true)).as("the same again").isEmpty();
    assertThat(rule.next(seen(11), line -> true)).containsExactly(JournalMark.UNUSUAL_VOLUME);
    assertThat(rule.next(seen(1), line -> true)).containsExactly(JournalMark.UNUSUAL_VOLUME);
  }

  @Test
  void whoHasAPastIsHeldToIt() {
    assertThat(fresh(new Past(1, 1)).limit()).as("too short a past").isEqualTo(10);
    assertThat(fresh(new Past(2, 1)).limit()).as("never so few").isEqualTo(4);
    assertThat(fresh(new Past(2, 2)).limit()).isEqualTo(6);
    assertThat(fresh(new Past(99, 90)).limit()).as("nor more than anybody").isEqualTo(10);
  }

  @Test
  void refusalsForWantOfARelationAreMarkedWhenTheyAreNoSlip() {
    Anomalies rule = fresh(Past.NONE);

    assertThat(rule.next(refused(1), line -> true)).isEmpty();
    assertThat(rule.next(refused(1), line -> true)).isEmpty();
    assertThat(rule.next(refused(2), line -> true)).isEmpty();
    assertThat(rule.next(refused(3), line -> true)).containsExactly(JournalMark.WITHOUT_RELATION);
  }

  @Test
  void aRescueThatNothingElseTellsOfIsMarked() {
    Seen rescue = new Seen(HOUR, 1, true, false, true);

    assertThat(fresh(Past.NONE).next(rescue, line -> true)).isEmpty();
    assertThat(fresh(Past.NONE).next(rescue, line -> false))
        .containsExactly(JournalMark.WITHOUT_RELATION);
  }

  @Test
  void thresholdsAreReadAndWhatIsLeftOutIsAsUsual() {
    assertThat(Thresholds.parse("patients=7 refusals=2")).isEqualTo(new Thresholds(7, 3, 15, 5, 2));
    for (String wrong : List.of("", "patients=0", "patients", "people=3", "patients=-1")) {
      assertThatThrownBy(() -> Thresholds.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** By counting anew for each line, as one would by hand. */
  @Property
  void aMarkStandsWhereCountingSaysSo(
      @ForAll("lines") List<Seen> lines, @ForAll("past") Past past) {
    Anomalies rule = fresh(past);
    int limit = past.hours() < 2 ? 10 : Math.min(10, Math.max(4, 3 * past.busiest()));

    for (int i = 0; i < lines.size(); i++) {
      Seen line = lines.get(i);
      Set<Long> seen = new HashSet<>();
      Set<Long> refused = new HashSet<>();
      for (Seen before : lines.subList(0, i + 1)) {
        if (before.patient() != 0 && before.disclosed()) seen.add(before.patient());
        if (before.patient() != 0 && before.unrelated()) refused.add(before.patient());
      }
      Set<JournalMark> due = EnumSet.noneOf(JournalMark.class);
      boolean anybodys = line.patient() != 0;
      if (anybodys && line.disclosed() && seen.size() > limit) {
        due.add(JournalMark.UNUSUAL_VOLUME);
      }
      if (anybodys && line.unrelated() && refused.size() >= 3) {
        due.add(JournalMark.WITHOUT_RELATION);
      }
      if (anybodys && line.rescue() && line.patient() % 2 == 0) {
        due.add(JournalMark.WITHOUT_RELATION);
      }

      assertThat(rule.next(line, one -> one.patient() % 2 == 1)).isEqualTo(due);
    }
  }

  /** Where the way was broken off and taken up again makes no difference. */
  @Property
  void takenUpAgainItGoesOnAsIfNeverBrokenOff(
      @ForAll("lines") List<Seen> lines, @ForAll("past") Past past) {
    List<Set<JournalMark>> atOnce = new ArrayList<>();
    Anomalies rule = fresh(past);
    for (Seen line : lines) atOnce.add(rule.next(line, one -> true));

    List<Set<JournalMark>> anew = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Set<Long> refused = new HashSet<>();
    for (Seen line : lines) {
      anew.add(new Anomalies(THRESHOLDS, HOUR, past, seen, refused).next(line, one -> true));
      if (line.patient() != 0 && line.disclosed()) seen.add(line.patient());
      if (line.patient() != 0 && line.unrelated()) refused.add(line.patient());
    }

    assertThat(anew).isEqualTo(atOnce);
  }

  @Provide
  Arbitrary<List<Seen>> lines() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 15), Arbitraries.of("seen", "refused", "rescue", "none"))
        .as(
            (patient, kind) ->
                new Seen(
                    HOUR.plusSeconds(patient),
                    patient,
                    kind.equals("seen") || kind.equals("rescue"),
                    kind.equals("refused"),
                    kind.equals("rescue")))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<Past> past() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4), Arbitraries.integers().between(0, 6))
        .as(Past::new);
  }
}
