package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets nothing, and that nothing is what they get. */
class RefusalsTest {
  private static final String SECRET = "秘密花子";
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());

  @BeforeAll
  static void somebodyIsHere() {
    String loader = HUB.loaderToken();
    for (String resource : List.of(patient("refused"), note("refused-note"))) {
      Json.Obj body = json(resource);
      String path = "/fhir/" + body.text("resourceType") + "/" + body.text("id");
      assertThat(WIRE.send("PUT", path, loader, body).status()).isBetween(200, 201);
    }
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String patient(String id) {
    return "{'resourceType':'Patient','id':'" + id + "','name':[{'text':'" + SECRET + "'}]}";
  }

  private static String note(String id) {
    return "{'resourceType':'Basic','id':'"
        + id
        + "','code':{'text':'"
        + SECRET
        + "'},'subject':{'reference':'Patient/refused'}}";
  }

  /** One question in three forms: of what is there, and hidden; and of what is not. */
  private record Ask(String method, String path, String body) {
    Answer with(String token) {
      byte[] bytes = body.isEmpty() ? new byte[0] : Json.bytes(json(body));
      return WIRE.send(method, path, token, bytes);
    }
  }

  private static List<Ask> asks(String patient, String note) {
    String bundle =
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':"
            + note(note)
            + ",'request':{'method':'PUT','url':'Basic/"
            + note
            + "'}}]}";
    return List.of(
        new Ask("GET", "/fhir/Patient/" + patient, ""),
        new Ask("GET", "/fhir/Basic/" + note, ""),
        new Ask("GET", "/fhir/Basic/" + note + "/_history", ""),
        new Ask("GET", "/fhir/Basic/" + note + "/_history/1", ""),
        new Ask("GET", "/fhir/Basic?patient=" + patient, ""),
        new Ask("GET", "/fhir/Patient?_id=" + patient + "&_summary=count", ""),
        new Ask("PUT", "/fhir/Basic/" + note, note(note)),
        new Ask("POST", "/fhir/Basic", note(note)),
        new Ask("DELETE", "/fhir/Basic/" + note, ""),
        new Ask("POST", "/fhir", bundle),
        new Ask("GET", "/fhir/Patient/" + patient + "/$access-journal", ""),
        new Ask("GET", "/fhir/Patient/" + patient + "/$everything", ""),
        new Ask("GET", "/fhir/Patient/" + patient + "/$everything?_type=Basic&_count=1", ""),
        new Ask("GET", "/fhir/Patient/" + patient + "/$summary", ""),
        new Ask("GET", "/fhir/Basic/" + note + "/$validate", ""));
  }

  private static Map<String, String> unwelcome() {
    TestIssuer issuer = HUB.issuer();
    Instant past = Instant.now().minusSeconds(60);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("no token", "");
    tokens.put("garbage", "garbage");
    tokens.put("three dots", "a.b.c");
    tokens.put("another realm", HUB.mint(c -> c.issuer(issuer.address() + "-other")));
    tokens.put("another server", HUB.mint(c -> c.issuer("https://elsewhere.test/realms/tsumugi")));
    tokens.put("another audience", HUB.mint(c -> c.audience("https://elsewhere.test/fhir")));
    tokens.put("no audience", HUB.mint(c -> c.audience((String) null)));
    tokens.put("expired", HUB.mint(c -> c.expirationTime(Date.from(past))));
    tokens.put("never ending", HUB.mint(c -> c.expirationTime(null)));
    tokens.put("not yet", HUB.mint(c -> c.notBeforeTime(Date.from(past.plusSeconds(3_600)))));
    tokens.put("an ID token", HUB.mint(c -> c.claim("typ", "ID")));
    tokens.put("forged", issuer.forge(issuer.claims("crew", "user/*.cruds", null)));
    tokens.put("custodian forged", issuer.forge(issuer.loaderClaims("system/*.cruds")));
    String good = HUB.mint(c -> {});
    tokens.put("altered", good.replaceFirst("\\.[^.]+\\.", "." + altered(good) + "."));
    return tokens;
  }

  /** The claims with another role, under the old signature. */
  private static String altered(String token) {
    String claims =
        new String(
            java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    byte[] changed = claims.replace("\"crew\"", "\"custodian\"").getBytes(StandardCharsets.UTF_8);
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
  }

  @TestFactory
  Stream<DynamicTest> withoutAGoodTokenEveryQuestionHasTheSameAnswer() {
    return unwelcome().entrySet().stream()
        .map(
            token ->
                DynamicTest.dynamicTest(
                    token.getKey(),
                    () -> {
                      List<Answer> answers =
                          Stream.concat(
                                  asks("refused", "refused-note").stream(),
                                  asks("nobody", "nothing").stream())
                              .map(ask -> ask.with(token.getValue()))
                              .toList();
                      for (Answer answer : answers) {
                        Wire.assertRefused(answer, 401);
                        assertThat(answer.headers().get("www-authenticate")).startsWith("Bearer");
                      }
                      assertThat(answers)
                          .extracting(Answer::text)
                          .containsOnly(answers.get(0).text());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> tooLittleScopeIsSaidBeforeAnyRowIsLookedAt() {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("no scope", HUB.token("citizen", "openid"));
    tokens.put("another type", HUB.token("physician", "user/Observation.cruds"));
    tokens.put("by what none is narrowed", HUB.token("physician", "user/*.cruds?date=2026"));
    tokens.put("another type, custodian", custodian("system/Observation.cruds"));
    return tokens.entrySet().stream()
        .map(
            token ->
                DynamicTest.dynamicTest(
                    token.getKey(),
                    () -> {
                      List<Ask> there = asks("refused", "refused-note");
                      List<Ask> nowhere = asks("nobody", "nothing");
                      for (int i = 0; i < there.size(); i++) {
                        Answer hidden = there.get(i).with(token.getValue());
                        Answer absent = nowhere.get(i).with(token.getValue());
                        Wire.assertRefused(hidden, 403);
                        assertThat(hidden.said()).contains("needs: user/");
                        assertThat(hidden.text()).doesNotContain(SECRET).isEqualTo(absent.text());
                        assertThat(names(hidden)).isEqualTo(names(absent));
                      }
                    }));
  }

  private static Set<String> names(Answer answer) {
    Set<String> names = new TreeSet<>(answer.headers().keySet());
    names.remove("connection"); // every hundredth answer closes it
    return names;
  }

  private static String custodian(String scope) {
    return HUB.issuer().sign(HUB.issuer().loaderClaims(scope));
  }

  @Test
  void anEntryOfABatchIsRefusedAlone() {
    Json.Obj batch =
        json(
            "{'resourceType':'Bundle','type':'batch','entry':["
                + "{'request':{'method':'GET','url':'Basic/refused-note'}},"
                + "{'request':{'method':'GET','url':'Organization?_count=0'}},"
                + "{'request':{'method':'DELETE','url':'Basic/refused-note'}}]}");

    Answer answer = WIRE.send("POST", "/fhir", custodian("system/Organization.rs"), batch);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().objects("entry"))
        .extracting(entry -> entry.obj("response").text("status"))
        .containsExactly("403", "200", "403");
    assertThat(answer.text()).contains("user/Basic.r", "user/Basic.d").doesNotContain(SECRET);
  }

  @Test
  void aReadThatFailsDoesNotMakeACommittedTransactionLookUndone() {
    Json.Obj transaction =
        json(
            "{'resourceType':'Bundle','type':'transaction','entry':["
                + "{'resource':{'resourceType':'Basic','id':'refused-tx','code':{'text':'a'}},"
                + "'request':{'method':'PUT','url':'Basic/refused-tx'}},"
                + "{'request':{'method':'GET','url':'Basic/nothing'}}]}");

    Answer answer = WIRE.send("POST", "/fhir", HUB.loaderToken(), transaction);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().objects("entry"))
        .extracting(entry -> entry.obj("response").text("status"))
        .containsExactly("201", "404");
  }

  /** With the right scopes, a stranger's answers are those of an empty hub. */
  @Test
  void hiddenAndAbsentCannotBeToldApart() {
    String stranger = HUB.token("physician", "user/*.cruds");
    List<Ask> there = asks("refused", "refused-note");
    List<Ask> nowhere = asks("nobody", "nothing");
    for (int i = 0; i < there.size(); i++) {
      // Linking to somebody hidden, and making a record of them, have their own tests.
      if (there.get(i).body().contains("Patient/refused")) continue;
      Answer hidden = there.get(i).with(stranger);
      Answer absent = nowhere.get(i).with(stranger);
      assertThat(hidden.status()).as(there.get(i).path()).isEqualTo(absent.status());
      assertThat(hidden.text().replace("refused-note", "nothing").replace("refused", "nobody"))
          .isEqualTo(absent.text())
          .doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hub_roles, [], no role",
    "hub_roles, [crew physician], several roles",
    "hub_roles, [mayor], does not know",
    "fhirUser, https://elsewhere.test/fhir/Practitioner/x, no person's resource",
    "hub_organization, Organization/../x, no Organization"
  })
  void aGoodTokenForNobodyHereIsForbidden(String claim, String value, String says) {
    Object claimed =
        value.startsWith("[")
            ? Stream.of(value.substring(1, value.length() - 1).split(" "))
                .filter(word -> !word.isEmpty())
                .toList()
            : value;
    Answer answer = WIRE.get(HUB.mint(c -> c.claim(claim, claimed)), "/fhir/Patient/refused");

    Wire.assertRefused(answer, 403);
    assertThat(answer.said()).contains(says);
  }

  @Test
  void aPurposeThatIsNotTheRolesIsForbidden() {
    String citizen = HUB.token("citizen", "user/*.rs");

    for (String purpose : List.of("ETREAT", "BTG", "nonsense")) {
      Answer answer =
          WIRE.send(
              "GET", "/fhir/Patient/citizen", citizen, new byte[0], "X-Purpose-Of-Use", purpose);
      Wire.assertRefused(answer, 403);
      assertThat(answer.said()).contains("X-Purpose-Of-Use");
    }
  }

  @Test
  void outsideDemoModeTheDemosClientsAreStrangers() {
    TestHub city = TestHub.demo(false);
    Wire wire = new Wire(city.base());
    JWTClaimsSet.Builder service = city.issuer().loaderClaims("system/*.cruds").claim("azp", "app");

    for (String token : List.of(city.token("crew", "user/*.cruds"), city.loaderToken())) {
      Answer answer = wire.get(token, "/fhir/Patient/refused");
      Wire.assertRefused(answer, 401);
      assertThat(answer.said()).contains("demo mode");
    }
    assertThat(wire.get(city.issuer().sign(service), "/fhir/Patient/refused").status())
        .as("another client is let in, and finds nothing")
        .isEqualTo(404);
    assertThat(
            new Tablet(city.base()).registerInDemo(wire, "Organization/fire-department").status())
        .as("no tablet registers itself without a code")
        .isEqualTo(404);
  }
}
