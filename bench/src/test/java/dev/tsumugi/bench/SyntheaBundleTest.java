package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyntheaBundleTest {
  private static final String DOCTOR = "aaaaaaaa-0000-0000-0000-000000000001";
  private static final String PATIENT = "bbbbbbbb-0000-0000-0000-000000000002";
  private static final String PULSE = "cccccccc-0000-0000-0000-000000000003";

  private static final Json.Obj STAFF =
      json(
          """
          {"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"urn:uuid:%s","resource":
          {"resourceType":"Practitioner","id":"x","identifier":[{"system":"npi","value":"7"}]},
          "request":{"method":"POST","url":"Practitioner"}}]}"""
              .formatted(DOCTOR));
  private static final Json.Obj PERSON =
      json(
          """
          {"resourceType":"Bundle","type":"transaction","entry":[
          {"fullUrl":"urn:uuid:%1$s","resource":{"resourceType":"Patient","id":"%1$s",
          "name":[{"family":"Lynch190","given":["Reita211"],"prefix":["Ms."]}]},
          "request":{"method":"POST","url":"Patient"}},
          {"fullUrl":"urn:uuid:%2$s","resource":{"resourceType":"Observation",
          "category":[{"coding":[{"code":"vital-signs"}]}],"code":{"coding":[{"code":"8867-4"}]},
          "subject":{"reference":"urn:uuid:%1$s"},"effectiveDateTime":"2024-05-01T10:00:00Z",
          "performer":[{"reference":"Practitioner?identifier=npi|7"}]},
          "request":{"method":"POST","url":"Observation"}}]}"""
              .formatted(PATIENT, PULSE));

  @Test
  void staffKeepTheirIdsAndPeopleReferToThemDirectly() {
    Map<String, String> links = SyntheaBundle.links(List.of(STAFF));

    String places = text(SyntheaBundle.places(List.of(STAFF), links));
    String person = text(SyntheaBundle.person(PERSON, links));

    assertThat(places)
        .contains("{\"method\":\"PUT\",\"url\":\"Practitioner/" + DOCTOR + "\"}")
        .contains("{\"method\":\"PUT\",\"url\":\"" + SyntheaBundle.CLINIC + "\"}");
    assertThat(person)
        .contains("{\"reference\":\"Practitioner/" + DOCTOR + "\"}")
        .doesNotContain("?identifier=");
  }

  @Test
  void aPersonComesWithTheCareRelationAndTheAgreementOurGateAsksFor() {
    Json.Obj person = SyntheaBundle.person(PERSON, Map.of());

    assertThat(SyntheaBundle.names(person)).containsExactly(PATIENT, "", PULSE);
    assertThat(text(person))
        .contains("\"generalPractitioner\":[{\"reference\":\"" + SyntheaBundle.CLINIC + "\"}]")
        .contains("\"patient\":{\"reference\":\"urn:uuid:" + PATIENT + "\"}");
  }

  @Test
  void whatWorkloadsNeedIsReadFromTheBundle() {
    Person person = Person.of(PERSON);

    assertThat(person.id()).isEqualTo(PATIENT);
    assertThat(person.names()).containsExactly("Lynch190", "Reita211", "Ms.");
    assertThat(person.refs()).containsExactly("Patient/" + PATIENT, "Observation/" + PULSE);
    assertThat(person.observed())
        .containsExactly(new Person.Observed("vital-signs", "8867-4", "2024"));
  }

  @Test
  void equalPeopleAndSeedMakeEqualWorkloads() {
    List<Person> people = List.of(Person.of(PERSON));

    assertThat(Workloads.of(people, 3)).isEqualTo(Workloads.of(people, 3));
    assertThat(Workloads.of(people, 3)).extracting(Workload::name).doesNotHaveDuplicates();
  }

  @Test
  void anOperationSpeaksOfEachServersOwnIds() {
    Operation search = Operation.get("Observation?patient=Patient/{" + PATIENT + "}&_count=20");

    assertThat(search.on(Map.of(PATIENT, "17")::get).path())
        .isEqualTo("Observation?patient=Patient/17&_count=20");
  }

  @Test
  void aWriteIsATransactionOfTwo() {
    List<Workload> all = Workloads.of(List.of(Person.of(PERSON)), 3);

    Operation write = all.get(all.size() - 1).operations().get(0).on(name -> "17");
    Json.Obj bundle = json(write.body());
    assertThat(bundle.objects("entry")).hasSize(2);
    assertThat(write.body()).contains("\"reference\":\"Patient/17\"");
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Json.Obj json) {
    return new String(Json.bytes(json), StandardCharsets.UTF_8);
  }
}
