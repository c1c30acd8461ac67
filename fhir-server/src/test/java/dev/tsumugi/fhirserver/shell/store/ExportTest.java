package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.Exports.File;
import dev.tsumugi.fhirserver.Exports.Level;
import dev.tsumugi.fhirserver.Exports.Order;
import dev.tsumugi.fhirserver.Exports.State;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private TestStore store;
  private Flow flow;
  private Exports exports;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    flow = store.store.flow(new ConsentEngine(), FeedTest.hooks(new FeedTest.Endpoint()));
    exports = flow.exports();
    store.put(store.loader(), "{'resourceType':'Organization','id':'clinic','name':'さくら診療所'}");
    store.put(store.loader(), "{'resourceType':'Practitioner','id':'tanaka'}");
    for (String id : List.of("hanako", "taro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "','active':true}");
      store.put(store.loader(), weight("w-" + id, id, "50.10"));
    }
  }

  @AfterEach
  void stop() {
    flow.close();
    store.close();
  }

  private static String weight(String id, String patient, String value) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'final','category':[{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/observation-category','code':'vital-signs'}]}],"
        + "'code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]},'subject':"
        + "{'reference':'Patient/"
        + patient
        + "'},'effectiveDateTime':'2026-01-02','valueQuantity':{'value':"
        + value
        + ",'unit':'kg'}}";
  }

  private static Order order(Level level, String since, String... types) {
    return new Order(
        level,
        List.of(),
        List.of(types),
        since.isEmpty() ? Optional.empty() : FhirTime.parse(since),
        "http://hub.test/fhir/$export");
  }

  private State.Done run(Access access, Order order) {
    String job = exports.start(access, order);
    assertThat(exports.state(access, job)).get().isInstanceOf(State.Running.class);
    assertThat(flow.build().step()).isTrue();
    last = job;
    return (State.Done) exports.state(access, job).orElseThrow();
  }

  private String last = "";

  /** All lines of the last job's files of resources, or of deletions. */
  private List<String> lines(Access access, State.Done done, boolean deleted) {
    List<String> lines = new ArrayList<>();
    for (File file : done.files()) {
      if (file.deleted() != deleted) continue;
      int parts = exports.parts(access, last, file.number()).orElseThrow();
      for (int part = 0; part < parts; part++) {
        byte[] bytes = exports.part(access, last, file.number(), part);
        new String(bytes, StandardCharsets.UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  private static List<String> refs(List<String> lines) {
    return lines.stream()
        .map(line -> Json.parseObject(line.getBytes(StandardCharsets.UTF_8)))
        .map(json -> json.text("resourceType") + "/" + json.text("id"))
        .toList();
  }

  private long journalled(String patient, String asked) {
    return store.number(
        "select count(*) from journal where kind = 'EXPORT' and patient = "
            + (patient.isEmpty() ? 0 : Hash64.of("Patient/" + patient))
            + " and convert_from(content, 'UTF8')::json->>'asked' like '"
            + asked
            + "%'");
  }

  @Test
  void theCustodianTakesEverythingAsItIsStored() {
    State.Done done = run(store.loader(), order(Level.SYSTEM, ""));

    List<String> lines = lines(store.loader(), done, false);
    StoredResource weight =
        store.store.records().read(store.loader(), new Ref("Observation", "w-taro")).orElseThrow();
    assertThat(refs(lines))
        .containsExactlyInAnyOrder(
            "Organization/clinic",
            "Practitioner/tanaka",
            "Patient/hanako",
            "Patient/taro",
            "Observation/w-hanako",
            "Observation/w-taro");
    assertThat(lines).contains(new String(weight.json(), StandardCharsets.UTF_8));
    assertThat(done.files()).allMatch(file -> !file.deleted());
    assertThat(done.files().stream().mapToLong(File::count).sum()).isEqualTo(6);
    assertThat(done.expires()).isEqualTo(store.clock.instant().plus(ExportJobs.LIFE));
  }

  @Test
  void everyPatientShownHasARowBeforeTheManifestAndBeforeTheFile() {
    State.Done done = run(store.loader(), order(Level.SYSTEM, "", "Observation"));

    assertThat(journalled("", "export request")).isEqualTo(1);
    assertThat(journalled("taro", "export Observation")).isEqualTo(1);
    assertThat(journalled("taro", "export file")).isZero();
    lines(store.loader(), done, false);
    assertThat(journalled("taro", "export file Observation")).isEqualTo(1);
    assertThat(journalled("hanako", "export file Observation")).isEqualTo(1);
  }

  @Test
  void theLevelOfPatientsLeavesOutWhatIsNobodys() {
    State.Done done = run(store.loader(), order(Level.PATIENT, ""));

    assertThat(refs(lines(store.loader(), done, false)))
        .containsExactlyInAnyOrder(
            "Patient/hanako", "Patient/taro", "Observation/w-hanako", "Observation/w-taro");
  }

  @Test
  void aGroupIsItsMembersAndWhatTheyShareWithOthers() {
    store.put(
        store.loader(),
        "{'resourceType':'Appointment','id':'both','status':'booked','participant':[{'actor':"
            + "{'reference':'Patient/hanako'},'status':'accepted'},{'actor':{'reference':"
            + "'Patient/taro'},'status':'accepted'}]}");
    Order taro =
        new Order(Level.GROUP, List.of(Ref.patient("taro")), List.of(), Optional.empty(), "x");

    State.Done done = run(store.loader(), taro);

    assertThat(refs(lines(store.loader(), done, false)))
        .containsExactlyInAnyOrder("Patient/taro", "Observation/w-taro", "Appointment/both");
  }

  @Test
  void aResidentTakesTheirOwnAndNoJournalSpeaksOfOthers() {
    Access taro = store.resident("taro");

    State.Done done = run(taro, order(Level.PATIENT, ""));

    assertThat(refs(lines(taro, done, false)))
        .containsExactlyInAnyOrder("Patient/taro", "Observation/w-taro");
    assertThat(done.files().stream().mapToLong(File::count).sum()).isEqualTo(2);
    assertThat(journalled("hanako", "")).isZero();
  }

  @Test
  void aRevocationAfterTheJobIsFeltWhenTheFileIsFetched() {
    store.put(
        store.loader(),
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/taro'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    store.put(store.loader(), consent("permit"));
    Access tanaka = store.physician("tanaka", "clinic");
    State.Done done = run(tanaka, order(Level.PATIENT, "", "Observation"));
    assertThat(refs(lines(tanaka, done, false))).containsExactly("Observation/w-taro");

    store.put(store.loader(), consent("deny"));

    assertThat(lines(tanaka, done, false)).isEmpty();
    assertThat(done.files()).as("what was permitted when the job ran").hasSize(1);
  }

  private static String consent(String type) {
    return "{'resourceType':'Consent','id':'c-taro','status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':"
        + "{'reference':'Patient/taro'},'dateTime':'2026-01-01','policyRule':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'OPTIN'}]},'provision':{'type':'"
        + type
        + "'}}";
  }

  @Test
  void aJobIsItsRequestersAlone() {
    State.Done done = run(store.loader(), order(Level.SYSTEM, ""));
    Access otherApp =
        store.open(
            "loader", Role.CUSTODIAN, Purpose.RECORDMGT, "", "", "system/*.cruds", "another");
    int file = done.files().get(0).number();

    for (Access other : List.of(store.resident("taro"), otherApp)) {
      assertThat(exports.state(other, last)).isEmpty();
      assertThat(exports.parts(other, last, file)).isEmpty();
      assertThatThrownBy(() -> exports.part(other, last, file, 0)).isInstanceOf(Problem.class);
      assertThat(exports.cancel(other, last)).isFalse();
    }
    assertThat(exports.state(store.loader(), "never")).isEmpty();
    assertThat(exports.state(store.loader(), last)).isPresent();
  }

  @Test
  void whatIsCancelledOrOverIsGone() {
    run(store.loader(), order(Level.SYSTEM, ""));
    assertThat(exports.cancel(store.loader(), last)).isTrue();
    assertThat(exports.cancel(store.loader(), last)).isFalse();
    assertThat(exports.state(store.loader(), last)).isEmpty();

    State.Done done = run(store.loader(), order(Level.SYSTEM, ""));
    store.clock.advance(ExportJobs.LIFE.plus(Duration.ofSeconds(1)));
    assertThat(exports.state(store.loader(), last)).isEmpty();
    assertThat(exports.parts(store.loader(), last, done.files().get(0).number())).isEmpty();
    assertThat(flow.build().step()).isFalse();
    assertThat(store.number("select count(*) from export_part")).isZero();
    assertThat(store.number("select count(*) from export_job")).isZero();
  }

  @Test
  void aTransactionHeldOpenAcrossTheStartIsInTheNextExport() throws Exception {
    Instant written = store.clock.instant();
    Instant first;
    try (Connection late = store.asSuperuser()) {
      late.setAutoCommit(false);
      try (var statement = late.createStatement()) {
        statement.execute(
            "insert into resource (patient, type, id, version, updated, recorder, facet, tokens,"
                + " present, words, meta, body, change) select patient, type, 'late', 1, updated,"
                + " recorder, facet, tokens, present, words, meta, body, change from resource where"
                + " id = 'w-taro'");
      }
      store.clock.advance(Duration.ofMinutes(1));
      State.Done done = run(store.loader(), order(Level.SYSTEM, "", "Observation"));
      assertThat(refs(lines(store.loader(), done, false))).doesNotContain("Observation/late");
      first = done.transactionTime();
      late.commit();
    }
    store.clock.advance(Duration.ofMinutes(1));
    store.put(store.loader(), weight("after", "taro", "51"));

    assertThat(written).isBefore(first);
    State.Done next = run(store.loader(), order(Level.SYSTEM, FhirTime.instant(first)));
    assertThat(refs(lines(store.loader(), next, false)))
        .containsExactlyInAnyOrder("Observation/late", "Observation/after");

    State.Done third =
        run(store.loader(), order(Level.SYSTEM, FhirTime.instant(next.transactionTime())));
    assertThat(third.files()).isEmpty();
  }

  @Test
  void anInstantThatNoExportToldIsComparedWithTimeStamps() {
    store.clock.advance(Duration.ofHours(1));
    store.put(store.loader(), weight("young", "taro", "51"));

    State.Done done = run(store.loader(), order(Level.SYSTEM, "2026-11-22T03:30:00Z"));

    assertThat(refs(lines(store.loader(), done, false))).containsExactly("Observation/young");
  }

  @Test
  void deletionsSinceAreToldToWhoMightReadWhatWasDeleted() {
    Instant first = run(store.loader(), order(Level.SYSTEM, "")).transactionTime();
    run(store.resident("hanako"), order(Level.PATIENT, ""));
    store.clock.advance(Duration.ofMinutes(1));
    store.commit(
        store.loader(), new Write.Delete(new Ref("Observation", "w-taro"), OptionalInt.empty()));
    String since = FhirTime.instant(first);

    State.Done done = run(store.loader(), order(Level.SYSTEM, since));
    assertThat(lines(store.loader(), done, true))
        .containsExactly(
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":"
                + "{\"method\":\"DELETE\",\"url\":\"Observation/w-taro\"}}]}");
    assertThat(lines(store.loader(), done, false)).isEmpty();

    State.Done hanakos = run(store.resident("hanako"), order(Level.PATIENT, since));
    assertThat(hanakos.files()).isEmpty();
  }

  @Test
  void anyNodeRunsAJobAndServesItsFiles() {
    Store.Settings settings = new Store.Settings("node-2", store.keys, store.clock, () -> "unused");
    Database database =
        new Database(
            store.database.url(), store.database.app().user(), store.database.app().password());
    try (Store second = new Store(database, TestStore.R4_FACTS, settings, Optional.empty());
        Flow other = second.flow(new ConsentEngine(), FeedTest.hooks(new FeedTest.Endpoint()))) {
      String job = exports.start(store.loader(), order(Level.SYSTEM, "", "Patient"));
      assertThat(other.build().step()).isTrue();
      assertThat(flow.build().step()).as("a job runs once").isFalse();

      assertThat(exports.state(store.loader(), job)).get().isInstanceOf(State.Done.class);
      assertThat(exports.part(store.loader(), job, 0, 0))
          .isNotEmpty()
          .isEqualTo(other.exports().part(store.loader(), job, 0, 0));
    }
  }

  @Test
  void twoExportsInOneInstantHaveTwoTransactionTimes() {
    Instant one = run(store.loader(), order(Level.SYSTEM, "")).transactionTime();
    Instant two = run(store.loader(), order(Level.SYSTEM, "")).transactionTime();

    assertThat(two).isEqualTo(one.plusMillis(1));
  }

  @Test
  void whatAKilledHubLeftIsDoneAtItsNextStartButNotForEver() {
    String job = exports.start(store.loader(), order(Level.SYSTEM, ""));
    store.sql("update export_job set state = 'RUNNING', node = 'node-1', attempt = 1");
    assertThat(flow.build().step()).isTrue();
    assertThat(exports.state(store.loader(), job)).get().isInstanceOf(State.Done.class);

    String bad = exports.start(store.loader(), order(Level.SYSTEM, ""));
    store.sql("update export_job set state = 'RUNNING', attempt = 3 where id = '" + bad + "'");
    store.sql("update export_job set node = 'elsewhere' where id = '" + bad + "'");
    assertThat(flow.build().step()).as("its node may still work on it").isFalse();
    store.clock.advance(ExportJobs.SILENCE.plus(Duration.ofSeconds(1)));
    assertThat(flow.build().step()).isFalse();
    assertThat(exports.state(store.loader(), bad)).get().isInstanceOf(State.Failed.class);
  }

  @Test
  void oneRequesterHasThreeAtATime() {
    for (int i = 0; i < 3; i++) exports.start(store.loader(), order(Level.SYSTEM, ""));

    assertThatThrownBy(() -> exports.start(store.loader(), order(Level.SYSTEM, "")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.TOO_MANY));
    exports.start(store.resident("taro"), order(Level.PATIENT, ""));
  }

  @Test
  void scopesRuleWhatMayBeAskedFor() {
    Access narrow =
        store.open(
            "taro",
            Role.RESIDENT,
            Purpose.PATRQT,
            "Patient/taro",
            "",
            "user/Observation.rs user/Patient.r",
            "app");

    assertThatThrownBy(() -> exports.start(narrow, order(Level.PATIENT, "", "Patient")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
    State.Done done = run(narrow, order(Level.PATIENT, ""));
    assertThat(refs(lines(narrow, done, false))).containsExactly("Observation/w-taro");
  }

  @Test
  void longFilesHaveManyParts() {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 250; i++) writes.add(TestStore.update(weight("m" + i, "taro", "1")));
    store.store.records().commit(store.loader(), writes);

    State.Done done = run(store.loader(), order(Level.SYSTEM, "", "Observation"));

    assertThat(done.files()).hasSize(1);
    assertThat(exports.parts(store.loader(), last, done.files().get(0).number()))
        .hasValue(3); // 252 rows
    assertThat(refs(lines(store.loader(), done, false))).hasSize(252).doesNotHaveDuplicates();
  }

  @Test
  void aVersionThatWasReplacedIsTheOneThatWasChosen() {
    State.Done done = run(store.loader(), order(Level.SYSTEM, "", "Observation"));
    List<String> before = lines(store.loader(), done, false);
    store.put(store.loader(), weight("w-taro", "taro", "99"));

    assertThat(lines(store.loader(), done, false)).isEqualTo(before);
  }

  @Test
  void whoAskedIsKeptWhole() {
    Access access =
        store.open(
            "s",
            Role.PHYSICIAN,
            Purpose.TREAT,
            "Practitioner/p",
            "Organization/o",
            "user/*.rs patient/Patient.r",
            "app");

    assertThat(Requesters.read(Requesters.write(access.requester()))).isEqualTo(access.requester());
  }
}
