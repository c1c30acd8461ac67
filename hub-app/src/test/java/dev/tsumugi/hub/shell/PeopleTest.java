package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.tsumugi.hub.shell.Idp.Answer;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How people sign on at the real Keycloak: levels, badges, consent, locks, keys, comings and
 * goings.
 */
class PeopleTest {
  private static final String VERIFIER =
      "a-verifier-of-more-than-forty-three-characters-0123456789";
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

  private static SmartTown town;
  private static String lastWords = "";

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
  }

  @Test
  void whoNeedsLevelTwoSetsUpAPasskeyOnceAndSignsOnByItAlone() {
    try (BrowserContext somebody = Chromium.somebody()) {
      Page page = somebody.newPage();
      SignOnPages.withPasskeys(somebody.newCDPSession(page));
      page.navigate(address("visit", "&acr_values=2"));
      page.fill("#username", "hospital");
      page.fill("#password", "demo");
      page.click("#kc-login");
      assertThat(page.textContent("h1")).contains("パスキーを作る");

      page.click("#registerWebAuthn");
      page.waitForURL(town.base() + "/visit/**");

      assertThat(claims(page).text("acr")).isEqualTo("2");
      somebody.clearCookies();
      page.navigate(address("visit", "&acr_values=2"));
      // The browser offers its passkey by itself, and the virtual finger takes it.
      page.waitForURL(town.base() + "/visit/**");
      assertThat(claims(page).text("acr")).isEqualTo("2");
      page.navigate(address("visit", "&acr_values=3"));
      assertThat(page.textContent("main")).contains("マイナンバーカード");
    }
  }

  @Test
  void aPageNeedsNoMouseAndFitsAPhone() {
    try (BrowserContext somebody = Chromium.somebody()) {
      Page page = somebody.newPage();
      page.setViewportSize(320, 640);
      page.navigate(address("visit", ""));

      page.keyboard().type("nobody");
      page.keyboard().press("Tab");
      page.keyboard().type("guess");
      page.keyboard().press("Enter");
      page.waitForSelector("[role=alert]");

      assertThat(page.textContent("[role=alert]")).contains("ユーザー名かパスワードが違います");
      assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
      Object small =
          page.evaluate(
              "[...document.querySelectorAll('a, button, input:not([type=hidden])')]"
                  + ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)"
                  + ".map(e => e.outerHTML)");
      assertThat((List<?>) small).isEmpty();
    }
  }

  @Test
  void anAppIsAllowedScopeByScopeAndMoreAsksAgain() throws Exception {
    town.register(
        "consent-app",
        """
        {"clientId": "consent-app", "name": "グラフアプリ", "publicClient": true,
         "standardFlowEnabled": true, "consentRequired": true,
         "redirectUris": ["http://localhost:4711/*"],
         "attributes": {"pkce.code.challenge.method": "S256"},
         "defaultClientScopes": ["basic", "acr", "profile", "hub"],
         "optionalClientScopes": ["fhirUser", "launch/patient", "smart-patient"]}
        """);
    String some = "openid launch/patient patient/Patient.r patient/Observation.rs";
    Idp browser = town.visitor();

    SmartApp first = consent(browser, some).open().signOn("citizen");
    assertThat(first.page())
        .contains("グラフアプリ に記録の利用を許可しますか", "あなたの記録", "検査結果と測定値", "を読む")
        .contains("test: consent-app: 審査済み")
        .doesNotContain("書き換える", "patient/Observation");
    assertThat(first.answer(true).token().scopes()).contains(some.split(" "));

    assertThat(consent(browser, some).open().returned("code")).isNotBlank();
    SmartApp more = consent(browser, some + " patient/Condition.cruds").open();
    assertThat(more.page()).contains("病名", "を読み、書き換える");
    assertThat(more.answer(false).returned("error")).isEqualTo("access_denied");
  }

  @Test
  void aBadgeSignsOnAtATabletOfTheCrewsOwnAndUntilTheShiftEnds() throws Exception {
    Tablet own = tablet("Organization/fire-department");
    Tablet others = tablet("Organization/clinic-sakura");
    Tablet unknown = new Tablet(town.base());

    HttpResponse<String> back = badge(town.visitor(), own, "c-0001", "246813");
    Json.Obj claims = tokenOf(back, own).claims();
    assertThat(claims.text("hub_organization")).isEqualTo("Organization/fire-department");
    assertThat(claims.text("acr")).isEqualTo("1");
    assertThat(claims.obj("cnf").text("jkt")).isEqualTo(own.name());
    Instant ends = Instant.ofEpochSecond(number(claims, "session_ends"));
    assertThat(ends).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(12)));

    assertThat(badge(town.visitor(), own, "C-0001", "000000").body()).contains("PINが違います");
    assertThat(badge(town.visitor(), own, "C-9999", "246813").body()).contains("PINが違います");
    assertThat(badge(town.visitor(), others, "C-0001", "246813").body()).contains("別の組織");
    assertThat(ems(town.visitor(), unknown).body()).contains("id=\"password\"");
  }

  @Test
  void aTabletsTokenIsGoodWithItsProofAloneUntilItsSessionOrTheTabletEnds() throws Exception {
    Tablet tablet = tablet("Organization/fire-department");
    Wire hub = new Wire(town.base());
    String open = "/fhir/Organization?_count=1";
    Json.Obj crew = tokenOf(badge(town.visitor(), tablet, "C-0001", "246813"), tablet).body();
    String token = crew.text("access_token");
    String proof = tablet.proof("GET", town.base() + "/fhir/Organization", token);

    assertThat(tablet.get(hub, token, open, proof).status()).isEqualTo(200);
    assertThat(tablet.get(hub, token, open, proof).text()).contains("proof");
    assertThat(hub.get(token, open).status()).as("a copy without the key").isEqualTo(401);

    String user = new Answer(200, crew).claims().text("sub");
    String admin = town.adminToken();
    String logout = "/tsumugi/users/" + user + "/logout";
    assertThat(town.visitor().admin("POST", logout, admin, "")).isEqualTo(204);
    // Keycloak tells the hub before it answers.
    assertThat(tablet.get(hub, token, open).status()).isEqualTo(401);

    HttpResponse<String> again = badge(town.visitor(), tablet, "C-0001", "246813");
    String fresh = tokenOf(again, tablet).body().text("access_token");
    assertThat(tablet.get(hub, fresh, open).status()).isEqualTo(200);
    String devices = "/smart/devices";
    String operator = town.token("admin", "user/Device.cruds");
    String id =
        hub.get(operator, devices).json().objects("devices").stream()
            .filter(device -> tablet.name().equals(device.text("jkt")))
            .findFirst()
            .orElseThrow()
            .text("id");
    assertThat(hub.send("DELETE", devices + "/" + id, operator, new byte[0]).status())
        .isEqualTo(204);
    assertThat(tablet.get(hub, fresh, open).status()).isEqualTo(401);
  }

  @Test
  void wrongPasswordsLockForAWhileAndThePageSaysSo() throws Exception {
    realm("{\"failureFactor\": 3, \"waitIncrementSeconds\": 3}");
    try {
      for (int i = 0; i < 3; i++) signOn("facility", "guess");

      assertThat(signOn("facility", "demo").page()).contains("続けて間違えたため");
      assertThat(signOn("pharmacist", "demo").page()).doesNotContain("続けて間違えたため");

      Instant latest = Instant.now().plusSeconds(60);
      SmartApp again = signOn("facility", "demo");
      while (again.page().contains("続けて間違えたため") && Instant.now().isBefore(latest)) {
        again = signOn("facility", "demo");
      }
      assertThat(again.page()).doesNotContain("続けて間違えたため");
    } finally {
      realm("{\"failureFactor\": 10, \"waitIncrementSeconds\": 60}");
    }
  }

  @Test
  void aNewKeySignsAndTheOldOneStillVerifies() {
    String before = town.token("crew", "user/Organization.rs");

    assertThat(hub("keys", "rotate-realm")).isZero();

    String after = town.token("crew", "user/Organization.rs");
    assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
    // Who asks for the keys again and again is made to wait three seconds.
    Instant latest = Instant.now().plusSeconds(10);
    int status = status(after);
    while (status == 401 && Instant.now().isBefore(latest)) status = status(after);
    assertThat(status).isEqualTo(200);
    assertThat(status(before)).isEqualTo(200);
  }

  private static int status(String token) {
    return town.client().get(token, "/Organization/fire-department").status();
  }

  @Test
  void staffComeInByAFileAndLeaveAtOnce(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("staff.csv");
    Files.writeString(
        file,
"""
login,family,given,family-kana,given-kana,role,organization,practitioner,badge,pin,password,from,until
test.ken,山田,健,ヤマダ,ケン,crew,fire-department,test-ken,C-0909,904127,erste-Wahl-7,2026-04-01,2099-03-31
""");

    assertThat(hub("staff", "import", file.toString(), "--dry-run")).isZero();
    String custodian = town.client().loaderToken();
    assertThat(town.client().get(custodian, "/Practitioner/test-ken").status()).isEqualTo(404);
    assertThat(hub("staff", "import", file.toString())).isZero();
    assertThat(hub("staff", "import", file.toString())).isZero(); // again is the same

    assertThat(town.client().get(custodian, "/PractitionerRole/test.ken").body().obj("period"))
        .isEqualTo(Json.object().put("start", "2026-04-01").put("end", "2099-03-31").build());
    assertThat(signOn("test.ken", "erste-Wahl-7").page()).contains("新しいパスワードを決める");
    Tablet own = tablet("Organization/fire-department");
    // The first password is still to be changed, whichever way one comes in.
    assertThat(badge(town.visitor(), own, "C-0909", "904127").body()).doesNotContain("PINが違います");

    assertThat(hub("staff", "end", "test.ken")).isZero();
    assertThat(signOn("test.ken", "erste-Wahl-7").page()).contains("このアカウントは使えません");
    assertThat(badge(town.visitor(), own, "C-0909", "904127").body()).contains("使えません");

    Files.writeString(file, Files.readString(file).replace("C-0909", "C-0001"));
    assertThat(hub("staff", "import", file.toString())).isEqualTo(1); // the badge is crew's
  }

  @Test
  void aVerifiedResidentIsLinkedToTheOnlyRecordThatIsCertain() throws Exception {
    Json.Obj citizen = patient("kobayashi-masao");
    String account =
        """
        {"username": "verified", "enabled": true, "attributes": {"verified_kana": ["%s"],
         "verified_birth_date": ["%s"], "verified_sex": ["%s"]}}
        """
            .formatted(kana(citizen), citizen.text("birthDate"), citizen.text("gender"));
    Idp idp = town.visitor();
    assertThat(idp.admin("POST", "/tsumugi/users", town.adminToken(), account)).isEqualTo(201);

    assertThat(hub("residents", "link", "crew")).isEqualTo(1); // nobody verified
    assertThat(hub("residents", "link", "verified", "--patient", "citizen")).isEqualTo(1);
    int linked = hub("residents", "link", "verified");
    assertThat(linked).as(lastWords).isZero();
    assertThat(hub("residents", "link", "verified", "--patient", "parent")).isEqualTo(1);
  }

  private static final String OPENS =
      "openid fhirUser launch/patient patient/Patient.r patient/Observation.rs";

  @Test
  void aVerifiedPersonsRecordOpensAtTheFirstSignOnAndAnotherAccountsGoesToTheCounter()
      throws Exception {
    String born = wareki(patient("suzuki-minoru"));
    account("first-time", verified("suzuki-minoru", born));
    account("second-time", verified("suzuki-minoru", born));

    Answer token = firstSignOn("first-time").token();

    assertThat(token.claims().text("fhirUser")).endsWith("/Patient/suzuki-minoru");
    assertThat(token.body().text("patient")).isEqualTo("suzuki-minoru");
    SmartApp second = firstSignOn("second-time");
    assertThat(second.page()).contains("窓口で確認します", "受付番号").doesNotContain("suzuki-minoru");
    assertThat(second.submit(Map.of("cancel", "1")).returned("error")).isEqualTo("access_denied");
  }

  private static SmartApp firstSignOn(String user) throws Exception {
    return new SmartApp(town.visitor(), town.fhir(), "smart-app", OPENS).open().signOn(user);
  }

  @Test
  void ofTwoWithOneNameAndBirthdayTheRegistrarDecides() throws Exception {
    String born = patient("suzuki-kazuko-1").text("birthDate");
    String account = account("unsure", verified("suzuki-kazuko-1", born));
    assertThat(firstSignOn("unsure").page()).contains("窓口で確認します");
    Wire hub = new Wire(town.base());
    String registrar = town.token("registrar", "user/Task.rs user/Person.crd");
    String tasks = "/fhir/Task?code=link-resident&status=requested&_count=100";
    Json.Obj task =
        hub.get(registrar, tasks).json().objects("entry").stream()
            .map(entry -> entry.obj("resource"))
            .filter(one -> one.toString().contains(account))
            .findFirst()
            .orElseThrow();
    assertThat(task.toString()).contains("unsure").doesNotContain("kazuko");
    assertThat(hub.get(town.token("physician", "user/Task.rs"), tasks).json().objects("entry"))
        .isEmpty();

    Json.Obj decision =
        Json.object().put("account", account).put("patient", "suzuki-kazuko-2").build();
    assertThat(
            hub.send("POST", "/smart/link", registrar, decision, "Content-Type", "application/json")
                .status())
        .isEqualTo(200);

    assertThat(firstSignOn("unsure").token().claims().text("fhirUser"))
        .endsWith("/Patient/suzuki-kazuko-2");
    assertThat(hub.get(registrar, "/fhir/Task/" + task.text("id")).json().text("status"))
        .isEqualTo("completed");
  }

  private static Json.Obj patient(String id) {
    return town.client().get(town.client().loaderToken(), "/Patient/" + id).body();
  }

  /** As a card has it. */
  private static String wareki(Json.Obj patient) {
    return java.time.format.DateTimeFormatter.ofPattern("GGGGy年M月d日", java.util.Locale.JAPAN)
        .withChronology(java.time.chrono.JapaneseChronology.INSTANCE)
        .format(java.time.LocalDate.parse(patient.text("birthDate")));
  }

  private static String verified(String id, String born) {
    return """
           "verified_by": ["national-id"], "verified_kana": ["%s"], "verified_birth_date": ["%s"],
           "verified_sex": ["%s"]
           """
        .formatted(kana(patient(id)), born, patient(id).text("gender"));
  }

  private static String kana(Json.Obj patient) {
    return patient.objects("name").stream()
        .map(name -> name.text("text"))
        .filter(text -> text != null && text.matches("[ァ-ヺー 　]+"))
        .findFirst()
        .orElseThrow();
  }

  /** A resident's account with the demo's password; answers its id. */
  private static String account(String login, String attributes) throws Exception {
    String account =
        """
        {"username": "%s", "lastName": "%s", "enabled": true, "attributes": {
         "hub_roles": ["resident"], %s},
         "credentials": [{"type": "password", "value": "demo", "temporary": false}]}
        """
            .formatted(login, login, attributes);
    Idp idp = town.visitor();
    assertThat(idp.admin("POST", "/tsumugi/users", town.adminToken(), account)).isEqualTo(201);
    return new Answer(
            200,
            idp.token(
                    "tsumugi",
                    Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "demo-cli",
                        "username",
                        login,
                        "password",
                        "demo",
                        "scope",
                        "openid"))
                .body())
        .claims()
        .text("sub");
  }

  private static int hub(String... words) {
    var said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    Map<String, String> environment =
        Map.of(
            "HUB_PORT", Integer.toString(town.base().getPort()),
            "HUB_IDP_PORT", Integer.toString(town.idp().getPort()),
            "HUB_DATA", town.pidFile().getParent().toString());
    int code = new CommandLine(environment, new Console(out, out)).execute(List.of(words));
    lastWords = said.toString(UTF_8);
    return code;
  }

  private static SmartApp consent(Idp browser, String scope) {
    return new SmartApp(browser, town.fhir(), "consent-app", scope).reading();
  }

  private static SmartApp signOn(String user, String password) throws Exception {
    return new SmartApp(town.visitor(), town.fhir(), "smart-app", "openid")
        .open()
        .submit(Map.of("username", user, "password", password));
  }

  private static void realm(String settings) throws Exception {
    assertThat(town.visitor().admin("PUT", "/tsumugi", town.adminToken(), settings)).isEqualTo(204);
  }

  private static Map<String, String> query(String client) {
    Map<String, String> query = new HashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client);
    query.put("redirect_uri", town.base() + "/" + client + "/");
    query.put("scope", "openid user/Organization.rs");
    query.put("state", "0123456789abcdef0123456789abcdef");
    query.put("aud", town.fhir());
    query.put("code_challenge_method", "S256");
    query.put("code_challenge", challenge());
    return query;
  }

  private static String challenge() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String address(String client, String more) {
    return town.idp()
        + "/realms/tsumugi/protocol/openid-connect/auth?"
        + form(query(client))
        + more;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Json.Obj claims(Page page) {
    try {
      Map<String, String> form = new HashMap<>();
      form.put("grant_type", "authorization_code");
      form.put("client_id", "visit");
      form.put("redirect_uri", town.base() + "/visit/");
      form.put("code", code(page.url()));
      form.put("code_verifier", VERIFIER);
      return town.visitor().token("tsumugi", form).claims();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String code(String address) {
    Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(address);
    assertThat(code.find()).as(address).isTrue();
    return code.group(1);
  }

  /** A device that an office has let in. */
  private static Tablet tablet(String organization) throws Exception {
    Tablet tablet = new Tablet(town.base());
    var login = town.database().owner();
    try (var owner =
            DriverManager.getConnection(town.database().url(), login.user(), login.password());
        var insert =
            owner.prepareStatement(
                "insert into device (jkt, id, organization, name, registered, registered_by)"
                    + " values (?, ?, ?, 'tablet', now(), 'test')")) {
      insert.setString(1, tablet.name());
      insert.setString(2, UUID.randomUUID().toString());
      insert.setString(3, organization);
      insert.executeUpdate();
    }
    return tablet;
  }

  private static HttpResponse<String> ems(Idp browser, Tablet tablet) throws Exception {
    Map<String, String> query = query("ems");
    query.put("dpop_jkt", tablet.name());
    return browser.authorize(query);
  }

  private static HttpResponse<String> badge(Idp browser, Tablet tablet, String badge, String pin)
      throws Exception {
    HttpResponse<String> page = ems(browser, tablet);
    assertThat(page.body()).contains("職員証でサインイン");
    Matcher action = ACTION.matcher(page.body());
    assertThat(action.find()).isTrue();
    URI target = URI.create(action.group(1).replace("&amp;", "&"));
    return browser.submit(target, Map.of("badge", badge, "pin", pin, "shift", "0"));
  }

  private static Answer tokenOf(HttpResponse<String> back, Tablet tablet) throws Exception {
    URI endpoint = town.visitor().openid("tsumugi", "token");
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "ems");
    form.put("redirect_uri", town.base() + "/ems/");
    form.put("code", code(back.headers().firstValue("Location").orElse(back.body())));
    form.put("code_verifier", VERIFIER);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("DPoP", tablet.proof("POST", endpoint.toString(), null))
            .POST(HttpRequest.BodyPublishers.ofString(form(form)))
            .build();
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), Json.parseObject(response.body()));
  }

  private static String keyOf(String token) {
    return Json.parseObject(Base64.getUrlDecoder().decode(token.split("\\.")[0])).text("kid");
  }

  private static long number(Json.Obj claims, String name) {
    return Long.parseLong(((Json.Num) claims.get(name)).literal());
  }
}
