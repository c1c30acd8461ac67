package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  private static final String BASE = "http://localhost:8080/fhir";

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/fhir, Patient/citizen, http://localhost:8080/fhir/Patient/citizen",
    "http://localhost:8080/fhir/, RelatedPerson/d-1, http://localhost:8080/fhir/RelatedPerson/d-1",
  })
  void fhirUserIsAbsolute(String base, String reference, String claim) {
    assertThat(FhirUserMapper.absolute(base, reference)).contains(claim);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "citizen",
        "Organization/town-hall",
        "http://else.org/Patient/x",
        "Patient/a/b"
      })
  void fhirUserIsAPersonOfThisServerOrNothing(String reference) {
    assertThat(FhirUserMapper.absolute(BASE, reference)).isEmpty();
  }

  @Test
  void fhirUserNeedsABase() {
    assertThat(FhirUserMapper.absolute(null, "Patient/citizen")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "p1, -, p1",
        "p1, Patient/citizen, p1",
        "-, Patient/citizen, citizen",
        "p1, Practitioner/crew, p1",
      })
  void theLaunchPatientIsTheOneAskedForElseOneself(String asked, String fhirUser, String patient) {
    assertThat(LaunchPatient.choose(asked, fhirUser)).isEqualTo(new LaunchPatient.Chosen(patient));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, -", "-, Practitioner/crew", "'', Patient/citizen", "a b, -", "../x, -"})
  void aPatientScopeWithoutAPatientIsRefused(String asked, String fhirUser) {
    assertThat(LaunchPatient.choose(asked, fhirUser)).isInstanceOf(LaunchPatient.Refused.class);
  }
}
