package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.r4.FhirXml;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static Form form(String query, String accept) {
    Map<String, String> headers = new HashMap<>();
    if (!accept.isEmpty()) headers.put("accept", accept);
    return Form.of(
        new Exchange("GET", List.of("Patient", "p"), Exchange.words(query), headers, new byte[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | application/fhir+json",
        "'' | */* | application/fhir+json",
        "'' | application/* | application/fhir+json",
        "'' | application/fhir+json | application/fhir+json",
        "'' | APPLICATION/FHIR+JSON | application/fhir+json",
        "'' | application/json | application/json",
        "'' | text/json | text/json",
        "'' | application/fhir+xml | application/fhir+xml",
        "'' | application/xml | application/xml",
        "'' | text/xml | text/xml",
        "'' | application/fhir+xml;q=1.0, application/fhir+json;q=1.0 | application/fhir+json",
        "'' | application/fhir+xml, application/fhir+json;q=0.9 | application/fhir+xml",
        "'' | application/fhir+json;q=0.2, application/fhir+xml;q=0.3 | application/fhir+xml",
        "'' | application/fhir+json;q=0, */* | application/fhir+xml",
        "'' | application/fhir+xml;q=0.1, */*;q=0.9 | application/fhir+json",
        "'' | text/html, application/fhir+json;q=0.5 | application/fhir+json",
        "'' | text/html, application/xml;q=0.9, */*;q=0.8 | application/xml",
        "'' | text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | application/fhir+json",
        "'' | application/fhir+json; fhirVersion=4.0 | application/fhir+json",
        "'' | application/fhir+xml; fhirVersion=3.0, application/fhir+json | application/fhir+json",
        "'' | application/fhir+json; charset=\"UTF-8\" | application/fhir+json",
        "_format=json | application/fhir+xml | application/fhir+json",
        "_format=xml | '' | application/fhir+xml",
        "_format=xml | text/html | application/fhir+xml",
        "_format=application/fhir+xml | '' | application/fhir+xml",
        "_format=application/fhir%2Bxml | '' | application/fhir+xml",
        "_format=text/xml | '' | application/fhir+xml",
        "_format=text/json | '' | application/fhir+json",
        "_format= | application/fhir+xml | application/fhir+xml",
        "_pretty=true | application/fhir+xml | application/fhir+xml",
      })
  void theClientsWishDecides(String query, String accept, String type) {
    assertThat(form(query, accept).contentType()).isEqualTo(type + ";charset=UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | text/html",
        "'' | text/*",
        "'' | application/pdf, image/*",
        "'' | nonsense",
        "'' | application/fhir+json;q=0",
        "'' | application/fhir+json;q=high",
        "'' | application/fhir+json;fhirVersion=3.0",
        "'' | application/fhir+json;charset=utf-16",
        "_format=html | ''",
        "_format=ttl | application/fhir+json",
        "_format=application/fhir%2Bjson;fhirVersion=5.0 | ''",
      })
  void whatWeCannotWriteIsRefused(String query, String accept) {
    assertThatThrownBy(() -> form(query, accept))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_ACCEPTABLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*/*", "application/fhir+json"})
  void aPlainAnswerKeepsItsBytes(String accept) {
    Reply reply = Reply.json(200, new byte[] {1, 2, 3});

    assertThat(form("", accept).dress(reply, new FhirXml(R4.load()))).isSameAs(reply);
  }

  @Test
  void prettyChangesNothingButSpaces() {
    String compact =
        "{\"a\":[],\"b\":{},\"c\":[1.00,null,{\"d\":\"x{,:}[\\\"\\\\\"}],\"e\":\"日\",\"f\":true}";

    String pretty =
        new String(PrettyJson.of(compact.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);

    assertThat(Json.parseObject(pretty.getBytes(StandardCharsets.UTF_8)).toString())
        .isEqualTo(compact);
    assertThat(pretty)
        .isEqualTo(
            """
            {
              "a": [],
              "b": {},
              "c": [
                1.00,
                null,
                {
                  "d": "x{,:}[\\"\\\\"
                }
              ],
              "e": "日",
              "f": true
            }""");
  }
}
