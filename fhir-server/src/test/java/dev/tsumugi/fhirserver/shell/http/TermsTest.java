package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Terminology operations and searches by code sets, as requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TermsTest {
  private static final String TREES = "http://example.org/trees";
  private static final String GENDER = "http://hl7.org/fhir/administrative-gender";

  private RestTown town;
  private Access hanako;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    hanako = town.resident("hanako", "user/*.cruds");
    town.put(
        "{'resourceType':'CodeSystem','id':'trees','url':'http://example.org/trees','version':'1',"
            + "'status':'active','content':'complete','caseSensitive':true,'concept':["
            + "{'code':'tree','display':'Tree','concept':["
            + "{'code':'oak','display':'Oak','designation':[{'language':'ja','value':'オーク'}]},"
            + "{'code':'pine','display':'Pine','concept':[{'code':'stone-pine'}]}]},"
            + "{'code':'moss','display':'Moss'}]}");
    town.put(
        set(
            "pines",
            "{'system':'"
                + TREES
                + "','filter':[{'property':'concept','op':'is-a','value':'pine'}]}"));
    town.put(set("hard", "{'system':'" + TREES + "','concept':[{'code':'oak'},{'code':'tree'}]}"));
    town.put(set("unknown", "{'system':'http://example.org/nowhere'}"));
    town.put(
        "{'resourceType':'ConceptMap','id':'to-gender','url':'http://example.org/map','status':'active',"
            + "'group':[{'source':'http://example.org/trees','target':'"
            + GENDER
            + "','element':["
            + "{'code':'oak','target':[{'code':'male','equivalence':'equivalent'}]}]}]}");
    town.put("{'resourceType':'Patient','id':'hanako'}");
    for (String code : List.of("tree", "oak", "pine", "stone-pine", "moss", "nothing")) {
      town.put(
          "{'resourceType':'Basic','id':'"
              + code
              + "','subject':{'reference':'Patient/hanako'},"
              + "'code':{'coding':[{'system':'"
              + TREES
              + "','code':'"
              + code
              + "'}]}}");
    }
    town.put(
        "{'resourceType':'Basic','id':'bare','subject':{'reference':'Patient/hanako'},"
            + "'code':{'coding':[{'code':'oak'}]}}");
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private static String set(String id, String include) {
    return "{'resourceType':'ValueSet','id':'"
        + id
        + "','url':'http://example.org/"
        + id
        + "','status':'active','compose':{'include':["
        + include
        + "]}}";
  }

  private static List<String> codes(Json.Obj expansion) {
    List<String> codes = new ArrayList<>();
    gather(expansion.obj("expansion").objects("contains"), codes);
    return codes;
  }

  private static void gather(List<Json.Obj> contains, List<String> into) {
    for (Json.Obj one : contains) {
      into.add(one.text("code"));
      gather(one.objects("contains"), into);
    }
  }

  private static Json value(Json.Obj parameters, String name) {
    for (Json.Obj parameter : parameters.objects("parameter")) {
      if (!name.equals(parameter.text("name"))) continue;
      for (int i = 0; i < parameter.size(); i++) {
        if (parameter.name(i).startsWith("value")) return parameter.value(i);
      }
    }
    return Json.Null.NULL;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ValueSet/$expand?url=http://example.org/pines",
        "/ValueSet/pines/$expand",
        "/ValueSet/pines/$expand?excludeNested=true"
      })
  void aStoredSetIsExpandedByTypeAndByInstance(String address) {
    assertThat(codes(town.get(hanako, address))).containsExactly("pine", "stone-pine");
  }

  @Test
  void whatIsWrittenTakesPartAtItsCommit() {
    town.put(set("growing", "{'system':'" + TREES + "','concept':[{'code':'oak'}]}"));
    assertThat(codes(town.get(hanako, "/ValueSet/growing/$expand"))).containsExactly("oak");

    town.put(set("growing", "{'system':'" + TREES + "','concept':[{'code':'moss'}]}"));
    String address = "/ValueSet/$expand?url=http://example.org/growing";
    assertThat(codes(town.get(hanako, address))).containsExactly("moss");

    assertThat(town.ask(town.loader(), "DELETE", "/ValueSet/growing", "").status()).isEqualTo(204);
    assertThat(town.ask(hanako, "GET", address, "").status()).isEqualTo(404);
  }

  @Test
  void aCodeIsLookedUpInTheLanguageAskedFor() {
    Json.Obj answer =
        town.get(
            hanako,
            "/CodeSystem/$lookup?system=" + TREES + "&code=oak",
            "accept-language",
            "ja,en;q=0.5");

    assertThat(value(answer, "display")).isEqualTo(Json.text("オーク"));
  }

  @ParameterizedTest
  @CsvSource({
    "tree,oak,subsumes",
    "oak,tree,subsumed-by",
    "oak,oak,equivalent",
    "oak,pine,not-subsumed"
  })
  void twoCodesAreCompared(String a, String b, String outcome) {
    String address = "/CodeSystem/$subsumes?system=" + TREES + "&codeA=" + a + "&codeB=" + b;
    assertThat(value(town.get(hanako, address), "outcome")).isEqualTo(Json.text(outcome));
  }

  @Test
  void unknownIsToldApartFromNotAMember() {
    Json.Obj notMember =
        town.get(hanako, "/ValueSet/hard/$validate-code?code=moss&system=" + TREES);
    Json.Obj unknown =
        town.get(
            hanako, "/ValueSet/unknown/$validate-code?code=x&system=http://example.org/nowhere");

    assertThat(value(notMember, "result")).isEqualTo(new Json.Bool(false));
    assertThat(value(notMember, "x-caused-by-unknown-system")).isEqualTo(Json.Null.NULL);
    assertThat(value(unknown, "result")).isEqualTo(new Json.Bool(false));
    assertThat(value(unknown, "x-caused-by-unknown-system"))
        .isEqualTo(Json.text("http://example.org/nowhere"));
  }

  @Test
  void codesAreTranslatedBothWays() {
    Json.Obj there =
        town.get(
            hanako, "/ConceptMap/$translate?system=" + TREES + "&code=oak&targetsystem=" + GENDER);
    Json.Obj back =
        town.get(
            hanako, "/ConceptMap/to-gender/$translate?reverse=true&code=male&system=" + GENDER);

    assertThat(value(there, "result")).isEqualTo(new Json.Bool(true));
    assertThat(there.toString()).contains("\"code\":\"male\"");
    assertThat(back.toString()).contains("\"code\":\"oak\"");
  }

  @Test
  void resourcesSentAlongAreUsedAndNotKept() {
    String body =
        "{'resourceType':'Parameters','parameter':[{'name':'url','valueUri':'http://example.org/sent'},"
            + "{'name':'tx-resource','resource':"
            + set("sent", "{'system':'" + GENDER + "'}").replace("'id':'sent',", "")
            + "}]}";
    Reply sent =
        town.ask(
            hanako, "POST", "/ValueSet/$expand", body, "content-type", "application/fhir+json");

    assertThat(codes(Json.parseObject(sent.body())))
        .containsExactlyInAnyOrder("male", "female", "other", "unknown");
    assertThat(
            town.ask(hanako, "GET", "/ValueSet/$expand?url=http://example.org/sent", "").status())
        .isEqualTo(404);
  }

  @Test
  void withoutTheScopeItIsRefused() {
    Access narrow = town.resident("hanako", "user/Patient.r");
    Reply reply = town.ask(narrow, "GET", "/ValueSet/pines/$expand", "");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(RestTown.text(reply)).contains("user/ValueSet.r");
  }

  @Test
  void whatChangesTheQuestionAndIsNotOfferedIsRefused() {
    Reply reply = town.ask(hanako, "GET", "/ValueSet/pines/$expand?date=2020", "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(RestTown.text(reply)).contains("'date' is not supported");
  }

  @Test
  void bothStatementsTellWhatIsOffered() {
    Json.Obj all = Json.parseObject(town.openly("/metadata").body());
    Json.Obj codes = Json.parseObject(town.openly("/metadata?mode=terminology").body());

    List<Json.Obj> offered =
        all.objects("rest").get(0).objects("resource").stream()
            .filter(type -> "ValueSet".equals(type.text("type")))
            .flatMap(type -> type.objects("operation").stream())
            .toList();
    assertThat(offered.stream().map(one -> one.text("name")))
        .containsExactlyInAnyOrder(
            "expand",
            "validate-code",
            "batch-validate-code",
            "validate",
            "sensitivity",
            "relabel-status",
            "meta");
    assertThat(codes.text("resourceType")).isEqualTo("TerminologyCapabilities");
    assertThat(codes.toString()).contains("force-system-version");
  }

  private String found(String query) {
    return RestTown.ids(town.get(hanako, "/Basic?subject=Patient/hanako&" + query));
  }

  /** The rows whose code the set's own validation accepts. */
  private TreeSet<String> accepted(String set) {
    TreeSet<String> accepted = new TreeSet<>();
    for (String code : List.of("tree", "oak", "pine", "stone-pine", "moss", "nothing")) {
      Json.Obj answer =
          town.get(
              hanako,
              "/ValueSet/$validate-code?url=http://example.org/"
                  + set
                  + "&code="
                  + code
                  + "&system="
                  + TREES);
      if (value(answer, "result").equals(new Json.Bool(true))) accepted.add("Basic/" + code);
    }
    return accepted;
  }

  @ParameterizedTest
  @ValueSource(strings = {"pines", "hard"})
  void aSearchInASetFindsWhatItsValidationAccepts(String set) {
    TreeSet<String> in =
        new TreeSet<>(List.of(found("code:in=http://example.org/" + set).split(" ")));
    TreeSet<String> notIn =
        new TreeSet<>(List.of(found("code:not-in=http://example.org/" + set).split(" ")));

    assertThat(in).isEqualTo(accepted(set));
    assertThat(notIn).doesNotContainAnyElementsOf(in).hasSize(7 - in.size());
  }

  @ParameterizedTest
  @CsvSource({
    "code:below, pine, Basic/pine Basic/stone-pine",
    "code:above, stone-pine, Basic/pine Basic/stone-pine Basic/tree",
    "code:below, moss, Basic/moss"
  })
  void aSearchGoesUpAndDownTheTree(String parameter, String code, String ids) {
    assertThat(List.of(found(parameter + "=" + TREES + "|" + code).split(" ")))
        .containsExactlyInAnyOrder(ids.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "code:in=http://example.org/nowhere, 400, is not known here",
    "code:in=http://example.org/unknown, 422, could not be found",
    "code:below=http://example.org/trees|beech, 400, has no such code",
    "code:below=oak, 400, is written system|code",
    "code:in=http://hl7.org/fhir/ValueSet/mimetypes, 422, cannot be listed"
  })
  void whatCannotBeToldIsRefused(String query, int status, String why) {
    Reply reply = town.ask(hanako, "GET", "/Basic?" + query.replace("|", "%7C"), "");

    assertThat(reply.status()).as(RestTown.text(reply)).isEqualTo(status);
    assertThat(RestTown.text(reply)).contains(why);
  }
}
