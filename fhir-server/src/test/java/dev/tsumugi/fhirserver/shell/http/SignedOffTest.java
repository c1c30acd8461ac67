package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The custodian, who may see and write everything, goes every way that {@link Way} knows after the
 * session was ended or the device revoked: no way answers, and no way writes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedOffTest {
  /** What is wrong with the question itself, said before anybody is asked for; open to all. */
  private static final Set<Way> NO_GATE = EnumSet.of(Way.METADATA, Way.FILTER);

  private BypassTowns towns;

  @BeforeAll
  void start(@TempDir Path folder) {
    towns = new BypassTowns(folder);
  }

  @AfterAll
  void stop() {
    towns.close();
  }

  private enum Over {
    SESSION_ENDED(BypassTown::signedOff),
    DEVICE_REVOKED(BypassTown::onALostTablet);

    private final Function<BypassTown, Access> who;

    Over(Function<BypassTown, Access> who) {
      this.who = who;
    }
  }

  static List<Arguments> everyWay() {
    List<Arguments> all = new ArrayList<>();
    for (Way way : Way.values()) {
      if (NO_GATE.contains(way)) continue;
      for (Over over : Over.values()) all.add(Arguments.of(way, over));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("everyWay")
  void noWayAnswers(Way way, Over over) {
    List<String> answers = towns.toOneSignedOff(way, over.who);

    assertThat(answers)
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer).doesNotContain("-> 2").doesNotContain("777"));
    assertThat(answers).anyMatch(answer -> answer.contains(over.name()));
  }
}
