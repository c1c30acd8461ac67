package dev.tsumugi.identity.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealmStepTest {
  private static final RealmSetup.Addresses ADDRESSES =
      new RealmSetup.Addresses(
          URI.create("https://hub.example.org"), URI.create("https://hub.example.org/fhir"));

  // Keycloak makes these with every realm.
  private static final Set<String> BUILT_IN = Set.of("basic", "acr", "profile", "offline_access");

  @ParameterizedTest
  @ValueSource(strings = {"step-1", "demo-1", "step-2", "demo-2", "step-3"})
  void noPlaceIsLeftUnfilled(String name) {
    RealmStep step = RealmStep.load(name);

    assertThat(Stream.concat(step.clients().stream(), step.clientScopes().stream()))
        .isNotEmpty()
        .allSatisfy(
            part -> assertThat(RealmStep.at(ADDRESSES, part).toString()).doesNotContain("${"));
  }

  @Test
  void aScreenIsTrustedAtTheHubsAddressAlone() {
    Json.Obj care =
        RealmStep.load("step-1").clients().stream()
            .filter(client -> "care".equals(client.text("clientId")))
            .findFirst()
            .orElseThrow();

    assertThat(RealmStep.namesAPlace(care)).isTrue();
    assertThat(RealmStep.at(ADDRESSES, care).texts("redirectUris"))
        .containsExactly("https://hub.example.org/care/*");
  }

  @Test
  void everyScopeOfAClientIsMadeBeforeIt() {
    Set<String> known = new HashSet<>(BUILT_IN);
    for (RealmStep step :
        Stream.of("step-1", "step-2", "step-3", "demo-1", "demo-2", "demo-3")
            .map(RealmStep::load)
            .toList()) {
      known.addAll(
          step.clientScopes().stream()
              .map(scope -> scope.text("name"))
              .collect(Collectors.toSet()));

      // Keycloak passes over a scope it does not know, without a word.
      assertThat(step.clients())
          .allSatisfy(client -> assertThat(known).containsAll(client.texts("defaultClientScopes")))
          .allSatisfy(
              client -> assertThat(known).containsAll(client.texts("optionalClientScopes")));
    }
  }

  @Test
  void whatTheRealmSettingsNameIsMadeInTheSameStep() {
    RealmStep step = RealmStep.load("step-3");

    assertThat(step.flows())
        .extracting(flow -> flow.text("flow"))
        .containsExactly(step.realm().orElseThrow().text("browserFlow"));
  }

  @Test
  void everyStepOfAFlowSaysWhetherItMust() {
    for (Json.Obj flow : RealmStep.load("step-3").flows()) demanded(flow);
  }

  private static void demanded(Json.Obj flow) {
    assertThat(flow.objects("parts")).isNotEmpty();
    for (Json.Obj part : flow.objects("parts")) {
      assertThat(part.text("requirement")).isIn("REQUIRED", "ALTERNATIVE", "CONDITIONAL");
      assertThat(part.has("flow")).isNotEqualTo(part.has("authenticator"));
      assertThat(part.has("config")).isEqualTo(part.has("alias"));
      if (part.has("flow")) demanded(part);
    }
  }

  @Test
  void theNationalIdIsOffAndKeepsNoToken() {
    assertThat(RealmStep.load("step-3").identityProviders())
        .singleElement()
        .satisfies(
            provider -> {
              assertThat(provider.bool("enabled")).isFalse();
              assertThat(provider.bool("storeToken")).isFalse();
            });
  }

  @Test
  void onlyTheDemoHasPeopleAndPasswordGrants() {
    RealmStep production = RealmStep.load("step-1");

    assertThat(production.users()).isEmpty();
    assertThat(production.clients())
        .allSatisfy(client -> assertThat(client.bool("directAccessGrantsEnabled")).isFalse());
  }
}
