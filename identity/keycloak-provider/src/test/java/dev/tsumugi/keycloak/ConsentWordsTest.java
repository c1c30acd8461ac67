package dev.tsumugi.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.keycloak.ConsentWords.Grant;
import dev.tsumugi.keycloak.ConsentWords.Kind;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentWordsTest {
  @Test
  void scopesOfOneKindBecomeOneSentence() {
    assertThat(
            grants(
                "patient/MedicationRequest.rs",
                "patient/MedicationStatement.c",
                "patient/Condition.read"))
        .containsExactly(
            new Grant("consent-kind-problems", "", true, false, List.of()),
            new Grant("consent-kind-medicines", "", true, true, List.of()));
  }

  @Test
  void aNarrowedScopeIsToldApartFromTheWholeKind() {
    assertThat(
            grants(
                "patient/Observation.rs?category=http://a.org/c|vital-signs,laboratory",
                "patient/DiagnosticReport.rs"))
        .containsExactly(
            new Grant(
                "consent-kind-results", "", true, false, List.of("vital-signs", "laboratory")),
            new Grant("consent-kind-results", "", true, false, List.of()));
  }

  @Test
  void everythingIsToldFirstAndWritingNeverHides() {
    assertThat(grants("user/Observation.rs", "user/*.cud"))
        .containsExactly(
            new Grant("consent-kind-everything", "", false, true, List.of()),
            new Grant("consent-kind-results", "", true, false, List.of()));
  }

  @Test
  void aTypeOfNoKindIsToldByItsName() {
    assertThat(grants("patient/Subscription.rs"))
        .containsExactly(new Grant("consent-kind-other", "Subscription", true, false, List.of()));
  }

  @Test
  void aTypeStandsInOneKindAlone() {
    for (String type : List.of("Patient", "Observation", "Consent", "Composition", "Coverage")) {
      assertThat(Arrays.stream(Kind.values()).filter(kind -> kind == Kind.of(type))).hasSize(1);
      assertThat(Kind.of(type)).isNotEqualTo(Kind.OTHER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ja", "en"})
  void everyKindHasWordsInBothLanguages(String language) throws Exception {
    Properties words = words(language);

    for (Kind kind : Kind.values()) {
      assertThat(words.getProperty(kind.message())).as(kind.message()).isNotBlank();
    }
  }

  @Test
  void bothLanguagesSayTheSameThings() throws Exception {
    assertThat(new TreeSet<>(words("ja").stringPropertyNames()))
        .isEqualTo(new TreeSet<>(words("en").stringPropertyNames()));
  }

  private static List<Grant> grants(String... scopes) {
    return ConsentWords.grants(
        Arrays.stream(scopes)
            .map(text -> ((SmartScope.Read) SmartScope.read(text)).scope())
            .toList());
  }

  private static Properties words(String language) throws Exception {
    String file = "/theme/tsumugi/login/messages/messages_" + language + ".properties";
    Properties words = new Properties();
    try (Reader reader =
        new InputStreamReader(ConsentWordsTest.class.getResourceAsStream(file), UTF_8)) {
      words.load(reader);
    }
    return words;
  }
}
