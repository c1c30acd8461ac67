package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.keycloak.SmartScope.Fault;
import dev.tsumugi.keycloak.SmartScope.Faulty;
import dev.tsumugi.keycloak.SmartScope.Level;
import dev.tsumugi.keycloak.SmartScope.Other;
import dev.tsumugi.keycloak.SmartScope.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmartScopeTest {
  @ParameterizedTest
  @CsvSource({
    "patient/Observation.rs, PATIENT, Observation, rs",
    "patient/*.cruds, PATIENT, *, cruds",
    "user/Patient.c, USER, Patient, c",
    "user/Medication.us, USER, Medication, us",
    "system/*.d, SYSTEM, *, d",
    "patient/Observation.read, PATIENT, Observation, rs",
    "patient/Observation.write, PATIENT, Observation, cud",
    "user/*.*, USER, *, cruds",
    "patient/Observation.rs?category=vital-signs, PATIENT, Observation, rs",
    "patient/Observation.rs?category=http://a.org/c|vital-signs&status=final, PATIENT, Observation, rs",
    "user/Encounter.r?class=VR, USER, Encounter, r",
    "user/*.rs?_security=R, USER, *, rs",
    "user/*.rs?category=laboratory, USER, *, rs",
    "user/Observation.s?code=a%7Cb&_tag=x, USER, Observation, s",
  })
  void readsWhatSmartAllows(String text, Level level, String type, String letters) {
    assertThat(SmartScope.read(text))
        .isEqualTo(new Read(new SmartScope(text, level, type, letters)));
  }

  @ParameterizedTest
  @CsvSource({
    "patient/Observation.sr, LETTERS",
    "patient/Observation.rr, LETTERS",
    "patient/Observation., LETTERS",
    "patient/Observation.x, LETTERS",
    "patient/Observation.RS, LETTERS",
    "patient/Observation.reads, LETTERS",
    "patient/Observation.rs.read, LETTERS",
    "patient/observation.rs, UNKNOWN_TYPE",
    "patient/Sorcery.rs, UNKNOWN_TYPE",
    "patient/Resource.rs, UNKNOWN_TYPE",
    "patient/**.rs, NOT_A_SCOPE",
    "patient/Observation, NOT_A_SCOPE",
    "patient/.rs, NOT_A_SCOPE",
    "patient/, NOT_A_SCOPE",
    "Patient/Observation.rs, NOT_A_SCOPE",
    "SYSTEM/*.cruds, NOT_A_SCOPE",
    "patient/Observation.rs?, QUERY",
    "patient/Observation.rs?category, QUERY",
    "patient/Observation.rs?category=, QUERY",
    "patient/Observation.rs?=x, QUERY",
    "patient/Observation.rs?a=b&, QUERY",
    "patient/Observation.rs?a=b&&c=d, QUERY",
    "patient/Observation.rs?a=b=c, QUERY",
    "patient/Observation.rs?a=%7, QUERY",
    "patient/Observation.rs?subject.name=x, QUERY",
    "patient/Observation.rs?a=b?c=d, QUERY",
    "patient/Observation.read?a=b, QUERY",
    "patient/Observation.rs?date=2026, PARAMETER",
    "patient/Observation.rs?subject=Patient/a, PARAMETER",
    "patient/Observation.rs?category=a&value-quantity=5, PARAMETER",
    "patient/Observation.rs?_id=a, PARAMETER",
    "patient/Observation.rs?clinical-status=active, PARAMETER",
    "patient/Condition.rs?category=a&nothing=b, PARAMETER",
    "user/Encounter.r?class:not=VR, PARAMETER",
    "user/*.rs?date=2026, PARAMETER",
  })
  void namesTheFaultOfWhatItRefuses(String text, Fault fault) {
    assertThat(SmartScope.read(text)).isEqualTo(new Faulty(fault));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "openid",
        "fhirUser",
        "launch/patient",
        "smart-patient",
        "patients",
        "users/x"
      })
  void leavesOtherScopesAlone(String text) {
    assertThat(SmartScope.read(text)).isEqualTo(new Other());
  }

  @Test
  void lineBreaksDoNotHideARefusal() {
    assertThat(SmartScope.read("patient/*.rs\n")).isEqualTo(new Faulty(Fault.LETTERS));
    assertThat(SmartScope.read("patient/\n")).isEqualTo(new Faulty(Fault.NOT_A_SCOPE));
  }

  @Test
  void holdsAllTypesOfR4() {
    assertThat(R4Types.all()).hasSize(146).contains("Patient", "VisionPrescription", "Account");
  }

  @ParameterizedTest
  @CsvSource({
    "rs, rs, true",
    "rs, cruds, true",
    "s, r, false",
    "cruds, crus, false",
    "r, '', false"
  })
  void staysWithinTheCap(String letters, String cap, boolean within) {
    var scope = new SmartScope("user/*." + letters, Level.USER, "*", letters);

    assertThat(scope.within(cap)).isEqualTo(within);
  }
}
