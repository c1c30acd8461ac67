package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People asked to stand by a resident, with real tokens, the real gate and journal. */
class InvitationTest {
  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String LOADER = HUB.loaderToken();
  private static final String SCOPE = "user/*.cruds";

  private final String id = "inv-" + UUID.randomUUID().toString().substring(0, 8);
  private final String kin = id + "-kin";
  private final String mother = signedOn(id, "小林 節子", "3");
  private final String daughter = signedOn(kin, "佐藤 美香", "3");

  @BeforeEach
  void aMotherAndHerDaughter() {
    put("Patient/" + id, "{'resourceType':'Patient','id':'" + id + "','name':[{'text':'小林 節子'}]}");
    put("Patient/" + kin, "{'resourceType':'Patient','id':'" + kin + "','birthDate':'1974-02-03'}");
    put("RelatedPerson/" + kin, person(""));
    put(
        "Condition/" + id,
        "{'resourceType':'Condition','id':'"
            + id
            + "','code':{'text':'x'},'subject':{'reference':'Patient/"
            + id
            + "'}}");
  }

  private String person(String more) {
    return "{'resourceType':'RelatedPerson','id':'"
        + kin
        + "','active':true,'patient':{'reference':'Patient/"
        + id
        + "'},'relationship':[{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'DAU'}]}],"
        + "'name':[{'text':'佐藤 美香'}]"
        + more
        + "}";
  }

  private static void put(String ref, String body) {
    Answer answer = WIRE.send("PUT", "/fhir/" + ref, LOADER, utf8(body));
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String signedOn(String patient, String name, String acr) {
    return HUB.mint(
        "citizen",
        SCOPE,
        claims ->
            claims
                .subject("subject-" + patient)
                .claim("name", name)
                .claim("acr", acr)
                .claim("fhirUser", HUB.base() + "/fhir/Patient/" + patient));
  }

  private static Answer ask(String token, String path, String... parameters) {
    return WIRE.send(
        "POST",
        "/fhir/" + path,
        token,
        utf8("{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}"));
  }

  private static String word(String name, String value) {
    return "{'name':'" + name + "','valueString':'" + value + "'}";
  }

  private String who() {
    return "{'name':'relatedPerson','valueReference':{'reference':'RelatedPerson/" + kin + "'}}";
  }

  private Answer invite(String role, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = who();
    all[1] = word("role", role);
    System.arraycopy(more, 0, all, 2, more.length);
    return ask(mother, "Patient/" + id + "/$invite", all);
  }

  private String invited(String role, String... more) {
    Answer answer = invite(role, more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return told(answer, "code");
  }

  private static String told(Answer answer, String name) {
    for (Json.Obj parameter : answer.json().objects("parameter")) {
      if (!name.equals(parameter.text("name"))) continue;
      for (int i = 0; i < parameter.size(); i++) {
        if (!parameter.name(i).startsWith("value")) continue;
        return parameter.value(i) instanceof Json.Text text
            ? text.value()
            : parameter.value(i).toString();
      }
    }
    throw new AssertionError(name + " is not told: " + answer.text());
  }

  private static Answer accept(String token, String code) {
    return ask(token, "$accept-invitation", word("code", code));
  }

  private Answer end(String token) {
    return ask(token, "Patient/" + id + "/$end-role", who());
  }

  private int sees(String token) {
    return WIRE.send(
            "GET", "/fhir/Condition/" + id, token, new byte[0], "X-Purpose-Of-Use", "FAMRQT")
        .status();
  }

  private String statusOfConsents() {
    Answer consents = WIRE.get(mother, "/fhir/Consent?patient=" + id);
    return String.join(
        " ",
        consents.json().objects("entry").stream()
            .map(entry -> entry.obj("resource").text("status"))
            .sorted()
            .toList());
  }

  @Test
  void anAgentSeesFromTheAcceptanceToTheEnd() {
    String code =
        invited(
            "agent",
            word("powers", "read"),
            "{'name':'may-decide','valueBoolean':true}",
            word("limits", "胃ろうは作らないで"));
    assertThat(code).matches("[A-Za-z0-9_-]{22}");
    assertThat(sees(daughter)).as("named, and no more").isEqualTo(404);
    assertThat(statusOfConsents()).isEqualTo("proposed proposed");

    Answer shown = ask(daughter, "$invitation", word("code", code));
    assertThat(shown.text()).contains("小林 節子", "胃ろうは作らないで", "代弁者");
    assertThat(sees(daughter)).as("looking is not accepting").isEqualTo(404);

    Answer accepted = accept(daughter, code);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
    assertThat(told(accepted, "state")).isEqualTo("accepted");
    assertThat(sees(daughter)).isEqualTo(200);
    assertThat(statusOfConsents()).isEqualTo("active active");
    assertThat(accept(daughter, code).status()).as("said twice").isEqualTo(200);

    Answer ended = end(mother);
    assertThat(told(ended, "state")).isEqualTo("ended");
    assertThat(sees(daughter)).isEqualTo(404);
    assertThat(statusOfConsents()).isEqualTo("inactive inactive");
    assertThat(end(mother).status()).as("nothing left to end").isEqualTo(409);
  }

  @Test
  void whoHoldsARoleLaysItDown() {
    accept(daughter, invited("helper", word("powers", "read")));
    assertThat(sees(daughter)).isEqualTo(200);

    Answer resigned = end(daughter);

    assertThat(resigned.status()).as(resigned.text()).isEqualTo(200);
    assertThat(told(resigned, "state")).isEqualTo("resigned");
    assertThat(sees(daughter)).isEqualTo(404);
    assertThat(invite("family").status()).as("may be asked anew").isEqualTo(200);
  }

  @Test
  void familyIsNamedAndSeesNothingByThat() {
    accept(daughter, invited("family"));

    assertThat(sees(daughter)).isEqualTo(404);
    Answer person = WIRE.get(mother, "/fhir/RelatedPerson/" + kin);
    assertThat(person.text()).contains("sid/patient", kin).doesNotContain("authority");
  }

  @Test
  void oneCodeIsOneAnswerOfOnePerson() {
    String code = invited("helper", word("powers", "read"));
    String neighbour = signedOn(kin + "-else", "隣の人", "3");
    assertThat(accept(daughter, code).status()).isEqualTo(200);

    Answer second = accept(neighbour, code);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text()).contains("もう返事がありました");
    Answer shown = ask(neighbour, "$invitation", word("code", code));
    assertThat(shown.text()).contains("accepted").doesNotContain("小林", kin);
  }

  @Test
  void aNoClosesItAndLeavesNothing() {
    String code = invited("agent", word("powers", "read"));

    assertThat(told(ask(daughter, "$decline-invitation", word("code", code)), "state"))
        .isEqualTo("declined");

    assertThat(statusOfConsents()).isEqualTo("rejected");
    assertThat(accept(daughter, code).status()).isEqualTo(409);
    assertThat(sees(daughter)).isEqualTo(404);
  }

  @Test
  void anInvitationTakenBackOrReplacedOpensNothing() {
    String first = invited("agent", word("powers", "read"));
    String second = invited("agent", word("powers", "read"));
    assertThat(statusOfConsents()).isEqualTo("inactive proposed");
    assertThat(accept(daughter, first).status()).isEqualTo(409);

    assertThat(told(end(mother), "state")).isEqualTo("ended");

    assertThat(accept(daughter, second).status()).isEqualTo(409);
    assertThat(statusOfConsents()).isEqualTo("inactive inactive");
  }

  @Test
  void aLateYesLoses() throws SQLException {
    String code = invited("helper", word("powers", "read"));
    asOwner("update invitation set ends = now() where patient = 'Patient/" + id + "'");

    Answer late = accept(daughter, code);

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("期限が過ぎました");
    assertThat(ask(daughter, "$invitation", word("code", code)).text())
        .contains("lapsed")
        .doesNotContain("小林");
    assertThat(sees(daughter)).isEqualTo(404);
  }

  @Test
  void theGateDecidesWhenItIsAcceptedAsForWhoAsked() {
    String code = invited("helper", word("powers", "read"));
    put(
        "Patient/" + id,
        "{'resourceType':'Patient','id':'" + id + "','deceasedDateTime':'2026-01-01'}");

    assertThat(ask(daughter, "$invitation", word("code", code)).status()).isEqualTo(404);
    Answer answer = accept(daughter, code);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("いまはこの招待を進められません").doesNotContain("PATIENT_DIED");
    put("Patient/" + id, "{'resourceType':'Patient','id':'" + id + "'}");
    assertThat(sees(daughter)).isEqualTo(404);
  }

  @Test
  void anOrderOfASignOnThatWasRevokedIsNobodysWord() throws SQLException {
    String code = invited("helper", word("powers", "read"));
    asOwner(
        "insert into session_end (sid, subject, at, why, by) select session, 'x', now(), 'REVOKED',"
            + " 'x' from invitation where patient = 'Patient/"
            + id
            + "'");

    assertThat(accept(daughter, code).status()).isEqualTo(409);
    assertThat(sees(daughter)).isEqualTo(404);
  }

  @Test
  void whoSignsOutKeepsTheirWord() throws SQLException {
    String code = invited("helper", word("powers", "read"));
    asOwner(
        "insert into session_end (sid, subject, at, why, by) select session, 'x', now(), 'LOGOUT',"
            + " 'x' from invitation where patient = 'Patient/"
            + id
            + "'");

    assertThat(accept(daughter, code).status()).isEqualTo(200);
    assertThat(sees(daughter)).isEqualTo(200);
  }

  private static void asOwner(String sql) throws SQLException {
    try (var connection = HUB.database().asSuperuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void nobodyIsAskedForMoreThanTheRulesGive() {
    assertThat(invite("helper", word("powers", "consent"), word("powers", "read")).text())
        .contains("HELPER_CONSENTS", "お手伝いの方に");
    assertThat(invite("family", word("powers", "read")).text()).contains("FAMILY_POWERS");
    assertThat(invite("agent", word("powers", "everything")).status()).isEqualTo(400);
    String[] herself = {
      word("name", "小林 節子"), word("relationship", "DAU"), word("role", "agent"),
    };
    String code = told(ask(mother, "Patient/" + id + "/$invite", herself), "code");
    assertThat(accept(mother, code).text()).contains("ONESELF");
    put("RelatedPerson/" + kin, person(",'birthDate':'2015-01-01'"));
    assertThat(invite("agent", word("powers", "read")).text()).contains("MINOR_SPEAKS");
  }

  @Test
  void aMinorWhoSignsOnIsNobodysAgent() {
    String code = invited("agent", word("powers", "read"));
    put("Patient/" + kin, "{'resourceType':'Patient','id':'" + kin + "','birthDate':'2012-02-03'}");

    assertThat(accept(daughter, code).text()).contains("MINOR_SPEAKS", "18歳");
    assertThat(sees(daughter)).isEqualTo(404);
  }

  @Test
  void itIsTheResidentsWordAndNobodyElses() {
    String path = "Patient/" + id + "/$invite";
    String[] asked = {who(), word("role", "helper"), word("powers", "read")};

    assertThat(ask(HUB.token("physician", SCOPE), path, asked).status()).isEqualTo(422);
    assertThat(ask(HUB.token("registrar", SCOPE), path, asked).text())
        .contains("NOT_A_RESIDENTS_WORD");
    assertThat(ask(daughter, path, asked).status()).as("no tie, no row").isEqualTo(404);
    assertThat(ask(signedOn(id, "x", "1"), path, asked).status()).isEqualTo(401);
    String code = invited("helper", word("powers", "read"));
    assertThat(accept(signedOn(kin, "x", "1"), code).headers().get("www-authenticate"))
        .contains("insufficient_user_authentication");
    assertThat(accept(HUB.token("physician", SCOPE), code).text()).contains("OFFICE_SIGN_ON");
    assertThat(sees(daughter)).isEqualTo(404);
  }

  @Test
  void theJournalNamesWhoAskedAndWhoAccepted() {
    accept(daughter, invited("helper", word("powers", "read")));

    Answer journal = WIRE.get(mother, "/fhir/Patient/" + id + "/$access-journal");

    assertThat(journal.text()).contains("小林 節子さんの招待により、佐藤 美香さん");
  }

  @Test
  void guessingIsStopped() {
    String guesser = signedOn(kin + "-guess", "誰か", "3");
    Answer last = null;
    for (int i = 0; i < 10; i++) last = ask(guesser, "$invitation", word("code", "wrong" + i));
    assertThat(last.status()).isEqualTo(404);

    String right = invited("helper", word("powers", "read"));

    assertThat(ask(guesser, "$invitation", word("code", right)).status()).isEqualTo(429);
    assertThat(accept(guesser, right).status()).isEqualTo(429);
    assertThat(accept(daughter, right).status()).isEqualTo(200);
  }
}
