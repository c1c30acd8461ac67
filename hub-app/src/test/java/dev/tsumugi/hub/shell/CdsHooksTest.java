package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.hub.town.Sharing;
import dev.tsumugi.hub.town.StatedWish;
import dev.tsumugi.hub.town.WishTopic;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CDS Hooks as an EHR calls it: bytes on the wire, real tokens, the real gate. */
class CdsHooksTest {
  private static final TestHub HUB = TestHub.start().withTown();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String SERVICE = "/cds-services/tsumugi-wishes";
  private static final String SCOPES = "user/Observation.rs user/RelatedPerson.rs";
  private static final String INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
  private static final String NOTHING = "記録なし(無いとは限りません)";

  @BeforeAll
  static void residents() {
    for (String id : List.of("cds-shares", "cds-hides", "cds-revokes", "cds-little")) {
      put(
          "Patient/" + id,
          "{'resourceType':'Patient','id':'"
              + id
              + "','generalPractitioner':[{'reference':'Practitioner/physician'}]}");
    }
    for (String id : List.of("cds-shares", "cds-hides", "cds-revokes")) {
      put(
          "RelatedPerson/" + id + "-daughter",
          "{'resourceType':'RelatedPerson','id':'"
              + id
              + "-daughter','active':true,'patient':{'reference':'Patient/"
              + id
              + "'},'meta':{'profile':['http://hl7.org/fhir/us/pacio-adi/StructureDefinition/ADI-Participant']},"
              + "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>x</div>'},"
              + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'DAU'}]}],"
              + "'name':[{'text':'佐藤 美香'}],'telecom':[{'system':'phone','value':'090-0000-0101','rank':1}]}");
      put("Observation/" + id + "-cpr", wish(id, "そのまま見送って [x](http://evil.example)"));
    }
    share("cds-shares");
    share("cds-revokes");
    share("cds-little");
  }

  private static void put(String ref, String body) {
    put(ref, utf8(body));
  }

  private static void put(String ref, byte[] body) {
    Answer answer = WIRE.send("PUT", "/fhir/" + ref, HUB.loaderToken(), body);
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').replace("\\\"", "'").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] wish(String patient, String words) {
    Json.Obj heard =
        Json.object().put("reference", "RelatedPerson/" + patient + "-daughter").build();
    Json.Obj wish =
        new StatedWish(
                patient,
                WishTopic.RESUSCITATION,
                Wish.DO_NOT_WISH,
                words,
                Wish.SIGNED,
                "2026-06-30T23:30:00Z")
            .observation();
    Json.Obj told =
        Json.object()
            .put("url", "https://tsumugi.dev/fhir/StructureDefinition/wish-heard-by")
            .put("valueReference", heard)
            .build();
    return Json.bytes(
        wish.with("id", Json.text(patient + "-cpr"))
            .with("extension", Json.array(wish.objects("extension").get(0), told)));
  }

  private static void share(String patient) {
    Json.Obj consent =
        Sharing.by(patient, "2026-01-01").treatment("Practitioner/physician", List.of());
    put("Consent/" + patient, Json.bytes(consent.with("id", Json.text(patient))));
  }

  private static Json.Obj call(String patient, String token) {
    return Json.object()
        .put("hook", "patient-view")
        .put("hookInstance", INSTANCE)
        .put("fhirServer", HUB.base() + "/fhir")
        .put(
            "fhirAuthorization",
            Json.object()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", 300)
                .put("scope", SCOPES)
                .put("subject", "an-ehr")
                .build())
        .put(
            "context",
            Json.object().put("userId", "Practitioner/other").put("patientId", patient).build())
        .build();
  }

  private static Answer post(Json.Obj body, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return WIRE.send("POST", SERVICE, "", body, all);
  }

  private static List<Json.Obj> cards(String patient, String user, String... headers) {
    Answer answer = post(call(patient, HUB.token(user, SCOPES)), headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().objects("cards");
  }

  @Test
  void discoveryIsOpenToEveryPage() {
    Answer answer = WIRE.get("", "/cds-services");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("access-control-allow-origin", "*");
    Json.Obj service = answer.json().objects("services").get(0);
    assertThat(service.text("hook")).isEqualTo("patient-view");
    assertThat(service.text("id")).isEqualTo("tsumugi-wishes");
    assertThat(service.text("description")).isNotBlank();
    assertThat(service.has("prefetch")).isFalse();
    Answer preflight =
        WIRE.send(
            "OPTIONS",
            SERVICE,
            "",
            new byte[0],
            "Origin",
            "https://ehr.example",
            "Access-Control-Request-Method",
            "POST");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.headers().get("access-control-allow-headers")).contains("Authorization");
  }

  @Test
  void wishesStandFirstThenWhoMaySpeak() {
    List<Json.Obj> cards = cards("cds-shares", "physician");

    assertThat(cards).hasSize(2);
    Json.Obj wishes = cards.get(0);
    assertThat(wishes.text("summary")).startsWith("本人の意思: 心肺蘇生: 望まない").hasSizeLessThan(140);
    assertThat(wishes.text("indicator")).isEqualTo("warning");
    assertThat(wishes.text("detail"))
        .contains("2026-07-01、聞いた人: 佐藤 美香", "Cardiopulmonary resuscitation: does not want it")
        .contains("医師の指示ではありません")
        .doesNotContain("[x](http://evil.example)");
    assertThat(wishes.obj("source").text("label")).isNotBlank();
    assertThat(wishes.objects("links"))
        .extracting(link -> link.text("type") + " " + link.text("url"))
        .containsExactly(
            "smart " + HUB.base() + "/care/launch.html", "absolute " + HUB.base() + "/care/");
    assertThat(cards.get(1).text("summary")).isEqualTo("本人に代わって話せる人: 佐藤 美香(娘・代弁者) 090-0000-0101");
    assertThat(cards).extracting(card -> card.text("uuid")).doesNotHaveDuplicates();
  }

  @Test
  void whoReadsEnglishGetsItFirst() {
    Json.Obj wishes = cards("cds-shares", "physician", "Accept-Language", "en, ja;q=0.5").get(0);

    assertThat(wishes.text("summary"))
        .startsWith("What the resident wants: Cardiopulmonary resuscitation: does not want it");
    assertThat(wishes.text("detail")).contains("told to 佐藤 美香", "心肺蘇生: 望まない");
  }

  @Test
  void withoutConsentItIsAsIfNothingWereThere() {
    String hidden = post(call("cds-hides", HUB.token("physician", SCOPES))).text();
    String absent = post(call("cds-nobody", HUB.token("physician", SCOPES))).text();
    String empty = post(call("cds-little", HUB.token("physician", SCOPES))).text();
    String stranger = post(call("cds-shares", HUB.token("oncall", SCOPES))).text();

    assertThat(hidden).isEqualTo(absent).isEqualTo(empty).isEqualTo(stranger);
    assertThat(cards("cds-hides", "physician"))
        .singleElement()
        .extracting(card -> card.text("summary"))
        .isEqualTo(NOTHING);
  }

  @Test
  void aRevokedConsentHoldsAtTheNextCall() {
    assertThat(cards("cds-revokes", "physician")).hasSize(2);
    Json.Obj consent = WIRE.get(HUB.loaderToken(), "/fhir/Consent/cds-revokes").json();

    put("Consent/cds-revokes", Json.bytes(consent.with("status", Json.text("inactive"))));

    assertThat(cards("cds-revokes", "physician"))
        .singleElement()
        .extracting(card -> card.text("summary"))
        .isEqualTo(NOTHING);
  }

  @Test
  void aTokenForOnePatientOpensNoOther() {
    String token =
        HUB.mint(
            "physician",
            "patient/Observation.rs patient/RelatedPerson.rs",
            claims -> claims.claim("patient", "cds-little"));

    Answer answer = post(call("cds-shares", token));

    assertThat(answer.json().objects("cards").get(0).text("summary")).isEqualTo(NOTHING);
  }

  @Test
  void theResidentReadsInTheJournalThatItWasShown() {
    cards("cds-shares", "physician");

    String journal = WIRE.get(HUB.loaderToken(), "/fhir/Patient/cds-shares/$access-journal").text();

    assertThat(journal).contains("Practitioner/physician");
  }

  @Test
  void whatThePrefetchSaysIsNotBelieved() {
    Json.Obj fed =
        call("cds-hides", HUB.token("physician", SCOPES))
            .with("prefetch", Json.object().put("wish", Json.parseObject(wish("x", "y"))).build());

    assertThat(post(fed).json().objects("cards").get(0).text("summary")).isEqualTo(NOTHING);
  }

  @Test
  void whatCannotBeHadIs412AndNamed() {
    Json.Obj call = call("cds-shares", HUB.token("physician", SCOPES));
    String expired =
        HUB.mint(
            "physician",
            SCOPES,
            claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1))));

    Answer without = post(call.without("fhirAuthorization"));
    Answer elsewhere = post(call.with("fhirServer", Json.text("https://ehr.example/fhir")));
    Answer late = post(call("cds-shares", expired));
    Answer forged =
        post(
            call("cds-shares", HUB.issuer().forge(HUB.issuer().claims("physician", SCOPES, null))));
    Answer narrow = post(call("cds-shares", HUB.token("physician", "user/Observation.rs")));

    assertThat(List.of(without, elsewhere, late, forged, narrow))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(412))
        .extracting(answer -> answer.json().text("error_description"))
        .satisfiesExactly(
            says -> assertThat(says).contains("fhirAuthorization is needed"),
            says -> assertThat(says).contains("another server"),
            says -> assertThat(says).contains("expired"),
            says -> assertThat(says).contains("signature"),
            says -> assertThat(says).contains("RelatedPerson"));
  }

  /** Nobody could show here to have its key: taken, it would be as good as an unbound one. */
  @Test
  void aBoundTokenIsNotTaken() {
    String bound =
        HUB.mint(
            "physician",
            SCOPES,
            claims ->
                claims.claim("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")));

    Answer answer = post(call("cds-shares", bound));

    assertThat(answer.status()).isEqualTo(412);
    assertThat(answer.json().text("error_description")).contains("bound to a key");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "hook, order-select, hook",
    "hookInstance, '', hookInstance",
    "context, '', context",
    "fhirServer, '', fhirServer",
  })
  void whatIsMalformedIsNamed(String member, String value, String named) {
    Json.Obj call = call("cds-shares", HUB.token("physician", SCOPES));

    Answer answer =
        post(value.isEmpty() ? call.without(member) : call.with(member, Json.text(value)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().text("error_description")).startsWith(named);
  }

  @Test
  void noJsonNoSuchServiceAndNoFeedback() {
    assertThat(
            WIRE.send("POST", SERVICE, "", utf8("{"), "Content-Type", "application/json").status())
        .isEqualTo(400);
    assertThat(WIRE.send("POST", SERVICE, "", utf8("x"), "Content-Type", "text/plain").status())
        .isEqualTo(415);
    assertThat(WIRE.get("", SERVICE).status()).isEqualTo(405);
    assertThat(WIRE.get("", "/cds-services/other").status()).isEqualTo(404);
    Answer feedback =
        WIRE.send(
            "POST", SERVICE + "/feedback", "", utf8("{}"), "Content-Type", "application/json");
    assertThat(feedback.status()).isEqualTo(400);
    assertThat(feedback.json().text("error")).isEqualTo("not_supported");
  }

  @Test
  void aClientsOwnJwtIsCheckedWhenItIsShown() {
    Json.Obj call = call("cds-shares", HUB.token("physician", SCOPES));
    String jwt = HUB.issuer().sign(client());

    Answer first = post(call, "Authorization", "Bearer " + jwt);
    Answer again = post(call, "Authorization", "Bearer " + jwt);
    Answer stranger =
        post(
            call,
            "Authorization",
            "Bearer " + HUB.issuer().sign(client().issuer("https://x.example")));
    Answer token = post(call, "Authorization", "Bearer " + HUB.token("physician", SCOPES));

    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(List.of(again, stranger, token))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(401);
              assertThat(answer.headers()).containsKey("www-authenticate");
              assertThat(answer.text()).doesNotContain("cards");
            });
    assertThat(again.json().text("error_description")).contains("used before");
  }

  private static JWTClaimsSet.Builder client() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer("https://ehr.example")
        .audience(HUB.base() + SERVICE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)))
        .jwtID(UUID.randomUUID().toString());
  }
}
