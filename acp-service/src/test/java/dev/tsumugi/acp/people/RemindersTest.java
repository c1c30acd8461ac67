package dev.tsumugi.acp.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.Prompts.Prompt;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What asks somebody to look at their plan again. */
class RemindersTest {
  private static final Reminders REMINDERS = new Reminders();
  private static final Ref PATIENT = Ref.patient("p");
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Json.Obj PLAN =
      json(
          "{'resourceType':'DocumentReference','id':'plan','meta':{'versionId':'3'},'status':'current',"
              + "'docStatus':'final','date':'2025-11-01','category':[{'coding':[{'system':'http://loinc.org',"
              + "'code':'42348-3'}]}],'identifier':[{'system':'https://tsumugi.dev/fhir/sid/plan-set',"
              + "'value':'s'}],'masterIdentifier':{'system':'https://tsumugi.dev/fhir/sid/plan-version','value':'v'}}");

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Prompt> of(String changed) {
    return REMINDERS.of(PATIENT, json(changed), List.of(PLAN), NOW);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "in-progress, IMP, admission",
    "finished, IMP, ",
    "in-progress, AMB, ",
    "planned, IMP, ",
  })
  void anAdmissionAsks(String status, String kind, String reason) {
    Optional<Prompt> prompt =
        of(
            "{'resourceType':'Encounter','id':'e','status':'"
                + status
                + "','class':{'code':'"
                + kind
                + "'}}");

    assertThat(prompt.map(p -> p.task().obj("reasonCode").toString().contains(reason)).orElse(null))
        .isEqualTo(reason == null ? null : true);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "C34.9, active, true",
    "C349, active, true",
    "I50.0, active, true",
    "C34.9, resolved, false",
    "I10, active, false",
    "J30.1, active, false",
  })
  void aSeriousIllnessAsks(String code, String status, boolean asks) {
    Optional<Prompt> prompt =
        of(
            "{'resourceType':'Condition','id':'c','clinicalStatus':{'coding':[{'code':'"
                + status
                + "'}]},'code':{'coding':[{'system':'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full',"
                + "'code':'"
                + code
                + "'}]}}");

    assertThat(prompt.isPresent()).isEqualTo(asks);
  }

  @Test
  void movingIntoAHomeAsks() {
    Prompt prompt =
        of("{'resourceType':'EpisodeOfCare','id':'s','status':'active','type':[{'text':'特別養護老人ホーム入所'}]}")
            .orElseThrow();

    assertThat(prompt.task().toString()).contains("entered-home", "confirm-wishes", "Patient/p");
    assertThat(prompt.cause()).isEqualTo("CONFIRM EpisodeOfCare/s");
  }

  @Test
  void aYearOldPlanAsksOnceForEachTimeItWasConfirmed() {
    Prompt prompt = REMINDERS.of(PATIENT, PLAN, List.of(PLAN), NOW).orElseThrow();

    assertThat(prompt.cause()).isEqualTo("CONFIRM DocumentReference/plan 3");
    assertThat(prompt.task().text("description")).contains("1年", "A year has passed");
  }

  @Test
  void ofWhoHasNoPlanNothingIsAsked() {
    Json.Obj admission =
        json("{'resourceType':'Encounter','id':'e','status':'in-progress','class':{'code':'IMP'}}");

    assertThat(REMINDERS.of(PATIENT, admission, List.of(), NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2020-05, false", "2025-10-31, false", "2026-11-20, true"})
  void whatBeganBeforeThePlanIsNoNewsThoughItIsBroughtToday(String began, boolean asks) {
    Optional<Prompt> prompt =
        of(
            "{'resourceType':'Condition','id':'c','recordedDate':'"
                + began
                + "','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'C34.9'}]}}");

    assertThat(prompt.isPresent()).isEqualTo(asks);
  }
}
