package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.PatientRecord.Chunk;
import dev.tsumugi.fhirserver.PatientRecord.Chunks;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.PatientRecord.State;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatientRecordTest {
  private static final int WEIGHTS = 230;
  private static final Selection ALL = Selection.of("everything", Set.of());
  private static final Ref HANAKO = Ref.patient("hanako");

  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    put("'Organization','id':'clinic','name':'Sakura'");
    put("'Organization','id':'other','name':'Momo'");
    put("'Practitioner','id':'tanaka'");
    put("'Practitioner','id':'sato'");
    for (String id : List.of("hanako", "taro", "alone")) put("'Patient','id':'" + id + "'");
    put(
        "'CareTeam','id':'team','status':'active','subject':{'reference':'Patient/hanako'},"
            + "'participant':[{'member':{'reference':'Practitioner/tanaka'}}]");
    List<Write> weights = new ArrayList<>();
    for (int i = 0; i < WEIGHTS; i++) weights.add(TestStore.update(weight(i)));
    store.store.records().commit(store.loader(), weights);
    put(
        "'Condition','id':'asthma','subject':{'reference':'Patient/hanako'},"
            + "'recorder':{'reference':'Practitioner/sato'},'onsetDateTime':'2001'");
    put(
        "'Procedure','id':'walk','status':'completed','performedDateTime':'2020-03',"
            + "'subject':{'reference':'Patient/hanako'}");
    put("'Condition','id':'undated','subject':{'reference':'Patient/hanako'}");
    put(
        "'Flag','id':'fall','status':'active','code':{'text':'x'},'period':{'start':'2020-01-05',"
            + "'end':'2020-02'},'subject':{'reference':'Patient/hanako'}");
    put(
        "'Appointment','id':'both','status':'booked','participant':["
            + "{'actor':{'reference':'Patient/taro'},'status':'accepted'},"
            + "{'actor':{'reference':'Patient/hanako'},'status':'accepted'}]");
    put(
        "'Observation','id':'of-taro','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/taro'}");
  }

  @BeforeEach
  void permitWeights() {
    put(consent("active", "Observation", "Patient"));
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private void put(String members) {
    store.put(store.loader(), "{'resourceType':" + members + "}");
  }

  private static String weight(int i) {
    return "{'resourceType':'Observation','id':'w"
        + i
        + "','status':'final','code':{'text':'\\'reference\\':\\'Organization/other\\''},"
        + "'subject':{'reference':'Patient/hanako'},"
        + "'performer':[{'reference':'Organization/clinic'}],"
        + "'effectiveDateTime':'"
        + (2000 + i % 25)
        + "-01-02'}";
  }

  private static String consent(String status, String... types) {
    List<String> classes = new ArrayList<>();
    for (String type : types) {
      classes.add("{'system':'http://hl7.org/fhir/resource-types','code':'" + type + "'}");
    }
    return "'Consent','id':'c1','status':'"
        + status
        + "','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
        + "'patient':{'reference':'Patient/hanako'},'dateTime':'2026-01-01',"
        + "'policyRule':{'text':'test'},"
        + "'provision':{'type':'permit','class':["
        + String.join(",", classes)
        + "],'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':{'reference':'Practitioner/tanaka'}}]}";
  }

  private Chunks walk(Ref patient, Selection selection) {
    return store.store.patientRecord().of(patient, selection, Optional.empty());
  }

  /** Everything of a walk. */
  private record Walked(List<String> found, List<String> along, State end) {}

  private static Walked toTheEnd(Chunks chunks, Access access) {
    List<String> found = new ArrayList<>();
    List<String> along = new ArrayList<>();
    while (true) {
      Chunk chunk = chunks.next(access);
      chunk.found().stream().map(StoredResource::ref).map(Ref::toString).forEach(found::add);
      chunk.along().stream().map(StoredResource::ref).map(Ref::toString).forEach(along::add);
      assertThat(chunk.found()).hasSizeLessThanOrEqualTo(RecordChunks.ROWS + 1);
      if (chunk.state() != State.MORE) return new Walked(found, along, chunk.state());
    }
  }

  private List<String> found(Access access, Selection selection) {
    return toTheEnd(walk(HANAKO, selection), access).found();
  }

  @Test
  void theWholeRecordIsMetOnceAndTheWorkDataItNames() {
    Walked walked = toTheEnd(walk(HANAKO, ALL), store.loader());

    assertThat(walked.end()).isEqualTo(State.END);
    assertThat(walked.found()).doesNotHaveDuplicates().startsWith("Patient/hanako");
    // The patient, team, flag, appointment, procedure, two conditions, a consent.
    assertThat(walked.found()).hasSize(WEIGHTS + 8).contains("Appointment/both", "Flag/fall");
    assertThat(walked.found()).doesNotContain("Observation/of-taro", "Patient/taro");
    assertThat(walked.along())
        .as("by reference, not by a text that looks like one")
        .containsExactlyInAnyOrder(
            "Practitioner/tanaka", "Practitioner/sato", "Organization/clinic");
  }

  @Test
  void whatSeveralShareNeedsAPermitFromEach() {
    assertThat(found(store.resident("hanako"), ALL)).doesNotContain("Appointment/both");
    assertThat(found(store.loader(), ALL)).contains("Appointment/both");
    assertThat(toTheEnd(walk(Ref.patient("taro"), ALL), store.loader()).found())
        .contains("Appointment/both");
  }

  @Test
  void onlyWhatIsPermittedIsSeen() {
    List<String> seen = found(store.physician("tanaka", "clinic"), ALL);

    assertThat(seen).hasSize(WEIGHTS + 1).startsWith("Patient/hanako");
    assertThat(seen.subList(1, seen.size())).allMatch(ref -> ref.startsWith("Observation/w"));
  }

  @Test
  void aHiddenPatientIsAnAbsentOne() {
    List<String> answers = new ArrayList<>();
    for (String id : List.of("alone", "taro", "nobody")) {
      Problem problem =
          catchThrowableOfType(
              Problem.class,
              () -> walk(Ref.patient(id), ALL).next(store.physician("tanaka", "clinic")));
      answers.add(problem.kind() + " " + problem.getMessage().replace(id, "X"));
    }

    assertThat(answers).containsOnly("NOT_FOUND Patient/X is not known here");
    assertThat(denials("alone")).isEqualTo(1);
  }

  private long denials(String patient) {
    return store.number(
        "select count(*) from journal where patient = "
            + Draft.key(Ref.patient(patient))
            + " and convert_from(content, 'UTF8') like '%\"asked\":\"everything\"%\"permitted\":false%'");
  }

  @Test
  void aDeletedPatientIsGoneForWhoMayKnow() {
    put("'Patient','id':'left'");
    Ref left = Ref.patient("left");
    store.commit(store.loader(), new Write.Delete(left, OptionalInt.empty()));

    assertThat(catchThrowableOfType(Problem.class, () -> walk(left, ALL).next(store.loader())))
        .extracting(Problem::kind)
        .isEqualTo(Problem.Kind.GONE);
    assertThat(
            catchThrowableOfType(
                Problem.class, () -> walk(left, ALL).next(store.resident("hanako"))))
        .extracting(Problem::kind)
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 99, 100, 101, 115, 231, 232, 1000})
  void pagesAreFullAndLoseAndDoubleNothing(int count) {
    Access access = store.physician("tanaka", "clinic");
    Selection selection =
        new Selection("everything", Set.of(), Period.ALWAYS, Period.MIN, OptionalInt.of(count));
    List<String> seen = new ArrayList<>();
    Optional<Query.Position> from = Optional.empty();
    int pages = 0;
    do {
      Chunks chunks = store.store.patientRecord().of(HANAKO, selection, from);
      Chunk chunk = chunks.next(access);
      from = chunk.page();
      int onPage = 0;
      while (true) {
        for (StoredResource found : chunk.found()) seen.add(found.ref().toString());
        onPage += chunk.found().size();
        if (chunk.state() != State.MORE) break;
        chunk = chunks.next(access);
      }
      if (from.isPresent()) assertThat(onPage).isEqualTo(count);
      pages++;
    } while (from.isPresent());

    assertThat(seen).hasSize(WEIGHTS + 1).doesNotHaveDuplicates();
    assertThat(pages).isEqualTo((WEIGHTS + count) / count);
  }

  @Test
  void whatIsSharedIsPagedToo() {
    Selection selection =
        new Selection(
            "everything",
            Set.of("Patient", "Condition", "Appointment"),
            Period.ALWAYS,
            Period.MIN,
            OptionalInt.of(1));
    List<String> seen = new ArrayList<>();
    Optional<Query.Position> from = Optional.empty();
    do {
      Chunk chunk = store.store.patientRecord().of(HANAKO, selection, from).next(store.loader());
      chunk.found().forEach(found -> seen.add(found.ref().toString()));
      from = chunk.page();
    } while (from.isPresent());

    assertThat(seen)
        .containsExactly(
            "Patient/hanako", "Condition/asthma", "Condition/undated", "Appointment/both");
  }

  @Test
  void aWalkEndsWhereItsPermitIsWithdrawn() {
    Access doctor = store.physician("tanaka", "clinic");
    Chunks chunks = walk(HANAKO, ALL);
    assertThat(chunks.next(doctor).found()).hasSize(RecordChunks.ROWS + 1);

    put(consent("inactive", "Observation", "Patient"));
    Chunk last = chunks.next(doctor);

    assertThat(last.state()).isEqualTo(State.WITHDRAWN);
    assertThat(last.found()).isEmpty();
  }

  @Test
  void aSecondPageIsDecidedAnew() {
    Access doctor = store.physician("tanaka", "clinic");
    Selection selection =
        new Selection("everything", Set.of(), Period.ALWAYS, Period.MIN, OptionalInt.of(10));
    Optional<Query.Position> next = walk(HANAKO, selection).next(doctor).page();
    put(consent("inactive", "Observation", "Patient"));

    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> store.store.patientRecord().of(HANAKO, selection, next).next(doctor));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void careDatesLeaveOutWhatLiesOutsideAndKeepWhatHasNone() {
    Period year = period("2020-01-01", "2020-12-31");
    List<String> seen = found(store.loader(), dated(year, Period.MIN));

    assertThat(seen.stream().filter(ref -> ref.startsWith("Observation/")))
        .hasSize((WEIGHTS + 4) / 25)
        .allMatch(ref -> Integer.parseInt(ref.substring(13)) % 25 == 20);
    assertThat(seen)
        .contains("Patient/hanako", "Condition/asthma", "Condition/undated", "Flag/fall");

    Period before = period("1990", "2000");
    assertThat(found(store.loader(), dated(before, Period.MIN)))
        .contains("Condition/undated")
        .doesNotContain("Condition/asthma", "Flag/fall");
  }

  private static Period period(String from, String until) {
    return new Period(
        FhirTime.parse(from).orElseThrow().from(), FhirTime.parse(until).orElseThrow().until());
  }

  private static Selection dated(Period care, Instant since) {
    return new Selection("everything", Set.of(), care, since, OptionalInt.empty());
  }

  @Test
  void sinceLeavesOutWhatDidNotChangeWithoutHidingThatThePatientIsHere() {
    Instant later = store.clock.instant().plusSeconds(1);

    assertThat(found(store.loader(), dated(Period.ALWAYS, later))).isEmpty();
    assertThat(found(store.loader(), dated(Period.ALWAYS, later.minusSeconds(60))))
        .hasSize(WEIGHTS + 8);
  }

  @Test
  void oneJournalRowSpeaksForAllChunksOfTheSameRecord() {
    String rows =
        "select count(*) from journal where patient = "
            + Draft.key(HANAKO)
            + " and convert_from(content, 'UTF8') like '%\"subject\":\"tanaka\"%'";
    long before = store.number(rows);
    toTheEnd(walk(HANAKO, ALL), store.physician("tanaka", "clinic"));
    assertThat(store.number(rows)).isEqualTo(before + 1);

    // What a date may leave out is named when it is shown, and not before.
    Chunks dated = walk(HANAKO, dated(period("2000", "2030"), Period.MIN));
    Access hanako = store.resident("hanako");
    dated.next(hanako);
    assertThat(lastClasses()).contains("care", "result").doesNotContain("procedure");
    toTheEnd(dated, hanako);
    assertThat(lastClasses()).contains("procedure");
  }

  private String lastClasses() {
    try (var connection = store.asSuperuser();
        var statement = connection.createStatement()) {
      var row =
          statement.executeQuery(
              "select convert_from(content, 'UTF8') from journal where patient = "
                  + Draft.key(HANAKO)
                  + " order by seq desc limit 1");
      row.next();
      return TestStore.json(row.getString(1).replace('"', '\'')).texts("classes").toString();
    } catch (java.sql.SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
