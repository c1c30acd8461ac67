package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A SearchParameter from its upload to the first search, over HTTP and by the hub's own thread. */
class LoadedSearchParameterTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String PARAMETER = "/fhir/SearchParameter/nickname";
  private static final String NICK = "https://tsumugi.dev/fhir/StructureDefinition/nickname";

  private static String loader;

  @BeforeAll
  static void somebodyIsHere() {
    loader = HUB.loaderToken();
    put("/fhir/Patient/nick-1", patient("nick-1", "ハナちゃん"));
    put("/fhir/Patient/nick-2", patient("nick-2", "たろう"));
  }

  private static void put(String path, String body) {
    assertThat(WIRE.send("PUT", path, loader, json(body)).status()).isBetween(200, 201);
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String patient(String id, String nick) {
    return "{'resourceType':'Patient','id':'"
        + id
        + "','extension':[{'url':'"
        + NICK
        + "','valueString':'"
        + nick
        + "'}]}";
  }

  private static Json.Obj parameter(String expression) {
    return json(
        "{'resourceType':'SearchParameter','id':'nickname','url':'https://tsumugi.dev/fhir/SearchParameter/nickname',"
            + "'name':'nickname','status':'active','description':'呼び名','code':'nickname','base':['Patient'],"
            + "'type':'string','expression':'"
            + expression.replace("'", "\\u0027")
            + "'}");
  }

  private static Answer search() {
    String asked = URLEncoder.encode("ﾊﾅ", StandardCharsets.UTF_8);
    return WIRE.get(loader, "/fhir/Patient?_id=nick-1,nick-2&nickname=" + asked);
  }

  private static List<String> found(Answer answer) {
    return answer.json().objects("entry").stream()
        .map(entry -> String.valueOf(entry.text("fullUrl")).replaceFirst(".*/", ""))
        .toList();
  }

  private static String state() {
    Answer status = WIRE.get(loader, PARAMETER + "/$reindex-status");
    assertThat(status.status()).isEqualTo(200);
    return status.json().objects("parameter").get(0).text("valueCode");
  }

  private static boolean listed() {
    return WIRE.get("", "/fhir/metadata").text().contains("\"nickname\"");
  }

  @Test
  void isAnsweredWhenItsStatusSaysSoAndGoneWhenItIsDeleted() {
    String expression = "Patient.extension.where(url='" + NICK + "').value";
    assertThat(search().status()).isEqualTo(400);
    assertThat(WIRE.get(loader, PARAMETER + "/$reindex-status").status()).isEqualTo(404);

    assertThat(WIRE.send("PUT", PARAMETER, loader, parameter(expression)).status()).isEqualTo(201);
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!state().equals("active")) {
        Answer early = search();
        if (early.status() == 400) assertThat(early.said()).contains("is being indexed (");
        else assertThat(found(early)).containsExactly("nick-1");
        assertThat(System.nanoTime()).as("indexed in time").isLessThan(until);
      }

      while (search().status() == 400) assertThat(System.nanoTime()).isLessThan(until);
      assertThat(found(search())).containsExactly("nick-1");
      assertThat(listed()).isTrue();
      put("/fhir/Patient/nick-2", patient("nick-2", "はなこ"));
      assertThat(found(search())).containsExactlyInAnyOrder("nick-1", "nick-2");
    } finally {
      assertThat(WIRE.send("DELETE", PARAMETER, loader, new byte[0]).status()).isEqualTo(204);
    }

    assertThat(search().said()).contains("'nickname' does not exist for Patient");
    assertThat(listed()).isFalse();
  }

  @Test
  void whatCannotBeCompiledIsRefusedByName() {
    Answer refused = WIRE.send("PUT", PARAMETER, loader, parameter("Patient.name.repeat(given)"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.said()).contains("unknown step 'repeat(given)'");
    assertThat(refused.text()).contains("SearchParameter.expression");
  }

  @Test
  void onlyTheCustodianLoadsThem() {
    Json.Obj body = parameter("Patient.name").without("id");
    for (String user : List.of("physician", "citizen", "admin")) {
      String token = HUB.token(user, "user/*.cruds");
      assertThat(WIRE.send("POST", "/fhir/SearchParameter", token, body).status())
          .as(user)
          .isEqualTo(403);
    }
  }
}
