package dev.tsumugi.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FhirPackageTest {
  private static final byte[] MANIFEST = bytes("{'name':'example','version':'1.0.0'}");

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  private static Json.Obj resource(String json) {
    return Json.parseObject(bytes(json));
  }

  @Test
  void onlyTheTerminologyOfThePackageItselfIsTaken() {
    FhirPackage content =
        FhirPackage.of(
            Map.of(
                "package/package.json", MANIFEST,
                "package/.index.json", bytes("{}"),
                "package/a.json", bytes("{'resourceType':'ValueSet','url':'urn:a'}"),
                "package/b.json", bytes("{'resourceType':'StructureDefinition','url':'urn:b'}"),
                "package/example/c.json", bytes("{'resourceType':'ValueSet','url':'urn:c'}")));

    assertThat(content.name()).isEqualTo("example#1.0.0");
    assertThat(content.resources()).extracting(one -> one.text("url")).containsExactly("urn:a");
  }

  @Test
  void whatIsNoPackageOrBrokenIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> FhirPackage.of(Map.of("package/a.json", bytes("{}"))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("no FHIR package");
    assertThatThrownBy(
            () ->
                FhirPackage.of(
                    Map.of(
                        "package/package.json",
                        MANIFEST,
                        "package/a.json",
                        bytes("{'resourceType':'CodeSystem'}"))))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.issues().get(0).path()).isEqualTo("package/a.json"));
  }

  @Test
  void versionsOfADefinitionGetIdsOfTheirOwn() {
    assertThat(id("{'id':'Vs_x','url':'urn:x','version':'1.2'}")).isEqualTo("vs-x-1.2");
    assertThat(id("{'id':'Vs_x','url':'urn:x','version':'1.3'}")).isEqualTo("vs-x-1.3");
    assertThat(id("{'id':'x','url':'urn:x'}")).isEqualTo("x");
    String long1 = id("{'id':'" + "x".repeat(64) + "','url':'urn:x','version':'1'}");
    String long2 = id("{'id':'" + "x".repeat(64) + "','url':'urn:x','version':'2'}");
    assertThat(long1).hasSizeLessThanOrEqualTo(64).isNotEqualTo(long2);
  }

  private static String id(String json) {
    return FhirPackage.id(resource(json));
  }

  @Test
  void nestedConceptsCountAndSupplementsStayResources() {
    String concepts = "'concept':[{'code':'a','concept':[{'code':'b'},{'code':'c'}]}]}";
    Json.Obj whole = resource("{'resourceType':'CodeSystem'," + concepts);
    Json.Obj more = resource("{'resourceType':'CodeSystem','content':'supplement'," + concepts);

    assertThat(FhirPackage.isLarge(whole, 2)).isTrue();
    assertThat(FhirPackage.isLarge(whole, 3)).isFalse();
    assertThat(FhirPackage.isLarge(more, 2)).isFalse();
  }

  @Test
  void aTransactionPutsEachUnderItsId() {
    List<LoadRequest> requests =
        FhirPackage.requests(
            List.of(resource("{'resourceType':'ValueSet','id':'X','url':'urn:x','version':'1'}")));

    Json.Obj entry = requests.get(0).body().objects("entry").get(0);
    assertThat(entry.obj("request").text("url")).isEqualTo("ValueSet/x-1");
    assertThat(entry.obj("resource").text("id")).isEqualTo("x-1");
  }
}
