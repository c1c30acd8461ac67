package dev.tsumugi.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBundleTest {
  private static final String UUID_A = "0b0e2a3c-8f3e-4c6e-9d0e-000000000001";
  private static final String UUID_B = "0b0e2a3c-8f3e-4c6e-9d0e-000000000002";

  @Test
  void whatABundleCreatesIsPutUnderTheIdItNames() {
    LoadRequest request = only(transaction());

    assertThat(request.method()).isEqualTo(LoadRequest.Method.POST);
    assertThat(request.path()).isEmpty();
    assertThat(request.body().text("type")).isEqualTo("transaction");
    assertThat(urls(request)).containsExactly("PUT Patient/" + UUID_A, "PUT Condition/" + UUID_B);
    assertThat(resource(request, 1).text("id")).isEqualTo(UUID_B);
    assertThat(request.entries())
        .containsExactly(
            new LoadRequest.Entry(1, "Patient", UUID_A),
            new LoadRequest.Entry(2, "Condition", UUID_B));
  }

  @Test
  void literalReferencesFollowAndConditionalOnesStay() {
    Json.Obj condition = resource(only(transaction()), 1);

    assertThat(condition.obj("subject").text("reference")).isEqualTo("Patient/" + UUID_A);
    assertThat(condition.obj("asserter").text("reference"))
        .isEqualTo("Practitioner?identifier=urn:x|1");
  }

  @Test
  void aUuidThatIsAnIdentifierIsNoReference() {
    Json.Obj patient = resource(only(transaction()), 0);

    assertThat(patient.objects("identifier").get(0).text("value")).isEqualTo("urn:uuid:" + UUID_A);
  }

  @Test
  void aBatchStaysABatchAndItsConditionalCreateBecomesAPut() {
    LoadRequest request =
        only(
            """
            {"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"urn:uuid:%s",
             "resource":{"resourceType":"Organization","id":"%s"},
             "request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=a|b"}}]}
            """
                .formatted(UUID_A, UUID_A));

    assertThat(request.body().text("type")).isEqualTo("batch");
    assertThat(urls(request)).containsExactly("PUT Organization/" + UUID_A);
    assertThat(request.body().objects("entry").get(0).obj("request").has("ifNoneExist")).isFalse();
  }

  @Test
  void otherMethodsPassAsTheyStand() {
    LoadRequest request =
        only(
            """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"request":{"method":"DELETE","url":"Patient/1"}},
             {"resource":{"resourceType":"Patient"},
              "request":{"method":"PUT","url":"Patient?identifier=a|b"}},
             {"resource":{"resourceType":"Patient","id":"2"},
              "request":{"method":"PUT","url":"Patient/2","ifMatch":"W/\\"3\\""}}]}
            """);

    assertThat(urls(request))
        .containsExactly("DELETE Patient/1", "PUT Patient?identifier=a|b", "PUT Patient/2");
    assertThat(request.body().objects("entry").get(2).obj("request").text("ifMatch"))
        .isEqualTo("W/\"3\"");
    assertThat(request.entries()).allMatch(entry -> entry.id().isEmpty());
  }

  @Test
  void aDocumentIsStoredItself() {
    LoadRequest request = only(document());

    assertThat(request.method()).isEqualTo(LoadRequest.Method.PUT);
    assertThat(request.path()).isEqualTo("Bundle/doc");
    assertThat(request.body()).isEqualTo(Json.parseObject(document().getBytes(UTF_8)));
  }

  @Test
  void anUnpackedDocumentBringsItsEntriesToo() {
    List<LoadRequest> requests = LoadBundle.requests(file(document()), true);

    assertThat(requests).hasSize(2);
    assertThat(requests.get(0).path()).isEqualTo("Bundle/doc");
    assertThat(urls(requests.get(1))).containsExactly("PUT Composition/c", "PUT Patient/p");
    assertThat(resource(requests.get(1), 0).obj("subject").text("reference"))
        .isEqualTo("Patient/p");
  }

  @Test
  void ofASearchsetTheResourcesAreMeant() {
    LoadRequest request =
        only(
            """
            {"resourceType":"Bundle","type":"searchset","entry":[
             {"resource":{"resourceType":"Patient","id":"p"},"search":{"mode":"match"}},
             {"resource":{"resourceType":"OperationOutcome"},"search":{"mode":"outcome"}}]}
            """);

    assertThat(urls(request)).containsExactly("PUT Patient/p");
  }

  @Test
  void theSameContentWithoutAnIdGetsTheSameId() {
    String patient = "{\"resourceType\":\"Patient\",\"active\":true}";

    assertThat(only(patient).path()).isEqualTo(only(patient).path()).startsWith("Patient/");
    assertThat(only(patient).path()).isNotEqualTo(only(patient.replace("true", "false")).path());
  }

  @Test
  void linesGoAsOneBatchPlacesFirst() {
    LoadRequest request =
        only(
            """
            {"resourceType":"Observation","id":"o"}

            {"resourceType":"Patient","id":"p"}
            {"resourceType":"Organization","id":"h"}
            """);

    assertThat(request.body().text("type")).isEqualTo("batch");
    assertThat(urls(request))
        .containsExactly("PUT Organization/h", "PUT Patient/p", "PUT Observation/o");
    assertThat(request.entries().get(0).label()).isEqualTo("entry 3, Organization/h");
  }

  @Test
  void aHundredLinesAreTheMostOfABatch() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 201; i++) {
      lines.append("{\"resourceType\":\"Patient\",\"id\":\"p").append(i).append("\"}\n");
    }

    List<LoadRequest> requests = LoadBundle.requests(file(lines.toString()), false);

    assertThat(requests).extracting(r -> r.entries().size()).containsExactly(100, 100, 1);
  }

  @Test
  void aBrokenLineIsNamed() {
    assertThatThrownBy(() -> file("{\"resourceType\":\"Patient\"}\n{\"resourceType\":\n"))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.issues().get(0).path()).startsWith("line 2"));
  }

  @Test
  void whatIsNoResourceIsRefused() {
    assertThatThrownBy(() -> file("")).isInstanceOf(Problem.class).hasMessageContaining("empty");
    assertThatThrownBy(() -> file("<Patient/>")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> file("{\"a\":1}")).hasMessageContaining("resourceType");
    assertThatThrownBy(() -> only("{\"resourceType\":\"Bundle\",\"type\":\"batch\"}"))
        .hasMessageContaining("nothing to load");
    assertThatThrownBy(() -> only("{\"resourceType\":\"Bundle\"}")).hasMessageContaining("type");
  }

  private static String transaction() {
    return """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:%1$s",
          "resource":{"resourceType":"Patient","id":"%1$s",
           "identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:%1$s"}]},
          "request":{"method":"POST","url":"Patient"}},
         {"fullUrl":"urn:uuid:%2$s",
          "resource":{"resourceType":"Condition",
           "subject":{"reference":"urn:uuid:%1$s"},
           "asserter":{"reference":"Practitioner?identifier=urn:x|1"}},
          "request":{"method":"POST","url":"Condition"}}]}
        """
        .formatted(UUID_A, UUID_B);
  }

  private static String document() {
    return """
        {"resourceType":"Bundle","id":"doc","type":"document","entry":[
         {"fullUrl":"http://old.example/Composition/c",
          "resource":{"resourceType":"Composition","id":"c",
           "subject":{"reference":"http://old.example/Patient/p"}}},
         {"fullUrl":"http://old.example/Patient/p",
          "resource":{"resourceType":"Patient","id":"p"}}]}
        """;
  }

  private static LoadFile file(String text) {
    return LoadFile.read(text.getBytes(UTF_8));
  }

  private static LoadRequest only(String text) {
    List<LoadRequest> requests = LoadBundle.requests(file(text), false);
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private static Json.Obj resource(LoadRequest request, int entry) {
    return request.body().objects("entry").get(entry).obj("resource");
  }

  private static List<String> urls(LoadRequest request) {
    return request.body().objects("entry").stream()
        .map(entry -> entry.obj("request"))
        .map(sent -> sent.text("method") + " " + sent.text("url"))
        .toList();
  }
}
