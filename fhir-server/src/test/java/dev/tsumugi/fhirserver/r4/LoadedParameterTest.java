package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedParameterTest {
  private static final R4 FACTS = R4.load();

  private static final Json.Obj PATIENT =
      json(
          "{'resourceType':'Patient','id':'p','birthDate':'1941-03-02',"
              + "'_birthDate':{'extension':[{'url':'https://example.org/at','valueDateTime':'1941-03-02T04:05:00+09:00'}]},"
              + "'name':[{'given':['花','子'],'_given':[null,{'extension':[{'url':'https://example.org/by','valueString':'ko'}]}]}],"
              + "'telecom':[{'system':'phone','value':'1','use':'home'},{'system':'phone','value':'2','use':'work'},{'system':'email','value':'3'}],"
              + "'contact':[{'gender':'female','name':{'text':'a'}},{'gender':'male','name':{'text':'b'}}],"
              + "'generalPractitioner':[{'reference':'Practitioner/x'},{'reference':'Organization/y'}],"
              + "'extension':["
              + "{'url':'https://example.org/nick','valueString':'はなちゃん'},"
              + "{'url':'https://example.org/nick','valueCode':'hana'},"
              + "{'url':'https://example.org/(odd)|x','valueString':'odd'},"
              + "{'url':'https://example.org/height','valueQuantity':{'value':150.5,'system':'http://unitsofmeasure.org','code':'cm'}},"
              + "{'url':'https://example.org/floor','valueInteger':7},"
              + "{'url':'https://example.org/helper','valueReference':{'reference':'Practitioner/h'}},"
              + "{'url':'https://example.org/both','extension':["
              + "{'url':'kind','valueCoding':{'system':'https://example.org/kinds','code':'k1'}},"
              + "{'url':'site','valueUri':'urn:site:1'}]}]}");

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Json.Obj parameter(String base, String code, String type, String expression) {
    return Json.object()
        .put("resourceType", "SearchParameter")
        .put("url", "https://example.org/" + code)
        .put("status", "active")
        .put("code", code)
        .put("base", List.of(Json.text(base)))
        .put("type", type)
        .put("expression", expression)
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "string; Patient.extension.where(url='https://example.org/nick').value",
        "string; Patient.extension('https://example.org/nick').value",
        "string; Patient.extension.where(url = 'https://example.org/nick').value.as(string)",
        "token; Patient.extension.where(url='https://example.org/nick').value.ofType(code)",
        "token; (Patient.extension.where(url='https://example.org/nick').value as code)",
        "string; Patient.extension('https://example.org/(odd)|x').value as string",
        "token; Patient.extension('https://example.org/both').extension('kind').value.as(Coding)",
        "uri; Patient.extension.where(url='https://example.org/both').extension.where(url='site').value",
        "quantity; Patient.extension('https://example.org/height').value.ofType(Quantity)",
        "number; Patient.extension('https://example.org/floor').value.as(integer)",
        "reference; Patient.extension('https://example.org/helper').value.as(Reference)",
        "date; Patient.birthDate.extension('https://example.org/at').value.as(dateTime)",
        "string; Patient.name.given.extension('https://example.org/by').value.as(string)",
        "token; Patient.telecom.where(system='phone' and use='work')",
        "token; Patient.telecom.where(system='phone').where(use='home').value",
        "token; Patient.telecom.where(use.exists())",
        "token; Patient.telecom.where(use.exists().not())",
        "string; Patient.contact.where(name.text='b').name",
        "reference; Patient.generalPractitioner.where(resolve() is Organization)",
        "token; Patient.telecom.where(system='fax').exists()",
        "token; Patient.telecom.exists()",
        "token; Patient.photo.exists().not()",
        "token; Patient.photo.empty()",
        "string; Patient.name[0].text | Patient.contact[1].name",
        "string; (Patient.name|Patient.contact.name).given",
        "string; Patient.contact.where(gender='male').name.text | Patient.name.given"
      })
  void findsWhatHapiFinds(String type, String expression) {
    LoadedParameter loaded =
        LoadedParameter.of(FACTS, parameter("Patient", "mine", type, expression));

    R4 more = FACTS.with(loaded.parameters(SearchParameter.FIRST_LOADED));
    Map<String, List<String>> ours = Values.of(new Indexer(more).index(PATIENT));

    assertThat(ours.getOrDefault("mine", List.of()))
        .isEqualTo(hapi(expression, SearchParameter.Kind.valueOf(type.toUpperCase(Locale.ROOT))));
  }

  private static List<String> hapi(String expression, SearchParameter.Kind kind) {
    String text = new String(Json.bytes(PATIENT), StandardCharsets.UTF_8);
    Resource parsed = (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(text);
    List<String> values = new ArrayList<>();
    for (IBase value : FhirPathComparisonTest.evaluate(parsed, expression)) {
      values.addAll(Values.of(kind, value));
    }
    Collections.sort(values);
    return values;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "string; Patient.name.first(); unknown step 'first()'",
        "string; Patient.name.trace('x'); unknown step 'trace('x')'",
        "string; Patient.nickname; no element 'nickname'",
        "string; Patient.name.where(use != 'old'); unknown condition 'use != 'old''",
        "string; Patient.name.where(use='old' or use='new'); unknown condition",
        "string; Patient.extension.where(url='x.value; not closed",
        "string; Patient.name.where(use='old'; not closed",
        "string; Patient.name); not closed",
        "string; Observation.code; does not start at a base type",
        "string; name.given; does not start at a base type",
        "string; iif(true, Patient.name); does not start at a base type",
        "string; Patient.name.given[0]; counts behind an element that repeats",
        "string; Patient.name.exists(); only a token is true or false",
        "string; Patient; a path without steps",
        "string; Patient.where(active=true).name; follows no element",
        "token; Patient.generalPractitioner.where(resolve() is Nobody); unknown condition",
        "quantity; Patient.name; gives nothing of a Patient that a parameter of type quantity",
        "date; Patient.extension('x').value.as(Coding); gives nothing",
        "string; Patient.name + Patient.id; unknown step",
        "string; ``; is needed"
      })
  void refusesByNameWhatItCannotCompile(String type, String expression, String message) {
    Problem problem = refusal(parameter("Patient", "mine", type, expression));

    assertThat(problem.issues())
        .extracting(Problem.Issue::path)
        .containsOnly("SearchParameter.expression");
    assertThat(problem.issues().get(0).message()).contains(message);
  }

  private static Problem refusal(Json.Obj resource) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> LoadedParameter.of(FACTS, resource));
    assertThat(problem).isNotNull();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
    return problem;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "name; string; code; R4 has 'name' for Patient",
        "patient; string; code; cannot be the name",
        "_mine; string; code; cannot be the name",
        "a:b; string; code; cannot be the name",
        "mine; composite; type; 'composite' is not supported",
        "mine; special; type; 'special' is not supported"
      })
  void refusesByNameWhatItCannotAnswer(String code, String type, String path, String message) {
    Problem problem = refusal(parameter("Patient", code, type, "Patient.name"));

    assertThat(problem.issues()).hasSize(1);
    assertThat(problem.issues().get(0).path()).isEqualTo("SearchParameter." + path);
    assertThat(problem.issues().get(0).message()).contains(message);
  }

  @Test
  void aSoundingUsageIsRefused() {
    Json.Obj resource =
        parameter("Patient", "mine", "string", "Patient.name")
            .with("xpathUsage", Json.text("phonetic"));

    assertThat(refusal(resource).issues())
        .extracting(Problem.Issue::path)
        .containsExactly("SearchParameter.xpathUsage");
  }

  @Test
  void ofSeveralTypesEachTakesItsOwnAlternatives() {
    Json.Obj resource =
        parameter("Patient", "alias", "string", "Patient.name | Practitioner.name | Person.name")
            .with(
                "base",
                new Json.Arr(
                    List.of(Json.text("Practitioner"), Json.text("Patient"), Json.text("Person"))));

    LoadedParameter loaded = LoadedParameter.of(FACTS, resource);

    assertThat(loaded.parameters(SearchParameter.FIRST_LOADED))
        .extracting(SearchParameter::type, SearchParameter::expression)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Patient", "Patient.name"),
            org.assertj.core.groups.Tuple.tuple("Person", "Person.name"),
            org.assertj.core.groups.Tuple.tuple("Practitioner", "Practitioner.name"));
  }

  @Test
  void aParameterOfEveryResourceIsOneOfEachType() {
    Json.Obj resource =
        parameter("Resource", "lang", "token", "Resource.language")
            .with("base", new Json.Arr(List.of(Json.text("Resource"))));

    LoadedParameter loaded = LoadedParameter.of(FACTS, resource);

    assertThat(loaded.types()).isEqualTo(FACTS.types());
    assertThat(FACTS.with(loaded.parameters((short) 10_005)).searchParameter("Group", "lang"))
        .hasValueSatisfying(param -> assertThat(param.loaded()).isTrue());
  }

  /** What a loaded expression quotes cannot end the text it becomes part of. */
  @Test
  void wordsOfAnExpressionCannotLeaveTheSortPath() {
    String odd = "x\") ? (1==1) /* \\\\ ; drop";
    Json.Obj resource =
        parameter("Patient", "mine", "token", "Patient.extension.where(url='" + odd + "').value");
    // A backslash inside quotes is no FHIRPath we read.
    assertThat(refusal(resource).issues().get(0).message()).contains("unknown condition");

    String bold = odd.replace("\\", "");
    SearchParameter param =
        LoadedParameter.of(
                FACTS,
                parameter("Patient", "mine", "token", "Patient.extension('" + bold + "').value"))
            .parameters(SearchParameter.FIRST_LOADED)
            .get(0);

    assertThat(SortPaths.of(FACTS, param))
        .isNotEmpty()
        .allSatisfy(
            path -> assertThat(path).doesNotContain("'").doesNotContain("x\"").doesNotContain(";"));
  }
}
