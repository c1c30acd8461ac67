package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consents filed, revoked, and told about when they are not understood. */
class FileConsentTest {
  private static final String FILE = "/Consent/$file-consent";
  private static final String REVOKE = "/Consent/$revoke-consent";

  private RestTown town;
  private Access hanako;
  private Access doctor;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    for (String id : List.of("hanako", "taro")) {
      town.put("{'resourceType':'Patient','id':'" + id + "'}");
    }
    town.put(
        "{'resourceType':'Condition','id':'gout','code':{'text':'gout'},'subject':{'reference':"
            + "'Patient/hanako'}}");
    town.put("{'resourceType':'Practitioner','id':'sato'}");
    hanako = town.resident("hanako", "user/*.cruds");
    doctor = town.worker(Role.PHYSICIAN, Purpose.TREAT, "sato", "clinic");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private static String consent(String more, String type, String provision) {
    return "{'resourceType':'Consent',"
        + more
        + "'status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'policy':[{'uri':"
        + "'https://tsumugi.dev/fhir/policy/care-sharing'}],'patient':{'reference':'Patient/hanako'},"
        + "'performer':[{'reference':'Patient/hanako'}],'provision':{'type':'"
        + type
        + "'"
        + provision
        + "}}";
  }

  private static String toSato(String more, String type) {
    return consent(
        more,
        type,
        ",'actor':[{'role':{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
            + "'reference':{'reference':'Practitioner/sato'}}]");
  }

  private static String filing(String consent, String... documents) {
    StringBuilder body = new StringBuilder("{'resourceType':'Parameters','parameter':[");
    body.append("{'name':'consent','resource':").append(consent).append('}');
    for (String document : documents) {
      body.append(",{'name':'document','resource':").append(document).append('}');
    }
    return body.append("]}").toString();
  }

  private static String paper(String patient) {
    return "{'resourceType':'DocumentReference','status':'current','subject':{'reference':'Patient/"
        + patient
        + "'},'content':[{'attachment':{'title':'paper'}}]}";
  }

  private static List<String> findings(Reply reply) {
    List<String> codes = new ArrayList<>();
    for (Json.Obj issue : Json.parseObject(reply.body()).objects("issue")) {
      Json.Obj details = issue.obj("details");
      if (details != null) codes.add(details.objects("coding").get(0).text("code"));
    }
    return codes;
  }

  private int sees() {
    return town.ask(doctor, "GET", "/Condition/gout", "").status();
  }

  @Test
  void aConsentAndItsPaperAreStoredTogetherAndHoldAtOnce() {
    assertThat(sees()).isEqualTo(404);

    Reply reply = town.ask(hanako, "POST", FILE, filing(toSato("", "permit"), paper("hanako")));

    assertThat(reply.status()).as(RestTown.text(reply)).isEqualTo(200);
    assertThat(findings(reply)).containsExactly("stored", "understood", "holds");
    assertThat(RestTown.text(reply))
        .contains("今（2026-11-22 12:00）から効力を持ちます", "It holds from now on");
    assertThat(sees()).isEqualTo(200);
    Json.Obj consent = town.get(hanako, "/Consent").objects("entry").get(0).obj("resource");
    String paper = consent.obj("sourceReference").text("reference");
    assertThat(town.ask(hanako, "GET", "/" + paper, "").status()).isEqualTo(200);
  }

  @Test
  void neitherIsStoredWhenOneOfThemCannotBe() {
    String broken = paper("hanako").replace("'status':'current',", "");

    Reply reply = town.ask(hanako, "POST", FILE, filing(toSato("", "permit"), broken));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(town.get(hanako, "/Consent?_summary=count").get("total"))
        .hasToString("Num[literal=0]");
    assertThat(sees()).isEqualTo(404);
  }

  @Test
  void thePaperMustBeAboutThePatient() {
    Reply reply = town.ask(hanako, "POST", FILE, filing(toSato("", "permit"), paper("taro")));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(RestTown.text(reply)).contains("document.subject");
    String cities = toSato("", "permit").replace("'patient':{'reference':'Patient/hanako'},", "");
    assertThat(town.ask(hanako, "POST", FILE, filing(cities)).status()).isEqualTo(422);
    assertThat(town.ask(hanako, "POST", FILE, "{'resourceType':'Parameters'}").status())
        .isEqualTo(400);
    assertThat(town.ask(hanako, "GET", FILE, "").status()).isEqualTo(405);
    Reply stranger =
        town.ask(town.resident("taro", "user/*.cruds"), "POST", FILE, filing(toSato("", "permit")));
    assertThat(stranger.status()).isEqualTo(403);
    assertThat(town.ask(doctor, "POST", FILE, filing(toSato("", "permit"))).status())
        .isEqualTo(403);
  }

  @Test
  void whatIsNotUnderstoodIsNamedAtOnceWithHowToMendIt() {
    town.ask(hanako, "POST", FILE, filing(toSato("", "permit")));
    String odd = consent("", "deny", ",'purpose':[{'system':'urn:x','code':'y'}]");

    Reply reply = town.ask(hanako, "POST", FILE, filing(odd));

    assertThat(findings(reply)).containsExactly("stored", "unreadable", "element");
    assertThat(RestTown.text(reply))
        .contains("Consent.provision.purpose[0]", "v3-ActReason の目的", "To mend it: ");
    assertThat(sees()).as("it may be a refusal").isEqualTo(404);
  }

  @Test
  void plainWritesOfUnreadableConsentsAreToldToo() {
    String odd = consent("", "deny", ",'purpose':[{'system':'urn:x','code':'漢'}]");

    Reply plain = town.ask(hanako, "POST", "/Consent", odd);
    Reply outcome = town.ask(hanako, "POST", "/Consent", odd, "prefer", "return=OperationOutcome");
    String bundle =
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':"
            + odd
            + ",'request':{'method':'POST','url':'Consent'}}]}";
    Reply many = town.ask(hanako, "POST", "/", bundle);
    Reply each = town.ask(hanako, "POST", "/", bundle.replace("'transaction'", "'batch'"));
    Reply good = town.ask(hanako, "POST", "/Consent", toSato("", "permit"));

    assertThat(plain.status()).isEqualTo(201);
    assertThat(plain.headers().get(Done.UNREADABLE))
        .isEqualTo("Consent.provision.purpose[0]: has an unknown code");
    assertThat(findings(outcome)).containsExactly("unreadable", "element");
    assertThat(RestTown.text(many)).contains("\"outcome\"", "Consent.provision.purpose[0]");
    assertThat(RestTown.text(each)).contains("\"outcome\"", "Consent.provision.purpose[0]");
    assertThat(good.headers()).doesNotContainKey(Done.UNREADABLE);
  }

  @Test
  void theResidentAndTheOfficerLearnOfUnreadableConsents() {
    String odd = consent("", "deny", ",'purpose':[{'system':'urn:x','code':'y'}]");
    town.ask(hanako, "POST", "/Consent", odd);
    Access officer = town.worker(Role.OFFICER, Purpose.HOPERAT, "okuda", "city");

    for (Access who : List.of(hanako, officer)) {
      Reply reply = town.ask(who, "GET", "/Consent/$unreadable", "");
      assertThat(RestTown.text(reply)).contains("Patient/hanako", "Consent.provision.purpose[0]");
    }
    Access taro = town.resident("taro", "user/*.cruds");
    for (Access who : List.of(taro, doctor)) {
      Json.Obj none = town.get(who, "/Consent/$unreadable");
      assertThat(none.has("parameter")).isFalse();
      byte[] hidden =
          town.ask(who, "GET", "/Consent/$unreadable?patient=Patient/hanako", "").body();
      byte[] absent =
          town.ask(who, "GET", "/Consent/$unreadable?patient=Patient/nobody", "").body();
      assertThat(hidden).isEqualTo(absent);
    }
    assertThat(
            town.number(
                "select count(*) from journal where content::text is not null and"
                    + " convert_from(content, 'UTF8') like '%unreadable consents%'"))
        .isGreaterThanOrEqualTo(6);
  }

  @Test
  void standingConsentsThatSayTheOppositeAreTold() {
    town.ask(hanako, "POST", FILE, filing(toSato("", "deny")));

    Reply reply = town.ask(hanako, "POST", FILE, filing(toSato("", "permit")));

    assertThat(findings(reply)).containsExactly("stored", "understood", "holds", "conflict");
    assertThat(RestTown.text(reply)).contains("拒むほうが効きます", "this one permits and that one denies");
    assertThat(sees()).isEqualTo(404);
  }

  private static String revoking(String consent, String patient) {
    return "{'resourceType':'Parameters','parameter':[{'name':'consent','valueReference':{'reference':"
        + "'Consent/"
        + consent
        + "'}},{'name':'patient','valueReference':{'reference':'Patient/"
        + patient
        + "'}}]}";
  }

  @Test
  void whatIsRevokedHasNoEffectFromThenOnAndKeepsItsHistory(@TempDir Path other) {
    town.put(toSato("'id':'yes',", "permit"));
    assertThat(sees()).isEqualTo(200);

    try (RestTown second = town.beside(other, "node-2")) {
      Reply reply = town.ask(hanako, "POST", REVOKE, revoking("yes", "hanako"));

      assertThat(findings(reply)).containsExactly("revoked");
      assertThat(sees()).isEqualTo(404);
      assertThat(second.ask(doctor, "GET", "/Condition/gout", "").status()).isEqualTo(404);
    }
    assertThat(town.get(hanako, "/Consent/yes").text("status")).isEqualTo("inactive");
    assertThat(town.get(hanako, "/Consent/yes/_history").objects("entry")).hasSize(2);
    Reply again = town.ask(hanako, "POST", REVOKE, revoking("yes", "hanako"));
    assertThat(findings(again)).containsExactly("silent");
  }

  @Test
  void hiddenAndAbsentConsentsAreAnsweredAlike() {
    town.put(toSato("'id':'yes',", "permit"));
    Access taro = town.resident("taro", "user/*.cruds");

    Reply hidden = town.ask(taro, "POST", REVOKE, revoking("yes", "hanako"));
    Reply absent = town.ask(taro, "POST", REVOKE, revoking("not", "hanako"));
    Reply elsewhere = town.ask(hanako, "POST", REVOKE, revoking("yes", "taro"));

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(RestTown.text(hidden).replace("yes", "not")).isEqualTo(RestTown.text(absent));
    assertThat(RestTown.text(elsewhere)).isEqualTo(RestTown.text(hidden));
    assertThat(town.get(hanako, "/Consent/yes").text("status")).isEqualTo("active");
  }

  @Test
  void thePaperOfARevocationIsStoredWithIt() {
    town.put(toSato("'id':'yes',", "permit"));
    String body =
        revoking("yes", "hanako")
            .replace("]}", ",{'name':'document','resource':" + paper("hanako") + "}]}");

    assertThat(town.ask(hanako, "POST", REVOKE, body).status()).isEqualTo(200);

    Json.Obj stored =
        town.get(hanako, "/DocumentReference").objects("entry").get(0).obj("resource");
    assertThat(stored.toString()).contains("Consent/yes");
  }
}
