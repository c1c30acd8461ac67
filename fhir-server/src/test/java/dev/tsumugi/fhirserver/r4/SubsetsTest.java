package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ca.uhn.fhir.context.FhirContext;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SubsetsTest {
  private static final R4 FACTS = R4.load();
  private static final Subsets SUBSETS = new Subsets(FACTS);
  private static final FhirContext HAPI = FhirContext.forR4Cached();

  private static final Json.Obj PATIENT =
      json(
          "{'resourceType':'Patient','id':'p','meta':{'versionId':'1'},'implicitRules':'urn:r',"
              + "'text':{'status':'generated','div':'<div>x</div>'},"
              + "'extension':[{'url':'urn:e','valueString':'e'}],"
              + "'modifierExtension':[{'url':'urn:m','valueString':'m'}],"
              + "'active':true,'name':[{'family':'f'}],'birthDate':'1947','_birthDate':{'id':'b'},"
              + "'photo':[{'contentType':'image/png','data':'AAAA'}],"
              + "'maritalStatus':{'text':'x'},'communication':[{'language':{'text':'ja'}}],"
              + "'link':[{'id':'l','extension':[{'url':'urn:x','valueString':'x'}],"
              + "'other':{'reference':'Patient/q'},'type':'seealso'}]}");

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> names(Json.Obj object) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < object.size(); i++) names.add(object.name(i));
    return names;
  }

  @Test
  void theSummaryHoldsWhatTheDefinitionMarks() {
    Json.Obj part = SUBSETS.summary(PATIENT);

    assertThat(names(part))
        .containsExactly(
            "_birthDate",
            "active",
            "birthDate",
            "id",
            "implicitRules",
            "link",
            "meta",
            "modifierExtension",
            "name",
            "resourceType");
    assertThat(names(part.objects("link").get(0))).containsExactly("id", "other", "type");
    assertThat(Subsets.isSubset(part)).isTrue();
    assertThat(part.obj("meta").text("versionId")).isEqualTo("1");
  }

  @Test
  void aSummaryLeavesOutTheDataOfAttachments() {
    Json.Obj document =
        json(
            "{'resourceType':'DocumentReference','status':'current','content':[{'attachment':"
                + "{'contentType':'text/plain','url':'urn:a','data':'AAAA'}}]}");

    Json.Obj attachment = SUBSETS.summary(document).objects("content").get(0).obj("attachment");

    assertThat(names(attachment)).containsExactly("contentType", "url");
  }

  @Test
  void textKeepsTheNarrativeAndWhatMustBeThere() {
    Json.Obj observation =
        json(
            "{'resourceType':'Observation','text':{'status':'generated','div':'<div>x</div>'},"
                + "'status':'final','code':{'text':'c'},'valueString':'v'}");

    assertThat(names(SUBSETS.text(observation)))
        .containsExactly("code", "meta", "resourceType", "status", "text");
  }

  @Test
  void dataIsAllButTheNarrative() {
    Json.Obj part = SUBSETS.data(PATIENT);

    assertThat(part.has("text")).isFalse();
    assertThat(part.size()).isEqualTo(PATIENT.size() - 1);
    assertThat(Subsets.isSubset(part)).isTrue();
  }

  @Test
  void elementsAreThoseAskedForAndThoseThatChangeTheMeaning() {
    Json.Obj allergy =
        json(
            "{'resourceType':'AllergyIntolerance','id':'a','verificationStatus':{'text':'refuted'},"
                + "'code':{'text':'c'},'patient':{'reference':'Patient/p'},'note':[{'text':'n'}],"
                + "'onsetString':'o'}");

    assertThat(names(SUBSETS.elements(allergy, Set.of("code"))))
        .containsExactly("code", "id", "meta", "patient", "resourceType", "verificationStatus");
    for (String onset : Set.of("onset", "onset[x]", "onsetString")) {
      assertThat(names(SUBSETS.elements(allergy, Set.of(onset)))).contains("onsetString");
    }
  }

  @Test
  void elementsAreKnownByName() {
    assertThat(SUBSETS.isElement("Observation", "value")).isTrue();
    assertThat(SUBSETS.isElement("Observation", "value[x]")).isTrue();
    assertThat(SUBSETS.isElement("Observation", "valueQuantity")).isTrue();
    assertThat(SUBSETS.isElement("Observation", "birthDate")).isFalse();
    assertThat(SUBSETS.isElement("Observation", "status.x")).isFalse();
    assertThat(SUBSETS.isElement("Nonsense", "id")).isFalse();
  }

  /**
   * A part is sound R4 (so it can be read by who reads the whole), and so has HAPI's its members.
   */
  @TestFactory
  Stream<DynamicTest> partsOfPublicExamplesAreSound() {
    Validator validator = new Validator(FACTS);
    return Stream.of("synthea", "ips", "adi", "clins")
        .flatMap(folder -> SharedData.resources(folder).stream())
        .filter(resource -> !resource.has("contained")) // parts may lose what a reference means
        .map(resource -> resource.text("resourceType"))
        .distinct()
        .map(type -> dynamicTest(type, () -> checkAll(type, validator)));
  }

  private static void checkAll(String type, Validator validator) {
    Stream.of("synthea", "ips", "adi", "clins")
        .flatMap(folder -> SharedData.resources(folder).stream())
        .filter(resource -> type.equals(resource.text("resourceType")))
        .filter(resource -> !resource.has("contained"))
        .limit(200)
        .forEach(
            resource -> {
              assertThat(validator.check(SUBSETS.summary(resource))).isEmpty();
              assertThat(validator.check(SUBSETS.text(resource))).isEmpty();
              assertThat(validator.check(SUBSETS.data(resource))).isEmpty();
              assertThat(validator.check(SUBSETS.elements(resource, Set.of("id")))).isEmpty();
              assertThat(names(SUBSETS.summary(resource))).containsAll(ofHapi(resource));
            });
  }

  private static Set<String> ofHapi(Json.Obj resource) {
    String text =
        HAPI.newJsonParser()
            .setSummaryMode(true)
            .encodeResourceToString(HAPI.newJsonParser().parseResource(resource.toString()));
    return names(Json.parseObject(text.getBytes(StandardCharsets.UTF_8)));
  }
}
