package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Idp.Answer;
import dev.tsumugi.kernel.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SMART App Launch as an app meets it: the real Keycloak before the real hub and its gate. */
class SmartLaunchTest {
  private static SmartTown town;

  private static final String READ = "openid fhirUser launch/patient patient/Patient.rs";
  private static final String FIRST = "parent-child-1";
  private static final String SECOND = "parent-child-2";

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
  }

  @Test
  void aParentOfTwoChoosesAndEachTokenOpensOneChild() throws Exception {
    SmartApp app = app("smart-app", READ).open().signOn("parent");

    assertThat(app.offered()).containsExactlyInAnyOrder("parent", FIRST, SECOND);
    assertThat(app.page()).contains("高橋 蓮", "タカハシ レン", "月", "男性", "どなたの記録");
    Answer token = app.choose(FIRST).token();

    assertThat(token.body().text("patient")).isEqualTo(FIRST);
    assertThat(token.body().bool("need_patient_banner")).isTrue();
    assertThat(token.claims().text("patient")).isEqualTo(FIRST);
    assertThat(token.claims().text("fhirUser")).isEqualTo(town.fhir() + "/Patient/parent");
    assertThat(token.claimsOf("id_token").text("fhirUser"))
        .isEqualTo(town.fhir() + "/Patient/parent");
    assertThat(token.scopes()).contains(READ.split(" ")).noneMatch(s -> s.contains("smart-ctx"));
    assertThat(token.claims().text("scope")).doesNotContain("smart-ctx");
    assertThat(read(token, FIRST)).isEqualTo(200);
    assertThat(read(token, SECOND)).isEqualTo(404);
    assertThat(read(token, "parent")).isEqualTo(404);
  }

  @Test
  void twoTabsWithTwoPatientsNeverMix() throws Exception {
    Idp browser = town.visitor();
    app(browser, "smart-app", "openid").open().signOn("parent");
    SmartApp one = app(browser, "smart-app", READ + " offline_access").open();
    SmartApp two = app(browser, "smart-app", READ + " online_access").open();
    one.choose(FIRST);
    two.choose(SECOND);

    Answer second = two.token();
    Answer first = one.token();
    Answer secondAgain = two.refresh(second, Map.of());
    Answer firstAgain = one.refresh(first, Map.of());
    Answer firstNarrower = one.refresh(firstAgain, Map.of("scope", "patient/Patient.rs"));

    for (Answer token : List.of(first, firstAgain, firstNarrower)) {
      assertThat(token.body().text("patient")).isEqualTo(FIRST);
      assertThat(token.claims().text("patient")).isEqualTo(FIRST);
    }
    for (Answer token : List.of(second, secondAgain)) {
      assertThat(token.claims().text("patient")).isEqualTo(SECOND);
    }
    assertThat(read(secondAgain, SECOND)).isEqualTo(200);
    assertThat(read(secondAgain, FIRST)).isEqualTo(404);
    assertThat(firstNarrower.claims().text("scope")).doesNotContain("launch/patient");
    Answer wider = one.refresh(firstNarrower, Map.of("scope", "patient/Observation.rs"));
    assertThat(wider.error()).isEqualTo("invalid_scope");
    assertThat(wider.body().text("error_description")).contains("patient/Observation.rs");
  }

  @Test
  void twoTabsThatFinishInTheSameMomentNeverMix() throws Exception {
    Idp browser = town.visitor();
    app(browser, "smart-app", "openid").open().signOn("parent");
    int served = 0;
    for (int i = 0; i < 10; i++) {
      SmartApp one = app(browser, "smart-app", READ).open();
      SmartApp two = app(browser, "smart-app", READ).open();
      CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> opens(one, FIRST));
      boolean second = opens(two, SECOND);
      if (first.join() && second) served++;
    }
    assertThat(served).isPositive();
  }

  /** False if Keycloak wants another try; another patient than the one chosen is the disaster. */
  private static boolean opens(SmartApp app, String patient) {
    try {
      if (!app.choose(patient).isBack()) return false;
      Answer token = app.token();
      if (token.status() != 200) return false;
      assertThat(token.body().text("patient")).isEqualTo(patient);
      assertThat(token.claims().text("patient")).isEqualTo(patient);
      return true;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void whoHasOnePatientIsNotAskedAndWhoHasNoneIsToldSo() throws Exception {
    Answer alone =
        app("smart-app", "openid patient/Observation.read").open().signOn(alone()).token();
    SmartApp nobody = app("smart-app", READ).open().signOn("admin");

    assertThat(alone.body().text("patient")).isEqualTo("suzuki-kazuko-2");
    assertThat(alone.scopes()).contains("patient/Observation.read");
    assertThat(nobody.offered()).isEmpty();
    assertThat(nobody.page()).contains("開ける記録がありません");
    SmartApp english = app("smart-app", READ).with("ui_locales", "en").open().signOn("admin");
    assertThat(english.page()).contains("There is no record to open");
    assertThat(nobody.submit(Map.of("cancel", "1")).returned("error")).isEqualTo("access_denied");
  }

  @Test
  void whoMayNotSeeAPatientCannotChooseThem() throws Exception {
    SmartApp app = app("smart-app", READ).open().signOn("parent").choose("citizen");

    assertThat(app.offered()).contains(FIRST); // asked again
    assertThat(app.choose("no-such-patient").offered()).contains(FIRST);
  }

  @Test
  void aScreenHandsItsContextToTheAppItLaunches() throws Exception {
    Idp browser = town.visitor();
    String patient = physicians().get(0);
    Json.Obj context =
        Json.parseObject(
            ("{\"patient\": \""
                    + patient
                    + "\", \"encounter\": \"e-1\", \"intent\": \"review\","
                    + " \"needPatientBanner\": false, \"client\": \"smart-app-confidential\","
                    + " \"fhirContext\": [{\"reference\": \"DocumentReference/d-1\"}]}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String launch = launch("physician", context);

    SmartApp stranger = ehr(town.visitor(), launch).open().signOn("nurse");
    SmartApp wrong = app(browser, "smart-app", "launch user/*.rs").with("launch", launch).open();
    wrong.signOn("physician");
    SmartApp right = ehr(browser, launch).open().signOn("physician");
    Answer token = right.token(secret());
    SmartApp again = ehr(browser, launch).open();

    assertThat(stranger.returned("error")).isEqualTo("invalid_request");
    assertThat(wrong.returned("error")).isEqualTo("invalid_request");
    assertThat(again.returned("error")).isEqualTo("invalid_request");
    assertThat(again.returned("error_description")).contains("used before");
    assertThat(again.returned("state")).isEqualTo("0123456789abcdef0123456789abcdef");
    for (Json.Obj told : List.of(token.body(), token.claims(), introspected(token))) {
      assertThat(told.text("patient")).isEqualTo(patient);
      assertThat(told.text("encounter")).isEqualTo("e-1");
      assertThat(told.text("intent")).isEqualTo("review");
      assertThat(told.bool("need_patient_banner")).isFalse();
      assertThat(told.objects("fhirContext"))
          .extracting(one -> one.text("reference"))
          .containsExactly("DocumentReference/d-1");
    }
    Json.Obj introspected = introspected(token);
    assertThat(introspected.bool("active")).isTrue();
    assertThat(introspected.text("client_id")).isEqualTo("smart-app-confidential");
    assertThat(introspected.text("scope").split(" ")).contains("launch", "user/*.rs");
    assertThat(introspected.text("fhirUser")).endsWith("/Practitioner/physician");
    assertThat(introspected.text("iss")).isEqualTo(town.issuer());
    assertThat(introspected.has("sub") && introspected.has("exp")).isTrue();
  }

  @Test
  void aLaunchOfAHiddenOrAbsentPatientIsMadeAndRefusedAlike() throws Exception {
    for (String patient : List.of("citizen", "no-such-patient")) {
      String launch = launch("parent", Json.object().put("patient", patient).build());
      SmartApp app =
          app("smart-app", "launch patient/*.rs").with("launch", launch).open().signOn("parent");

      assertThat(app.returned("error")).isEqualTo("access_denied");
    }
  }

  @Test
  void aContextTakenOutOfARefreshTokenIsWorthNothing() throws Exception {
    Idp browser = town.visitor();
    SmartApp app = app(browser, "smart-app", READ).open().signOn("parent").choose(FIRST);
    Answer token = app.token();
    String word =
        Arrays.stream(token.claimsOf("refresh_token").text("scope").split(" "))
            .filter(one -> one.startsWith("smart-ctx:"))
            .findFirst()
            .orElseThrow();

    SmartApp replay = app(browser, "smart-app", "openid user/*.rs " + word).open();
    Answer password =
        browser.token(
            "tsumugi",
            Map.of(
                "grant_type", "password",
                "client_id", "demo-cli",
                "username", "parent",
                "password", "demo",
                "scope", "user/*.rs " + word));
    Answer refresh = app.refresh(token, Map.of("scope", "patient/Patient.rs " + word));
    Map<String, String> pushed = new HashMap<>(secret());
    pushed.putAll(
        Map.of(
            "client_id", "smart-app-confidential",
            "response_type", "code",
            "redirect_uri", "http://localhost:4711/app",
            "code_challenge", "x".repeat(43),
            "code_challenge_method", "S256",
            "scope", "user/*.rs " + word));
    var par = browser.post("ext/par/request", pushed);

    assertThat(replay.returned("error")).isEqualTo("invalid_scope");
    assertThat(password.error()).isEqualTo("invalid_scope");
    assertThat(refresh.error()).isEqualTo("invalid_scope");
    assertThat(par.statusCode()).isEqualTo(400);
    assertThat(app.refresh(token, Map.of()).body().text("patient")).isEqualTo(FIRST);
  }

  @ParameterizedTest(name = "{0}={1}: {2}, {3}")
  @CsvSource({
    "aud, , invalid_request, aud is required",
    "aud, http://elsewhere.example/fhir, invalid_request, aud is not",
    "code_challenge_method, plain, invalid_request, method",
    "code_challenge, , invalid_request, code_challenge",
    "scope, openid patient/Observation.sr user/*.rs, invalid_scope, 'for: patient/Observation.sr'",
    "scope, openid launch/encounter patient/*.rs, invalid_scope, 'for: launch/encounter'",
    "scope, openid system/*.rs nothing-we-know, invalid_scope, 'for: system/*.rs, nothing-we-know'",
  })
  void aRequestThatSmartForbidsGoesBackWithItsFaultNamed(
      String parameter, String value, String error, String says) throws Exception {
    SmartApp app = app("smart-app", READ).with(parameter, value).open();

    assertThat(app.returned("error")).isEqualTo(error);
    assertThat(app.returned("error_description")).contains(says);
  }

  @Test
  void aProxyEndedInTheRecordCannotRefresh() throws Exception {
    SmartApp app = app("smart-app", READ).open().signOn("parent").choose(SECOND);
    Answer token = app.token();
    String path = "/fhir/RelatedPerson/" + SECOND + "-mother";
    String loader = new TokenClient(town.base()).loaderToken();
    Json.Obj before = new Wire(town.base()).get(loader, path).json();
    Json.Obj ended =
        before.with("period", Json.object().put("end", "2020-01-01").build()).without("meta");

    assertThat(new Wire(town.base()).send("PUT", path, loader, ended).status()).isEqualTo(200);
    Answer refused = app.refresh(token, Map.of());
    assertThat(new Wire(town.base()).send("PUT", path, loader, before.without("meta")).status())
        .isEqualTo(200);

    assertThat(refused.error()).isEqualTo("invalid_grant");
    assertThat(refused.status()).isEqualTo(400);
    Answer again = app.refresh(token, Map.of());
    assertThat(again.body().text("patient")).isEqualTo(SECOND);
    browserRevokes(again);
    assertThat(app.refresh(again, Map.of()).error()).isEqualTo("invalid_grant");
  }

  @Test
  void whoHasManyPatientsSearchesByName() throws Exception {
    SmartApp app = app("smart-app", READ).open().signOn("physician");
    List<String> all = app.offered();

    assertThat(all.size()).isGreaterThan(1);
    SmartApp found = app.submit(Map.of("name", "小林"));
    assertThat(found.offered()).isNotEmpty();
    assertThat(found.page()).contains("小林");
    assertThat(app.submit(Map.of("name", "ありえない名前")).page()).contains("見つかりません");
  }

  @Test
  void aLaunchHoldsForMinutes() throws Exception {
    String launch = launch("parent", Json.object().put("patient", "parent").build());
    try (var owner = town.database().asSuperuser();
        var statement = owner.createStatement()) {
      statement.execute("update smart_launch set until = now() where used is null");
    }

    SmartApp late = app("smart-app", "launch patient/*.rs").with("launch", launch).open();

    assertThat(late.signOn("parent").returned("error")).isEqualTo("invalid_request");
  }

  @Test
  void silentSignOnNeverAsks() throws Exception {
    Idp browser = town.visitor();
    app(browser, "smart-app", "openid user/*.rs").open().signOn("parent"); // allows it, too

    SmartApp silent = app(browser, "smart-app", READ).with("prompt", "none").open();
    SmartApp without = app(browser, "smart-app", "openid user/*.rs").with("prompt", "none").open();

    assertThat(silent.returned("error")).isEqualTo("interaction_required");
    assertThat(without.token().body().has("patient")).isFalse();
  }

  /** A login that has one record to see, its own. */
  private static String alone() throws Exception {
    int made =
        town.visitor()
            .admin(
                "POST",
                "/tsumugi/users",
                town.adminToken(),
                """
                {"username": "alone", "lastName": "鈴木 和子", "email": "kazuko@example.org",
                 "enabled": true,
                 "attributes": {"fhirUser": ["Patient/suzuki-kazuko-2"], "hub_roles": ["resident"]},
                 "credentials": [{"type": "password", "value": "demo", "temporary": false}]}
                """);
    assertThat(made).isEqualTo(201);
    return "alone";
  }

  private static void browserRevokes(Answer token) throws Exception {
    var revoked =
        town.visitor()
            .post(
                "revoke",
                Map.of("client_id", "smart-app", "token", token.body().text("refresh_token")));
    assertThat(revoked.statusCode()).isEqualTo(200);
  }

  private static SmartApp app(String client, String scope) {
    return app(town.visitor(), client, scope);
  }

  private static SmartApp app(Idp browser, String client, String scope) {
    return new SmartApp(browser, town.fhir(), client, scope);
  }

  private static SmartApp ehr(Idp browser, String launch) {
    return app(browser, "smart-app-confidential", "openid fhirUser launch user/*.rs")
        .with("launch", launch);
  }

  private static Map<String, String> secret() {
    return Map.of("client_secret", "demo-smart-app");
  }

  private static Json.Obj introspected(Answer token) throws Exception {
    Map<String, String> form = new HashMap<>(secret());
    form.put("client_id", "smart-app-confidential");
    form.put("token", token.body().text("access_token"));
    String answer = town.visitor().post("token/introspect", form).body();
    return Json.parseObject(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String launch(String user, Json.Obj context) {
    String token = new TokenClient(town.base()).demoToken(user, "user/*.rs");
    Wire.Answer made =
        new Wire(town.base())
            .send("POST", "/smart/launch", token, context, "Content-Type", "application/json");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().text("launch")).hasSize(22);
    return made.json().text("launch");
  }

  private static List<String> physicians() {
    String token = new TokenClient(town.base()).demoToken("physician", "user/*.rs");
    return new Wire(town.base())
        .get(token, "/fhir/Patient?_count=3").json().objects("entry").stream()
            .map(entry -> entry.obj("resource").text("id"))
            .toList();
  }

  private static int read(Answer token, String patient) {
    return new Wire(town.base())
        .get(token.body().text("access_token"), "/fhir/Patient/" + patient)
        .status();
  }
}
