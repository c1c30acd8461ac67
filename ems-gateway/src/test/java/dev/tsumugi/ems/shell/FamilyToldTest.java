package dev.tsumugi.ems.shell;

import static dev.tsumugi.ems.shell.RescueTown.AGREED;
import static dev.tsumugi.ems.shell.RescueTown.reference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.StoredResource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of a ride to the hospital: who the patient wishes to be, and nobody else. */
class FamilyToldTest {
  private static final String TELL = "tell-in-emergency";
  private static final String NOT = "not-to-tell";

  private RescueTown town;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RescueTown(folder);
  }

  @AfterEach
  void stop() {
    town.close();
  }

  /** Somebody around the agreed resident, who is a resident here or not. */
  private void person(String id, String own, String more, String... wishes) {
    StringBuilder extensions = new StringBuilder();
    for (String wish : wishes) {
      extensions
          .append(extensions.length() == 0 ? "" : ",")
          .append("{'url':'https://tsumugi.dev/fhir/StructureDefinition/")
          .append(wish)
          .append("','valueBoolean':true}");
    }
    town.put(
        "{'resourceType':'RelatedPerson','id':'"
            + id
            + "','patient':{'reference':'Patient/"
            + AGREED
            + "'},'name':[{'text':'"
            + id
            + "'}]"
            + (extensions.length() == 0 ? "" : ",'extension':[" + extensions + "]")
            + (own.isEmpty()
                ? ""
                : ",'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'"
                    + own
                    + "'}]")
            + more
            + "}");
  }

  private void ride() {
    String incident = town.incident("command-1");
    town.ask(
        town.crew(),
        "$incident-patient",
        reference("incident", incident),
        reference("patient", "Patient/" + AGREED));
    town.handOver(incident, AGREED, "hand-over-1");
    town.handOver(incident, AGREED, "hand-over-1");
  }

  private List<String> notices(String patient) {
    return town
        .search(town.resident(patient), "Communication", "recipient", "Patient/" + patient)
        .stream()
        .map(FamilyToldTest::text)
        .toList();
  }

  private static String text(StoredResource stored) {
    return new String(stored.json(), StandardCharsets.UTF_8);
  }

  private List<String> told() {
    return town
        .search(
            town.resident(AGREED),
            "Communication",
            "category",
            "https://tsumugi.dev/fhir/CodeSystem/emergency|family-told")
        .stream()
        .map(FamilyToldTest::text)
        .toList();
  }

  @Test
  void whoIsToBeToldIsToldOnceAndTheResidentReadsIt() {
    person("daughter-of", "daughter", "", TELL);

    ride();

    assertThat(notices("daughter")).hasSize(1);
    assertThat(notices("daughter").get(0))
        .contains("taken-to-hospital", "試験 agreed", "central", "029-800-0119")
        .doesNotContain("Patient/" + AGREED);
    assertThat(told()).hasSize(1);
    assertThat(told().get(0)).contains("RelatedPerson/daughter-of", "completed");
    assertThat(town.journal(AGREED)).contains("知らせてほしいと登録された人に知らせました").contains("ご本人の希望です");
  }

  @Test
  void nobodyElseIsTold() {
    person("no-wish", "daughter", "");
    person("refused", "stranger", "", TELL, NOT);
    person("ended", "daughter", ",'active':false", TELL);
    person("over", "daughter", ",'period':{'end':'2020-01-01'}", TELL);

    ride();

    assertThat(notices("daughter")).isEmpty();
    assertThat(notices("stranger")).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void whoIsNotedTwiceIsNotToldIfOneEntrySaysSo() {
    person("one", "daughter", "", TELL);
    person("two", "daughter", "", NOT);

    ride();

    assertThat(notices("daughter")).isEmpty();
  }

  @Test
  void whoHasNoRecordHereCouldNotBeToldAndTheRecordSaysSo() {
    person("neighbour", "", "", TELL);

    ride();

    assertThat(told()).hasSize(1);
    assertThat(told().get(0)).contains("not-done");
  }

  @Test
  void theCrewLearnsNothingOfIt() {
    person("daughter-of", "daughter", "", TELL);

    ride();

    assertThat(town.search(town.crew(), "Communication", "patient", "Patient/" + AGREED))
        .extracting(FamilyToldTest::text)
        .noneMatch(text -> text.contains("family-told"));
  }
}
