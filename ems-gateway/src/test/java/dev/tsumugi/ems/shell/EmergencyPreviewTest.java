package dev.tsumugi.ems.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmergencyPreviewTest {
  private LookupTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new LookupTown(folder);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private void resident(String id) {
    town.resident(id, "高橋 " + id, "タカハシ " + id);
    town.record(id);
    town.problem(id + "-mind", id, "うつ病", "PSY");
  }

  private String preview(String id, Json.Obj... consents) {
    return town.preview(town.resident(id, Purpose.PATRQT), id, consents);
  }

  /** All that a look-up answers, but how the person was found. */
  private static String sheet(String answer) {
    List<String> kept = new ArrayList<>();
    Json.Obj parameters = Json.parseObject(answer.getBytes(StandardCharsets.UTF_8));
    for (Json.Obj parameter : parameters.objects("parameter")) {
      if ("match".equals(parameter.text("name"))) continue;
      kept.add(new String(Json.bytes(parameter), StandardCharsets.UTF_8));
    }
    return String.join("\n", kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wishes", "contacts", "allergy medication", "problem", "identity"})
  void aPreviewIsWhatACrewSeesOnceItIsSaved(String withheld) {
    String id = "save-" + withheld.replace(' ', '-');
    resident(id);
    String[] classes = withheld.isEmpty() ? new String[0] : withheld.split(" ");

    String before = preview(id, town.agreement(id, classes), town.withholding(id, "PSY"));
    assertThat(sheet(preview(id))).as("nothing was saved").isEqualTo(sheet(town.byNumber(id)));
    town.agree(id, classes);
    town.withhold(id, "PSY");

    assertThat(sheet(before)).isEqualTo(sheet(town.byNumber(id)));
    assertThat(before).contains(withheld.equals("identity") ? "unknown" : "found");
    assertThat(sheet(preview(id))).isEqualTo(sheet(before));
  }

  @Test
  void aPreviewOfAChangeStandsInPlaceOfWhatItChanges() {
    resident("change");
    town.agree("change");
    town.withhold("change", "PSY");

    String revoked = preview("change", town.revocation("change"));
    String refused = preview("change", town.refusal("change"));
    String narrowed = preview("change", town.agreement("change", "wishes"));

    assertThat(List.of(sheet(revoked), sheet(refused)))
        .containsOnly("{\"name\":\"outcome\",\"valueCode\":\"unknown\"}");
    town.agree("change", "wishes");
    assertThat(sheet(narrowed)).isEqualTo(sheet(town.byNumber("change")));
  }

  @Test
  void whatCannotBeUnderstoodIsSaidAndShowsNothing() {
    resident("unread");
    town.agree("unread");
    Json.Obj strange =
        town.withholding("unread", "PSY")
            .with(
                "modifierExtension", new Json.Arr(List.of(Json.object().put("url", "x").build())));

    String answer = preview("unread", strange);

    assertThat(answer).contains("\"unknown\"", "unreadable", "Consent.modifierExtension");
  }

  @Test
  void itIsJournalledAsTheResidentsOwnLook() {
    resident("looked");

    preview("looked");
    preview("looked", town.agreement("looked"));

    assertThat(town.journal("DECISION", "looked")).containsExactly("true SELF");
    assertThat(town.journal("READ", "looked")).containsExactly("true SELF");
    assertThat(town.journal("looked")).as("no crew asked").isEmpty();
  }

  @Test
  void whoMayConsentForThemSeesNoMoreThanTheyMaySeeThemselves() {
    resident("mother");
    town.agree("mother");
    town.resident("daughter", "高橋 花", "タカハシ ハナ");
    proxy("read consent");
    Access daughter = town.resident("daughter", Purpose.FAMRQT);
    assertThat(sheet(town.preview(daughter, "mother"))).isEqualTo(sheet(town.byNumber("mother")));

    town.put(
        town.withholding("mother", "PSY")
            .with(
                "provision",
                LookupTown.json(
                    "{'type':'deny','actor':[{'role':{'coding':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
                        + "'reference':{'reference':'Patient/daughter'}}],'securityLabel':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSY'}]}")));

    assertThat(town.byNumber("mother")).contains("うつ病");
    assertThat(town.preview(daughter, "mother")).contains("found", "心房細動").doesNotContain("うつ病");
    proxy("read write-wishes");
    assertForbidden(daughter, "mother");
  }

  private void proxy(String powers) {
    List<String> may = new ArrayList<>();
    for (String power : powers.split(" ")) may.add("{'url':'may','valueCode':'" + power + "'}");
    town.put(
        "{'resourceType':'RelatedPerson','id':'mother-daughter','identifier':[{'system':"
            + "'https://tsumugi.dev/fhir/sid/patient','value':'daughter'}],'patient':"
            + "{'reference':'Patient/mother'},'relationship':[{'text':'娘'}],'name':[{'text':'高橋 花'}],"
            + "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/authority','extension':"
            + "[{'url':'kind','valueCode':'guardian'},"
            + String.join(",", may)
            + "]}]}");
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource({"CREW,ETREAT", "PHYSICIAN,TREAT", "REGISTRAR,PATADMIN", "OFFICER,HOPERAT"})
  void nobodyElseMayAskWhetherOrNotThereIsSuchAPatient(Role role, Purpose purpose) {
    resident("other-" + role);
    town.agree("other-" + role);
    Access access = town.open(role, purpose, "user/*.cruds", "crew-app");

    Problem there = assertForbidden(access, "other-" + role);
    Problem nowhere = assertForbidden(access, "nobody");

    assertThat(there.issues()).isEqualTo(nowhere.issues());
  }

  private Problem assertForbidden(Access access, String patient) {
    Problem problem = catchThrowableOfType(Problem.class, () -> town.preview(access, patient));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
    return problem;
  }

  @Test
  void aConsentOfSomebodyElseIsRefused() {
    resident("mine");

    Problem problem =
        catchThrowableOfType(Problem.class, () -> preview("mine", town.agreement("yours")));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
  }
}
