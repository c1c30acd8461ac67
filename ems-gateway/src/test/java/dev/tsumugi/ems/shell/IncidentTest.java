package dev.tsumugi.ems.shell;

import static dev.tsumugi.ems.shell.RescueTown.AGREED;
import static dev.tsumugi.ems.shell.RescueTown.REFUSING;
import static dev.tsumugi.ems.shell.RescueTown.reference;
import static dev.tsumugi.ems.shell.RescueTown.text;
import static dev.tsumugi.ems.shell.RescueTown.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crew's incidents: whose they are, and whom they are about. */
class IncidentTest {
  private RescueTown town;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RescueTown(folder);
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private String about(String incident, String patient) {
    return town.ask(
        town.crew(),
        "$incident-patient",
        reference("incident", incident),
        reference("patient", "Patient/" + patient));
  }

  private String log(String incident) {
    return town.ask(town.crew(), "$incident-log", reference("incident", incident));
  }

  private static Problem refused(Runnable step) {
    return catchThrowableOfType(Problem.class, step::run);
  }

  @Test
  void theSameCommandOrNumberOpensOne() {
    String first = town.incident("command-1");
    String again = town.incident("command-1");
    String numbered =
        town.ask(town.crew(), "$open-incident", text("number", "7"), text("command", "command-2"));
    String sameNumber =
        town.ask(town.crew(), "$open-incident", text("number", "7"), text("command", "command-3"));

    assertThat(again).isEqualTo(first);
    assertThat(value(sameNumber, "incident", "encounter"))
        .isEqualTo(value(numbered, "incident", "encounter"));
  }

  @Test
  void aClosedOneIsNoLongerListedAndStaysReadable() {
    String incident = town.incident("command-1");

    town.ask(town.crew(), "$close-incident", reference("incident", incident));

    assertThat(town.ask(town.crew(), "$incidents")).doesNotContain(incident);
    assertThat(log(incident)).contains("finished");
  }

  @Test
  void nobodyOfAnotherServiceReachesIt() {
    String incident = town.incident("command-1");
    town.vital(incident);

    assertThat(
            refused(
                    () ->
                        town.ask(
                            town.crew("other-fire"),
                            "$incident-log",
                            reference("incident", incident)))
                .kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(refused(() -> town.ask(town.desk("central"), "$incidents")).kind())
        .isEqualTo(Problem.Kind.FORBIDDEN);
  }

  @Test
  void whatWasNotedOfAnUnknownPersonBecomesTheirs() {
    String incident = town.incident("command-1");
    String vital = town.vital(incident);

    about(incident, AGREED);

    assertThat(town.search(town.resident(AGREED), "Observation", "patient", "Patient/" + AGREED))
        .extracting(found -> found.ref().toString())
        .containsExactly(vital);
    assertThat(log(incident)).contains("Patient/" + AGREED).contains("8867-4");
  }

  @Test
  void aWrongPersonGetsNothingAndReadsThatItWasThere() {
    String incident = town.incident("command-1");
    String vital = town.vital(incident);
    about(incident, "stranger");

    about(incident, AGREED);

    assertThat(town.search(town.resident("stranger"), "Observation", "patient", "Patient/stranger"))
        .isEmpty();
    assertThat(town.search(town.resident("stranger"), "Encounter", "patient", "Patient/stranger"))
        .isEmpty();
    assertThat(town.search(town.resident(AGREED), "Observation", "patient", "Patient/" + AGREED))
        .extracting(found -> found.ref().toString())
        .containsExactly(vital);
    assertThat(town.journal("stranger")).contains("記録を書きかえました");
  }

  @Test
  void aMistakeCanBeTakenBackToNobody() {
    String incident = town.incident("command-1");
    town.vital(incident);
    about(incident, "stranger");

    town.ask(
        town.crew(),
        "$incident-patient",
        reference("incident", incident),
        "{'name':'unknown','valueBoolean':true}");

    assertThat(log(incident)).doesNotContain("stranger");
    assertThat(town.search(town.resident("stranger"), "Observation", "patient", "Patient/stranger"))
        .isEmpty();
  }

  @Test
  void aCrewRecordsOnWhomItMayNotRead() {
    String incident = town.incident("command-1");
    town.vital(incident);

    about(incident, REFUSING);

    assertThat(
            town.search(town.resident(REFUSING), "Observation", "patient", "Patient/" + REFUSING))
        .hasSize(1);
    assertThat(town.search(town.crew(), "AllergyIntolerance", "patient", "Patient/" + REFUSING))
        .isEmpty();
    assertThat(log(incident)).contains("8867-4");
  }

  @Test
  void whoIsNobodyHereIsLikeWhoMayNotBeLinked() {
    String incident = town.incident("command-1");

    assertThat(refused(() -> about(incident, "nobody")).kind())
        .isEqualTo(Problem.Kind.UNPROCESSABLE);
    assertThat(log(incident)).doesNotContain("subject");
  }
}
