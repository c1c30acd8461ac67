package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.HistoryQuery.Level;
import dev.tsumugi.fhirserver.PatientRecord.Chunk;
import dev.tsumugi.fhirserver.PatientRecord.Chunks;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.PatientRecord.State;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Consent says of single rows holds in every interaction (docs/adr/0016). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResidueTest {
  private static final List<String> ALL = List.of("o2020", "o2024", "both", "untold");

  private TestStore store;
  private Access doctor;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    doctor = store.physician("tanaka", "clinic");
    put("'Organization','id':'clinic'");
    put("'Practitioner','id':'tanaka'");
    put("'Practitioner','id':'sato'");
    put("'Patient','id':'hanako','name':[{'family':'Azuma'}]");
    put(
        "'CareTeam','id':'team','status':'active','participant':[{'member':{'reference':'Practitioner/tanaka'}}],"
            + of("hanako"));
    put("'Encounter','id':'visit','status':'finished','class':{'code':'AMB'}," + of("hanako"));
    observation("o2020", "29463-7", "'effectiveDateTime':'2020-05-01',", "sato");
    observation("o2024", "8867-4", "'effectiveDateTime':'2024-05-01'," + VISIT, "tanaka");
    // One that begins in a period and ends outside.
    observation(
        "both",
        "8867-4",
        "'effectivePeriod':{'start':'2020-12-31','end':'2021-01-02'}," + VISIT,
        "sato");
    put("'Observation','id':'untold','status':'final','code':{'text':'x'}," + of("hanako"));
    put(
        "'List','id':'list','status':'current','mode':'working',"
            + of("hanako")
            + ",'entry':["
            + String.join(",", ALL.stream().map(ResidueTest::item).toList())
            + "]");
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private static final String VISIT = "'encounter':{'reference':'Encounter/visit'},";

  private static String of(String patient) {
    return "'subject':{'reference':'Patient/" + patient + "'}";
  }

  private static String item(String id) {
    return "{'item':{'reference':'Observation/" + id + "'}}";
  }

  private void observation(String id, String code, String more, String by) {
    put(
        "'Observation','id':'"
            + id
            + "','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
            + code
            + "'}]},"
            + more
            + "'performer':[{'reference':'Practitioner/"
            + by
            + "'}],"
            + of("hanako"));
  }

  private void put(String members) {
    store.put(store.loader(), "{'resourceType':" + members + "}");
  }

  private static final String DOCTOR =
      "'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',"
          + "'code':'IRCP'}]},'reference':{'reference':'Practitioner/tanaka'}}]";

  private static String consent(String id, String patient, String provision) {
    return "'Consent','id':'"
        + id
        + "','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
        + patient
        + "'dateTime':'2026-01-01','policyRule':{'text':'test'},'provision':{"
        + provision
        + "}";
  }

  /** Hanako permits all but Observations, and of these what {@code permit} says. */
  private void permit(String permit) {
    put(
        consent(
            "c",
            "'patient':{'reference':'Patient/hanako'},",
            "'type':'permit',"
                + DOCTOR
                + ",'provision':[{'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observation'}],"
                + "'provision':[{'type':'permit',"
                + permit
                + "}]}]"));
  }

  /** Hanako permits everything but what {@code deny} says. */
  private void deny(String deny) {
    put(
        consent(
            "c",
            "'patient':{'reference':'Patient/hanako'},",
            "'type':'permit'," + DOCTOR + ",'provision':[{'type':'deny'," + deny + "}]"));
  }

  private static final String PERIOD = "'dataPeriod':{'start':'2020','end':'2020'}";
  private static final String CODE =
      "'code':[{'coding':[{'system':'http://loinc.org','code':'8867-4'}]}]";

  private static String data(String meaning, String ref) {
    return "'data':[{'meaning':'" + meaning + "','reference':{'reference':'" + ref + "'}}]";
  }

  /**
   * @param permitted by a permit of this
   * @param left by a refusal of this
   */
  record Kind(String name, String words, Set<String> permitted, Set<String> left) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("dataPeriod", PERIOD, Set.of("o2020"), Set.of("o2024")),
        new Kind("code", CODE, Set.of("o2024", "both"), Set.of("o2020")),
        new Kind(
            "instance",
            data("instance", "Observation/both"),
            Set.of("both"),
            Set.of("o2020", "o2024", "untold")),
        new Kind(
            "dependents",
            data("dependents", "Encounter/visit"),
            Set.of("o2024", "both"),
            Set.of("o2020", "untold")),
        new Kind(
            "related",
            data("related", "List/list"),
            Set.of("o2020", "o2024", "both", "untold"),
            Set.of()),
        new Kind(
            "authoredby",
            data("authoredby", "Practitioner/tanaka"),
            Set.of("o2024"),
            Set.of("o2020", "both")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsPermittedOfSomeRowsIsSeenOfThemAlone(Kind kind) {
    permit(kind.words());
    seenIs(kind.permitted());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsRefusedOfSomeRowsIsHiddenOfThemAlone(Kind kind) {
    deny(kind.words());
    seenIs(kind.left());
  }

  private void seenIs(Set<String> expected) {
    for (String id : ALL) {
      Ref ref = new Ref("Observation", id);
      boolean seen = expected.contains(id);
      assertThat(store.store.records().read(doctor, ref).isPresent())
          .as("read " + id)
          .isEqualTo(seen);
      assertThat(store.store.records().vread(doctor, ref, 1).isPresent())
          .as("vread " + id)
          .isEqualTo(seen);
      assertThat(!store.history(doctor, ref).isEmpty()).as("history " + id).isEqualTo(seen);
      assertThat(linkable(id)).as("link to " + id).isEqualTo(seen);
      assertThat(creates(id)).as("conditional create " + id).isNotEqualTo(seen);
    }
    assertThat(found("patient=hanako")).as("search").isEqualTo(expected);
    assertThat(found()).as("search of all").isEqualTo(expected);
    assertThat(found("subject:Patient.name=Azuma")).as("over a chain").isEqualTo(expected);
    assertThat(total("patient=hanako")).as("total").isEqualTo(expected.size());
    assertThat(total()).as("total of all").isEqualTo(expected.size());
    assertThat(total("_summary=count")).as("count").isEqualTo(expected.size());
    boolean any = !expected.isEmpty();
    assertThat(store.search(doctor, "Patient", "_has:Observation:subject:status=final"))
        .as("_has by owner")
        .hasSize(any ? 1 : 0);
    boolean visited = expected.contains("o2024") || expected.contains("both");
    assertThat(store.search(doctor, "Encounter", "_has:Observation:encounter:status=final"))
        .as("_has")
        .hasSize(visited ? 1 : 0);
    for (String id : ALL) {
      assertThat(store.search(doctor, "List", "item:Observation._id=" + id))
          .as("chain over " + id)
          .hasSize(expected.contains(id) ? 1 : 0);
    }
    assertThat(along("List", "_include=List:item")).as("_include").isEqualTo(expected);
    Set<String> visits = new TreeSet<>(expected);
    visits.retainAll(Set.of("o2024", "both"));
    assertThat(along("Encounter", "_revinclude=Observation:encounter"))
        .as("_revinclude")
        .isEqualTo(visits);
    assertThat(history(new Level.OfType("Observation"))).as("history of type").isEqualTo(expected);
    assertThat(history(new Level.OfAll())).as("history of all").isEqualTo(expected);
    assertThat(everything()).as("$everything").isEqualTo(expected);
    assertThat(exported()).as("$export").isEqualTo(expected);
    assertThat(store.search(store.resident("hanako"), "Observation")).as("their own").hasSize(4);
  }

  private Set<String> found(String... words) {
    return new TreeSet<>(store.search(doctor, "Observation", words));
  }

  private long total(String... words) {
    String[] all =
        Stream.concat(Stream.of(words), Stream.of("_total=accurate")).toArray(String[]::new);
    return store
        .store
        .records()
        .search(doctor, store.query("Observation", all), Optional.empty())
        .total()
        .orElseThrow();
  }

  private Set<String> along(String type, String word) {
    return observations(
        store.store.records().search(doctor, store.query(type, word), Optional.empty()).included());
  }

  private Set<String> history(Level level) {
    HistoryQuery query =
        new HistoryQuery(
            level, Optional.empty(), Optional.empty(), 100, Query.Total.ACCURATE, Optional.empty());
    HistoryQuery.Page page = store.store.records().history(doctor, query).orElseThrow();
    if (level instanceof Level.OfType) {
      assertThat(page.total()).hasValue(page.versions().size());
    }
    return observations(page.versions());
  }

  private Set<String> everything() {
    Selection all = Selection.of("everything", Set.of("Observation"));
    Chunks chunks = store.store.patientRecord().of(Ref.patient("hanako"), all, Optional.empty());
    Set<String> found = new TreeSet<>();
    try {
      Chunk chunk;
      do {
        chunk = chunks.next(doctor);
        found.addAll(observations(chunk.found()));
      } while (chunk.state() == State.MORE);
    } catch (Problem nothing) {
      assertThat(nothing.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    }
    return found;
  }

  private Set<String> exported() {
    try (Flow flow =
        store.store.flow(new ConsentEngine(), FeedTest.hooks(new FeedTest.Endpoint()))) {
      Exports exports = flow.exports();
      Exports.Order order =
          new Exports.Order(
              Exports.Level.SYSTEM,
              List.of(),
              List.of("Observation"),
              Optional.empty(),
              "http://hub.test/fhir/$export");
      String job = exports.start(doctor, order);
      while (flow.build().step()) {
        assertThat(exports.state(doctor, job)).isPresent();
      }
      Exports.State.Done done = (Exports.State.Done) exports.state(doctor, job).orElseThrow();
      Set<String> ids = new TreeSet<>();
      for (Exports.File file : done.files()) {
        int parts = exports.parts(doctor, job, file.number()).orElseThrow();
        for (int part = 0; part < parts; part++) {
          String lines =
              new String(exports.part(doctor, job, file.number(), part), StandardCharsets.UTF_8);
          lines.lines().forEach(line -> ids.add(TestStore.json(line).text("id")));
        }
      }
      assertThat(exports.cancel(doctor, job)).isTrue();
      return ids;
    }
  }

  private static Set<String> observations(List<StoredResource> resources) {
    Set<String> ids = new TreeSet<>();
    for (StoredResource one : resources) {
      if (one.ref().type().equals("Observation")) ids.add(one.ref().id());
    }
    return ids;
  }

  /** Whether the doctor may refer to it; what was written for it is removed again. */
  private boolean linkable(String id) {
    String text =
        "{'resourceType':'ClinicalImpression','status':'completed',"
            + of("hanako")
            + ",'investigation':[{'code':{'text':'x'},'item':[{'reference':'Observation/"
            + id
            + "'}]}]}";
    try {
      Written made = store.commit(doctor, TestStore.create(text)).get(0);
      remove(made.resource().ref());
      return true;
    } catch (Problem problem) {
      assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
      return false;
    }
  }

  private boolean creates(String id) {
    Write.Create create =
        new Write.Create(
            "Observation",
            TestStore.json(
                "{'resourceType':'Observation','status':'final','code':{'text':'probe'},"
                    + of("hanako")
                    + "}"),
            "",
            Optional.of(store.query("Observation", "_id=" + id)));
    Written written = store.commit(doctor, create).get(0);
    if (written.kind() == Written.Kind.FOUND) return false;
    remove(written.resource().ref());
    return true;
  }

  /** Not even its history is left: the doctor's organisation would be its recorder. */
  private void remove(Ref ref) {
    store.commit(store.loader(), new Write.Delete(ref, OptionalInt.empty()));
    store.sql("delete from resource_history where id = '" + ref.id() + "'");
    store.sql("delete from outbox where id = '" + ref.id() + "'");
  }

  @Test
  void aPatchOfAHiddenRowFindsNothingThere() {
    permit(PERIOD);
    Write delete = new Write.Delete(new Ref("Observation", "o2024"), OptionalInt.empty());

    assertThatThrownBy(() -> store.commit(doctor, delete))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @Test
  void whatIsSeenAndWhatIsNotIsInTheJournal() {
    permit(PERIOD);
    store.store.records().read(doctor, new Ref("Observation", "o2020"));
    assertThat(last("hanako")).contains("\"permitted\":true").contains("Consent/c");

    store.store.records().read(doctor, new Ref("Observation", "o2024"));
    assertThat(last("hanako")).doesNotContain("\"permitted\":true");
  }

  private String last(String patient) {
    try (var connection = store.asSuperuser();
        var sql = connection.createStatement()) {
      var row =
          sql.executeQuery(
              "select convert_from(content, 'UTF8') from journal where patient = "
                  + Hash64.of("Patient/" + patient)
                  + " order by seq desc limit 1");
      row.next();
      return row.getString(1);
    } catch (java.sql.SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void rowsThatAreNotMarkedYetAreHiddenUntilTheyAre() {
    permit(CODE);
    store.sql("update resource set marks = null where id in ('o2024', 'both')");
    store.sql("update resource_history set marks = null, since = null, until = null");

    assertThat(found("patient=hanako")).isEmpty();
    assertThat(store.store.records().read(doctor, new Ref("Observation", "o2024"))).isEmpty();
    deny(data("dependents", "Encounter/visit"));
    assertThat(found("patient=hanako")).isEqualTo(Set.of("o2020", "untold"));
    assertThat(broken()).as("they are on their way").isEmpty();

    while (store.store.markStep()) assertThat(store.store.answers()).isTrue();

    assertThat(store.number("select count(*) from resource where marks is null")).isZero();
    assertThat(store.number("select count(*) from resource_history where marks is null")).isZero();
    permit(CODE);
    assertThat(found("patient=hanako")).isEqualTo(Set.of("o2024", "both"));
    assertThat(broken()).isEmpty();
  }

  private List<String> broken() {
    return store.audit().stream()
        .filter(verdict -> !verdict.holds())
        .flatMap(verdict -> Stream.concat(Stream.of(verdict.claim()), verdict.findings().stream()))
        .filter(words -> !words.contains("sheet") && !words.contains("renders"))
        .toList();
  }
}
