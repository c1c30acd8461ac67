package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches, conditions and preferences of writes, as bytes on the wire. */
class ChangesTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final String PATCH = "application/json-patch+json";

  @BeforeAll
  static void somebodyIsHere() {
    put("Patient/changes", "{'resourceType':'Patient','id':'changes'}");
    put("Basic/changes-hidden", basic("changes-hidden"));
  }

  private static String basic(String id) {
    return "{'resourceType':'Basic','id':'"
        + id
        + "','identifier':[{'system':'urn:changes','value':'"
        + id
        + "'}],'code':{'text':'note'},'subject':{'reference':'Patient/changes'}}";
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static Answer put(String ref, String body, String... headers) {
    return WIRE.send("PUT", "/fhir/" + ref, LOADER, utf8(body), headers);
  }

  private static Answer patch(String token, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", PATCH));
    all.addAll(List.of(headers));
    return WIRE.send("PATCH", "/fhir/" + path, token, utf8(body), all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json-patch+json, 200, ''",
    "application/json-patch+json;charset=utf-8, 200, ''",
    "application/xml-patch+xml, 415, XML Patch",
    "application/fhir+json, 415, FHIRPath Patch",
    "application/fhir+xml, 415, FHIRPath Patch",
    "application/json, 415, FHIRPath Patch",
    "application/merge-patch+json, 415, this type",
  })
  void formsOfPatchesThatAreNotOfferedAreNamed(String type, int status, String named) {
    Answer answer =
        WIRE.send(
            "PATCH",
            "/fhir/Basic/changes-hidden",
            LOADER,
            utf8("[]"),
            "Content-Type",
            type,
            "Accept",
            "application/fhir+json");

    if (status >= 400) Wire.assertRefused(answer, status);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).contains(named);
  }

  @Test
  void hiddenAndAbsentGiveTheSameBytes() {
    String physician = HUB.token("physician", "user/*.cruds");
    List<String> answers = new ArrayList<>();
    for (String id : List.of("changes-hidden", "changes-absent")) {
      for (String body : List.of("[]", "[{'op':'test','path':'/code/text','value':'note'}]")) {
        Answer answer = patch(physician, "Basic/" + id, body, "If-Match", "W/\"1\"");
        Wire.assertRefused(answer, 404);
        answers.add(answer.text().replace(id, "X"));
      }
      Answer byCondition = patch(physician, "Basic?identifier=urn:changes%7C" + id, "[]");
      Wire.assertRefused(byCondition, 404);
      Answer delete =
          WIRE.send("DELETE", "/fhir/Basic?identifier=urn:changes%7C" + id, physician, new byte[0]);
      assertThat(delete.status()).isEqualTo(204);
    }

    assertThat(answers.stream().distinct()).hasSize(1);
    assertThat(WIRE.get(LOADER, "/fhir/Basic/changes-hidden").status()).isEqualTo(200);
  }

  @Test
  void aWriteAnswersInThePreferredForm() {
    String body = basic("changes-prefer");

    Answer created = put("Basic/changes-prefer", body, "Prefer", "return=OperationOutcome");
    Answer again =
        put("Basic/changes-prefer", body, "Prefer", "handling=strict", "Prefer", "return=minimal");
    Answer deleted =
        WIRE.send(
            "DELETE",
            "/fhir/Basic/changes-prefer",
            LOADER,
            new byte[0],
            "Prefer",
            "return=OperationOutcome");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.said()).isEqualTo("created Basic/changes-prefer, version 1");
    assertThat(created.headers()).containsKey("location");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers()).containsEntry("etag", "W/\"1\"");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.said()).isEqualTo("deleted Basic/changes-prefer");
    assertThat(deleted.headers()).containsEntry("etag", "W/\"2\"");
  }

  @ParameterizedTest
  @CsvSource({"batch", "transaction"})
  void aBundleAnswersInThePreferredFormToo(String type) {
    String id = "changes-" + type;
    String bundle =
        "{'resourceType':'Bundle','type':'"
            + type
            + "','entry':[{'resource':"
            + basic(id)
            + ",'request':{'method':'PUT','url':'Basic?identifier=urn:changes|"
            + id
            + "'}},{'request':{'method':'DELETE','url':'Basic?identifier=urn:changes|no-"
            + id
            + "'}},{'request':{'method':'GET','url':'Patient/changes'}}]}";

    Answer answer =
        WIRE.send("POST", "/fhir", LOADER, utf8(bundle), "Prefer", "return=OperationOutcome");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<Json.Obj> entries = answer.json().objects("entry");
    Json.Obj created = entries.get(0).obj("response");
    assertThat(created.text("status")).isEqualTo("201");
    assertThat(created.text("location")).endsWith("/fhir/Basic/" + id + "/_history/1");
    assertThat(created.obj("outcome").text("resourceType")).isEqualTo("OperationOutcome");
    assertThat(entries.get(0).has("resource")).isFalse();
    assertThat(entries.get(1).obj("response").obj("outcome").toString())
        .contains("nothing was deleted");
    assertThat(entries.get(2).obj("resource").text("id")).isEqualTo("changes");
  }

  @Test
  void overlongPatchesHaveTheirOwnAnswer() {
    String one = "{'op':'test','path':'/id','value':'changes-hidden'},";
    String many = "[" + one.repeat(1_000) + one.substring(0, one.length() - 1) + "]";
    String deep = "[{'op':'test','path':'" + "/a".repeat(101) + "','value':1}]";

    assertThat(patch(LOADER, "Basic/changes-hidden", many).status()).isEqualTo(413);
    assertThat(patch(LOADER, "Basic/changes-hidden", deep).status()).isEqualTo(413);
  }

  @Test
  void whatAnOperationRefusesIsJournalled() throws SQLException {
    long before = refusals();

    Answer answer =
        WIRE.send(
            "POST",
            "/fhir/$emergency-lookup",
            HUB.token("physician", "user/*.cruds"),
            utf8("{'resourceType':'Parameters'}"));

    Wire.assertRefused(answer, 403);
    assertThat(refusals()).isEqualTo(before + 1);
  }

  private static long refusals() throws SQLException {
    try (var connection = HUB.database().asSuperuser();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from journal where convert_from(content, 'UTF8') like"
                    + " '%\"asked\":\"$emergency-lookup\"%\"permitted\":false%'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
