package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.OAuthErrorException;

class LaunchNeedTest {
  @ParameterizedTest(name = "{0} with launch={1}")
  @CsvSource({
    "openid user/*.rs,, , false",
    "openid user/*.rs, x, , false", // without the scope the parameter says nothing
    "launch user/*.rs, x, x, false",
    "launch user/*.rs,, , false",
    "launch patient/*.rs, x, x, true",
    "launch/patient,, , true",
    "patient/Observation.rs?category=a|b,, , true",
    "patient/Observation.read,, , true",
    "patient/Nonsense.rs,, , false",
  })
  void scopesSayWhatMustBeFound(String scopes, String launch, String resolve, boolean patient) {
    LaunchNeed need = LaunchNeed.of(List.of(scopes.split(" ")), launch);

    assertThat(need).isEqualTo(new LaunchNeed(resolve, patient));
    assertThat(need.nothing()).isEqualTo(resolve == null && !patient);
  }

  @Test
  void smartScopesAreThoseThatReachData() {
    assertThat(SmartRequestCheck.isSmart(List.of("openid", "user/*.rs"))).isTrue();
    assertThat(SmartRequestCheck.isSmart(List.of("launch"))).isTrue();
    assertThat(SmartRequestCheck.isSmart(List.of("openid", "profile", "offline_access"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://hub/fhir, true",
    "http://hub/fhir/, true",
    "http://hub/fhir//, false",
    "http://hub/fhi, false",
    "https://hub/fhir, false",
    "http://HUB/fhir, false",
    ", false",
  })
  void theAudienceIsThisServer(String audience, boolean good) {
    assertThat(SmartRequestCheck.faultOfAudience("http://hub/fhir", audience).isEmpty())
        .isEqualTo(good);
    assertThat(SmartRequestCheck.faultOfAudience(null, audience)).isPresent();
  }

  @Test
  void aRefreshKeepsTheContextAndStaysWithinWhatWasGranted() throws Exception {
    List<String> granted = List.of("openid", "patient/*.rs", "smart-ctx:a.b");
    Optional<String> launch = Optional.of("smart-ctx:a.b");

    assertThat(LaunchRefreshTokens.scope(granted, launch, null)).isNull();
    assertThat(LaunchRefreshTokens.scope(granted, launch, "patient/*.rs"))
        .isEqualTo("patient/*.rs smart-ctx:a.b");
    assertThat(LaunchRefreshTokens.scope(granted, Optional.empty(), "openid")).isEqualTo("openid");
    for (String beyond : List.of("patient/*.cruds", "smart-ctx:a.b", "SMART-CTX:a.b")) {
      assertThatThrownBy(() -> LaunchRefreshTokens.scope(granted, launch, "openid " + beyond))
          .isInstanceOfSatisfying(
              OAuthErrorException.class,
              refusal -> {
                assertThat(refusal.getError()).isEqualTo("invalid_scope");
                assertThat(refusal.getDescription()).contains(beyond).doesNotContain("openid");
              });
    }
  }

  @Test
  void anAssertionHoldsForFiveMinutesAndTheClocks() {
    assertThat(SmartClientJwt.tooFar(1_315, 1_000)).isFalse();
    assertThat(SmartClientJwt.tooFar(1_316, 1_000)).isTrue();
  }

  @Test
  void aContextTellsOnlyWhatIsKnown() throws Exception {
    var json = new ObjectMapper().readTree("{\"encounter\": \"e-1\", \"fhirContext\": []}");

    assertThat(LaunchContext.read(json).claims()).containsOnlyKeys("encounter");
    assertThat(LaunchContext.read(json).with("p-1").claims())
        .containsOnlyKeys("patient", "encounter", "need_patient_banner");
    assertThatThrownBy(() -> LaunchContext.NONE.with("../Consent"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
