package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.r4.SearchParameter.Component;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Problem;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class R4Test {
  private static final R4 FACTS = R4.load();

  @Test
  void knowsEveryConcreteType() {
    assertThat(FACTS.types()).hasSize(146).isSorted().doesNotContain("Resource", "DomainResource");
    assertThat(FACTS.isType("Patient")).isTrue();
    assertThat(FACTS.isType("HumanName")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Account,1", "Observation,96", "Patient,103", "VisionPrescription,146"})
  void numbersOfTypesNeverMove(String type, short number) {
    assertThat(FACTS.typeNumber(type)).isEqualTo(number);
    assertThat(FACTS.typeName(number)).isEqualTo(type);
  }

  @Test
  void anUnknownTypeHasNoNumber() {
    assertThatThrownBy(() -> FACTS.typeNumber("Patent"))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @ParameterizedTest
  @CsvSource({"_content,1", "_id,2", "code,73", "patient,274", "subject,396"})
  void numbersOfParametersNeverMove(String code, short number) {
    assertThat(FACTS.types())
        .flatExtracting(FACTS::searchParameters)
        .filteredOn(p -> p.code().equals(code))
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.number()).isEqualTo(number));
  }

  @Test
  void noTwoCodesShareANumber() {
    Map<Short, String> codes = new HashMap<>();
    for (String type : FACTS.types()) {
      for (SearchParameter parameter : FACTS.searchParameters(type)) {
        assertThat(codes.computeIfAbsent(parameter.number(), n -> parameter.code()))
            .isEqualTo(parameter.code());
      }
    }
    assertThat(codes).hasSize(448);
  }

  @Test
  void everyTypeHasTheParametersOfEveryResource() {
    assertThat(FACTS.types())
        .allSatisfy(
            type ->
                assertThat(FACTS.searchParameters(type))
                    .extracting(SearchParameter::code)
                    .contains("_id", "_lastUpdated", "_tag", "_profile", "_security", "_source"));
    assertThat(FACTS.searchParameter("Binary", "_text")).isEmpty();
    assertThat(FACTS.searchParameter("Patient", "_text")).isPresent();
  }

  @Test
  void aParameterIsCutToItsType() {
    SearchParameter code = FACTS.searchParameter("Condition", "code").orElseThrow();
    assertThat(code.expression()).isEqualTo("Condition.code");
    assertThat(code.kind()).isEqualTo(Kind.TOKEN);

    SearchParameter patient = FACTS.searchParameter("Condition", "patient").orElseThrow();
    assertThat(patient.expression()).isEqualTo("Condition.subject.where(resolve() is Patient)");
    assertThat(patient.targets()).containsExactlyInAnyOrder("Patient", "Group");
    assertThat(FACTS.searchParameter("Condition", "nonsense")).isEmpty();
  }

  @Test
  void aCompositeKnowsItsParts() {
    assertThat(FACTS.searchParameter("Observation", "code-value-quantity").orElseThrow())
        .satisfies(p -> assertThat(p.expression()).isEqualTo("Observation"))
        .extracting(SearchParameter::components)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly(
            new Component("code", "code"), new Component("value-quantity", "value.as(Quantity)"));
  }

  @Test
  void theCompartmentIsTheDefinitions() {
    assertThat(FACTS.compartmentParameters("Claim")).containsExactly("patient", "payee");
    assertThat(FACTS.compartmentParameters("Organization")).isEmpty();
  }
}
