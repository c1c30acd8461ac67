package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/$emergency-lookup",
        "/fhir/%24emergency-lookup",
        "/fhir/Patient/p1/$emergency-handover",
        "/fhir/$seal-sheets",
        "/fhir/$incident-patient",
        "/fhir/$decode-qr",
        "/ems/dispatch",
        "/ems/ems.js",
        "/smart/devices/abc",
        "/actuator/health"
      })
  void emergenciesHaveTheirOwnLane(String address) {
    assertThat(Lanes.isUrgent(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Patient",
        "/fhir",
        "/fhir/$emergency-lookup/more",
        "/my/$emergency-lookup",
        "/fhir/Patient/p1/$emergency-preview",
        "/actuator/prometheus",
        "/care/"
      })
  void nothingElseHas(String address) {
    assertThat(Lanes.isUrgent(address)).isFalse();
  }

  @Test
  void asManyMayBeInsideAsThereArePlaces() {
    Admission admission = new Admission(2);

    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).as("waited for a place that nobody left").isFalse();
    admission.leave();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.free()).isZero();
  }
}
