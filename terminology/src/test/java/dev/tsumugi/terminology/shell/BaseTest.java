package dev.tsumugi.terminology.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.Membership;
import dev.tsumugi.terminology.Terminology;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known before anything is loaded: R4 itself, and what rules know. */
class BaseTest {
  private static final Definitions BASE = TerminologyModule.base();
  private static final Terminology TERMINOLOGY = Terminology.over(BASE);

  private static Concepts system(String url) {
    return Objects.requireNonNull(BASE.system(url, null));
  }

  @Test
  void systemsOfAllThreeFilesAreThere() {
    assertThat(
            TERMINOLOGY.lookup(new Coding("http://hl7.org/fhir/administrative-gender", "female")))
        .extracting(Concept::display)
        .isEqualTo("Female");
    assertThat(TERMINOLOGY.lookup(new Coding("http://terminology.hl7.org/CodeSystem/v2-0001", "F")))
        .isNotNull();
    assertThat(TERMINOLOGY.subsumes(Shapes.Sys.ACT_REASON, "TREAT", "ETREAT")).isTrue();
    assertThat(TERMINOLOGY.subsumes(Shapes.Sys.ACT_REASON, "ETREAT", "TREAT")).isFalse();
  }

  @Test
  void aDefinitionIsAskedForByItsOwnVersion() {
    String gender = "http://hl7.org/fhir/administrative-gender";
    assertThat(BASE.versions(gender)).containsExactly("4.0.1");
    assertThat(BASE.system(gender, "4.0.1")).isSameAs(BASE.system(gender, null));
    assertThat(BASE.system(gender, "5.0.0")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1, http://hl7.org/fhir/administrative-gender, male, true",
    "http://hl7.org/fhir/ValueSet/administrative-gender, http://hl7.org/fhir/administrative-gender, man, false",
    "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse, http://terminology.hl7.org/CodeSystem/v3-ActReason, ETREAT, true",
    "http://hl7.org/fhir/ValueSet/ucum-units, http://unitsofmeasure.org, mg/dL, true",
    "http://hl7.org/fhir/ValueSet/ucum-units, http://unitsofmeasure.org, mgg, false",
    "http://hl7.org/fhir/ValueSet/mimetypes, urn:ietf:bcp:13, text/plain, true",
    "http://hl7.org/fhir/ValueSet/all-languages, urn:ietf:bcp:47, ja-JP, true"
  })
  void setsOfR4Answer(String set, String system, String code, boolean member) {
    Membership answer = TERMINOLOGY.memberOf(set, new Coding(system, code));
    assertThat(answer.certain()).as(answer.toString()).isEqualTo(member);
  }

  @Test
  void whatR4OnlyNamesIsNotKnownHere() {
    assertThat(
            TERMINOLOGY.memberOf(
                "http://hl7.org/fhir/ValueSet/condition-code",
                new Coding("http://snomed.info/sct", "22298006")))
        .isInstanceOf(Membership.NotKnownHere.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mg/dL", "10*3/uL", "mm[Hg]", "Cel", "{beats}/min", "%"})
  void unitsAreCodes(String unit) {
    assertThat(system(Shapes.Sys.UCUM).find(unit)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "urn:ietf:bcp:47, xx-YY", "urn:ietf:bcp:47, j", "urn:ietf:bcp:13, text",
    "urn:iso:std:iso:3166, XX", "urn:iso:std:iso:4217, ZZZ", "http://unitsofmeasure.org, foo"
  })
  void rulesRefuse(String url, String code) {
    assertThat(system(url).find(code)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "urn:ietf:bcp:47, ja, Japanese", "urn:iso:std:iso:3166, JP, Japan",
    "urn:iso:std:iso:3166, JPN, Japan", "urn:iso:std:iso:4217, JPY, Japanese Yen"
  })
  void rulesKnowNames(String url, String code, String display) {
    assertThat(system(url).find(code)).extracting(Concept::display).isEqualTo(display);
  }
}
