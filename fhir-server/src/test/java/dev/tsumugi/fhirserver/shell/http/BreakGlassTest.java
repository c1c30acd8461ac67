package dev.tsumugi.fhirserver.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken glass: what it opens and for how long, who is told, how it is reviewed. */
class BreakGlassTest {
  private RestTown town;
  private Access officer;

  @BeforeEach
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    for (String id : List.of("agrees", "refuses", "silent")) {
      town.put("{'resourceType':'Patient','id':'" + id + "','birthDate':'1950-01-01'}");
      town.put(
          "{'resourceType':'Condition','id':'"
              + id
              + "-gout','code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'M10'}]},"
              + "'subject':{'reference':'Patient/"
              + id
              + "'}}");
    }
    for (String name : List.of("sato", "ito")) {
      town.put("{'resourceType':'Practitioner','id':'" + name + "'}");
    }
    town.put(consent("yes", "agrees", "permit"));
    town.put(consent("no", "refuses", "deny"));
    officer = town.worker(Role.OFFICER, Purpose.HOPERAT, "okuda", "city");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  /** As of now: a request is decided as of when it came. */
  private Access physician(String name) {
    return town.worker(Role.PHYSICIAN, Purpose.BTG, name, "hospital");
  }

  private static String consent(String id, String patient, String type) {
    return "{'resourceType':'Consent','id':'"
        + id
        + "','status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'policy':[{'uri':"
        + "'https://tsumugi.dev/fhir/policy/care-sharing'}],'patient':{'reference':'Patient/"
        + patient
        + "'},'provision':{'type':'"
        + type
        + "','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'BTG'}]}}";
  }

  private static String reason(String code, String text) {
    return "{'resourceType':'Parameters','parameter':[{'name':'reason','valueCodeableConcept':{'coding'"
        + ":[{'system':'"
        + BreakGlass.REASONS
        + "','code':'"
        + code
        + "'}],'text':'"
        + text
        + "'}}]}";
  }

  private Reply smash(Access who, String patient) {
    return town.ask(
        who, "POST", "/Patient/" + patient + "/$break-glass", reason("cannot-be-asked", "意識がない患者"));
  }

  private int sees(Access who, String patient) {
    return town.ask(who, "GET", "/Condition/" + patient + "-gout", "").status();
  }

  @Test
  void itOpensForItsTimeWhatTheGateAllows() {
    assertThat(sees(physician("sato"), "agrees")).as("the purpose alone").isEqualTo(404);

    Reply reply = smash(physician("sato"), "agrees");

    assertThat(reply.status()).as(RestTown.text(reply)).isEqualTo(200);
    assertThat(sees(physician("sato"), "agrees")).isEqualTo(200);
    assertThat(sees(physician("ito"), "agrees")).as("somebody else").isEqualTo(404);
    Access treating = town.worker(Role.PHYSICIAN, Purpose.TREAT, "sato", "hospital");
    assertThat(sees(treating, "agrees")).as("another purpose").isEqualTo(404);
    town.clock.advance(Duration.ofMinutes(60));
    assertThat(sees(physician("sato"), "agrees")).as("by itself").isEqualTo(404);
  }

  @Test
  void itEndsWhenItsHolderSaysSo() {
    smash(physician("sato"), "agrees");
    smash(physician("ito"), "agrees");
    town.clock.advance(Duration.ofMinutes(1));

    Reply ended = town.ask(physician("sato"), "POST", "/Patient/agrees/$end-break-glass", "");

    assertThat(ended.status()).isEqualTo(200);
    assertThat(sees(physician("sato"), "agrees")).isEqualTo(404);
    assertThat(sees(physician("ito"), "agrees")).isEqualTo(200);
    Reply nothing = town.ask(physician("sato"), "POST", "/Patient/nobody/$end-break-glass", "");
    assertThat(nothing.body()).isEqualTo(ended.body());
  }

  @Test
  void itEndsAtTheRefusalOfTheResident(@TempDir Path other) {
    smash(physician("sato"), "agrees");
    try (RestTown second = town.beside(other, "node-2")) {
      Access there = second.worker(Role.PHYSICIAN, Purpose.BTG, "sato", "hospital");
      assertThat(second.ask(there, "GET", "/Condition/agrees-gout", "").status()).isEqualTo(200);

      Reply refusal =
          town.ask(
              town.resident("agrees", "user/*.cruds"),
              "POST",
              "/Consent",
              consent("x", "agrees", "deny").replace("'id':'x',", ""));

      assertThat(refusal.status()).isEqualTo(201);
      assertThat(sees(physician("sato"), "agrees")).isEqualTo(404);
      assertThat(second.ask(there, "GET", "/Condition/agrees-gout", "").status()).isEqualTo(404);
    }
  }

  @Test
  void itIsAnsweredAlikeWhosoeversRecordItIs() {
    String words = null;
    for (String patient : List.of("agrees", "refuses", "silent", "nobody")) {
      Reply reply = smash(physician("sato"), patient);
      assertThat(reply.status()).as(patient).isEqualTo(200);
      String review = Json.parseObject(reply.body()).objects("parameter").get(0).text("valueId");
      String same = RestTown.text(reply).replace(review, "REVIEW");
      if (words == null) words = same;
      assertThat(same).as(patient).isEqualTo(words);
    }
    assertThat(sees(physician("sato"), "refuses")).isEqualTo(404);
    assertThat(sees(physician("sato"), "nobody")).isEqualTo(404);
  }

  @Test
  void theResidentIsTold() {
    smash(physician("sato"), "agrees");

    Access resident = town.resident("agrees", "user/*.cruds");
    Json.Obj notice =
        town.get(resident, "/Communication?category=break-glass")
            .objects("entry")
            .get(0)
            .obj("resource");
    assertThat(notice.toString()).contains("sato（医師）", "(cannot-be-asked)", "2026-11-22 13:00");
    assertThat(
            town.number(
                "select count(*) from journal where kind = 'BREAK_GLASS' and patient = "
                    + dev.tsumugi.kernel.Hash64.of("Patient/agrees")))
        .isEqualTo(1);
    assertThat(town.get(physician("ito"), "/Communication").has("entry")).isFalse();
  }

  @Test
  void itNeedsItsRoleItsPurposeAndAReason() {
    String address = "/Patient/agrees/$break-glass";
    String good = reason("life-threatening", "心肺停止の疑い");
    Access treating = town.worker(Role.PHYSICIAN, Purpose.TREAT, "sato", "hospital");
    Access pharmacist = town.worker(Role.PHARMACIST, Purpose.TREAT, "kudo", "shop");

    Reply purpose = town.ask(treating, "POST", address, good);
    Reply role = town.ask(pharmacist, "POST", address, good);
    Reply resident = town.ask(town.resident("silent", "user/*.cruds"), "POST", address, good);

    assertThat(List.of(purpose.status(), role.status(), resident.status())).containsOnly(403);
    assertThat(RestTown.text(purpose)).contains("X-Purpose-Of-Use");
    assertThat(RestTown.text(role)).contains("PURPOSE_NOT_FOR_ROLE");
    for (String body :
        List.of(
            "{'resourceType':'Parameters'}",
            reason("bored", "心肺停止の疑い"),
            reason("other", ""),
            reason("other", "x".repeat(501)),
            good.replace("'name':'reason'", "'name':'why'"))) {
      assertThat(town.ask(physician("sato"), "POST", address, body).status())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(town.number("select count(*) from break_glass")).isZero();
    assertThat(town.number("select count(*) from tie where kind = 'GLASS'")).isZero();
  }

  private Reply close(Access who, String review, String outcome) {
    return town.ask(
        who,
        "POST",
        "/$close-review",
        "{'resourceType':'Parameters','parameter':[{'name':'review','valueId':'"
            + review
            + "'},{'name':'outcome','valueCode':'"
            + outcome
            + "'},{'name':'text','valueString':'記録を確かめた'}]}");
  }

  @Test
  void theOfficerReviewsAndNobodyElse() {
    smash(physician("sato"), "agrees");
    smash(physician("sato"), "nobody");

    Json.Obj open = town.get(officer, "/$break-glass-reviews");
    assertThat(open.objects("entry")).hasSize(2);
    Json.Obj task =
        open.objects("entry").stream()
            .map(entry -> entry.obj("resource"))
            .filter(one -> one.toString().contains("Patient/agrees"))
            .findFirst()
            .orElseThrow();
    assertThat(task.toString())
        .contains("Practitioner/sato", "cannot-be-asked", "意識がない患者", "\"requested\"");
    String id = task.text("id");
    for (Access who : List.of(physician("sato"), town.resident("agrees", "user/*.cruds"))) {
      assertThat(town.ask(who, "GET", "/$break-glass-reviews", "").status()).isEqualTo(403);
      assertThat(close(who, id, "justified").status()).isEqualTo(403);
    }
    Access themselves = town.worker(Role.OFFICER, Purpose.HOPERAT, "sato", "city");
    assertThat(close(themselves, id, "justified").status()).isEqualTo(403);
    assertThat(close(officer, id, "fine").status()).isEqualTo(400);
    assertThat(close(officer, "none", "justified").status()).isEqualTo(404);

    Reply closed = close(officer, id, "not-justified");

    assertThat(closed.status()).isEqualTo(200);
    assertThat(RestTown.text(closed)).contains("\"completed\"", "not-justified", "記録を確かめた");
    assertThat(close(officer, id, "justified").status()).isEqualTo(409);
    assertThat(town.get(officer, "/$break-glass-reviews").objects("entry")).hasSize(1);
    assertThat(town.get(officer, "/$break-glass-reviews?status=closed").objects("entry"))
        .hasSize(1);
    assertThat(town.ask(officer, "GET", "/$break-glass-reviews?status=x", "").status())
        .isEqualTo(400);
    Json.Obj told = town.get(town.resident("agrees", "user/*.cruds"), "/Communication");
    assertThat(told.toString()).contains("理由がなかったと判断されました");
  }
}
