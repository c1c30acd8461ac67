package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.hub.town.StatedWish;
import dev.tsumugi.hub.town.WishTopic;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Wish;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What leaves in people's hands, over the wire: documents, papers, cards, links; and what comes in.
 */
class PaperTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final Path MCBEE =
      Path.of(System.getProperty("tsumugi.root", "."), "../shared/data/adi/Bundle-McBee.json")
          .normalize();
  private static final String UNKNOWN = "{\"state\":\"unknown\",\"since\":\"\"}";

  @BeforeAll
  static void residents() {
    for (String id : List.of("paper-plan", "paper-card", "paper-link", "paper-none")) {
      put(
          "Patient/" + id,
          "{'resourceType':'Patient','id':'"
              + id
              + "','name':[{'text':'西川 文枝'}],'gender':'female','birthDate':'1944-09-30'}");
    }
    put(
        "Patient/paper-roger",
        "{'resourceType':'Patient','id':'paper-roger','name':[{'text':'Roger McBee'}],'gender':'male','birthDate':'1945-04-01'}");
  }

  private static void put(String ref, String body) {
    Answer answer =
        WIRE.send(
            "PUT", "/fhir/" + ref, HUB.loaderToken(), body.replace('\'', '"').getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
  }

  /** Signed on with a passkey, as the resident of this record. */
  private static String resident(String id) {
    return HUB.mint(
        "citizen",
        "openid fhirUser user/*.cruds",
        claims -> claims.claim("fhirUser", "Patient/" + id).claim("acr", "2"));
  }

  private static Answer post(String token, String path, String... parameters) {
    String body =
        "{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}";
    return WIRE.send("POST", "/fhir/" + path, token, body.replace('\'', '"').getBytes(UTF_8));
  }

  private static Json.Obj done(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String value(Json.Obj parameters, String name) {
    for (Json.Obj parameter : parameters.objects("parameter")) {
      if (!name.equals(parameter.text("name"))) continue;
      for (int i = 0; i < parameter.size(); i++) {
        if (parameter.value(i) instanceof Json.Text text && parameter.name(i).startsWith("value")) {
          return text.value();
        }
        if (parameter.name(i).equals("valueReference")) {
          return parameter.obj("valueReference").text("reference");
        }
      }
    }
    throw new AssertionError("no " + name + " in " + parameters);
  }

  /** A wish is drafted and signed; the version that says so. */
  private static String sign(String patient, WishTopic topic, String words) {
    String token = resident(patient);
    Json.Obj draft =
        new StatedWish(
                patient, topic, Wish.DO_NOT_WISH, words, Wish.WRITTEN, "2026-11-01T00:00:00Z")
            .observation()
            .without("id")
            .with("status", Json.text("preliminary"));
    Answer made = WIRE.send("POST", "/fhir/Observation", token, draft);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String id = made.json().text("id");
    Json.Obj signed =
        done(
            post(
                token,
                "Patient/" + patient + "/$acp-sign",
                "{'name':'draft','valueReference':{'reference':'Observation/"
                    + id
                    + "/_history/1'}}",
                "{'name':'command','valueId':'" + id + "'}"));
    return value(signed, "version");
  }

  private static String current(String body) {
    Answer answer =
        WIRE.send(
            "POST", "/acp/current", "", body.getBytes(UTF_8), "Content-Type", "application/json");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static Json.Obj json(byte[] bytes) {
    return Json.parseObject(bytes);
  }

  @Test
  void aSignedPlanLeavesAsADocumentThatValidates() {
    String version = sign("paper-plan", WishTopic.RESUSCITATION, "自然に任せたい");
    String token = resident("paper-plan");

    Json.Obj bundle = done(WIRE.get(token, "/fhir/Patient/paper-plan/$acp-document"));
    Json.Obj named =
        done(
            post(
                token,
                "Patient/paper-plan/$acp-document",
                "{'name':'version','valueReference':{'reference':'" + version + "'}}"));

    assertThat(bundle.text("type")).isEqualTo("document");
    assertThat(bundle.toString()).contains("心肺蘇生: 望まない「自然に任せたい」");
    assertThat(named.objects("entry")).hasSameSizeAs(bundle.objects("entry"));
    assertThat(bundle.obj("signature").text("sigFormat")).isEqualTo("application/jose");
    Json.Obj keys = WIRE.get("", "/acp/keys.json").json();
    String jws =
        new String(Base64.getDecoder().decode(bundle.obj("signature").text("data")), US_ASCII);
    assertThat(json(Base64.getUrlDecoder().decode(jws.substring(0, jws.indexOf('.')))).text("kid"))
        .isEqualTo(keys.objects("keys").get(0).text("kid"));
    Json.Obj outcome = done(WIRE.send("POST", "/fhir/Bundle/$validate", token, bundle));
    assertThat(outcome.objects("issue"))
        .as("HAPI's validator")
        .noneMatch(issue -> List.of("error", "fatal").contains(issue.text("severity")));
  }

  @Test
  void whoHasNoPlanOrIsNotSeenGetsNoDocument() {
    assertThat(WIRE.get(resident("paper-none"), "/fhir/Patient/paper-none/$acp-document").status())
        .isEqualTo(404);
    assertThat(WIRE.get(resident("paper-none"), "/fhir/Patient/paper-plan/$acp-document").status())
        .isEqualTo(404);
    assertThat(WIRE.get(resident("paper-none"), "/fhir/Patient/paper-plan/$acp-paper").status())
        .isEqualTo(404);
  }

  @Test
  void aPaperIsPdfAndTellsWhetherItHolds() throws Exception {
    String first = sign("paper-card", WishTopic.RESUSCITATION, "任せる");
    String token = resident("paper-card");
    Json.Obj paper =
        done(
            post(
                token,
                "Patient/paper-card/$acp-paper",
                "{'name':'kind','valueCode':'card'}",
                "{'name':'language','valueCode':'en'}"));
    assertThat(paper.text("contentType")).isEqualTo("application/pdf");
    byte[] pdf = Base64.getDecoder().decode(paper.text("data"));
    String code = QrOnPaper.read(pdf, 1);

    assertThat(code).startsWith(HUB.base() + "/acp/current#");
    assertThat(current("{\"code\":\"" + code + "\"}")).contains("\"state\":\"current\"");
    sign("paper-card", WishTopic.INTUBATION, "任せる");
    assertThat(current("{\"code\":\"" + code + "\"}")).contains("\"state\":\"superseded\"");
    assertThat(current("{\"code\":\"AAECAwQFBgcICQoLDA0ODw\"}")).isEqualTo(UNKNOWN);
    assertThat(current("{}")).isEqualTo(UNKNOWN);
    assertThat(first).startsWith("DocumentReference/");
    Answer page = WIRE.get("", "/acp/current");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("この紙は今も有効ですか").contains("/acp/current/current.js");
    assertThat(WIRE.get("", "/acp/current/current.js").status()).isEqualTo(200);
    assertThat(WIRE.get("", "/c").text()).contains("119番");
    Answer journal = WIRE.get(token, "/fhir/Patient/paper-card/$access-journal");
    assertThat(journal.text()).contains("それが今も有効かどうかだけを答えました");
  }

  @Test
  void aCardIsFoundByACrewUntilItEnds() {
    String token = resident("paper-card");
    put(
        "Consent/paper-card",
        "{'resourceType':'Consent','id':'paper-card','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':{'reference':'Patient/paper-card'},'dateTime':'2026-01-01',"
            + "'policy':[{'uri':'https://tsumugi.dev/fhir/policy/emergency-sharing'}],'provision':{'type':'permit',"
            + "'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
            + "'reference':{'identifier':{'system':'https://tsumugi.dev/fhir/CodeSystem/role','value':'crew'}}}],"
            + "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'ETREAT'}]}}");
    Json.Obj card = done(post(token, "Patient/paper-card/$emergency-card"));
    String lookup = "{'name':'card','valueString':'" + value(card, "code") + "'}";
    String crew = HUB.token("crew", "user/*.rs");

    assertThat(value(card, "qr")).startsWith("<svg");
    assertThat(value(done(post(crew, "$emergency-lookup", lookup)), "outcome")).isEqualTo("found");
    Json.Obj listed = done(WIRE.get(token, "/fhir/Patient/paper-card/$emergency-cards"));
    assertThat(listed.toString()).contains(value(card, "id")).doesNotContain(value(card, "code"));
    done(
        post(
            token,
            "Patient/paper-card/$end-emergency-card",
            "{'name':'id','valueId':'" + value(card, "id") + "'}"));
    assertThat(value(done(post(crew, "$emergency-lookup", lookup)), "outcome"))
        .isEqualTo("unknown");
  }

  @Test
  void aLinkOpensOneDocumentUntilItEnds() throws Exception {
    sign("paper-link", WishTopic.RESUSCITATION, "リンクの中");
    String token = resident("paper-link");
    Json.Obj made =
        done(
            post(
                token,
                "Patient/paper-link/$share-link",
                "{'name':'label','valueString':'病院へ'}",
                "{'name':'passcode','valueString':'4821'}",
                "{'name':'hours','valueInteger':2}"));
    Json.Obj link =
        json(Base64.getUrlDecoder().decode(value(made, "link").substring("shlink:/".length())));
    String path = link.text("url").substring(HUB.base().toString().length());

    assertThat(link.text("flag")).isEqualTo("P");
    Answer wrong = manifest(path, "{\"recipient\":\"Dr. Smith\",\"passcode\":\"0000\"}");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text()).isEqualTo("{\"remainingAttempts\":9}");
    assertThat(manifest(path, "{\"passcode\":\"4821\"}").status()).isEqualTo(400);
    Json.Obj manifest =
        manifest(path, "{\"recipient\":\"Dr. Smith\",\"passcode\":\"4821\"}").json();
    assertThat(manifest.text("status")).isEqualTo("finalized");
    String location = manifest.objects("files").get(0).text("location");
    Answer file = WIRE.get("", location.substring(HUB.base().toString().length()));
    assertThat(file.headers()).containsEntry("content-type", "application/jose");
    Json.Obj document = opened(file.text(), link.text("key"));
    assertThat(document.toString()).contains("リンクの中").contains("\"signature\"");

    sign("paper-link", WishTopic.INTUBATION, "任せる");
    assertThat(
            manifest(
                    path,
                    "{\"recipient\":\"Dr. Smith\",\"passcode\":\"4821\",\"embeddedLengthMax\":999999}")
                .json()
                .text("status"))
        .isEqualTo("no-longer-valid");
    assertThat(WIRE.get(token, "/fhir/Patient/paper-link/$access-journal").text())
        .contains("リンクの受け取り手「Dr. Smith」");
    done(
        post(
            token,
            "Patient/paper-link/$end-share-link",
            "{'name':'id','valueId':'" + value(made, "id") + "'}"));
    assertThat(manifest(path, "{\"recipient\":\"x\",\"passcode\":\"4821\"}").status())
        .isEqualTo(404);
    assertThat(manifest("/shl/" + "A".repeat(43), "{\"recipient\":\"x\"}").status()).isEqualTo(404);
  }

  private static Answer manifest(String path, String body) {
    return WIRE.send("POST", path, "", body.getBytes(UTF_8), "Content-Type", "application/json");
  }

  /** As a receiver opens it, by the standard alone (RFC 7516, zip DEF). */
  private static Json.Obj opened(String jwe, String key) throws Exception {
    String[] parts = jwe.split("\\.");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(Base64.getUrlDecoder().decode(key), "AES"),
        new GCMParameterSpec(128, Base64.getUrlDecoder().decode(parts[2])));
    cipher.updateAAD(parts[0].getBytes(US_ASCII));
    cipher.update(Base64.getUrlDecoder().decode(parts[3]));
    byte[] packed = cipher.doFinal(Base64.getUrlDecoder().decode(parts[4]));
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater(true))) {
      return json(in.readAllBytes());
    }
  }

  @Test
  void aSummaryCanBeSharedToo() throws Exception {
    Json.Obj made =
        done(
            post(
                resident("paper-none"),
                "Patient/paper-none/$share-link",
                "{'name':'kind','valueCode':'summary'}"));
    Json.Obj link =
        json(Base64.getUrlDecoder().decode(value(made, "link").substring("shlink:/".length())));
    String path = link.text("url").substring(HUB.base().toString().length());

    Json.Obj manifest =
        manifest(path, "{\"recipient\":\"x\",\"embeddedLengthMax\":9999999}").json();

    assertThat(
            opened(manifest.objects("files").get(0).text("embedded"), link.text("key")).toString())
        .contains("60591-5");
  }

  @Test
  void theExampleOfAdiComesInOnceAndOnlyForItsPerson() throws IOException {
    if (!Files.isRegularFile(MCBEE)) return; // the public test input beside the project
    String parameter =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"bundle\",\"resource\":"
            + Files.readString(MCBEE)
            + "}]}";
    String token = resident("paper-roger");

    Answer other =
        WIRE.send(
            "POST",
            "/fhir/Patient/paper-none/$acp-import",
            resident("paper-none"),
            parameter.getBytes(UTF_8));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text()).contains("別の方のもの");
    Answer taken =
        WIRE.send(
            "POST", "/fhir/Patient/paper-roger/$acp-import", token, parameter.getBytes(UTF_8));
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(value(taken.json(), "standing")).isEqualTo("written");
    assertThat(taken.text()).contains("I do not want CPR attempted", "\"agent\"", "\"limit\"");
    Answer again =
        WIRE.send(
            "POST", "/fhir/Patient/paper-roger/$acp-import", token, parameter.getBytes(UTF_8));
    assertThat(again.status()).isEqualTo(409);
    List<String> kinds = new ArrayList<>();
    for (String type : List.of("Observation", "RelatedPerson", "Consent", "Provenance")) {
      String all = "/fhir/" + type + "?patient=Patient/paper-roger&_summary=count";
      kinds.add(type + " " + ((Json.Num) WIRE.get(token, all).json().get("total")).literal());
    }
    assertThat(kinds)
        .containsExactly("Observation 21", "RelatedPerson 2", "Consent 3", "Provenance 1");
    Json.Obj reference = WIRE.get(token, "/fhir/" + value(taken.json(), "document")).json();
    String binary = reference.objects("content").get(0).obj("attachment").text("url");
    Json.Obj kept = WIRE.get(token, "/fhir/" + binary.replaceFirst(".*(Binary/)", "$1")).json();
    assertThat(kept)
        .as("the document as it came")
        .isEqualTo(Json.parseObject(Files.readAllBytes(MCBEE)));
  }

  private static String file(String type, String bytes) {
    String data = Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
    return "'contentType':'" + type + "','data':'" + data + "'";
  }

  /** A paper as the residents' app puts it in: the file, and what it is, in one commit. */
  private static Answer filed(String token, String file) {
    String subject = "{'reference':'Patient/paper-none'}";
    String bundle =
        "{'resourceType':'Bundle','type':'transaction','entry':[{'fullUrl':'urn:uuid:6f2a1c1e-6a52-4a53-9c3f-1d0a7b0c5e11','resource':{'resourceType':'Binary','securityContext':"
            + subject
            + ","
            + file
            + "},'request':{'method':'POST','url':'Binary'}},{'resource':{'resourceType':'DocumentReference','status':'current','subject':"
            + subject
            + ",'content':[{'attachment':{'url':'urn:uuid:6f2a1c1e-6a52-4a53-9c3f-1d0a7b0c5e11'}}]},'request':{'method':'POST','url':'DocumentReference'}}]}";
    return WIRE.send("POST", "/fhir", token, bundle.replace('\'', '"').getBytes(UTF_8));
  }

  private static String said(Answer answer) {
    return answer.json().objects("issue").get(0).obj("details").text("text");
  }

  private static Answer uploaded(String token, String bytes) {
    return WIRE.send(
        "POST",
        "/fhir/Binary",
        token,
        bytes.getBytes(ISO_8859_1),
        "Content-Type",
        "application/pdf",
        "X-Security-Context",
        "Patient/paper-none");
  }

  @Test
  void aFileIsLookedAtByWhateverWayItIsPutIn() {
    String token = resident("paper-none");
    String script = "%PDF-1.7 1 0 obj << /S /JavaScript /JS (app.alert(1)) >>";
    String clean = "%PDF-1.7 1 0 obj << /OpenAction [3 0 R /Fit] >>";
    String letter =
        "{'resourceType':'DocumentReference','status':'current','subject':{'reference':'Patient/paper-none'},'content':[{'attachment':{"
            + file("application/pdf", script)
            + "}}]}";

    List<Answer> refused =
        List.of(
            filed(token, file("application/pdf", script)),
            uploaded(token, script),
            WIRE.send(
                "POST",
                "/fhir/DocumentReference",
                token,
                letter.replace('\'', '"').getBytes(UTF_8)));

    for (Answer answer : refused) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(422);
      assertThat(said(answer)).contains("しかけ(スクリプトなど)");
      assertThat(answer.said()).contains("print and scan it");
    }
    String papers = "/fhir/DocumentReference?patient=paper-none";
    assertThat(WIRE.get(token, papers).json().objects("entry")).as("nothing stored").isEmpty();
    assertThat(filed(token, file("application/pdf", clean)).status()).isEqualTo(200);
    assertThat(filed(token, file("image/jpeg", "\u00ff\u00d8\u00ff\u00e0..JFIF")).status())
        .isEqualTo(200);
    assertThat(WIRE.get(token, papers).json().objects("entry")).hasSize(2);
    Answer raw = uploaded(token, clean);
    assertThat(raw.status()).as(raw.text()).isEqualTo(201);
    String binary = "/fhir/Binary/" + raw.json().text("id");
    assertThat(
            WIRE.send(
                    "PUT",
                    binary,
                    token,
                    script.getBytes(UTF_8),
                    "Content-Type",
                    "application/pdf",
                    "X-Security-Context",
                    "Patient/paper-none")
                .status())
        .isEqualTo(422);
    assertThat(WIRE.get(token, binary).text()).doesNotContain("JavaScript");
    assertThat(uploaded(HUB.loaderToken(), script).status())
        .as("the custodian brings records as they were")
        .isEqualTo(201);
  }

  @Test
  void aDocumentWithAPdfThatActsIsRefusedInWords() {
    String pdf =
        Base64.getEncoder()
            .encodeToString("%PDF-1.7 1 0 obj << /OpenAction 2 0 R >>".getBytes(US_ASCII));
    Answer answer =
        post(
            resident("paper-none"),
            "Patient/paper-none/$acp-import",
            "{'name':'bundle','resource':{'resourceType':'Bundle','type':'document','entry':[{'resource':"
                + "{'resourceType':'Binary','contentType':'application/pdf','data':'"
                + pdf
                + "'}}]}}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(said(answer)).contains("しかけ(スクリプトなど)");
  }
}
