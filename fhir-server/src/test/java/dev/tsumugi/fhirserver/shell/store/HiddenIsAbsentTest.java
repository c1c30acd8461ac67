package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.PatientRecord.Selection;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is hidden and what was never there run the same statements, each as often, so that not even
 * the time an answer takes could tell one from the other. Values are not compared; what is interned
 * (facets, policies) has been met before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenIsAbsentTest {
  private static final String ICD10 = "http://hl7.org/fhir/sid/icd-10";

  private final List<String> statements = new ArrayList<>();
  private TestStore store;
  private Access doctor;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder, Optional.empty(), true, this::watched);
    put("{'resourceType':'Practitioner','id':'tanaka'}");
    put("{'resourceType':'Organization','id':'clinic'}");
    put("{'resourceType':'Patient','id':'hanako'}");
    put("{'resourceType':'Patient','id':'taro'}");
    put(
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/hanako'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    put(LabelledTown.consent("all", "permit", ""));
    put(LabelledTown.consent("but", "deny", "HIV"));
    put(condition("labelled", "B20", "hanako"));
    put(condition("stranger", "J45", "taro"));
    put(condition("seen", "J45", "hanako"));
    put(condition("gone", "J45", "taro"));
    store.commit(
        store.loader(), new Write.Delete(new Ref("Condition", "gone"), OptionalInt.empty()));
    doctor = store.physician("tanaka", "clinic");
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private String watched(String url) {
    return WatchedDriver.address(
        url,
        (pool, sql) -> {
          synchronized (statements) {
            statements.add(pool + ": " + sql);
          }
          return sql;
        });
  }

  private void put(String body) {
    store.put(store.loader(), body);
  }

  private static String condition(String id, String code, String patient) {
    return LabelledTown.condition(id, code).replace("Patient/hanako", "Patient/" + patient);
  }

  /** What is asked of one id. */
  enum Question {
    READ((t, id) -> t.store.store.records().read(t.doctor, new Ref("Condition", id))),
    VREAD((t, id) -> t.store.store.records().vread(t.doctor, new Ref("Condition", id), 1)),
    HISTORY(
        (t, id) ->
            t.store.store.records().history(t.doctor, HistoryQuery.of(new Ref("Condition", id)))),
    SEARCH((t, id) -> t.store.search(t.doctor, "Condition", "_id=" + id)),
    SEARCH_COUNTED(
        (t, id) -> t.store.search(t.doctor, "Condition", "_id=" + id, "_total=accurate")),
    SEARCH_OF_A_PATIENT(
        (t, id) -> t.store.search(t.doctor, "Condition", "patient=hanako,taro", "_id=" + id)),
    UPDATE((t, id) -> t.store.commit(t.doctor, TestStore.update(condition(id, "J45", "hanako")))),
    UPDATE_IF_MATCH(
        (t, id) ->
            t.store.commit(
                t.doctor,
                new Write.Update(
                    new Ref("Condition", id),
                    TestStore.json(condition(id, "J45", "hanako")),
                    "",
                    OptionalInt.of(7)))),
    PATCH(
        (t, id) ->
            t.store.commit(
                t.doctor,
                new Write.Patch(
                    new Ref("Condition", id),
                    ConditionsTest.patch("[{'op':'add','path':'/note','value':[{'text':'x'}]}]"),
                    OptionalInt.empty()))),
    DELETE(
        (t, id) ->
            t.store.commit(
                t.doctor, new Write.Delete(new Ref("Condition", id), OptionalInt.empty()))),
    DELETE_WHERE(
        (t, id) ->
            t.store.commit(
                t.doctor, new Write.DeleteWhere(t.store.query("Condition", "_id=" + id)))),
    LINK(
        (t, id) ->
            t.store.commit(
                t.doctor,
                TestStore.create(
                    "{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':"
                        + "{'reference':'Patient/hanako'},'focus':[{'reference':'Condition/"
                        + id
                        + "'}]}")));

    private final Attempt attempt;

    interface Attempt {
      Object of(HiddenIsAbsentTest town, String id);
    }

    Question(Attempt attempt) {
      this.attempt = attempt;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameStatementsAreRun(Question question) {
    Map<String, List<String>> traces = new TreeMap<>();
    for (String id : List.of("absent", "gone", "labelled", "stranger")) {
      traces.put(id, trace(question, id).stream().sorted().toList());
    }

    assertThat(traces.get("absent")).isNotEmpty();
    for (String id : List.of("labelled", "stranger", "gone")) {
      assertThat(traces.get(id)).as(id).isEqualTo(traces.get("absent"));
    }
  }

  private List<String> trace(Question question, String id) {
    // The first time fills what is remembered of facets and policies.
    String first = answer(question, id);
    synchronized (statements) {
      statements.clear();
    }
    assertThat(answer(question, id)).isEqualTo(first);
    synchronized (statements) {
      return List.copyOf(statements);
    }
  }

  private String answer(Question question, String id) {
    try {
      return String.valueOf(question.attempt.of(this, id)).replace(id, "id");
    } catch (Problem refusal) {
      return refusal.kind() + " " + String.valueOf(refusal.getMessage()).replace(id, "id");
    }
  }

  /** A whole record: of a patient who is hidden, and of one who is not here. */
  @Test
  void aHiddenPatientIsWalkedAsAnAbsentOne() {
    List<List<String>> traces = new ArrayList<>();
    for (String patient : List.of("nobody", "taro", "nobody", "taro")) {
      synchronized (statements) {
        statements.clear();
      }
      Selection all = Selection.of("everything", Set.of());
      try {
        store.store.patientRecord().of(Ref.patient(patient), all, Optional.empty()).next(doctor);
        throw new AssertionError("somebody was shown");
      } catch (Problem absent) {
        assertThat(absent.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      }
      synchronized (statements) {
        traces.add(List.copyOf(statements));
      }
    }

    assertThat(traces.get(3)).isNotEmpty().isEqualTo(traces.get(2));
  }
}
