package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Scopes.Context;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {
  private static String granted(Scopes scopes, String type, Context context) {
    StringBuilder letters = new StringBuilder();
    for (char letter : "cruds".toCharArray()) {
      Stream.of(Action.values())
          .filter(action -> action.letter() == letter && scopes.allows(action, type, context))
          .forEach(action -> letters.append(action.letter()));
    }
    return letters.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "user/Observation.rs, USER, rs",
    "user/Observation.cruds, USER, cruds",
    "user/Observation.c, USER, c",
    "user/Observation.d, USER, d",
    "user/*.cud, USER, cud",
    "system/*.cruds, SYSTEM, cruds",
    "patient/Observation.r, PATIENT, r",
    "user/Observation.read, USER, rs",
    "user/Observation.write, USER, cud",
    "user/Observation.*, USER, cruds",
    "user/*.*, USER, cruds",
    "user/*.read, USER, rs"
  })
  void grantsWhatItsLettersSayInItsContextOnly(String scope, Context context, String letters) {
    Scopes scopes = Scopes.parse(scope);

    for (Context other : Context.values()) {
      assertThat(granted(scopes, "Observation", other)).isEqualTo(other == context ? letters : "");
    }
    assertThat(granted(scopes, "Patient", context)).isEqualTo(scope.contains("*.") ? letters : "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "openid",
        "fhirUser",
        "launch/patient",
        "offline_access",
        "user/Observation.sr",
        "user/Observation.rr",
        "user/Observation.dus",
        "user/Observation.",
        "user/Observation",
        "user/Observation.x",
        "user/Observation.rsx",
        "User/Observation.rs",
        "admin/*.cruds",
        "user/observation.rs",
        "user/.rs",
        "user/Obs*.rs",
        "user/Observation.READ",
        "user/Observation.read?a=b",
        "user/Observation.?a=b",
        "xuser/Observation.rs",
        "user/Observation.rs,",
        "user/Observation.rs?",
        "user//Observation.rs"
      })
  void whatIsNoResourceScopeGrantsNothing(String scope) {
    Scopes scopes = Scopes.parse(scope);

    assertThat(scopes.words()).isEmpty();
    assertThat(scopes.hasQuery()).isFalse();
    for (Context context : Context.values()) {
      assertThat(granted(scopes, "Observation", context)).isEmpty();
    }
  }

  @Test
  void severalScopesAddUp() {
    Scopes scopes =
        Scopes.parse("openid user/Patient.rs launch user/*.r user/Patient.u patient/*.s");

    assertThat(granted(scopes, "Patient", Context.USER)).isEqualTo("rus");
    assertThat(granted(scopes, "Task", Context.USER)).isEqualTo("r");
    assertThat(granted(scopes, "Task", Context.PATIENT)).isEqualTo("s");
    assertThat(scopes.words())
        .containsExactly("user/Patient.rs", "user/*.r", "user/Patient.u", "patient/*.s");
  }

  @Test
  void aScopeWithAQueryGrantsNothingByItself() {
    String word =
        "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/x|vital-signs";
    Scopes scopes = Scopes.parse(word + " user/Observation.r");

    assertThat(scopes.words()).contains(word);
    assertThat(scopes.hasQuery()).isTrue();
    assertThat(granted(scopes, "Observation", Context.PATIENT)).isEmpty();
    assertThat(scopes.queries(Action.READ, "Observation", Context.PATIENT))
        .containsExactly(
            new ScopeQuery(
                List.of(
                    new ScopeQuery.Part(
                        "category", "http://terminology.hl7.org/CodeSystem/x|vital-signs"))));
    assertThat(scopes.queries(Action.CREATE, "Observation", Context.PATIENT)).isEmpty();
    assertThat(scopes.queries(Action.READ, "Observation", Context.USER)).isEmpty();
    assertThat(scopes.queries(Action.READ, "Patient", Context.PATIENT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "category=a&code=b, category a, code b",
    "category=s%7Ca&code=x+y, category s|a, code x+y",
    "code=%2B, code +, ",
    "category, ' ', ",
    "category=%zz, 'category ', "
  })
  void aQueryIsTakenApartAtItsSigns(String query, String first, String second) {
    List<String> parts =
        ScopeQuery.parse(query).parts().stream()
            .map(part -> part.param() + " " + part.value())
            .toList();

    assertThat(parts).isEqualTo(second == null ? List.of(first) : List.of(first, second));
  }

  @Test
  void equalWordsMakeEqualScopes() {
    assertThat(Scopes.parse("openid user/*.rs")).isEqualTo(Scopes.parse("user/*.rs"));
    assertThat(Scopes.parse("user/*.rs")).isNotEqualTo(Scopes.parse("user/*.r"));
    assertThat(Scopes.parse("openid user/*.rs")).hasToString("user/*.rs");
  }
}
