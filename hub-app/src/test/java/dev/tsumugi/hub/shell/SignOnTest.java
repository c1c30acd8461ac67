package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions, devices and surer sign-ons on two nodes with one database. */
class SignOnTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire HERE = new Wire(HUB.base());
  private static final String OPEN = "/fhir/Organization?_count=1";
  private static final String FIRE = "Organization/fire-department";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private static TestHub.Node node;
  private static Wire there;

  @BeforeAll
  static void second() {
    node = HUB.beside();
    there = new Wire(node.base());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String operator() {
    return HUB.token("admin", "user/Device.cruds");
  }

  private static Answer code(String token, String organization) {
    Json.Builder body = Json.object();
    if (!organization.isEmpty()) body.put("organization", organization);
    return HERE.send(
        "POST", "/smart/devices/codes", token, body.build(), "Content-Type", "application/json");
  }

  private static Json.Obj paired(Tablet tablet) {
    String code = code(operator(), FIRE).json().text("code");
    Answer answer = tablet.register(HERE, code);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static void assertOver(Answer answer, String reason) {
    Wire.assertRefused(answer, 401);
    assertThat(answer.said()).contains(reason);
    assertThat(answer.headers().get("www-authenticate")).contains("error=\"invalid_token\"");
  }

  @Test
  void aTabletIsLetInUsedAndLost() {
    Tablet tablet = new Tablet(HUB.base());
    String token = tablet.token(HUB, "crew");
    assertOver(tablet.get(HERE, token, OPEN), "DEVICE_NOT_REGISTERED");

    Json.Obj device = paired(tablet);
    assertThat(device.text("organization")).isEqualTo(FIRE);
    assertThat(device.text("jkt")).isEqualTo(tablet.name());
    assertThat(tablet.get(HERE, token, OPEN).status()).isEqualTo(200);
    assertThat(tablet.get(there, token, OPEN).status()).isEqualTo(200);

    Answer bearer = HERE.get(token, OPEN);
    Wire.assertRefused(bearer, 401);
    assertThat(bearer.headers().get("www-authenticate")).startsWith("DPoP").contains("algs=");
    assertOver(tablet.get(HERE, tablet.token(HUB, "hospital"), OPEN), "DEVICE_OF_ANOTHER");

    String path = "/smart/devices/" + device.text("id");
    assertThat(there.send("DELETE", path, operator(), new byte[0]).status()).isEqualTo(204);

    assertOver(tablet.get(HERE, token, OPEN), "DEVICE_REVOKED");
    assertOver(tablet.get(there, token, OPEN), "DEVICE_REVOKED");
    Answer again = tablet.register(HERE, code(operator(), FIRE).json().text("code"));
    assertThat(again.status()).as("a lost tablet does not come back").isEqualTo(409);
  }

  @Test
  void aTabletIsToldWhatTheHubKnowsOfItsKeyAndNobodyElseIs() {
    Tablet tablet = new Tablet(HUB.base());
    Json.Obj unknown = tablet.self(HERE).json();
    assertThat(unknown.bool("known")).isFalse();
    assertThat(unknown.bool("live")).isFalse();
    assertThat(unknown.text("organization")).isNull();

    Answer admitted = tablet.registerInDemo(HERE, FIRE);
    assertThat(admitted.status()).as(admitted.text()).isEqualTo(201);
    Json.Obj known = tablet.self(there).json();
    assertThat(known.bool("live")).isTrue();
    assertThat(known.text("organization")).isEqualTo(FIRE);
    assertThat(tablet.registerInDemo(HERE, FIRE).status()).isEqualTo(409);
    assertThat(new Tablet(HUB.base()).registerInDemo(HERE, "Patient/x").status()).isEqualTo(400);

    String path = "/smart/devices/" + admitted.json().text("id");
    assertThat(HERE.send("DELETE", path, operator(), new byte[0]).status()).isEqualTo(204);
    Json.Obj revoked = tablet.self(HERE).json();
    assertThat(revoked.bool("known")).isTrue();
    assertThat(revoked.bool("live")).isFalse();
    Answer nobody = HERE.send("GET", "/smart/devices/own", "", new byte[0]);
    assertThat(nobody.status()).isEqualTo(401);
  }

  @Test
  void aProofShownToOneNodeIsUsedUpOnTheOther() {
    Tablet tablet = new Tablet(HUB.base());
    paired(tablet);
    String token = tablet.token(HUB, "crew");
    String address = HUB.base() + "/fhir/Organization";
    String[] shown = {
      "Authorization", "DPoP " + token, "DPoP", tablet.proof("GET", address, token)
    };

    assertThat(HERE.send("GET", OPEN, "", new byte[0], shown).status()).isEqualTo(200);

    Answer replayed = there.send("GET", OPEN, "", new byte[0], shown);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.headers().get("www-authenticate")).contains("invalid_dpop_proof");
  }

  @Test
  void theCrewsAppTakesNoPlainToken() {
    String plain = HUB.mint("crew", "user/*.cruds", claims -> claims.claim("azp", "ems"));

    assertOver(HERE.get(plain, OPEN), "DEVICE_NOT_REGISTERED");
  }

  @Test
  void aPairingCodeIsUsedOnceAndMadeByAnOfficeForItsOwn() {
    String code = code(operator(), FIRE).json().text("code");
    assertThat(
            new Tablet(HUB.base()).register(HERE, code.toLowerCase(java.util.Locale.ROOT)).status())
        .isEqualTo(201);
    assertThat(new Tablet(HUB.base()).register(there, code).status()).isEqualTo(400);
    assertThat(new Tablet(HUB.base()).register(HERE, "AAAA-AAAA").status()).isEqualTo(400);

    String registrar = HUB.token("registrar", "user/Device.cruds");
    assertThat(code(registrar, "").json().text("organization")).isEqualTo("Organization/town-hall");
    assertThat(code(registrar, FIRE).status()).isEqualTo(403);
    assertThat(code(HUB.token("crew", "user/Device.cruds"), "").status()).isEqualTo(403);
    assertThat(code(HUB.token("registrar", "user/*.rs"), "").status()).isEqualTo(403);
    String unsure = HUB.mint("registrar", "user/Device.cruds", claims -> claims.claim("acr", "1"));
    Answer stepUp = code(unsure, "");
    assertThat(stepUp.status()).isEqualTo(401);
    assertThat(stepUp.headers().get("www-authenticate")).contains("acr_values=\"2\"");
    assertThat(stepUp.json().text("error")).isEqualTo("insufficient_user_authentication");
  }

  @Test
  void keycloakLearnsWhoseDeviceItIsAndOthersOnlyOfTheirOwn() {
    Tablet tablet = new Tablet(HUB.base());
    Json.Obj device = paired(tablet);
    String path = "/smart/devices/" + tablet.name();
    String keycloak =
        HUB.mint("crew", "user/Patient.rs", claims -> claims.claim("azp", "keycloak"));

    Json.Obj told = HERE.get(keycloak, path).json();
    assertThat(told.text("organization")).isEqualTo(FIRE);
    assertThat(told.bool("live")).isTrue();
    assertThat(HERE.get(keycloak, "/smart/devices/unknown").status()).isEqualTo(404);
    assertThat(HERE.get(HUB.token("registrar", "user/Device.rs"), path).status()).isEqualTo(404);
    assertThat(HERE.get(HUB.token("crew", "user/Device.rs"), path).status()).isEqualTo(403);

    HERE.send("DELETE", "/smart/devices/" + device.text("id"), operator(), new byte[0]);
    assertThat(HERE.get(keycloak, path).json().bool("live")).isFalse();
  }

  private static Answer link(String token, String account, String patient) {
    Json.Obj body = Json.object().put("account", account).put("patient", patient).build();
    return HERE.send("POST", "/smart/link", token, body, "Content-Type", "application/json");
  }

  @Test
  void anAccountHasOneRecordAndARecordOneAccount() {
    String registrar = HUB.token("registrar", "user/Person.crd");
    String keycloak =
        HUB.mint("registrar", "user/Patient.r", claims -> claims.claim("azp", "keycloak"));
    assertThat(HERE.get(keycloak, "/smart/link/account-a").status()).isEqualTo(404);

    assertThat(link(keycloak, "account-a", "some-resident").status()).isEqualTo(200);
    assertThat(link(registrar, "account-a", "some-resident").status()).as("again").isEqualTo(200);
    assertThat(link(registrar, "account-a", "another-resident").status()).isEqualTo(409);
    assertThat(link(keycloak, "account-b", "some-resident").status()).isEqualTo(409);
    assertThat(HERE.get(keycloak, "/smart/link/account-a").json().text("patient"))
        .isEqualTo("some-resident");
    assertThat(HERE.get(keycloak, "/smart/link/account-b").status()).isEqualTo(404);

    assertThat(HERE.send("DELETE", "/smart/link/account-a", keycloak, new byte[0]).status())
        .isEqualTo(403);
    assertThat(HERE.send("DELETE", "/smart/link/account-a", registrar, new byte[0]).status())
        .isEqualTo(204);
    assertThat(link(registrar, "account-b", "some-resident").status()).isEqualTo(200);
  }

  @Test
  void onlyARegistrarWhoIsSurelySignedOnSaysWhoseRecordItIs() {
    assertThat(link(HUB.token("citizen", "user/*.cruds"), "account-c", "citizen").status())
        .isEqualTo(403);
    assertThat(link(HUB.token("registrar", "user/*.rs"), "account-c", "citizen").status())
        .isEqualTo(403);
    String unsure = HUB.mint("registrar", "user/Person.c", claims -> claims.claim("acr", "1"));
    Answer stepUp = link(unsure, "account-c", "citizen");
    assertThat(stepUp.status()).isEqualTo(401);
    assertThat(stepUp.headers().get("www-authenticate")).contains("acr_values=\"2\"");
    String registrar = HUB.token("registrar", "user/Person.c");
    assertThat(link(registrar, "a b", "citizen").status()).isEqualTo(400);
    assertThat(link(registrar, "account-c", "Patient/citizen").status()).isEqualTo(400);
  }

  private static Answer match(String token, String name, String kana, String born) {
    Json.Obj body =
        Json.parseObject(
            """
            {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": {
             "resourceType": "Patient", "gender": "female", "birthDate": "%s", "name": [
              {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
                "valueCode": "IDE"}], "text": "%s"},
              {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
                "valueCode": "SYL"}], "text": "%s"}]}}]}
            """
                .formatted(born, name, kana)
                .getBytes(StandardCharsets.UTF_8));
    return HERE.send("POST", "/fhir/Patient/$match", token, body);
  }

  @Test
  void theCounterFindsWhoIsDescribedAndNobodyElseDoes() {
    HUB.withTown();
    Json.Obj citizen = HERE.get(HUB.token("citizen", "user/*.rs"), "/fhir/Patient/citizen").json();
    String born = citizen.text("birthDate");
    String registrar = HUB.token("registrar", "user/Patient.rs");

    Answer found = match(registrar, "小林 節子", "こばやし せつこ", born);
    assertThat(found.status()).as(found.text()).isEqualTo(200);
    assertThat(found.json().objects("entry"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.obj("resource").text("id")).isEqualTo("citizen");
              assertThat(entry.obj("search").toString()).contains("certain");
            });
    assertThat(match(registrar, "小林 世津子", "コバヤシ セツコ", born).text()).contains("possible");
    assertThat(match(registrar, "山田 節子", "ヤマダ セツコ", born).json().objects("entry")).isEmpty();
    assertThat(match(registrar, "小林 節子", "", "1943").status()).isEqualTo(400);
    // The same question is asked of the gate: who may see nobody finds nobody.
    Answer family = match(HUB.token("parent", "user/*.rs"), "小林 節子", "コバヤシ セツコ", born);
    assertThat(family.json().objects("entry")).isEmpty();
    assertThat(match(HUB.token("registrar", "user/Task.rs"), "小林 節子", "", born).text())
        .doesNotContain("\"id\":\"citizen\"");
  }

  private record Session(String id, String subject, String token) {
    static Session of(String user) {
      String id = UUID.randomUUID().toString();
      String subject = "subject-of-" + id;
      return new Session(id, subject, token(user, id, subject));
    }

    private static String token(String user, String id, String subject) {
      return HUB.mint(user, "user/*.cruds", claims -> claims.claim("sid", id).subject(subject));
    }

    /** Another sign-on of the same person. */
    Session elsewhere(String user) {
      String other = UUID.randomUUID().toString();
      return new Session(other, subject, token(user, other, subject));
    }
  }

  @Test
  void aPersonEndsTheirOtherSessionAndIsSignedOffThereAtOnce() {
    Session tablet = Session.of("citizen");
    Session phone = tablet.elsewhere("citizen");
    assertThat(there.get(tablet.token(), OPEN).status()).isEqualTo(200);

    List<Json.Obj> seen = HERE.get(phone.token(), "/smart/sessions").json().objects("sessions");
    assertThat(seen).extracting(one -> one.text("sid")).contains(tablet.id(), phone.id());
    String path = "/smart/sessions/" + tablet.id();
    Session stranger = Session.of("parent");
    assertThat(HERE.send("DELETE", path, stranger.token(), new byte[0]).status()).isEqualTo(404);
    assertThat(HERE.send("DELETE", path, phone.token(), new byte[0]).status()).isEqualTo(204);

    assertOver(HERE.get(tablet.token(), OPEN), "SESSION_ENDED");
    assertOver(there.get(tablet.token(), OPEN), "SESSION_ENDED");
    assertOver(
        there.get(tablet.token(), "/fhir/CodeSystem/$lookup?code=x&system=y"), "SESSION_ENDED");
    assertThat(there.get(tablet.token(), "/smart/sessions").status()).isEqualTo(401);
    assertThat(there.get(phone.token(), OPEN).status()).isEqualTo(200);
    assertThat(denials(tablet)).isPositive();
  }

  private static long denials(Session session) {
    String sql =
        "select count(*) from journal where content is not null and convert_from(content, 'UTF8')"
            + " like '%SESSION_ENDED%' and convert_from(content, 'UTF8') like '%"
            + session.subject()
            + "%'";
    try (var connection = HUB.database().asSuperuser();
        var statement = connection.createStatement()) {
      var row = statement.executeQuery(sql);
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void anOfficeEndsASessionOfThoseWhoWorkForIt() {
    Session registrar = Session.of("registrar");
    HERE.get(registrar.token(), OPEN);
    String admin = HUB.token("admin", "user/*.rs");
    List<Json.Obj> seen =
        HERE.get(admin, "/smart/sessions?whose=organization").json().objects("sessions");
    assertThat(seen).extracting(one -> one.text("sid")).contains(registrar.id());
    assertThat(HERE.get(Session.of("crew").token(), "/smart/sessions?whose=organization").status())
        .isEqualTo(403);

    String path = "/smart/sessions/" + registrar.id();
    assertThat(HERE.send("DELETE", path, admin, new byte[0]).status()).isEqualTo(204);

    assertOver(there.get(registrar.token(), OPEN), "SESSION_ENDED");
  }

  private static JWTClaimsSet.Builder logout() {
    return new JWTClaimsSet.Builder()
        .issuer(HUB.issuer().address())
        .audience("demo-cli")
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .jwtID(UUID.randomUUID().toString())
        .claim("typ", "Logout")
        .claim("events", Map.of(EVENT, Map.of()));
  }

  private static Answer logOut(Wire at, String token) {
    String form = "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    return at.send(
        "POST",
        "/smart/backchannel-logout",
        "",
        form.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  @Test
  void theIssuersLogoutIsFeltOnBothNodesAndTakenOnce() {
    Session session = Session.of("citizen");
    assertThat(HERE.get(session.token(), OPEN).status()).isEqualTo(200);
    String said = HUB.issuer().sign(logout().subject(session.subject()).claim("sid", session.id()));

    Answer taken = logOut(there, said);
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(taken.headers().get("cache-control")).contains("no-store");

    assertOver(HERE.get(session.token(), OPEN), "SESSION_ENDED");
    assertOver(there.get(session.token(), OPEN), "SESSION_ENDED");
    assertThat(logOut(HERE, said).status()).as("said again").isEqualTo(400);
  }

  /** A look-up asks for the sign-on where it decides: found, unknown or ill put, it is over. */
  @Test
  void aCrewThatIsSignedOffLooksNobodyUp() {
    Session crew = Session.of("crew");
    List<Json.Obj> questions =
        List.of(
            asking("card", "never-given"),
            asking("name", "小林 節子", "birthDate", "1947-04-12"),
            asking("confirm", "spoiled"),
            asking("incident", "no-such-run"),
            asking("nonsense", "x"));
    for (Json.Obj question : questions) {
      assertThat(lookUp(crew, question).status()).isNotEqualTo(401);
    }
    String said = HUB.issuer().sign(logout().subject(crew.subject()).claim("sid", crew.id()));
    assertThat(logOut(there, said).status()).isEqualTo(200);

    for (Json.Obj question : questions) assertOver(lookUp(crew, question), "SESSION_ENDED");
    assertThat(denials(crew)).isEqualTo(questions.size());
  }

  private static Json.Obj asking(String... words) {
    List<Json> parameters = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      parameters.add(Json.object().put("name", words[i]).put("valueString", words[i + 1]).build());
    }
    return Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
  }

  private static Answer lookUp(Session crew, Json.Obj question) {
    return HERE.send("POST", "/fhir/$emergency-lookup", crew.token(), question);
  }

  @Test
  void aLogoutOfThePersonEndsAllSessionsAlsoThoseNotSeenYet() {
    Session seen = Session.of("citizen");
    Session unseen = seen.elsewhere("citizen");
    assertThat(HERE.get(seen.token(), OPEN).status()).isEqualTo(200);

    assertThat(logOut(HERE, HUB.issuer().sign(logout().subject(seen.subject()))).status())
        .isEqualTo(200);

    assertOver(there.get(seen.token(), OPEN), "SESSION_ENDED");
    assertOver(there.get(unseen.token(), OPEN), "SESSION_ENDED");
    Session stranger = Session.of("parent");
    assertThat(there.get(stranger.token(), OPEN).status()).isEqualTo(200);
  }

  private static Arguments spoiled(String name, Consumer<JWTClaimsSet.Builder> how) {
    return Arguments.of(name, how);
  }

  static Stream<Arguments> spoiledLogouts() {
    return Stream.of(
        spoiled("other issuer", claims -> claims.issuer("http://localhost:1/realms/x")),
        spoiled("other audience", claims -> claims.audience("somebody-else")),
        spoiled("no event", claims -> claims.claim("events", Map.of())),
        spoiled("another event", claims -> claims.claim("events", Map.of("x", Map.of()))),
        spoiled("a nonce", claims -> claims.claim("nonce", "n")),
        spoiled("nobody", claims -> claims.subject(null).claim("sid", null)),
        spoiled("no id", claims -> claims.jwtID(null)),
        spoiled("no time", claims -> claims.issueTime(null)),
        spoiled("old", claims -> claims.issueTime(Date.from(Instant.now().minusSeconds(700)))),
        spoiled(
            "expired", claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoiledLogouts")
  void aSpoiledLogoutChangesNothing(String name, Consumer<JWTClaimsSet.Builder> how) {
    Session session = Session.of("citizen");
    assertThat(HERE.get(session.token(), OPEN).status()).isEqualTo(200);
    JWTClaimsSet.Builder claims = logout().subject(session.subject()).claim("sid", session.id());
    how.accept(claims);

    assertThat(logOut(HERE, HUB.issuer().sign(claims)).status()).isEqualTo(400);
    assertThat(logOut(HERE, HUB.issuer().forge(logout().claim("sid", session.id()))).status())
        .isEqualTo(400);

    assertThat(HERE.get(session.token(), OPEN).status()).isEqualTo(200);
  }

  @Test
  void bindingWordsNeedASurerSignOnAndSayWhich() {
    HUB.withTown();
    Json.Obj consent =
        Json.parseObject(
            """
            {"resourceType":"Consent","status":"active",
             "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
             "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
             "patient":{"reference":"Patient/citizen"},"dateTime":"2026-11-22",
             "policy":[{"uri":"https://tsumugi.dev/fhir/policy/care-sharing"}],
             "provision":{"type":"deny"}}
            """
                .getBytes(StandardCharsets.UTF_8));
    String password = HUB.mint("citizen", "user/*.cruds", claims -> claims.claim("acr", "1"));
    Answer refused = HERE.send("POST", "/fhir/Consent", password, consent);
    Wire.assertRefused(refused, 401);
    assertThat(refused.headers().get("www-authenticate"))
        .contains("error=\"insufficient_user_authentication\"", "acr_values=\"2\"");
    assertThat(refused.said()).contains("本人確認", "passkey", "ASSURANCE_TOO_LOW");

    String passkey = HUB.mint("citizen", "user/*.cruds", claims -> claims.claim("acr", "2"));
    Answer taken = HERE.send("POST", "/fhir/Consent", passkey, consent);
    assertThat(taken.status()).as(taken.text()).isEqualTo(201);
    String written = "/fhir/Consent/" + taken.json().text("id");
    assertThat(HERE.send("DELETE", written, password, new byte[0]).status()).isEqualTo(401);
    assertThat(HERE.get(password, written).status()).as("reading needs none").isEqualTo(200);
    assertThat(HERE.send("DELETE", written, passkey, new byte[0]).status()).isBetween(200, 204);

    Json.Obj reason =
        Json.parseObject(
            """
            {"resourceType":"Parameters","parameter":[{"name":"reason","valueCodeableConcept":{
             "coding":[{"system":"https://tsumugi.dev/fhir/CodeSystem/break-glass-reason","code":"cannot-be-asked"}],
             "text":"意識がなく、家族にも連絡がつかない"}}]}
            """
                .getBytes(StandardCharsets.UTF_8));
    String crew = HUB.mint("crew", "user/*.cruds", claims -> claims.claim("acr", "1"));
    Answer glass =
        HERE.send(
            "POST", "/fhir/Patient/citizen/$break-glass", crew, reason, "X-Purpose-Of-Use", "BTG");
    Wire.assertRefused(glass, 401);
    assertThat(glass.headers().get("www-authenticate"))
        .contains("error=\"insufficient_user_authentication\"");
  }
}
