package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifiedPersonTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "1943-05-02, 1943-05-02",
        "19430502, 1943-05-02",
        "1943年5月2日, 1943-05-02",
        "１９４３/５/２, 1943-05-02",
        "昭和18年5月2日, 1943-05-02",
        "昭和 １８年 ５月 ２日, 1943-05-02",
        "S18.5.2, 1943-05-02",
        "s18-05-02, 1943-05-02",
        "令和元年5月1日, 2019-05-01",
        "R1.5.1, 2019-05-01",
        "昭和64年1月7日, 1989-01-07",
        "平成元年1月8日, 1989-01-08",
        "昭和64年1月8日, -",
        "平成31年5月1日, -",
        "1943-02-30, -",
        "1943-13-01, -",
        "1943-5, -",
        "慶応4年1月1日, -",
        "昭和18, -",
        "いつか, -",
      })
  void aDayIsReadAsRegistersWriteIt(String text, LocalDate day) {
    assertThat(CalendarDay.read(text).orElse(null)).isEqualTo(day);
  }

  @ParameterizedTest(name = "by {0}, {1} {2} {3} {4}: {5}")
  @CsvSource(
      nullValues = "-",
      value = {
        "national-id, 小林節子, コバヤシセツコ, 1943-05-02, female, CLEAR",
        "national-id, -, コバヤシセツコ, 昭和18年5月2日, 女, CLEAR",
        "counter, 小林節子, -, 1943-05-02, 2, CLEAR",
        "-, 小林節子, コバヤシセツコ, 1943-05-02, female, UNVERIFIED",
        "national-id, -, -, 1943-05-02, female, UNVERIFIED",
        "national-id, 小林節子, -, -, female, UNVERIFIED",
        "national-id, 小林節子, -, 1943-05-32, female, UNREADABLE",
        "national-id, 小林節子, -, 2026-11-24, female, UNREADABLE",
        "national-id, 小林節子, -, 1943-05-02, -, UNREADABLE",
        "national-id, 小林節子, -, 1943-05-02, x, UNREADABLE",
        "national-id, 小林蓮, -, 2008-11-24, male, MINOR",
        "national-id, 小林蓮, -, 2008-11-23, male, CLEAR",
      })
  void onlyWhatOthersVerifiedOfAGrownUpIsAskedFor(
      String by, String name, String kana, String born, String sex, String standing) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("verified_by", by);
    attributes.put("verified_name", name);
    attributes.put("verified_kana", kana);
    attributes.put("verified_birth_date", born);
    attributes.put("verified_sex", sex);

    VerifiedPerson.Standing found = VerifiedPerson.of(attributes::get).standing(TODAY);

    String told =
        found instanceof VerifiedPerson.Standing.Unclear unclear
            ? unclear.reason().name()
            : "CLEAR";
    assertThat(told).isEqualTo(standing);
  }

  @Test
  void aPersonIsDescribedAsAPatient() {
    VerifiedPerson person =
        new VerifiedPerson("counter", "小林節子", "コバヤシセツコ", "S18.5.2", "女", "つむぎ市桜1-2-3");

    ObjectNode patient = ((VerifiedPerson.Standing.Clear) person.standing(TODAY)).patient();

    assertThat(patient.path("birthDate").asText()).isEqualTo("1943-05-02");
    assertThat(patient.path("gender").asText()).isEqualTo("female");
    assertThat(patient.findValuesAsText("text")).containsExactly("小林節子", "コバヤシセツコ", "つむぎ市桜1-2-3");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a:certain            | One[patient=a]",
        "a:possible           | Several[]",
        "a:certain b:possible | Several[]",
        "a:certain b:certain  | Several[]",
        "''                   | Nobody[]",
        "?:certain            | Several[]",
      })
  void onlyOneThatIsCertainIsTaken(String found, String match) throws Exception {
    StringBuilder entries = new StringBuilder();
    for (String one : found.isEmpty() ? new String[0] : found.split(" ")) {
      String[] parts = one.split(":");
      if (entries.length() > 0) entries.append(',');
      entries.append(
          """
          {"resource": {"resourceType": "Patient", "id": "%s"}, "search": {"extension": [{
           "url": "http://hl7.org/fhir/StructureDefinition/match-grade", "valueCode": "%s"}]}}
          """
              .formatted(parts[0], parts[1]));
    }
    JsonNode bundle =
        new ObjectMapper().readTree("{\"resourceType\": \"Bundle\", \"entry\": [" + entries + "]}");

    assertThat(Counter.read(bundle)).hasToString(match);
  }

  @Test
  void theCountersTaskSaysWhoAsksAndWhyAndNothingOfARecord() {
    Asker who = new Asker("account-1", null, "小林 節子", null, List.of("resident"), null);

    ObjectNode task = Counter.task(who, LinkReason.UNSURE, Instant.parse("2026-11-23T01:00:00Z"));

    assertThat(task.path("requester").path("identifier").path("value").asText())
        .isEqualTo("account-1");
    assertThat(task.path("requester").path("display").asText()).isEqualTo("小林 節子");
    assertThat(task.toString()).contains("link-resident", "unsure").doesNotContain("Patient/");
    assertThat(task.has("for")).isFalse();
  }
}
