package dev.tsumugi.ems.shell;

import static dev.tsumugi.ems.shell.RescueTown.AGREED;
import static dev.tsumugi.ems.shell.RescueTown.REFUSING;
import static dev.tsumugi.ems.shell.RescueTown.reference;
import static dev.tsumugi.ems.shell.RescueTown.text;
import static dev.tsumugi.ems.shell.RescueTown.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the crew to the hospital: who sees what of it, and until when. */
class HandOverTest {
  private RescueTown town;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RescueTown(folder);
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private String known(String patient) {
    String incident = town.incident("open-incident-1");
    town.ask(
        town.crew(),
        "$incident-patient",
        reference("incident", incident),
        reference("patient", "Patient/" + patient));
    return incident;
  }

  private String open(Access desk, String id) {
    return town.ask(desk, "$handover", text("id", id));
  }

  private static Problem refused(Runnable step) {
    return catchThrowableOfType(Problem.class, step::run);
  }

  @Test
  void aDeskOpensTheSheetAndTheLogAndTheCrewSeesThatItDid() {
    String incident = known(AGREED);
    town.vital(incident);
    String id = town.handOver(incident, AGREED, "hand-over-1");

    String list = town.ask(town.desk("central"), "$handovers");
    String opened = open(town.desk("central"), id);
    town.ask(town.desk("central"), "$acknowledge-handover", text("id", id));
    String sent = town.ask(town.crew(), "$handovers");

    assertThat(list).contains(id).contains("urgency-red").doesNotContain(AGREED);
    assertThat(value(opened, "outcome")).hasValue("found");
    assertThat(value(opened, "match", "patient")).hasValue("Patient/" + AGREED);
    assertThat(opened).contains("そば").contains("8867-4").contains("hand-over");
    assertThat(value(sent, "handover", "state")).hasValue("acknowledged");
    assertThat(value(sent, "handover", "by")).hasValue("emergency-desk central");
    assertThat(town.journal(AGREED))
        .contains("搬送先の病院へ申し送りました")
        .contains("crew fireさんの申し送りにより、emergency-desk central")
        .contains("救急隊からの申し送りを開きました");
  }

  @Test
  void noDeskButTheReceiversSeesAnything() {
    String incident = known(AGREED);
    String id = town.handOver(incident, AGREED, "hand-over-1");
    Access other = town.desk("minami");

    assertThat(town.ask(other, "$handovers")).doesNotContain(id);
    assertThat(refused(() -> open(other, id)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(refused(() -> town.ask(other, "$acknowledge-handover", text("id", id))).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(
            refused(() -> town.ask(town.crew("other-fire"), "$end-handover", text("id", id)))
                .kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(refused(() -> open(town.crew(), id)).kind()).isEqualTo(Problem.Kind.FORBIDDEN);
  }

  @Test
  void afterItsTimeOrItsEndItIsAsIfItHadNeverBeen() {
    String incident = known(AGREED);
    String ended = town.handOver(incident, AGREED, "hand-over-1");
    String late = town.handOver(incident, AGREED, "hand-over-2");
    Problem never = refused(() -> open(town.desk("central"), "never-was"));

    town.ask(town.crew(), "$end-handover", text("id", ended));
    Problem afterEnd = refused(() -> open(town.desk("central"), ended));
    town.clock.advance(Duration.ofHours(24));
    Problem afterTime = refused(() -> open(town.desk("central"), late));

    assertThat(afterEnd.issues()).isEqualTo(never.issues());
    assertThat(afterTime.issues()).isEqualTo(never.issues());
    assertThat(town.ask(town.desk("central"), "$handovers")).doesNotContain("handover");
  }

  @Test
  void whoRefusesIsLikeWhoIsUnknown() {
    String known = known(REFUSING);
    String nobody = town.incident("open-nobody");
    String refusing = town.handOver(known, REFUSING, "hand-over-1");
    String unknown =
        value(
                town.ask(
                    town.crew(),
                    "$emergency-handover",
                    reference("incident", nobody),
                    reference("organization", "Organization/central"),
                    text("command", "hand-over-2")),
                "id")
            .orElseThrow();

    String opened = open(town.desk("central"), refusing);

    assertThat(value(opened, "outcome")).hasValue("unknown");
    assertThat(opened).doesNotContain(REFUSING).doesNotContain("subject");
    assertThat(value(open(town.desk("central"), unknown), "outcome")).hasValue("unknown");
  }

  @Test
  void theResidentsWordBetweenSendingAndOpeningHolds() {
    String incident = known(AGREED);
    String id = town.handOver(incident, AGREED, "hand-over-1");

    town.consent(AGREED, "deny");

    String opened = open(town.desk("central"), id);
    assertThat(value(opened, "outcome")).hasValue("unknown");
    assertThat(opened).doesNotContain("そば").doesNotContain(AGREED);
  }
}
