package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operations about consents and broken glass, with real tokens, as bytes on the wire. */
class ConsentOperationsTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final String BTG = "BTG";

  @BeforeAll
  static void somebodyIsHere() {
    for (String id : List.of("glass-yes", "glass-no")) {
      put("Patient/" + id, "{'resourceType':'Patient','id':'" + id + "'}");
      put(
          "Condition/" + id,
          "{'resourceType':'Condition','id':'"
              + id
              + "','code':{'text':'x'},'subject':{'reference':'Patient/"
              + id
              + "'}}");
    }
    put("Consent/glass-yes", consent("glass-yes", "permit"));
    put("Consent/glass-no", consent("glass-no", "deny"));
  }

  private static void put(String ref, String body) {
    Answer answer = WIRE.send("PUT", "/fhir/" + ref, LOADER, utf8(body));
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String consent(String id, String type) {
    return "{'resourceType':'Consent','id':'"
        + id
        + "','status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'policy':[{'uri':"
        + "'https://tsumugi.dev/fhir/policy/care-sharing'}],'patient':{'reference':'Patient/"
        + id
        + "'},'provision':{'type':'"
        + type
        + "','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'BTG'}]}}";
  }

  private static final byte[] REASON =
      utf8(
          "{'resourceType':'Parameters','parameter':[{'name':'reason','valueCodeableConcept':{'coding':"
              + "[{'system':'https://tsumugi.dev/fhir/CodeSystem/break-glass-reason','code':"
              + "'life-threatening'}],'text':'心肺停止の疑い'}}]}");

  private static Answer smash(String token, String patient, String... headers) {
    return WIRE.send("POST", "/fhir/Patient/" + patient + "/$break-glass", token, REASON, headers);
  }

  private static int sees(String token, String id) {
    return WIRE.send("GET", "/fhir/Condition/" + id, token, new byte[0], "X-Purpose-Of-Use", BTG)
        .status();
  }

  @Test
  void aPhysicianBreaksTheGlassAndTheOfficerReviewsIt() {
    String physician = HUB.token("physician", "user/*.cruds");
    String officer = HUB.token("officer", "user/*.cruds");
    assertThat(sees(physician, "glass-yes")).isEqualTo(404);
    assertThat(smash(physician, "glass-yes").status()).as("no purpose stated").isEqualTo(403);

    Answer yes = smash(physician, "glass-yes", "X-Purpose-Of-Use", BTG);
    Answer no = smash(physician, "glass-no", "X-Purpose-Of-Use", BTG);
    Answer absent = smash(physician, "glass-absent", "X-Purpose-Of-Use", BTG);

    assertThat(yes.status()).as(yes.text()).isEqualTo(200);
    for (Answer other : List.of(no, absent)) {
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.headers().keySet()).isEqualTo(yes.headers().keySet());
      assertThat(other.body()).hasSameSizeAs(yes.body());
    }
    assertThat(sees(physician, "glass-yes")).isEqualTo(200);
    assertThat(sees(physician, "glass-no")).isEqualTo(404);
    Answer reviews = WIRE.get(officer, "/fhir/$break-glass-reviews");
    assertThat(reviews.text()).contains("Patient/glass-yes", "Patient/glass-absent", "心肺停止の疑い");
    assertThat(WIRE.get(physician, "/fhir/$break-glass-reviews").status()).isEqualTo(403);
    WIRE.send(
        "POST",
        "/fhir/Patient/glass-yes/$end-break-glass",
        physician,
        new byte[0],
        "X-Purpose-Of-Use",
        BTG);
    assertThat(sees(physician, "glass-yes")).isEqualTo(404);
  }

  @Test
  void theOfficerAsksWhoMaySeeInXmlToo() {
    String officer = HUB.token("officer", "user/*.cruds");
    byte[] question =
        utf8(
            "{'resourceType':'Parameters','parameter':[{'name':'patient','valueReference':{'reference':"
                + "'Patient/glass-no'}},{'name':'requester','part':[{'name':'role','valueCode':"
                + "'physician'}]}]}");

    Answer json = WIRE.send("POST", "/fhir/$access-decision", officer, question);
    Answer xml =
        WIRE.send(
            "POST", "/fhir/$access-decision", officer, question, "Accept", "application/fhir+xml");

    assertThat(json.status()).as(json.text()).isEqualTo(200);
    assertThat(json.text()).contains("お薬：見られません。", "NO_RELATION");
    assertThat(xml.text()).startsWith("<").contains("NO_RELATION");
  }

  @Test
  void whoWritesWhatNobodyUnderstandsIsToldInAHeader() {
    String odd = consent("glass-no", "deny").replace("'code':'BTG'", "'code':'?'");
    Answer answer = WIRE.send("PUT", "/fhir/Consent/glass-no", LOADER, utf8(odd));

    assertThat(answer.headers())
        .containsEntry("consent-unreadable", "Consent.provision.purpose[0]: has an unknown code");
    put("Consent/glass-no", consent("glass-no", "deny"));
  }

  @Test
  void everythingIsOfferedInTheStatement() {
    String statement = WIRE.get("", "/fhir/metadata").text();
    for (String name :
        List.of(
            "file-consent",
            "revoke-consent",
            "unreadable",
            "access-decision",
            "break-glass",
            "end-break-glass",
            "break-glass-reviews",
            "close-review")) {
      assertThat(statement).contains("\"name\":\"" + name + "\"");
    }
  }
}
