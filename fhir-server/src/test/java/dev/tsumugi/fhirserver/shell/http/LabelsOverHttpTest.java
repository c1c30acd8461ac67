package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels, entity tags and bundles on the wire. */
class LabelsOverHttpTest {
  private RestTown town;
  private Access hanako;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    hanako = town.resident("hanako", "user/*.cruds");
    town.put("{'resourceType':'Patient','id':'hanako'}");
    town.put(condition("gout", "M10"));
    town.put(condition("hiv", "B20"));
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private static String condition(String id, String code) {
    return "{'resourceType':'Condition','id':'"
        + id
        + "','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'"
        + code
        + "'}]},'subject':{'reference':'Patient/hanako'}}";
  }

  private static List<String> labels(Json.Obj resource) {
    List<String> codes = new ArrayList<>();
    Json.Obj meta = resource.obj("meta");
    if (meta != null) for (Json.Obj one : meta.objects("security")) codes.add(one.text("code"));
    return codes;
  }

  /** Makes gout sensitive, and waits until every row is labelled. */
  private void relabel() {
    town.work();
    town.put(
        "{'resourceType':'ValueSet','id':'sensitivity-HIV','url':"
            + "'https://tsumugi.dev/fhir/ValueSet/sensitivity-HIV','status':'active','compose':"
            + "{'include':[{'system':'http://hl7.org/fhir/sid/icd-10','concept':[{'code':'M10'}]}]}}");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!state().equals("settled")) assertThat(System.nanoTime()).isLessThan(until);
  }

  private String state() {
    Json.Obj answer = town.get(hanako, "/ValueSet/$relabel-status");
    return answer.objects("parameter").get(0).text("valueCode");
  }

  private Reply read(String... headers) {
    return town.ask(hanako, "GET", "/Condition/gout", "", headers);
  }

  private static String tag(Reply reply) {
    return reply.headers().get("ETag");
  }

  @Test
  void theTagIsTheVersionUntilTheLabelsChange() {
    assertThat(tag(read())).isEqualTo("W/\"1\"");
    assertThat(read("if-none-match", "W/\"1\"").status()).isEqualTo(304);
    String modified = read().headers().get("Last-Modified");
    assertThat(read("if-modified-since", modified).status()).isEqualTo(304);

    relabel();

    assertThat(tag(read())).isEqualTo("W/\"1.1\"");
    Json.Obj resource = Json.parseObject(read().body());
    assertThat(resource.obj("meta").text("versionId")).isEqualTo("1");
    assertThat(labels(resource)).containsExactly("R", "HIV");
    assertThat(read("if-none-match", "W/\"1\"").status()).isEqualTo(200);
    assertThat(read("if-none-match", "W/\"1.1\"").status()).isEqualTo(304);
    assertThat(read("if-modified-since", modified).status()).isEqualTo(200);
    Json.Obj history = town.get(hanako, "/Condition/gout/_history");
    assertThat(history.objects("entry").get(0).obj("response").text("etag")).isEqualTo("W/\"1.1\"");
  }

  @Test
  void ifMatchTakesTheVersionWithOrWithoutWhatStandsBehindIt() {
    relabel();
    String next = condition("gout", "M10").replace("'subject'", "'recordedDate':'2026','subject'");

    assertThat(put(next, "W/\"2\"").status()).isEqualTo(412);
    Reply done = put(next, "W/\"1\"");
    assertThat(done.status()).isEqualTo(200);
    assertThat(tag(done)).isEqualTo("W/\"2\"");
    assertThat(put(next.replace("2026", "2025"), "W/\"2.7\"").status()).isEqualTo(200);
    assertThat(put(next, "W/\"3.x\"").status()).isEqualTo(400);
  }

  private Reply put(String body, String ifMatch) {
    return town.ask(town.loader(), "PUT", "/Condition/gout", body, "if-match", ifMatch);
  }

  @Test
  void metaIsAReadThatShowsTheLabelsAlone() {
    Json.Obj answer = town.get(hanako, "/Condition/hiv/$meta");
    Json.Obj meta = answer.objects("parameter").get(0).obj("valueMeta");
    assertThat(meta).isEqualTo(town.get(hanako, "/Condition/hiv").obj("meta"));
    assertThat(labels(Json.object().put("meta", meta).build())).containsExactly("R", "HIV");
    assertThat(answer.toString()).doesNotContain("B20");

    Reply absent = town.ask(hanako, "GET", "/Condition/absent/$meta", "");
    Reply hidden =
        town.ask(town.resident("taro", "user/*.cruds"), "GET", "/Condition/hiv/$meta", "");
    assertThat(absent.status()).isEqualTo(404);
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(town.ask(hanako, "GET", "/Condition/$meta", "").status()).isEqualTo(404);
  }

  @Test
  void aBundleIsAsConfidentialAsTheMostConfidentialOfItsEntries() {
    assertThat(labels(town.get(hanako, "/Condition?code=M10"))).isEmpty();
    assertThat(labels(town.get(hanako, "/Condition"))).containsExactly("R");
    assertThat(labels(town.get(hanako, "/Condition/hiv/_history"))).containsExactly("R");
    assertThat(labels(town.get(hanako, "/Condition/gout/_history"))).isEmpty();
    String batch =
        "{'resourceType':'Bundle','type':'batch','entry':[{'request':{'method':'GET','url':"
            + "'Condition/hiv'}}]}";
    Reply answer = town.ask(hanako, "POST", "/", batch);
    assertThat(labels(Json.parseObject(answer.body()))).containsExactly("R");
  }

  @Test
  void theSetsInForceCanBeReadAndOneOfThemStoredChanged() {
    Json.Obj sets = town.get(hanako, "/ValueSet/$sensitivity");
    assertThat(sets.objects("entry")).hasSizeGreaterThan(10);
    Json.Obj hiv =
        sets.objects("entry").stream()
            .map(entry -> entry.obj("resource"))
            .filter(set -> "sensitivity-HIV".equals(set.text("id")))
            .findFirst()
            .orElseThrow();
    assertThat(hiv.text("version")).isEqualTo("1");

    Reply stored =
        town.ask(
            town.loader(),
            "PUT",
            "/ValueSet/sensitivity-HIV",
            hiv.with("version", Json.text("2")).toString());

    assertThat(stored.status()).isEqualTo(201);
    Json.Obj now = town.get(hanako, "/ValueSet/$sensitivity");
    assertThat(now.toString()).contains("\"version\":\"2\"");
    assertThat(state()).as("the same codes").isEqualTo("settled");
    assertThat(town.ask(hanako, "GET", "/ValueSet/$sensitivity?x=y", "").status()).isEqualTo(400);
  }
}
