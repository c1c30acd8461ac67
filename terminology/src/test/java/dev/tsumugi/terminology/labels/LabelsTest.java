package dev.tsumugi.terminology.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From codes to labels. */
class LabelsTest {
  private static final String ICD = "http://hl7.org/fhir/sid/icd-10";
  private static final Labels SHIPPED = Labels.of(ShippedSets.valueSets(), Hierarchy.NONE);

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Json.Obj set(String label, String compose) {
    return json(
        "{'resourceType':'ValueSet','id':'sensitivity-"
            + label
            + "','url':'"
            + SensitivitySet.CANONICAL
            + label
            + "','version':'2','status':'active','compose':{"
            + compose
            + "}}");
  }

  private static Labels only(String compose) {
    return Labels.of(List.of(set("HIV", compose)), Hierarchy.NONE);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "http://hl7.org/fhir/sid/icd-10, B20, HIV",
    "http://hl7.org/fhir/sid/icd-10, B24.9, HIV",
    "http://hl7.org/fhir/sid/icd-10, B24x, HIV",
    "http://hl7.org/fhir/sid/icd-10, O987, HIV",
    "http://hl7.org/fhir/sid/icd-10, O98.7, HIV",
    "http://hl7.org/fhir/sid/icd-10, O98.8, ''",
    "http://hl7.org/fhir/sid/icd-10, B25, ''",
    "http://hl7.org/fhir/sid/icd-10, I10, ''",
    "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full, F329, PSY",
    "http://hl7.org/fhir/sid/icd-10, F64.0, PSY SEX",
    "http://hl7.org/fhir/sid/icd-10, F10.2, ETH ETHUD SUD",
    "http://hl7.org/fhir/sid/icd-10, F17.2, ''",
    "http://hl7.org/fhir/sid/icd-10, F02.4, COGN HIV",
    "http://hl7.org/fhir/sid/icd-10, D57.1, GDIS SCA SICKLE",
    "http://hl7.org/fhir/sid/icd-10, Y05, SDV VIO",
    "http://loinc.org, 20447-9, HIV",
    "http://loinc.org, 2345-7, ''",
    "http://snomed.info/sct, 86406008, HIV",
    "http://www.whocc.no/atc, J05AR03, HIV",
    "http://www.whocc.no/atc, J05AF06, HIV",
    "http://www.whocc.no/atc, J05AF10, ''",
    "http://www.whocc.no/atc, N05AN01, PSY",
    "http://www.whocc.no/atc, N07BB02, ETH ETHUD SUD",
    "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code, 1179041F1025, PSY",
    "urn:oid:1.2.392.100495.20.1.73, 3932001S1041, ETH ETHUD SUD",
    "http://capstandard.jp/iyaku.info/CodeSystem/YJ-code, 2149039F1031, ''",
    "http://medis.or.jp/CodeSystem/master-JLAC10-17digits, 5E075000002306211, STD",
    "http://example.org/own, B20, ''",
  })
  void theShippedSetsKnow(String system, String code, String labels) {
    assertThat(String.join(" ", SHIPPED.of(new Coding(system, code)).sensitivity()))
        .isEqualTo(labels);
  }

  @Test
  void everyFactOfTheTableSaysWhyAndByWhoseWord() {
    List<Json.Obj> sets = ShippedSets.valueSets();

    assertThat(sets).hasSizeGreaterThan(10);
    for (Json.Obj set : sets) {
      Json.Obj compose = set.obj("compose");
      assertThat(compose.objects("include")).isNotEmpty();
      for (Json.Obj include : compose.objects("include")) {
        String why = include.objects("extension").get(0).text("valueString");
        assertThat(why).matches(".+ — .+ \\(.+\\)");
      }
      assertThat(SensitivitySet.of(set, Hierarchy.NONE).includes()).isNotEmpty();
    }
  }

  @Test
  void aCodeAnywhereInAResourceCounts() {
    String coding = "{'system':'" + ICD + "','code':'B20'}";
    List<String> places =
        List.of(
            "'code':{'coding':[@]}",
            "'medicationCodeableConcept':{'coding':[{'system':'x','code':'y'},@]}",
            "'reasonCode':[{'coding':[@]}]",
            "'valueCodeableConcept':{'coding':[@]}",
            "'valueCoding':@",
            "'component':[{'code':{'coding':[@]}}]",
            "'category':[{'text':'x'},{'coding':[@]}]",
            "'contained':[{'resourceType':'Condition','code':{'coding':[@]}}]",
            "'extension':[{'url':'u','valueCodeableConcept':{'coding':[@]}}]",
            "'entry':[{'resource':{'resourceType':'Condition','code':{'coding':[@]}}}]",
            "'item':[{'item':[{'answer':[{'valueCoding':@}]}]}]");
    for (String place : places) {
      Json.Obj resource = json("{'resourceType':'X'," + place.replace("@", coding) + "}");
      assertThat(SHIPPED.of(Labels.codings(resource)).sensitivity())
          .as(place)
          .containsExactly("HIV");
    }
  }

  @Test
  void whatIsNoCodeDoesNotCount() {
    Json.Obj resource =
        json(
            "{'resourceType':'X','identifier':[{'system':'"
                + ICD
                + "','value':'B20'}],'text':{'div':'B20'},'valueQuantity':{'value':1,'system':"
                + "'http://unitsofmeasure.org','code':'B20'},'a':{'code':'B20'}}");

    assertThat(Labels.codings(resource)).isEmpty();
  }

  @Test
  void whatIsExcludedIsOutOfThisSetOnly() {
    Labels labels =
        Labels.of(
            List.of(
                set(
                    "HIV",
                    "'include':[{'system':'s'}],'exclude':[{'system':'s','concept':[{'code':'a'}]}]"),
                set("PSY", "'include':[{'system':'s','concept':[{'code':'a'}]}]")),
            Hierarchy.NONE);

    assertThat(labels.of(new Coding("s", "a")).sensitivity()).containsExactly("PSY");
    assertThat(labels.of(new Coding("s", "b")).sensitivity()).containsExactly("HIV");
  }

  @Test
  void severalFiltersMustAllHold() {
    Labels labels =
        only(
            "'include':[{'system':'s','filter':[{'property':'code','op':'regex','value':'a.*'},"
                + "{'property':'code','op':'regex','value':'.*z'}]}]");

    assertThat(labels.of(new Coding("s", "abz")).sensitivity()).containsExactly("HIV");
    assertThat(labels.of(new Coding("s", "ab")).sensitivity()).isEmpty();
    assertThat(labels.of(new Coding("s", "bz")).sensitivity()).isEmpty();
  }

  @Test
  void isAGoesDownWhereTheContentIsKnown() {
    Json.Obj set =
        set(
            "HIV",
            "'include':[{'system':'s','filter':[{'property':'concept','op':'is-a','value':'top'}]}]");
    Hierarchy known =
        (system, code) ->
            system.equals("s") ? Optional.of(Set.of("top", "below")) : Optional.empty();
    Labels labels = Labels.of(List.of(set), known);

    assertThat(SensitivitySet.of(set, known).includes()).hasSize(1);
    assertThat(labels.of(new Coding("s", "below")).sensitivity()).containsExactly("HIV");
    assertThat(labels.of(new Coding("s", "other")).sensitivity()).isEmpty();
  }

  @Test
  void whatHangsOnContentThatIsNotKnownCannotBeTold() {
    Json.Obj set =
        set(
            "HIV",
            "'include':[{'system':'s','filter':[{'property':'concept','op':'is-a','value':'top'}]},"
                + "{'system':'s','concept':[{'code':'listed'}]}]");
    Labels labels = Labels.of(List.of(set), Hierarchy.NONE);

    assertThatThrownBy(() -> SensitivitySet.of(set, Hierarchy.NONE))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE));
    Labels.Revealed any = labels.of(new Coding("s", "any"));
    assertThat(any.uncertain()).isTrue();
    assertThat(any.sensitivity()).isEmpty();
    assertThat(labels.of(new Coding("s", "listed")).sensitivity()).containsExactly("HIV");
    assertThat(labels.of(new Coding("t", "any"))).isEqualTo(Labels.Revealed.NOTHING);
  }

  @Test
  void aSetThatIsHalfUnderstoodIsRefused() {
    List<String> refused =
        List.of(
            "'include':[{'valueSet':['http://x']}]",
            "'include':[{'concept':[{'code':'a'}]}]",
            "'include':[{'system':'s','filter':[{'property':'parent','op':'=','value':'a'}]}]",
            "'include':[{'system':'s','filter':[{'property':'code','op':'regex','value':'('}]}]",
            "'include':[{'system':'s','filter':[{'property':'code','op':'regex'}]}]");
    for (String compose : refused) {
      assertThatThrownBy(() -> SensitivitySet.of(set("HIV", compose), Hierarchy.NONE))
          .as(compose)
          .isInstanceOf(Problem.class);
    }
  }

  /** By the thousand: look-ups say what trying every expression by itself says. */
  @Test
  void lookingUpIsTheSameAsTryingEveryExpression() {
    Random random = new Random(20261122);
    String letters = "ABC.1";
    for (int round = 0; round < 300; round++) {
      List<String> expressions = new java.util.ArrayList<>();
      StringBuilder includes = new StringBuilder();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        String expression = expression(random, letters);
        expressions.add(expression);
        includes
            .append(i == 0 ? "" : ",")
            .append("{'system':'s','filter':[{'property':'code','op':'regex','value':'")
            .append(expression.replace("\\", "\\\\"))
            .append("'}]}");
      }
      Labels labels = only("'include':[" + includes + "]");
      for (int i = 0; i < 50; i++) {
        String code = word(random, letters, 1 + random.nextInt(4));
        boolean one = expressions.stream().anyMatch(e -> Pattern.matches(e, code));
        Set<String> expected = one ? new TreeSet<>(Set.of("HIV")) : Set.of();
        assertThat(labels.of(new Coding("s", code)).sensitivity())
            .as("%s by %s", code, expressions)
            .isEqualTo(expected);
      }
    }
  }

  private static String expression(Random random, String letters) {
    String one = Pattern.quote(word(random, letters, 2)).replace("\\Q", "").replace("\\E", "");
    String escaped = one.replace(".", "\\.");
    return switch (random.nextInt(4)) {
      case 0 -> escaped;
      case 1 -> "[AB]" + escaped;
      case 2 -> "(" + escaped + "|" + word(random, "ABC1", 1) + ").*";
      default -> escaped + ".*";
    };
  }

  private static String word(Random random, String letters, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) word.append(letters.charAt(random.nextInt(letters.length())));
    return word.toString();
  }
}
