package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** History and search over types, as requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsTest {
  private RestTown town;
  private Access hanako;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    hanako = town.resident("hanako", "user/*.cruds");
    town.put("{'resourceType':'Organization','id':'clinic','meta':{'tag':[{'code':'demo'}]}}");
    for (String id : List.of("hanako", "taro")) {
      minute();
      town.put("{'resourceType':'Patient','id':'" + id + "','meta':{'tag':[{'code':'demo'}]}}");
      town.put(note("note-" + id, id, "1"));
    }
    minute();
    town.put(note("note-hanako", "hanako", "2"));
    minute();
    assertThat(town.ask(town.loader(), "DELETE", "/Basic/note-hanako", "").status()).isEqualTo(204);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private void minute() {
    town.clock.advance(Duration.ofMinutes(1));
  }

  private static String note(String id, String patient, String text) {
    return "{'resourceType':'Basic','id':'"
        + id
        + "','meta':{'tag':[{'code':'demo'}],'source':'urn:s'},'code':{'text':'"
        + text
        + "'},'subject':{'reference':'Patient/"
        + patient
        + "'}}";
  }

  @Test
  void anEntryTellsWhatWasDoneAndHow() {
    Json.Obj bundle = town.get(hanako, "/Basic/_history");
    List<Json.Obj> entries = bundle.objects("entry");

    assertThat(bundle.text("type")).isEqualTo("history");
    assertThat(bundle.get("total")).isNull();
    assertThat(entries.stream().map(e -> e.obj("request").toString()).toList())
        .containsExactly(
            "{\"method\":\"DELETE\",\"url\":\"Basic/note-hanako\"}",
            "{\"method\":\"PUT\",\"url\":\"Basic/note-hanako\"}",
            "{\"method\":\"POST\",\"url\":\"Basic\"}");
    assertThat(entries.stream().map(e -> e.obj("response").toString()).toList())
        .containsExactly(
            "{\"status\":\"204\",\"etag\":\"W/\\\"3\\\"\",\"lastModified\":\"2026-11-22T03:04:00.000Z\"}",
            "{\"status\":\"200\",\"etag\":\"W/\\\"2\\\"\",\"lastModified\":\"2026-11-22T03:03:00.000Z\"}",
            "{\"status\":\"201\",\"etag\":\"W/\\\"1\\\"\",\"lastModified\":\"2026-11-22T03:01:00.000Z\"}");
    assertThat(entries.get(0).get("resource")).isNull();
    assertThat(entries.get(1).obj("resource").obj("code").text("text")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_history", "/Basic/_history", "/Basic/note-hanako/_history"})
  void pagesAreFollowedByTheirLinks(String address) {
    String whole = RestTown.ids(town.get(hanako, address));
    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of(address + "?_count=1&_since=2020");
    while (next.isPresent()) {
      Json.Obj page = town.get(hanako, next.get());
      assertThat(RestTown.link(page, "self"))
          .hasValue(RestTown.BASE + address + "?_count=1&_since=2020");
      seen.add(RestTown.ids(page));
      next = RestTown.link(page, "next");
    }

    assertThat(String.join(" ", seen)).isEqualTo(whole);
    assertThat(seen.size()).isGreaterThan(2);
  }

  @Test
  void aPageLinkIsOfOneHistoryAndOneRequester() {
    String next = RestTown.link(town.get(hanako, "/Basic/_history?_count=1"), "next").orElseThrow();

    assertThat(town.ask(town.loader(), "GET", next, "").status()).isEqualTo(400);
    assertThat(town.ask(hanako, "GET", next.replace("/Basic/", "/"), "").status()).isEqualTo(400);
    assertThat(town.ask(hanako, "GET", next.replace("_history", ""), "").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "/Basic/note-taro/_history,404",
    "/Basic/nowhere/_history,404",
    "/Nonsense/_history,404",
    "/_history?_type=Basic,400",
    "/Basic/_history?code=1,400",
    "/Basic?_type=Basic,400",
    "/?_type=Nonsense,400",
    "/?name=x,400",
    "/?_include=*,400",
    "/?_has:Basic:subject:code=x,400",
    "/?subject.name=x,400",
    "/?_sort=date,400",
    "/?_text=x,400",
  })
  void whatIsHiddenOrNotOfferedIsRefused(String address, int status) {
    assertThat(town.ask(hanako, "GET", address, "").status()).isEqualTo(status);
  }

  @ParameterizedTest(name = "{0}: {1}, hers {2}")
  @CsvSource(
      delimiter = ';',
      emptyValue = "",
      value = {
        "/;Organization/clinic Patient/hanako Patient/taro Basic/note-taro;Organization/clinic Patient/hanako",
        "/?_type=Patient,Basic&_tag=demo;Patient/hanako Patient/taro Basic/note-taro;Patient/hanako",
        "/?_type=Basic;Basic/note-taro;''",
        "/?_source=urn:s;Basic/note-taro;''",
        "/?_tag:not=demo;'';''",
        "/?_tag:missing=true;'';''",
        "/?_id=hanako,taro;Patient/hanako Patient/taro;Patient/hanako",
        "/?_lastUpdated=gt2026-11-22T03:00:30Z&_sort=-_lastUpdated,_id;Basic/note-taro Patient/taro Patient/hanako;Patient/hanako",
        "/?_sort=-_id&_type=Patient;Patient/taro Patient/hanako;Patient/hanako",
        "/?_count=0&_type=Patient;'';''",
      })
  void typesAreSearchedTogether(String address, String all, String hers) {
    assertThat(sorted(address, RestTown.ids(town.get(town.loader(), address))))
        .isEqualTo(sorted(address, all));
    assertThat(RestTown.ids(town.get(hanako, address))).isEqualTo(hers);
  }

  /** Numbers of rows come in portions: the order of creation is that of each writer alone. */
  private static List<String> sorted(String address, String ids) {
    List<String> list = List.of(ids.split(" "));
    return address.contains("_sort") ? list : list.stream().sorted().toList();
  }

  @Test
  void aSearchOverTypesPagesAndCounts() {
    Json.Obj first = town.get(hanako, "/?_count=1&_total=accurate");
    Json.Obj second = town.get(hanako, RestTown.link(first, "next").orElseThrow());

    assertThat(first.toString()).contains("\"total\":2,");
    assertThat(RestTown.ids(first) + " " + RestTown.ids(second))
        .isEqualTo("Organization/clinic Patient/hanako");
    assertThat(RestTown.link(second, "next")).isEmpty();
    assertThat(RestTown.link(first, "self")).hasValue(RestTown.BASE + "?_count=1&_total=accurate");
  }

  @Test
  void aTypeAskedForByNameNeedsItsScopeAndOthersAreNotLookedAt() {
    Access narrow = town.resident("hanako", "user/Patient.s user/Organization.r");

    assertThat(RestTown.ids(town.get(narrow, "/"))).isEqualTo("Patient/hanako");
    Reply refused = town.ask(narrow, "GET", "/?_type=Patient,Organization", "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(RestTown.text(refused)).contains("user/Organization.s");
    assertThat(town.ask(town.resident("hanako", "openid"), "GET", "/", "").status()).isEqualTo(403);
  }

  @Test
  void itIsAlsoAskedByPost() {
    assertThat(
            RestTown.ids(
                Json.parseObject(town.ask(hanako, "POST", "/_search?_type=Patient", "").body())))
        .isEqualTo("Patient/hanako");
    assertThat(town.ask(hanako, "GET", "/_search", "").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_text=x",
        "_content=x",
        "_filter=code eq x",
        "_list=x",
        "_query=x",
        "_contained=true",
        "_containedType=container",
        "_sort=_score",
        "_nonsense=x",
        "nonsense=x",
        "code:sounds=x",
      })
  void whatIsNotOfferedIsNamedOrLeftOutWithAWarning(String word) {
    String name = word.startsWith("_sort") ? word : word.substring(0, word.indexOf('='));
    String address = "/Basic?_id=note-taro&" + word.replace(" ", "%20");

    Reply strict = town.ask(town.loader(), "GET", address, "");
    Json.Obj lenient = town.get(town.loader(), address, "prefer", "handling=lenient");

    assertThat(strict.status()).isEqualTo(400);
    assertThat(RestTown.text(strict)).contains("not-supported", name);
    assertThat(RestTown.ids(lenient)).isEqualTo("Basic/note-taro");
    List<Json.Obj> entries = lenient.objects("entry");
    Json.Obj outcome = entries.get(entries.size() - 1);
    assertThat(outcome.obj("search").text("mode")).isEqualTo("outcome");
    assertThat(outcome.obj("resource").toString())
        .contains("\"severity\":\"warning\"", name.replaceFirst("=.*", ""));
    assertThat(RestTown.link(lenient, "self").orElseThrow()).doesNotContain(name);
  }

  /** A link to the next page holds the question line by line: a value must not add lines to it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Basic?author=x%0Dy",
        "/Basic?_id=note-taro%0D_total=accurate",
        "/Basic?_id%0D_count=1",
        "/Basic/_history?_since=2020%0Dx",
        "/_history?_since=2020%0Dx",
      })
  void aValueOfSeveralLinesIsRefused(String address) {
    assertThat(town.ask(town.loader(), "GET", address, "").status()).isEqualTo(400);
  }

  @Test
  void theStatementListsTheLevels() {
    Json.Obj statement = Json.parseObject(town.openly("/metadata").body());
    Json.Obj rest = statement.objects("rest").get(0);
    Json.Obj basic =
        rest.objects("resource").stream()
            .filter(r -> "Basic".equals(r.text("type")))
            .findFirst()
            .orElseThrow();

    assertThat(codes(rest)).contains("search-system", "history-system");
    assertThat(codes(basic)).contains("history-instance", "history-type", "search-type");
    assertThat(basic.texts("searchRevInclude")).contains("*");
    assertThat(rest.objects("searchParam").stream().map(p -> p.text("name")).toList())
        .containsExactly("_id", "_lastUpdated", "_profile", "_security", "_source", "_tag");
  }

  private static List<String> codes(Json.Obj of) {
    return of.objects("interaction").stream().map(i -> String.valueOf(i.text("code"))).toList();
  }
}
