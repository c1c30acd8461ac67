package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.shell.http.EverythingOperation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves, piece by piece. */
class EverythingOperationTest {
  private static final String BASE = "http://hub.test/fhir";
  private static final int NOTES = 150;

  private TestStore store;
  private Operation everything;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    everything =
        new EverythingOperation(
            store.store.patientRecord(),
            TestStore.R4_FACTS,
            new ConsentEngine(),
            store.clock,
            BASE,
            store.keys.cursorKey());
    store.put(store.loader(), "{'resourceType':'Patient','id':'hanako'}");
    List<Write> notes = new ArrayList<>();
    for (int i = 0; i < NOTES; i++) {
      notes.add(
          TestStore.update(
              "{'resourceType':'Basic','id':'n"
                  + i
                  + "','code':{'text':'n'},'subject':{'reference':'Patient/hanako'}}"));
    }
    store.store.records().commit(store.loader(), notes);
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private Pieces ask(Access access, Map<String, String> words) {
    Operation.Call call = new Operation.Call(Optional.of(Ref.patient("hanako")), null, words);
    return everything.pieces(access, call);
  }

  private static Json.Obj whole(byte[] first, Pieces rest) {
    String text =
        new String(first, StandardCharsets.UTF_8) + new String(rest.rest(), StandardCharsets.UTF_8);
    return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Json.Obj> resources(Json.Obj bundle) {
    return bundle.objects("entry").stream().map(entry -> entry.obj("resource")).toList();
  }

  @Test
  void thePiecesMakeOneBundle() {
    Pieces pieces = ask(store.loader(), Map.of());
    byte[] first = pieces.next();
    assertThat(pieces.more()).isTrue();
    Json.Obj bundle = whole(first, pieces);

    assertThat(bundle.text("type")).isEqualTo("searchset");
    assertThat(bundle.has("total")).isFalse();
    assertThat(resources(bundle)).hasSize(NOTES + 1);
    assertThat(bundle.objects("entry"))
        .allSatisfy(
            entry ->
                assertThat(entry.text("fullUrl"))
                    .isEqualTo(
                        BASE
                            + "/"
                            + entry.obj("resource").text("resourceType")
                            + "/"
                            + entry.obj("resource").text("id")));
    assertThat(bundle.objects("link"))
        .extracting(link -> link.text("relation"))
        .containsExactly("self");
  }

  @Test
  void whatIsWithdrawnBetweenTwoPiecesIsSaidAndTheBundleIsWhole() {
    Access hanako = store.resident("hanako");
    Pieces pieces = ask(hanako, Map.of());
    byte[] first = pieces.next();
    store.sql("update service set valid_until = '2020-01-01' where client = 'app'");

    Json.Obj bundle = whole(first, pieces);

    List<Json.Obj> resources = resources(bundle);
    assertThat(resources).hasSizeLessThan(NOTES);
    Json.Obj last = resources.get(resources.size() - 1);
    assertThat(last.text("resourceType")).isEqualTo("OperationOutcome");
    assertThat(last.objects("issue").get(0).text("severity")).isEqualTo("warning");
    assertThat(last.objects("issue").get(0).text("code")).isEqualTo("incomplete");
    assertThat(bundle.objects("entry").get(resources.size() - 1).obj("search").text("mode"))
        .isEqualTo("outcome");
  }

  @Test
  void aFailureBetweenTwoPiecesEndsTheBundleWellFormed() {
    Pieces pieces = ask(store.loader(), Map.of());
    byte[] first = pieces.next();
    store.sql("drop table member");

    List<Json.Obj> resources = resources(whole(first, pieces));

    Json.Obj issue = resources.get(resources.size() - 1).objects("issue").get(0);
    assertThat(issue.text("severity")).isEqualTo("error");
    assertThat(issue.text("diagnostics")).doesNotContain("member");
  }

  @Test
  void aPageLeadsToTheNextAndToNobodyElse() {
    Json.Obj page = Json.parseObject(ask(store.loader(), Map.of("_count", "120")).rest());
    assertThat(resources(page)).hasSize(120);
    Json.Obj next = page.objects("link").get(1);
    assertThat(next.text("relation")).isEqualTo("next");
    String query = URI.create(next.text("url")).getRawQuery();
    String cursor =
        URLDecoder.decode(query.substring(query.indexOf('=') + 1), StandardCharsets.UTF_8);

    Json.Obj second = Json.parseObject(ask(store.loader(), Map.of("_page", cursor)).rest());
    Problem refused =
        catchThrowableOfType(
            Problem.class, () -> ask(store.resident("hanako"), Map.of("_page", cursor)).next());

    assertThat(resources(second)).hasSize(NOTES + 1 - 120);
    assertThat(second.objects("link")).hasSize(1);
    assertThat(refused.issues().get(0).path()).isEqualTo("_page");
  }

  @ParameterizedTest
  @CsvSource({
    "_type, Basic; Nonsense",
    "_count, 0",
    "_count, many",
    "start, soon",
    "_since, soon",
    "_sort, date",
    "colour, red"
  })
  void whatIsNotUnderstoodIsRefusedByName(String name, String value) {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> ask(store.loader(), Map.of(name, value.replace("; ", ","))).next());

    assertThat(problem.kind()).isIn(Problem.Kind.INVALID, Problem.Kind.NOT_SUPPORTED);
    assertThat(problem.issues().get(0).path()).isEqualTo(name);
  }

  @Test
  void parametersMayComeInABody() {
    Json.Obj input =
        TestStore.json(
            "{'resourceType':'Parameters','parameter':[{'name':'_count','valueInteger':3},"
                + "{'name':'_type','valueCode':'Patient'},{'name':'_type','valueCode':'Basic'}]}");
    Operation.Call call = new Operation.Call(Optional.of(Ref.patient("hanako")), input, Map.of());

    Json.Obj bundle = Json.parseObject(everything.run(store.loader(), call));

    assertThat(resources(bundle)).hasSize(3);
    assertThat(bundle.objects("link").get(0).text("url"))
        .isEqualTo(BASE + "/Patient/hanako/$everything?_type=Patient%2CBasic&_count=3");
  }
}
