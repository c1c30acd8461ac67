package dev.tsumugi.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {
  @Test
  void aLaunchIsWhatTheTokenResponseWillSay() {
    Launch launch =
        read(
            "{'client': 'care', 'patient': 'p-1', 'encounter': 'e-1', 'intent': 'review',"
                + " 'needPatientBanner': false, 'fhirContext': [{'reference': 'Task/t-1'},"
                + " {'reference': 'Patient/p-2', 'role': 'https://example.org/donor'}]}");

    assertThat(launch.client()).contains("care");
    assertThat(launch.context())
        .isEqualTo(
            json(
                "{'patient': 'p-1', 'encounter': 'e-1', 'fhirContext': [{'reference': 'Task/t-1'},"
                    + " {'reference': 'Patient/p-2', 'role': 'https://example.org/donor'}],"
                    + " 'intent': 'review', 'need_patient_banner': false}"));
  }

  @Test
  void whoSaysNothingOfABannerNeedsOne() {
    assertThat(read("{'patient': 'p-1'}").context().bool("need_patient_banner")).isTrue();
    assertThat(read("{}").client()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'patient': 'Patient/p-1'}",
        "{'patient': 7}",
        "{'patient': ' '}",
        "{'encounter': 'e-1'}",
        "{'patient': 'p-1', 'encounter': '../e'}",
        "{'fhirContext': ['Task/t-1']}",
        "{'fhirContext': [{'role': 'launch'}]}",
        "{'fhirContext': [{'reference': 'Patient/p-2'}]}",
        "{'fhirContext': [{'reference': 'Encounter/e-2', 'role': 'launch'}]}",
        "{'needPatientBanner': 'no'}",
        "{'scope': 'user/*.rs'}",
      })
  void whatIsNoLaunchIsRefused(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID));
  }

  @Test
  void aContextMustFitIntoAScope() {
    assertThatThrownBy(() -> read("{'intent': '" + "x".repeat(2_000) + "'}"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("2000");
  }

  private static Launch read(String body) {
    return Launch.read(json(body));
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(UTF_8));
  }
}
