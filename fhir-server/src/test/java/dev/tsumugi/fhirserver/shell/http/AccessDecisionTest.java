package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the gate would decide, for whoever may ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessDecisionTest {
  private static final String ASK = "/$access-decision";
  private static final String SATO =
      ",'actor':[{'role':{'coding':[{'system':"
          + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
          + "'reference':{'reference':'Practitioner/sato'}}]";

  private RestTown town;
  private Access hanako;
  private Access doctor;
  private Access officer;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    for (String id : List.of("hanako", "hidden", "taro")) {
      town.put("{'resourceType':'Patient','id':'" + id + "'}");
      town.put(condition(id + "-gout", id, "M10"));
    }
    town.put(condition("hanako-hiv", "hanako", "B20"));
    for (String name : List.of("sato", "ito")) {
      town.put("{'resourceType':'Practitioner','id':'" + name + "'}");
    }
    town.put(
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/hanako'},'participant':[{'member':{'reference':'Practitioner/ito'}},{'member':{'reference':'Practitioner/sato'}}]}");
    town.put(
        consent("yes", "hanako", "permit", SATO)
            .replace("'permit'", "'permit','securityLabel':[" + normal() + "]"));
    town.put(consent("no", "hidden", "deny", ""));
    hanako = town.resident("hanako", "user/*.cruds");
    doctor = town.worker(Role.PHYSICIAN, Purpose.TREAT, "sato", "clinic");
    officer = town.worker(Role.OFFICER, Purpose.HOPERAT, "okuda", "city");
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private static String normal() {
    return "{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'N'}";
  }

  private static String condition(String id, String patient, String code) {
    return "{'resourceType':'Condition','id':'"
        + id
        + "','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'"
        + code
        + "'}]},'subject':{'reference':'Patient/"
        + patient
        + "'}}";
  }

  private static String consent(String id, String patient, String type, String provision) {
    return "{'resourceType':'Consent',"
        + (id.isEmpty() ? "" : "'id':'" + id + "',")
        + "'status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'policy':[{'uri':"
        + "'https://tsumugi.dev/fhir/policy/care-sharing'}],'patient':{'reference':'Patient/"
        + patient
        + "'},'provision':{'type':'"
        + type
        + "'"
        + provision
        + "}}";
  }

  private static String asking(String patient, String... more) {
    String whole =
        "{'resourceType':'Parameters','parameter':[{'name':'patient','valueReference':{'reference':"
            + "'Patient/"
            + patient
            + "'}}";
    for (String one : more) whole += "," + one;
    return whole + "]}";
  }

  private static String physician(String name) {
    return "{'name':'requester','part':[{'name':'role','valueCode':'physician'},{'name':'actor',"
        + "'valueReference':{'reference':'Practitioner/"
        + name
        + "'}}]}";
  }

  private Json.Obj ask(Access who, String body) {
    Reply reply = town.ask(who, "POST", ASK, body);
    assertThat(reply.status()).as(RestTown.text(reply)).isEqualTo(200);
    return Json.parseObject(reply.body());
  }

  private static Optional<String> part(Json.Obj parameter, String name) {
    for (Json.Obj part : parameter.objects("part")) {
      if (!name.equals(part.text("name"))) continue;
      Json.Obj reference = part.obj("valueReference");
      if (reference != null) return Optional.ofNullable(reference.text("reference"));
      String code = part.text("valueCode");
      return Optional.ofNullable(code == null ? part.text("valueString") : code);
    }
    return Optional.empty();
  }

  /** Of a whole class, or of what in it has one label. */
  private static Json.Obj line(Json.Obj answer, String dataClass, String... sensitivity) {
    for (Json.Obj one : answer.objects("parameter")) {
      boolean here =
          "decision".equals(one.text("name"))
              && part(one, "data-class").equals(Optional.of(dataClass))
              && part(one, "type").isEmpty()
              && part(one, "own").isEmpty()
              && (sensitivity.length > 0 || part(one, "confidentiality").isEmpty())
              && part(one, "sensitivity").orElse("").equals(String.join("", sensitivity));
      if (here) return one;
    }
    throw new AssertionError("no line for " + dataClass + " in " + answer);
  }

  private static String decision(Json.Obj answer, String dataClass, String... sensitivity) {
    return part(line(answer, dataClass, sensitivity), "decision").orElse("");
  }

  @Test
  void theResidentSeesWhatSomebodyMaySeeAndWhy() {
    Json.Obj answer = ask(hanako, asking("hanako", physician("sato")));

    Json.Obj medication = line(answer, "medication");
    assertThat(part(medication, "decision")).hasValue("allowed");
    assertThat(part(medication, "basis")).hasValue("DIRECTIVE");
    assertThat(part(medication, "consent").orElse("")).startsWith("Consent/yes");
    assertThat(part(medication, "text")).hasValue("お薬：見られます。同意書が許しているからです。");
    Json.Obj hiv = line(answer, "problem", "HIV");
    assertThat(part(hiv, "decision")).hasValue("denied");
    assertThat(part(hiv, "reason")).hasValue("NO_DIRECTIVE_COVERS");
    assertThat(part(hiv, "layer")).hasValue("DIRECTIVE");
    assertThat(part(hiv, "text-en").orElse("")).contains("denied, as no consent permits it");
    Json.Obj other = ask(hanako, asking("hanako", physician("ueda")));
    assertThat(part(line(other, "medication"), "reason")).hasValue("NO_RELATION");
  }

  @Test
  void whatIsThereMakesNoDifferenceToWhoMayNotSeeIt() {
    String registrarAsks = asking("hanako", physician("ito"));
    Access registrar = town.worker(Role.REGISTRAR, Purpose.PATADMIN, "reg", "town");
    String before = RestTown.text(town.ask(registrar, "POST", ASK, registrarAsks));
    town.put(
        condition("more", "hanako", "F20").replace("'code':{", "'recordedDate':'2020','code':{"));

    String after = RestTown.text(town.ask(registrar, "POST", ASK, registrarAsks));

    assertThat(after).isEqualTo(before);
  }

  @Test
  void theAnswerIsTheGates() {
    Json.Obj answer = ask(hanako, asking("hanako", physician("sato")));

    assertThat(town.ask(doctor, "GET", "/Condition/hanako-gout", "").status()).isEqualTo(200);
    assertThat(decision(answer, "problem")).isEqualTo("allowed");
    assertThat(town.ask(doctor, "GET", "/Condition/hanako-hiv", "").status()).isEqualTo(404);
    assertThat(decision(answer, "problem", "HIV")).isEqualTo("denied");
  }

  @Test
  void aConsentCanBeTriedBeforeItIsSaved() {
    String wide = "{'name':'consent','resource':" + consent("", "hanako", "permit", "") + "}";
    String narrow = "{'name':'consent','resource':" + consent("yes", "hanako", "deny", SATO) + "}";
    String without = "{'name':'without','valueReference':{'reference':'Consent/yes'}}";

    Json.Obj ito = ask(hanako, asking("hanako", physician("ito"), wide));
    Json.Obj instead = ask(hanako, asking("hanako", physician("sato"), narrow));
    Json.Obj gone = ask(hanako, asking("hanako", physician("sato"), without));

    assertThat(decision(ito, "medication")).isEqualTo("allowed");
    assertThat(part(line(ito, "medication"), "consent").orElse("")).startsWith("Consent/unsaved");
    assertThat(part(line(instead, "medication"), "decision")).hasValue("denied");
    assertThat(part(line(gone, "medication"), "decision")).hasValue("denied");
    assertThat(ito.toString()).contains("\"simulated\",\"valueBoolean\":true");
    assertThat(town.get(hanako, "/Consent").objects("entry")).as("nothing was saved").hasSize(1);
    String odd =
        "{'name':'consent','resource':"
            + consent("", "hanako", "deny", ",'purpose':[{'system':'urn:x','code':'y'}]")
            + "}";
    Json.Obj lost = ask(hanako, asking("hanako", physician("sato"), odd));
    assertThat(part(line(lost, "medication"), "reason")).hasValue("CONSENT_UNREADABLE");
    assertThat(lost.toString()).contains("Consent.provision.purpose[0]");
    String theirs = "{'name':'consent','resource':" + consent("", "taro", "permit", "") + "}";
    assertThat(town.ask(hanako, "POST", ASK, asking("hanako", theirs)).status()).isEqualTo(422);
  }

  private static String resource(String ref) {
    return "{'name':'resource','valueReference':{'reference':'" + ref + "'}}";
  }

  private static List<String> who(Json.Obj answer, String decision) {
    return answer.objects("parameter").stream()
        .filter(one -> "who".equals(one.text("name")))
        .filter(one -> part(one, "decision").equals(Optional.of(decision)))
        .map(
            one ->
                part(one, "tied").orElse("")
                    + " "
                    + part(one, "actor").orElse("")
                    + " "
                    + part(one, "role").orElse(""))
        .toList();
  }

  @Test
  void whoCouldSeeOneResource() {
    Json.Obj answer = ask(hanako, asking("hanako", resource("Condition/hanako-gout")));

    assertThat(who(answer, "allowed"))
        .contains(
            "self Patient/hanako resident",
            "care Practitioner/sato physician",
            "care Practitioner/sato nurse",
            "role  custodian");
    assertThat(who(answer, "denied"))
        .contains("role  physician", "role  registrar", "care Practitioner/ito physician");
    Json.Obj hiv = ask(hanako, asking("hanako", resource("Condition/hanako-hiv")));
    assertThat(who(hiv, "denied")).contains("care Practitioner/sato physician");
  }

  @Test
  void aResourceThatTheAskerMayNotSeeIsAbsent() {
    Reply hidden =
        town.ask(officer, "POST", ASK, asking("hanako", resource("Condition/hanako-gout")));
    Reply absent = town.ask(officer, "POST", ASK, asking("hanako", resource("Condition/nothing")));
    Reply theirs = town.ask(hanako, "POST", ASK, asking("hanako", resource("Condition/taro-gout")));

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(RestTown.text(hidden).replace("hanako-gout", "nothing"))
        .isEqualTo(RestTown.text(absent));
    assertThat(theirs.status()).isEqualTo(404);
  }

  @Test
  void theOfficerMayAskOfAnybody() {
    assertThat(decision(ask(officer, asking("hanako", physician("sato"))), "medication"))
        .isEqualTo("allowed");
    assertThat(decision(ask(officer, asking("hidden", physician("sato"))), "medication"))
        .isEqualTo("denied");
  }

  @Test
  void othersAskForThemselvesAloneAndCannotTellHiddenFromAbsent() {
    Json.Obj own = ask(doctor, asking("hanako"));
    assertThat(decision(own, "problem")).isEqualTo("allowed");
    assertThat(part(line(own, "problem"), "consent")).as("the resident's to know").isEmpty();
    assertThat(decision(own, "medication")).as("there is none").isEqualTo("nothing-shown");

    for (String more : List.of("", physician("ito"), resource("Condition/x"))) {
      String[] parts = more.isEmpty() ? new String[0] : new String[] {more};
      Reply hidden = town.ask(doctor, "POST", ASK, asking("hidden", parts));
      Reply absent = town.ask(doctor, "POST", ASK, asking("nobody", parts));
      assertThat(hidden.status()).as(more).isEqualTo(more.isEmpty() ? 200 : 403);
      assertThat(RestTown.text(hidden).replace("hidden", "nobody"))
          .isEqualTo(RestTown.text(absent));
    }
  }

  @Test
  void wrongInputIsNamed() {
    for (String body :
        List.of(
            "{'resourceType':'Parameters'}",
            asking("hanako", "{'name':'requester','part':[]}"),
            asking("hanako", "{'name':'requester','part':[{'name':'role','valueCode':'king'}]}"),
            asking("hanako", "{'name':'action','valueCode':'fly'}"),
            asking("hanako", "{'name':'wish','valueCode':'x'}"),
            asking("hanako", physician("sato"), resource("Condition/hanako-gout")))) {
      assertThat(town.ask(hanako, "POST", ASK, body).status()).as(body).isEqualTo(400);
    }
    assertThat(town.ask(hanako, "GET", ASK, "").status()).isEqualTo(405);
    Access narrow = town.resident("hanako", "user/Condition.rs");
    assertThat(town.ask(narrow, "POST", ASK, asking("hanako")).status()).isEqualTo(403);
  }

  @Test
  void everyAnswerIsInTheJournal() {
    String count =
        "select count(*) from journal where kind = 'DECISION' and patient = "
            + dev.tsumugi.kernel.Hash64.of("Patient/taro");
    long before = town.number(count);

    ask(officer, asking("taro", physician("sato")));
    town.ask(doctor, "POST", ASK, asking("taro", physician("ito")));

    assertThat(town.number(count)).isEqualTo(before + 2);
  }
}
