package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Idp.Answer;
import dev.tsumugi.identity.shell.RealmSetup;
import dev.tsumugi.identity.shell.RealmSetup.Addresses;
import dev.tsumugi.identity.shell.RealmSetup.Outcome;
import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The realm and the provider in the real Keycloak, as a client sees them. */
class RealKeycloakTest {
  private static final Addresses ELSEWHERE =
      new Addresses(URI.create("http://localhost:9090"), URI.create("http://localhost:9090/fhir"));

  private static SmartTown town;
  private static String FHIR;
  private static Addresses HERE;
  private static Login ADMIN;
  private static Idp idp;

  @BeforeAll
  static void start() throws Exception {
    town = SmartTown.start();
    FHIR = town.fhir();
    HERE = new Addresses(town.base(), URI.create(FHIR));
    ADMIN = town.admin();
    idp = town.visitor();
  }

  @Test
  void aTokenSaysWhoAsksInAllTheClaimsTheHubReads() throws Exception {
    Answer answer = login("crew", "openid fhirUser user/*.rs");

    Json.Obj claims = answer.claims();
    assertThat(claims.text("iss")).isEqualTo(town.issuer());
    assertThat(claims.texts("aud")).containsExactly(FHIR);
    assertThat(claims.text("azp")).isEqualTo("demo-cli");
    assertThat(number(claims, "exp") - number(claims, "iat")).isEqualTo(300);
    assertThat(claims.text("sub")).isNotBlank();
    assertThat(claims.text("jti")).isNotBlank();
    assertThat(claims.text("sid")).isNotBlank();
    assertThat(claims.text("acr")).isEqualTo("3");
    assertThat(claims.text("preferred_username")).isEqualTo("crew");
    assertThat(claims.text("name")).isEqualTo("石塚 大輔");
    assertThat(claims.text("fhirUser")).isEqualTo(FHIR + "/Practitioner/crew");
    assertThat(claims.get("hub_roles")).isEqualTo(Json.array(Json.text("crew")));
    assertThat(claims.text("hub_organization")).isEqualTo("Organization/fire-department");
    assertThat(claims.has("patient")).isFalse();
    assertThat(claims.text("scope").split(" ")).contains("user/*.rs", "openid", "fhirUser");
    assertThat(answer.claimsOf("id_token").text("fhirUser")).isEqualTo(FHIR + "/Practitioner/crew");
    assertThat(idp.userInfo(answer.body().text("access_token")).text("fhirUser"))
        .isEqualTo(FHIR + "/Practitioner/crew");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "citizen, resident, Patient/citizen,",
    "family, resident, RelatedPerson/citizen-daughter,",
    "parent, resident, Patient/parent,",
    "physician, physician, Practitioner/physician, clinic-sakura",
    "oncall, physician, Practitioner/oncall, clinic-kodomo",
    "nurse, nurse, Practitioner/nurse, station-hidamari",
    "pharmacist, pharmacist, Practitioner/pharmacist, pharmacy-midori",
    "crew, crew, Practitioner/crew, fire-department",
    "facility, facility, Practitioner/facility, home-kasumi",
    "hospital, emergency-desk, Practitioner/hospital, hospital-central",
    "registrar, registrar, Practitioner/registrar, town-hall",
    "officer, officer, Practitioner/officer, town-hall",
    "admin, operator, Practitioner/admin, town-hall",
  })
  void everyDemoLoginHasItsRoleAndPlace(String user, String role, String person, String place)
      throws Exception {
    Json.Obj claims = login(user, "user/*.rs").claims();

    assertThat(claims.texts("hub_roles")).containsExactly(role);
    assertThat(claims.text("fhirUser")).isEqualTo(FHIR + "/" + person);
    assertThat(claims.text("hub_organization"))
        .isEqualTo(place == null ? null : "Organization/" + place);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "user/Patient.rs",
    "user/*.cruds",
    "user/Observation.read",
    "user/Observation.* user/Patient.write",
    "user/Observation.rs?category=http://a.org/c|vital-signs",
    "user/Observation.r user/Observation.s user/Encounter.cruds",
    "patient/*.rs user/Practitioner.r",
    "patient/Consent.cu patient/Observation.rs launch/patient",
    "openid fhirUser profile launch/patient patient/*.cruds",
  })
  void anyWellFormedScopeIsGrantedAsAsked(String scope) throws Exception {
    Answer answer = login("citizen", scope);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.scopes()).contains(scope.split(" "));
    assertThat(answer.scopes()).doesNotContain("smart-user", "smart-patient");
    assertThat(answer.claims().text("scope").split(" ")).contains(scope.split(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "user/Observation.sr",
    "user/Observation.",
    "user/Sorcery.rs",
    "user/observation.rs",
    "User/Observation.rs",
    "user/Observation.rs?category",
    "user/Observation.read?category=x",
    "user/Patient.rs user/Sorcery.rs",
    "smart-user",
    "SMART-PATIENT",
    "system/*.rs",
    "system/*.cruds user/*.rs",
    "nothing-we-know",
  })
  void whatIsNotWellFormedOrNotTheClientsIsRefused(String scope) throws Exception {
    Answer answer = login("citizen", scope);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_scope");
    String good = "user/Patient.rs";
    assertThat(answer.body().text("error_description"))
        .contains(scope.split(" ")[scope.startsWith(good) ? 1 : 0])
        .doesNotContain(good);
  }

  @ParameterizedTest(name = "{0} asks for {1} with patient={2}")
  @CsvSource({
    "crew, patient/*.rs, p-17, p-17",
    "citizen, patient/*.rs, p-17, p-17",
    "citizen, patient/*.rs,, citizen",
    "citizen, launch/patient,, citizen",
    "citizen, user/*.rs, p-17,",
    "citizen, user/*.rs,,",
  })
  void thePatientIsTheOneAskedForElseOneself(
      String user, String scope, String asked, String patient) throws Exception {
    Answer answer = login(user, scope, asked);

    assertThat(answer.status())
        .as("%s: %s", answer.error(), answer.body().text("error_description"))
        .isEqualTo(200);
    assertThat(answer.body().text("patient")).isEqualTo(patient);
    assertThat(answer.claims().text("patient")).isEqualTo(patient);
  }

  @ParameterizedTest
  @CsvSource({"crew,", "crew, ../x", "citizen, ''", "family,"})
  void aPatientScopeWithoutAPatientIsRefused(String user, String asked) throws Exception {
    Answer answer = login(user, "patient/*.rs", asked);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_request");
  }

  @Test
  void aRefreshKeepsThePatientAndCannotMoveOrWiden() throws Exception {
    Answer first = login("crew", "offline_access patient/*.rs user/*.r", "p-17");
    assertThat(first.claims().text("patient")).isEqualTo("p-17");

    Answer again = refresh(first, Map.of("patient", "p-18"));
    Answer third = refresh(again, Map.of());
    Answer narrower = refresh(third, Map.of("scope", "user/*.r"));
    Answer wider = refresh(third, Map.of("scope", "user/*.cruds"));
    Answer last = refresh(narrower, Map.of());

    assertThat(again.claims().text("patient")).isEqualTo("p-17");
    assertThat(again.scopes()).isEqualTo(first.scopes());
    assertThat(third.body().text("patient")).isEqualTo("p-17");
    // The token counts: Keycloak's answer to an offline refresh repeats the wider scope beside it.
    assertThat(narrower.claims().text("scope")).contains("user/*.r").doesNotContain("patient/");
    assertThat(narrower.claims().has("patient")).isFalse();
    assertThat(wider.error()).isEqualTo("invalid_scope");
    assertThat(wider.body().text("error_description")).contains("user/*.cruds");
    assertThat(last.scopes()).isEqualTo(first.scopes());
  }

  @Test
  void twoTokensOfOneUserKeepTheirPatientsApart() throws Exception {
    Answer one = login("nurse", "patient/*.rs", "p-1");
    Answer two = login("nurse", "patient/*.rs", "p-2");

    assertThat(refresh(one, Map.of()).claims().text("patient")).isEqualTo("p-1");
    assertThat(refresh(two, Map.of()).claims().text("patient")).isEqualTo("p-2");
  }

  @Test
  void theLoaderIsTheCustodian() throws Exception {
    Answer answer = loader("system/*.cruds", "demo-loader");

    Json.Obj claims = answer.claims();
    assertThat(claims.texts("aud")).containsExactly(FHIR);
    assertThat(claims.text("azp")).isEqualTo("loader");
    assertThat(claims.get("hub_roles")).isEqualTo(Json.array(Json.text("custodian")));
    assertThat(claims.text("hub_organization")).isEqualTo("Organization/town-hall");
    assertThat(claims.has("fhirUser")).isFalse();
    assertThat(claims.text("scope").split(" ")).contains("system/*.cruds");
  }

  @ParameterizedTest
  @CsvSource({"patient/*.rs", "user/*.rs", "smart-system", "system/*.sdurc"})
  void theLoaderActsForNobodyButItself(String scope) throws Exception {
    assertThat(loader(scope, "demo-loader").error()).isEqualTo("invalid_scope");
  }

  @Test
  void wrongSecretsGetNothing() throws Exception {
    Map<String, String> form = form("crew", "user/*.rs", null);
    form.put("password", "guess");
    Answer guessed = idp.token("tsumugi", form);

    assertThat(guessed.status()).isBetween(400, 401);
    assertThat(guessed.error()).isEqualTo("invalid_grant");
    assertThat(loader("system/*.cruds", "guess").status()).isEqualTo(401);
  }

  @Test
  void aClientsLettersAreCapped() throws Exception {
    String token = town.adminToken();
    int made =
        idp.admin(
            "POST",
            "/tsumugi/clients",
            token,
            """
            {"clientId": "reader", "publicClient": true, "directAccessGrantsEnabled": true,
             "attributes": {"tsumugi.scope.letters": "rs"},
             "defaultClientScopes": ["basic"], "optionalClientScopes": ["smart-user"]}
            """);
    assertThat(made).isEqualTo(201);

    assertThat(reader("user/*.rs").status()).isEqualTo(200);
    assertThat(reader("user/*.crs").error()).isEqualTo("invalid_scope");
    // Its base scope was not given, and the demo's mapper is not its own.
    assertThat(reader("patient/*.rs").error()).isEqualTo("invalid_scope");
  }

  @Test
  void aScreenSignsInByCodeWithPkce() throws Exception {
    var screen = town.visitor();
    String verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes("US-ASCII"));
    Map<String, String> query = new HashMap<>();
    query.put("response_type", "code");
    query.put("client_id", "care");
    query.put("redirect_uri", town.base() + "/care/");
    query.put("scope", "openid fhirUser user/*.rs");
    query.put("state", "0123456789abcdef0123456789abcdef");
    query.put("aud", FHIR);

    assertThat(error(screen.authorize(query))).isEqualTo("invalid_request"); // no challenge
    query.put("code_challenge_method", "S256");
    query.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    Map<String, String> greedy = new HashMap<>(query);
    greedy.put("scope", "openid patient/Sorcery.rs");
    assertThat(error(screen.authorize(greedy))).isEqualTo("invalid_scope");

    HttpResponse<String> page = screen.authorize(query);
    Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body());
    assertThat(action.find()).isTrue();
    URI target = URI.create(action.group(1).replace("&amp;", "&"));
    HttpResponse<String> back =
        screen.submit(target, Map.of("username", "physician", "password", "demo"));
    Answer answer =
        screen.token(
            "tsumugi",
            Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "care",
                "redirect_uri",
                town.base() + "/care/",
                "code",
                parameter(back, "code"),
                "code_verifier",
                verifier));

    assertThat(answer.scopes()).contains("openid", "fhirUser", "user/*.rs");
    assertThat(answer.claims().texts("aud")).containsExactly(FHIR);
    assertThat(answer.claims().texts("hub_roles")).containsExactly("physician");
    assertThat(answer.claims().text("acr")).isEqualTo("1");
  }

  @Test
  void theRealmFollowsTheHubWhenItMoves() throws Exception {
    assertThat(setup(HERE, true)).isEqualTo(new Outcome(0, 0, false));

    assertThat(setup(ELSEWHERE, true)).isEqualTo(new Outcome(0, 0, true));
    Json.Obj moved = login("crew", "user/*.rs").claims();
    Map<String, String> query =
        Map.of(
            "response_type", "code",
            "client_id", "care",
            "scope", "openid",
            "redirect_uri", "http://localhost:9090/care/");
    int known = town.visitor().authorize(query).statusCode();
    assertThat(setup(HERE, true)).isEqualTo(new Outcome(0, 0, true));

    assertThat(moved.texts("aud")).containsExactly("http://localhost:9090/fhir");
    assertThat(moved.text("fhirUser")).isEqualTo("http://localhost:9090/fhir/Practitioner/crew");
    assertThat(known).isEqualTo(302); // asked for a challenge, at an address it trusts
    assertThat(login("crew", "user/*.rs").claims().texts("aud")).containsExactly(FHIR);
  }

  @Test
  void outsideTheDemoItsPeopleAndClientsAreOff() throws Exception {
    setup(HERE, false);
    Answer off = login("crew", "user/*.rs");
    Answer loaderOff = loader("system/*.cruds", "demo-loader");
    setup(HERE, true);

    assertThat(off.status()).isBetween(400, 401);
    assertThat(loaderOff.status()).isBetween(400, 401);
    Json.Obj again = login("crew", "user/*.rs").claims();
    assertThat(again.text("hub_organization")).isEqualTo("Organization/fire-department");
    assertThat(again.text("name")).isEqualTo("石塚 大輔");
    assertThat(loader("system/*.cruds", "demo-loader").claims().texts("hub_roles"))
        .containsExactly("custodian");
  }

  @Test
  void aServerThatIsKilledIsToldAndStartsAgainWithoutABuild() throws Exception {
    List<ProcessHandle> server = server();
    server.get(0).destroyForcibly(); // the script alone: its Java is left to nobody
    assertThat(CompletableFuture.supplyAsync(town::death))
        .succeedsWithin(Duration.ofSeconds(20))
        .asString()
        .contains("by itself");
    town.keycloakDown();
    assertThat(server).noneMatch(KeycloakPidFile::runs);
    assertThat(town.pidFile()).doesNotExist();

    String told = town.keycloakUp();

    assertThat(told).doesNotContain("built");
    assertThat(setup(HERE, true)).isEqualTo(new Outcome(0, 0, false));
    assertThat(login("crew", "user/*.rs").status()).isEqualTo(200);
  }

  /** The script and its Java. */
  private static List<ProcessHandle> server() throws Exception {
    List<ProcessHandle> server =
        Files.readAllLines(town.pidFile()).stream()
            .skip(1)
            .map(line -> ProcessHandle.of(Long.parseLong(line.split(" ")[0])))
            .flatMap(Optional::stream)
            .toList();
    assertThat(server).hasSize(2);
    return server;
  }

  private static Outcome setup(Addresses addresses, boolean demo) {
    return new RealmSetup(town.idp(), ADMIN.user(), ADMIN.password(), addresses, demo).apply();
  }

  private static Answer login(String user, String scope) throws Exception {
    return login(user, scope, null);
  }

  private static Answer login(String user, String scope, String patient) throws Exception {
    return idp.token("tsumugi", form(user, scope, patient));
  }

  private static Answer reader(String scope) throws Exception {
    Map<String, String> form = form("crew", scope, "p-17");
    form.put("client_id", "reader");
    return idp.token("tsumugi", form);
  }

  private static Answer loader(String scope, String secret) throws Exception {
    return idp.token(
        "tsumugi",
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            "loader",
            "client_secret",
            secret,
            "scope",
            scope));
  }

  private static Answer refresh(Answer answer, Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.put("grant_type", "refresh_token");
    form.put("client_id", "demo-cli");
    form.put("refresh_token", answer.body().text("refresh_token"));
    return idp.token("tsumugi", form);
  }

  private static Map<String, String> form(String user, String scope, String patient) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "password");
    form.put("client_id", "demo-cli");
    form.put("username", user);
    form.put("password", "demo");
    form.put("scope", scope);
    if (patient != null) form.put("patient", patient);
    return form;
  }

  private static String error(HttpResponse<String> redirect) {
    return parameter(redirect, "error");
  }

  private static String parameter(HttpResponse<String> redirect, String name) {
    String location = redirect.headers().firstValue("Location").orElse("no redirect");
    Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(location);
    assertThat(matcher.find()).as(location).isTrue();
    return matcher.group(1);
  }

  private static long number(Json.Obj claims, String name) {
    return Long.parseLong(((Json.Num) claims.get(name)).literal());
  }
}
