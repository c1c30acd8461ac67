package dev.tsumugi.fhirserver.shell.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal as AuditEvents, as requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditEventsOverHttpTest {
  private RestTown town;
  private Access hanako;
  private Access mother;
  private Access officer;
  private Access physician;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new RestTown(folder);
    hanako = town.resident("hanako", "user/*.cruds");
    mother = town.resident("mother", "user/*.cruds");
    officer = town.officer("user/*.cruds");
    physician = town.staff("sato", Role.PHYSICIAN, Purpose.TREAT, "Organization/clinic");
    town.put("{'resourceType':'Organization','id':'clinic','name':'さくら医院'}");
    for (String id : List.of("hanako", "mother")) {
      town.put("{'resourceType':'Patient','id':'" + id + "'}");
    }
    // A parent speaks for a child.
    town.put("{'resourceType':'Patient','id':'taro','birthDate':'2015-05-05'}");
    town.put(
        "{'resourceType':'RelatedPerson','id':'mother-of-taro','active':true,'patient':"
            + "{'reference':'Patient/taro'},'identifier':[{'system':"
            + "'https://tsumugi.dev/fhir/sid/patient','value':'mother'}],'relationship':"
            + "[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':"
            + "'PRN'}]}]}");
    for (String id : List.of("hanako", "taro")) {
      town.put(
          "{'resourceType':'AllergyIntolerance','id':'a-"
              + id
              + "','patient':{'reference':'Patient/"
              + id
              + "'},'code':{'text':'そば'}}");
    }
    town.clock.advance(Duration.ofMinutes(10));
    read(hanako, "hanako");
    read(physician, "hanako");
    read(mother, "taro");
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private void read(Access who, String patient) {
    town.ask(who, "GET", "/AllergyIntolerance/a-" + patient, "");
  }

  private List<Json.Obj> events(Access who, String question) {
    Json.Obj bundle = town.get(who, "/AuditEvent" + question);
    assertThat(bundle.text("type")).as(bundle.toString()).isEqualTo("searchset");
    return bundle.objects("entry").stream().map(entry -> entry.obj("resource")).toList();
  }

  private static Set<String> patients(List<Json.Obj> events) {
    Set<String> patients = new HashSet<>();
    for (Json.Obj event : events) {
      for (Json.Obj entity : event.objects("entity")) {
        if ("1".equals(entity.obj("type").text("code"))) {
          patients.add(entity.obj("what").text("reference"));
        }
      }
    }
    return patients;
  }

  private long rows(String patient) {
    long key = Hash64.of("Patient/" + patient);
    return number("select count(*) from journal where patient = " + key);
  }

  private long number(String select) {
    try (var connection = town.database.asSuperuser();
        var sql = connection.createStatement()) {
      var row = sql.executeQuery(select);
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aReadingIsToldInTheShapeOfBalp() {
    Json.Obj event =
        events(hanako, "?patient=hanako&action=R&agent=Patient/hanako&subtype=read&type=rest")
            .get(0);

    assertThat(event.obj("type").toString()).contains("audit-event-type", "\"rest\"");
    assertThat(event.objects("subtype").get(0).text("code")).isEqualTo("read");
    assertThat(event.text("outcome")).isEqualTo("0");
    assertThat(event.text("recorded")).isEqualTo("2026-11-22T03:10:00.000Z");
    assertThat(event.objects("purposeOfEvent").get(0).toString()).contains("PATRQT");
    Json.Obj user = event.objects("agent").get(0);
    assertThat(user.obj("who").text("reference")).isEqualTo("Patient/hanako");
    assertThat(user.bool("requestor")).isTrue();
    assertThat(event.objects("agent").stream().map(agent -> agent.obj("type").toString()))
        .anyMatch(type -> type.contains("IRCP"))
        .anyMatch(type -> type.contains("110152"))
        .anyMatch(type -> type.contains("110153"));
    assertThat(event.objects("entity").get(1).objects("detail").get(0).text("valueString"))
        .isEqualTo("allergy");
    assertThat(event.toString()).doesNotContain("そば");
  }

  @Test
  void aRefusalForWantOfConsentIsADecisionAboutConsent() {
    Json.Obj event = events(hanako, "?outcome=8&agent=Practitioner/sato").get(0);

    assertThat(event.obj("type").text("code")).isIn("110113", "rest");
    assertThat(event.text("outcomeDesc")).isIn("NO_RELATION", "NO_DIRECTIVE_COVERS");
    assertThat(event.objects("agent").toString()).contains("Organization/clinic", "PROV");
  }

  @Test
  void ofAProxyWhoWritesItIsToldToo() {
    Reply written =
        town.ask(
            mother,
            "POST",
            "/Communication",
            "{'resourceType':'Communication','status':'completed','subject':{'reference':"
                + "'Patient/taro'}}");
    assertThat(written.status()).as(new String(written.body(), UTF_8)).isEqualTo(201);

    Json.Obj event = events(mother, "?patient=taro&agent=Patient/mother&subtype=create").get(0);

    assertThat(event.objects("agent").toString())
        .contains("\"Patient/mother\"", "\"Patient/taro\"", "\"PAT\"", "\"proxy\"");
  }

  @Test
  void ofAProxyItIsToldWhoActedAndForWhom() {
    Json.Obj event = events(mother, "?patient=taro&agent=Patient/mother&subtype=read").get(0);

    assertThat(event.objects("agent").toString())
        .contains("\"Patient/mother\"", "\"Patient/taro\"", "\"PAT\"", "\"proxy\"");
  }

  @Test
  void everybodySeesTheirOwnAndTheOfficerAll() {
    assertThat(patients(events(hanako, "?_count=500"))).containsOnly("Patient/hanako");
    assertThat(patients(events(mother, "?_count=500")))
        .containsExactlyInAnyOrder("Patient/mother", "Patient/taro");
    assertThat(patients(events(officer, "?_count=500")))
        .contains("Patient/hanako", "Patient/taro", "Patient/mother");
    assertThat(patients(events(town.loader(), "?_count=500"))).contains("Patient/taro");
    assertThat(events(physician, "?_count=500")).isEmpty();
    assertThat(events(physician, "?patient=hanako")).isEmpty();
    assertThat(events(hanako, "?patient=taro")).isEmpty();
  }

  @Test
  void aHiddenEventIsAnAbsentOne() {
    String id = events(officer, "?patient=taro").get(0).text("id");

    Reply hidden = town.ask(hanako, "GET", "/AuditEvent/" + id, "");
    Reply absent = town.ask(hanako, "GET", "/AuditEvent/node-9-99", "");

    assertThat(hidden.status()).isEqualTo(404).isEqualTo(absent.status());
    assertThat(hidden.headers()).isEqualTo(absent.headers());
    assertThat(RestTown.text(hidden).replace(id, ""))
        .isEqualTo(RestTown.text(absent).replace("node-9-99", ""));
    assertThat(town.get(mother, "/AuditEvent/" + id).text("id")).isEqualTo(id);
    assertThat(town.get(officer, "/AuditEvent/" + id).text("id")).isEqualTo(id);
    assertThat(town.ask(physician, "GET", "/AuditEvent/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void readingTheJournalIsJournalled() {
    long hanakos = rows("hanako");
    long taros = rows("taro");

    events(officer, "?patient=hanako");
    assertThat(rows("hanako")).isEqualTo(hanakos + 1);
    events(hanako, "?patient=taro");
    assertThat(rows("taro")).as("a denial, too").isEqualTo(taros + 1);
    Json.Obj denied = events(mother, "?patient=taro&outcome=8").get(0);
    assertThat(denied.objects("agent").toString()).contains("Patient/hanako");
    String id = denied.text("id");
    long before = rows("taro");
    town.ask(hanako, "GET", "/AuditEvent/" + id, "");
    assertThat(rows("taro")).isEqualTo(before + 1);
  }

  @Test
  void pagesLoseNothingAndDoubleNothingAlthoughEachIsItselfJournalled() {
    for (String order : List.of("-date", "date")) {
      town.clock.advance(Duration.ofMinutes(1));
      long there = number("select count(*) from journal");
      List<String> ids = new ArrayList<>();
      Json.Obj page = town.get(officer, "/AuditEvent?_count=3&_sort=" + order);
      for (int i = 0; i < 1_000; i++) {
        page.objects("entry").forEach(entry -> ids.add(entry.obj("resource").text("id")));
        Optional<String> next = RestTown.link(page, "next");
        if (next.isEmpty()) break;
        page = town.get(officer, next.get());
      }

      assertThat(ids).doesNotHaveDuplicates().hasSize((int) there);
    }
  }

  @Test
  void aPageLinkIsOfNobodyElse() {
    String next = RestTown.link(town.get(officer, "/AuditEvent?_count=1"), "next").orElseThrow();

    assertThat(town.ask(hanako, "GET", next, "").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "?action=E&patient=hanako;query or refusal",
        "?date=ge2026-11-22T03:10:00Z;after",
        "?date=lt2026-11-22T03:10:00Z;before",
        "?entity=Patient/hanako;entity",
        "?agent=sato;agent by id",
        "?agent:Practitioner=sato;agent with type",
        "?agent=Organization/clinic;organisation",
        "?agent-name=sa;name",
        "?agent-role=https://tsumugi.dev/fhir/CodeSystem/role|physician;role",
        "?altid=sato;account",
        "?policy=urn:ietf:params:oauth:jti:token;token",
        "?site=node-1;node",
        "?_id=node-1-1,node-1-2;ids",
        "?subtype=http://hl7.org/fhir/restful-interaction|read;interaction",
        "?outcome=0,8;outcome",
      })
  void everyParameterSelectsWhatItSaysAndNothingElse(String question, String what) {
    List<Json.Obj> all = events(officer, "?_count=1000");
    List<Json.Obj> some = events(officer, question + "&_count=1000");

    assertThat(some).as(what).isNotEmpty();
    if (!question.contains("0,8") && !question.contains("site") && !question.contains("policy")) {
      assertThat(some.size()).as(what).isLessThan(all.size());
    }
  }

  @Test
  void aSearchByPostIsTheSame() {
    Reply reply =
        town.ask(hanako, "POST", "/AuditEvent/_search?patient=hanako&_sort=-date&_count=2", "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(Json.parseObject(reply.body()).objects("entry")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/AuditEvent?address=1.2.3.4",
        "/AuditEvent?patient.name=x",
        "/AuditEvent?_sort=agent",
        "/AuditEvent?_total=accurate",
        "/AuditEvent?_include=AuditEvent:patient",
        "/AuditEvent?_has:Provenance:entity:agent=x",
        "/AuditEvent/_history",
        "/AuditEvent/node-1-1/_history",
        "/AuditEvent/node-1-1/_history/1",
        "/Patient?_revinclude=AuditEvent:patient",
        "/Patient?_revinclude=AuditEvent:*",
        "/Patient?_has:AuditEvent:patient:action=R",
        "/Patient?_has:Provenance:target:_has:AuditEvent:entity:action=R",
        "/Provenance?target:AuditEvent.action=R",
        "/Provenance?_include=Provenance:target:AuditEvent",
        "/?_type=AuditEvent",
        "/Patient/hanako/$everything?_type=AuditEvent",
      })
  void whatIsNotOfferedIsRefusedByItsName(String address) {
    Reply reply = town.ask(officer, "GET", address, "");

    assertThat(reply.status()).as(RestTown.text(reply)).isEqualTo(400);
    assertThat(RestTown.text(reply)).contains("not-supported").doesNotContain("node-1-2");
  }

  @Test
  void nobodyWritesOne() {
    String event =
        "{'resourceType':'AuditEvent','id':'x','type':{'code':'rest'},'recorded':"
            + "'2026-11-22T03:00:00Z','agent':[{'requestor':true}],'source':{'observer':{'display':"
            + "'x'}}}";
    for (Access who : List.of(town.loader(), hanako, officer)) {
      assertThat(town.ask(who, "POST", "/AuditEvent", event).status()).isEqualTo(405);
      assertThat(town.ask(who, "PUT", "/AuditEvent/x", event).status()).isEqualTo(405);
      assertThat(town.ask(who, "DELETE", "/AuditEvent/node-1-1", "").status()).isEqualTo(405);
      assertThat(town.ask(who, "DELETE", "/AuditEvent?action=R", "").status()).isEqualTo(405);
      Reply bundle =
          town.ask(
              who,
              "POST",
              "/",
              "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':"
                  + "{'resourceType':'Organization','name':'never'},'request':{'method':'POST',"
                  + "'url':'Organization'}},{'resource':"
                  + event
                  + ",'request':{'method':'POST','url':'AuditEvent'}}]}");
      assertThat(bundle.status()).isEqualTo(405);
      assertThat(RestTown.text(bundle)).contains("AuditEvent cannot be written");
    }
    assertThat(number("select count(*) from resource where id = 'x'")).isZero();
    assertThat(events(officer, "?_id=x")).isEmpty();
  }

  @Test
  void theStatementSaysWhatIsOffered() {
    Json.Obj statement = Json.parseObject(town.openly("/metadata").body());
    Json.Obj journal =
        statement.objects("rest").get(0).objects("resource").stream()
            .filter(resource -> "AuditEvent".equals(resource.text("type")))
            .findFirst()
            .orElseThrow();

    assertThat(journal.objects("interaction").stream().map(i -> i.text("code")))
        .containsExactly("read", "search-type");
    for (Json.Obj param : journal.objects("searchParam")) {
      String name = param.text("name");
      String value = "date".equals(param.text("type")) ? "2026" : "x";
      Reply reply = town.ask(officer, "GET", "/AuditEvent?" + name + "=" + value, "");
      assertThat(reply.status()).as(name).isEqualTo(200);
    }
    assertThat(statement.toString()).doesNotContain("\"AuditEvent:");
  }

  @Test
  void theOfficerNeedsTheScope() {
    assertThat(town.ask(town.officer("user/Consent.rs"), "GET", "/AuditEvent", "").status())
        .isEqualTo(403);
  }

  @Test
  void thePlainJournalTellsRefusalsPagesAndBeginsWhereAsked() {
    Json.Obj first = town.get(hanako, "/Patient/hanako/$access-journal?_count=2");
    List<Json.Obj> parameters = first.objects("parameter");

    assertThat(parameters).hasSize(3);
    String next = parameters.get(2).text("valueUri");
    assertThat(parameters.get(2).text("name")).isEqualTo("next");
    assertThat(town.get(hanako, next).objects("parameter").get(0).text("name")).isEqualTo("entry");
    assertThat(town.ask(mother, "GET", next, "").status()).isEqualTo(400);
    assertThat(town.get(hanako, "/Patient/hanako/$access-journal").toString())
        .contains("satoさん(医師)が、診療や介護のために、記録を見ようとしましたが、");
    assertThat(
            town.get(hanako, "/Patient/hanako/$access-journal?since=2026-11-23")
                .objects("parameter"))
        .isEmpty();
    assertThat(town.ask(physician, "GET", "/Patient/hanako/$access-journal", "").status())
        .isEqualTo(404)
        .isEqualTo(town.ask(physician, "GET", "/Patient/none/$access-journal", "").status());
    assertThat(town.ask(officer, "GET", "/Patient/hanako/$access-journal", "").status())
        .isEqualTo(200);
    assertThat(town.ask(mother, "GET", "/Patient/taro/$access-journal", "").status())
        .isEqualTo(200);
  }
}
