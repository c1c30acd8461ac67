package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.TestStore.create;
import static dev.tsumugi.fhirserver.shell.store.TestStore.json;
import static dev.tsumugi.fhirserver.shell.store.TestStore.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordsTest {
  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    store.put(store.loader(), "{'resourceType':'Organization','id':'clinic','name':'さくら診療所'}");
    store.put(
        store.loader(),
        "{'resourceType':'Practitioner','id':'tanaka','identifier':[{'system':'urn:p','value':'7'}]}");
    for (String id : List.of("hanako", "taro", "jiro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "','active':true}");
    }
    store.put(
        store.loader(),
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':'Patient/taro'},"
            + "'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private static String weight(String id, String patient, String value) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'final',"
        + "'category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'vital-signs'}]}],"
        + "'code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]},"
        + "'subject':{'reference':'Patient/"
        + patient
        + "'},'effectiveDateTime':'2026-01-02',"
        + "'valueQuantity':{'value':"
        + value
        + ",'unit':'kg'}}";
  }

  @Test
  void whatWentInComesOutWithIdAndMetaInFront() {
    Written made = store.put(store.loader(), weight("w1", "hanako", "50.10"));
    String out = new String(made.resource().json(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(out)
        .startsWith(
            "{\"resourceType\":\"Observation\",\"id\":\"w1\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-11-22T03:00:00.000Z\"},\"status\"")
        .contains("\"value\":50.10");
    assertThat(read(store.resident("hanako"), "Observation/w1")).contains(json(out));
  }

  private Optional<dev.tsumugi.kernel.Json.Obj> read(Access access, String ref) {
    return store.store.records().read(access, Ref.parse(ref).orElseThrow()).map(TestStore::json);
  }

  @Test
  void aResidentSeesTheirOwnRecordAndNobodyElses() {
    store.put(store.loader(), weight("own", "hanako", "1"));

    assertThat(read(store.resident("hanako"), "Observation/own")).isPresent();
    assertThat(read(store.resident("taro"), "Observation/own")).isEmpty();
    assertThat(read(store.physician("tanaka", "clinic"), "Observation/own")).isEmpty();
    assertThat(store.search(store.resident("taro"), "Observation", "patient=hanako")).isEmpty();
    assertThat(store.search(store.resident("hanako"), "Observation", "_id=own"))
        .containsExactly("own");
  }

  @Test
  void unchangedContentMakesNoNewVersion() {
    store.put(store.loader(), weight("same", "hanako", "1.0"));
    Written again = store.put(store.loader(), weight("same", "hanako", "1.0"));
    Written changed = store.put(store.loader(), weight("same", "hanako", "1.00"));

    assertThat(again.kind()).isEqualTo(Written.Kind.UNCHANGED);
    assertThat(again.resource().version()).isEqualTo(1);
    assertThat(changed.resource().version()).as("precision is content").isEqualTo(2);
  }

  @Test
  void historyKeepsEveryVersionAndTheDeletion() {
    Ref ref = new Ref("Observation", "hist");
    store.put(store.loader(), weight("hist", "hanako", "1"));
    store.put(store.loader(), weight("hist", "hanako", "2"));
    store.commit(store.loader(), new Write.Delete(ref, OptionalInt.of(2)));
    Access hanako = store.resident("hanako");

    assertThat(store.history(hanako, ref))
        .extracting(StoredResource::version)
        .containsExactly(3, 2, 1);
    assertThat(store.store.records().vread(hanako, ref, 1)).isPresent();
    assertThatThrownBy(() -> store.store.records().read(hanako, ref))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.GONE));
    assertThat(store.store.records().read(store.resident("taro"), ref))
        .as("a hidden deletion is absent")
        .isEmpty();
    Written back = store.put(store.loader(), weight("hist", "hanako", "3"));
    assertThat(back.resource().version()).isEqualTo(4);
  }

  @Test
  void hiddenAndAbsentTargetsOfAWriteGetTheSameAnswer() {
    store.put(store.loader(), weight("hidden", "hanako", "1"));
    Access taro = store.resident("taro");
    List<String> answers = new ArrayList<>();
    for (String id : List.of("hidden", "nowhere")) {
      for (Write write :
          List.of(
              update(weight(id, "taro", "9")),
              new Write.Delete(new Ref("Observation", id), OptionalInt.of(7)))) {
        try {
          store.commit(taro, write);
        } catch (Problem problem) {
          answers.add(problem.kind() + problem.getMessage().replace(id, "X"));
        }
      }
    }

    assertThat(answers).hasSize(4).containsOnly("NOT_FOUNDObservation/X is not known here");
    assertThat(read(store.resident("hanako"), "Observation/hidden")).isPresent();
  }

  @Test
  void ifMatchIsLookedAtAfterTheGate() {
    store.put(store.loader(), weight("match", "hanako", "1"));
    Write stale =
        new Write.Update(
            new Ref("Observation", "match"),
            json(weight("match", "hanako", "2")),
            "",
            OptionalInt.of(9));

    assertThatThrownBy(() -> store.commit(store.loader(), stale))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.PRECONDITION));
  }

  @Test
  void aPermitOpensAndItsRevocationClosesAtOnce() {
    store.put(store.loader(), weight("permit", "taro", "1"));
    Access doctor = store.physician("tanaka", "clinic");
    assertThat(read(doctor, "Observation/permit")).as("care tie alone").isEmpty();

    store.put(store.loader(), consent("active"));
    assertThat(read(doctor, "Observation/permit")).isPresent();
    assertThat(store.search(doctor, "Observation", "code=29463-7")).contains("permit");

    store.put(store.loader(), consent("inactive"));
    assertThat(read(doctor, "Observation/permit")).isEmpty();
    assertThat(store.search(doctor, "Observation", "code=29463-7")).isEmpty();
  }

  @Test
  void aConsentThatMovesToAnotherPatientNoLongerSpeaksForTheFirst() {
    store.put(store.loader(), weight("of-jiro", "jiro", "1"));
    String jiros = consent("active").replace("'c1'", "'misfiled'").replace("taro", "jiro");
    store.put(store.loader(), jiros);
    Access doctor = store.physician("tanaka", "clinic");
    assertThat(read(doctor, "Observation/of-jiro")).isPresent();

    store.put(store.loader(), jiros.replace("Patient/jiro", "Patient/taro"));
    assertThat(read(doctor, "Observation/of-jiro")).isEmpty();
    store.put(
        store.loader(),
        jiros.replace("Patient/jiro", "Patient/taro").replace("active", "entered-in-error"));
  }

  private static String consent(String status) {
    return "{'resourceType':'Consent','id':'c1','status':'"
        + status
        + "',"
        + "'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
        + "'patient':{'reference':'Patient/taro'},'dateTime':'2026-01-01',"
        + "'policyRule':{'text':'test'},"
        + "'provision':{'type':'permit','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'TREAT'}],"
        + "'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':{'reference':'Practitioner/tanaka'}}]}}";
  }

  @Test
  void aTransactionHappensWholeOrNotAtAll() {
    long before = store.number("select count(*) from resource");
    Write good = create(weight("x", "hanako", "1"));
    Write bad = create(weight("y", "nobody", "1"));

    assertThatThrownBy(() -> store.commit(store.loader(), good, bad))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(p.issues().get(0).path()).contains("entry[1]").contains("subject");
            });
    assertThat(store.number("select count(*) from resource")).isEqualTo(before);
  }

  @Test
  void namesInsideATransactionAreResolved() {
    Write encounter =
        new Write.Create(
            "Encounter",
            json(
                "{'resourceType':'Encounter','status':'finished','class':{'code':'AMB'},"
                    + "'subject':{'reference':'Patient/hanako'},"
                    + "'participant':[{'individual':{'reference':'Practitioner?identifier=urn:p|7'}}]}"),
            "urn:uuid:e1",
            Optional.empty());
    Write observation =
        create(
            weight("z", "hanako", "1")
                .replace(
                    "'status':'final'",
                    "'status':'final','encounter':{'reference':'urn:uuid:e1'}"));

    List<Written> done = store.commit(store.loader(), encounter, observation);

    String encounterId = done.get(0).resource().ref().id();
    assertThat(done.get(1).resource().json())
        .asString(java.nio.charset.StandardCharsets.UTF_8)
        .contains("\"encounter\":{\"reference\":\"Encounter/" + encounterId + "\"}");
    assertThat(done.get(0).resource().json())
        .asString(java.nio.charset.StandardCharsets.UTF_8)
        .contains("\"reference\":\"Practitioner/tanaka\"");
  }

  @Test
  void anAttachmentOfTheSameTransactionIsFoundWhereItLies() {
    Write file =
        new Write.Create(
            "Binary",
            json(
                "{'resourceType':'Binary','contentType':'text/plain',"
                    + "'securityContext':{'reference':'Patient/hanako'},'data':'QQ=='}"),
            "urn:uuid:f1",
            Optional.empty());
    Write document =
        create(
            "{'resourceType':'DocumentReference','status':'current',"
                + "'subject':{'reference':'Patient/hanako'},'content':["
                + "{'attachment':{'url':'urn:uuid:f1'}},"
                + "{'attachment':{'url':'urn:uuid:elsewhere'}}]}");

    List<Written> done = store.commit(store.loader(), file, document);

    assertThat(done.get(1).resource().json())
        .asString(java.nio.charset.StandardCharsets.UTF_8)
        .contains("{\"url\":\"" + done.get(0).resource().ref() + "\"}")
        .contains("urn:uuid:elsewhere");
  }

  @Test
  void aConditionalCreateMakesOneEvenInARace() throws Exception {
    Query unless = store.query("Practitioner", "identifier=urn:p|race");
    Write write =
        new Write.Create(
            "Practitioner",
            json(
                "{'resourceType':'Practitioner','identifier':[{'system':'urn:p','value':'race'}]}"),
            "",
            Optional.of(unless));
    inParallel(8, () -> store.commit(store.loader(), write));

    assertThat(store.search(store.loader(), "Practitioner", "identifier=urn:p|race")).hasSize(1);
  }

  @Test
  void manyWritersWhoBringNewKindsOfRowsDoNotWaitForEachOther() throws Exception {
    AtomicInteger number = new AtomicInteger();
    List<Written> made =
        inParallel(
            16,
            () -> {
              // Each organization's rows are a facet of their own, interned while the write is
              // open.
              String clinic = "c" + number.incrementAndGet();
              Access physician = store.physician("tanaka", clinic);
              return store.commit(physician, create(weight("n", "taro", "1"))).get(0);
            });

    assertThat(made).hasSize(16).allMatch(one -> one.kind() == Written.Kind.CREATED);
  }

  @Test
  void whatAKilledHubHadNotJournalledIsJournalledAtItsNextStart(@TempDir Path folder) {
    try (TestStore other = new TestStore(folder)) {
      other.put(other.loader(), "{'resourceType':'Patient','id':'left','active':true}");
      other.store.close();
      other.sql(
          "insert into pending (node, entries) select 'node-1', convert_to('{\"entries\":["
              + "{\"kind\":\"CREATE\",\"patient\":\"Patient/left\",\"content\":{\"name\":\"x\"}}]}',"
              + " 'UTF8')");
      long before = other.number("select count(*) from journal");

      Store.Settings settings = new Store.Settings("node-1", other.keys, other.clock, () -> "new");
      Database database =
          new Database(
              other.database.url(), other.database.app().user(), other.database.app().password());
      new Store(database, TestStore.R4_FACTS, settings, Optional.empty()).close();

      assertThat(other.number("select count(*) from journal")).isEqualTo(before + 1);
      assertThat(other.number("select count(*) from pending")).isZero();
    }
  }

  @Test
  void eightWritersOnOneResourceLoseNothing() throws Exception {
    store.put(store.loader(), weight("race", "hanako", "0"));
    AtomicInteger value = new AtomicInteger();
    List<Integer> versions =
        inParallel(
            8,
            () -> {
              String next = String.valueOf(value.incrementAndGet());
              return store.put(store.loader(), weight("race", "hanako", next)).resource().version();
            });

    assertThat(versions).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(store.history(store.loader(), new Ref("Observation", "race"))).hasSize(9);
  }

  private static <T> List<T> inParallel(int count, Callable<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) tasks.add(work);
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(tasks)) results.add(future.get());
      return results;
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void onlyThoseWhoBringRecordsNameThem() {
    assertThatThrownBy(() -> store.put(store.resident("hanako"), weight("mine", "hanako", "1")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
    assertThat(
            store
                .commit(store.resident("hanako"), create(weight("q", "hanako", "1")))
                .get(0)
                .kind())
        .isEqualTo(Written.Kind.CREATED);
    assertThatThrownBy(
            () ->
                store.commit(
                    store.resident("hanako"), create("{'resourceType':'Patient','active':true}")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
  }

  @Test
  void invalidContentIsRefusedWithItsPath() {
    String wrong = weight("bad", "hanako", "1").replace("'final'", "'fnal'");

    assertThatThrownBy(() -> store.put(store.loader(), wrong))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(p.issues().get(0).path()).isEqualTo("Observation.status");
            });
  }

  @Test
  void theApplicationMayNotRewriteTheJournal() throws Exception {
    read(store.resident("hanako"), "Patient/hanako");
    try (var connection = store.asApplication();
        var sql = connection.createStatement()) {
      for (String tampering :
          List.of("update journal set kind = 'X'", "delete from journal", "truncate journal")) {
        assertThatThrownBy(() -> sql.execute(tampering)).hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void anAnswerThatWroteNothingIsJournalledToo() {
    store.put(store.loader(), weight("quiet", "hanako", "1"));
    Write unless =
        new Write.Create(
            "Observation",
            json(weight("any", "hanako", "1")),
            "",
            Optional.of(store.query("Observation", "_id=quiet")));
    long before = store.number("select count(*) from journal where kind = 'READ'");

    store.put(store.loader(), weight("quiet", "hanako", "1"));
    assertThat(store.commit(store.loader(), unless).get(0).kind()).isEqualTo(Written.Kind.FOUND);

    assertThat(store.number("select count(*) from journal where kind = 'READ'"))
        .isEqualTo(before + 2);
  }

  @Test
  void everyAnswerHasItsRowAndTheChainHolds() {
    long before = store.number("select count(*) from journal");
    read(store.resident("hanako"), "Patient/hanako");
    read(store.resident("taro"), "Patient/hanako");
    read(store.resident("taro"), "Patient/nowhere");

    assertThat(store.number("select count(*) from journal")).isEqualTo(before + 3);
    assertThat(
            store.number(
                "select count(*) from journal j join journal p on p.node = j.node and p.seq = j.seq - 1"
                    + " where j.prev_hash <> p.hash"))
        .isZero();
  }
}
