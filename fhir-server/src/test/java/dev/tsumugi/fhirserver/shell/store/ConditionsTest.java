package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.TestStore.create;
import static dev.tsumugi.fhirserver.shell.store.TestStore.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditional writes: every state of what matches, every interaction, whoever asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionsTest {
  private TestStore store;
  private final AtomicInteger cases = new AtomicInteger();

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    for (String id : List.of("hanako", "taro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
    }
  }

  @AfterAll
  void stop() {
    store.close();
  }

  /** What matches, as hanako sees it. */
  enum State {
    NONE,
    ONE_HIDDEN,
    TWO_HIDDEN,
    ONE_OWN,
    ONE_OWN_ONE_HIDDEN,
    TWO_OWN,
    /** She sees it, and another wrote it. */
    ONE_OF_ANOTHER
  }

  enum Deed {
    CREATE,
    UPDATE,
    PATCH,
    DELETE
  }

  enum Who {
    HANAKO,
    CUSTODIAN
  }

  private static final Map<List<Object>, String> OF_ONE =
      Map.of(
          List.of(Deed.CREATE), "FOUND 1",
          List.of(Deed.UPDATE), "UPDATED 1",
          List.of(Deed.PATCH), "UPDATED 1",
          List.of(Deed.DELETE), "DELETED 1");

  private static String expected(Who who, State state, Deed deed) {
    int matches =
        switch (state) {
          case NONE -> 0;
          case ONE_HIDDEN -> who == Who.HANAKO ? 0 : 1;
          case TWO_HIDDEN -> who == Who.HANAKO ? 0 : 2;
          case ONE_OWN, ONE_OF_ANOTHER -> 1;
          case ONE_OWN_ONE_HIDDEN -> who == Who.HANAKO ? 1 : 2;
          case TWO_OWN -> 2;
        };
    boolean anothers = state == State.ONE_OF_ANOTHER && who == Who.HANAKO;
    if (anothers && deed != Deed.CREATE) return "FORBIDDEN";
    if (deed == Deed.DELETE) return "DELETED " + matches;
    if (matches > 1) return "PRECONDITION";
    if (matches == 1) return OF_ONE.get(List.<Object>of(deed));
    return deed == Deed.PATCH ? "NOT_FOUND" : "CREATED 1";
  }

  static Stream<Arguments> everyCase() {
    List<Arguments> all = new ArrayList<>();
    for (Who who : Who.values()) {
      for (State state : State.values()) {
        for (Deed deed : Deed.values()) all.add(Arguments.of(who, state, deed));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {2} where {1}")
  @MethodSource("everyCase")
  void aConditionMatchesWhatTheRequesterSees(Who who, State state, Deed deed) {
    String mark = bring(state);

    String answer = answer(access(who), write(deed, mark));

    assertThat(answer.replaceFirst(":.*", "")).isEqualTo(expected(who, state, deed));
    if (who == Who.HANAKO) {
      assertThat(store.search(store.resident("taro"), "Observation", "identifier=urn:case|" + mark))
          .as("what is hidden from her stays as it was")
          .hasSize(
              switch (state) {
                case ONE_HIDDEN, ONE_OWN_ONE_HIDDEN -> 1;
                case TWO_HIDDEN -> 2;
                default -> 0;
              });
      assertThat(
              store.number(
                  "select coalesce(max(version), 1) from resource where patient = "
                      + dev.tsumugi.kernel.Hash64.of("Patient/taro")))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.EnumSource(Deed.class)
  void hiddenMatchesAndNoneGiveTheSameAnswerWordForWord(Deed deed) {
    Access hanako = store.resident("hanako");
    List<String> answers = new ArrayList<>();
    for (State state : List.of(State.NONE, State.ONE_HIDDEN, State.TWO_HIDDEN)) {
      answers.add(answer(hanako, write(deed, bring(state))));
    }

    assertThat(answers.stream().distinct()).hasSize(1);
  }

  private Access access(Who who) {
    return who == Who.HANAKO ? store.resident("hanako") : store.loader();
  }

  /** Brings the state about, under a mark of its own. */
  private String bring(State state) {
    String mark = "m" + cases.incrementAndGet();
    Write own = create(marked(mark, "hanako", "1"));
    Write hidden = create(marked(mark, "taro", "1"));
    Access hanako = store.resident("hanako");
    switch (state) {
      case NONE -> {}
      case ONE_HIDDEN -> store.commit(store.loader(), hidden);
      case TWO_HIDDEN -> store.commit(store.loader(), hidden, hidden);
      case ONE_OWN -> store.commit(hanako, own);
      case ONE_OWN_ONE_HIDDEN -> {
        store.commit(hanako, own);
        store.commit(store.loader(), hidden);
      }
      case TWO_OWN -> store.commit(hanako, own, own);
      case ONE_OF_ANOTHER -> store.commit(store.loader(), own);
    }
    return mark;
  }

  static String marked(String mark, String patient, String value) {
    return "{'resourceType':'Observation','status':'final','identifier':[{'system':'urn:case','value':'"
        + mark
        + "'}],'code':{'text':'x'},'subject':{'reference':'Patient/"
        + patient
        + "'},'valueInteger':"
        + value
        + "}";
  }

  private Query where(String mark) {
    return store.query("Observation", "identifier=urn:case|" + mark);
  }

  private Write write(Deed deed, String mark) {
    Json.Obj body = json(marked(mark, "hanako", "2"));
    return switch (deed) {
      case CREATE -> new Write.Create("Observation", body, "", Optional.of(where(mark)));
      case UPDATE -> new Write.UpdateWhere(where(mark), body, "", OptionalInt.empty());
      case PATCH ->
          new Write.PatchWhere(
              where(mark),
              patch("[{'op':'replace','path':'/valueInteger','value':2}]"),
              OptionalInt.empty());
      case DELETE -> new Write.DeleteWhere(where(mark));
    };
  }

  static JsonPatch patch(String text) {
    return JsonPatch.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private String answer(Access access, Write write) {
    try {
      Written done = store.commit(access, write).get(0);
      return done.kind() + " " + done.resources().size();
    } catch (Problem problem) {
      return problem.kind() + ":" + problem.getMessage();
    }
  }

  @Test
  void anIdInTheBodyMustBeThatOfTheMatch() {
    store.put(store.loader(), "{'resourceType':'Patient','id':'kenji'}");
    store.put(
        store.loader(), marked("idm", "kenji", "1").replace("'status'", "'id':'idm','status'"));
    String other = marked("idm", "kenji", "3").replace("'status'", "'id':'idn','status'");
    String same = marked("idm", "kenji", "3").replace("'status'", "'id':'idm','status'");

    assertThat(answer(store.loader(), updateWhere("idm", other))).startsWith("INVALID");
    assertThat(answer(store.loader(), updateWhere("idm", same))).isEqualTo("UPDATED 1");
    assertThat(answer(store.loader(), updateWhere("nothing-yet", other))).isEqualTo("CREATED 1");
    assertThat(answer(store.loader(), updateWhere("still-nothing", other)))
        .as("the id is taken by what does not match")
        .startsWith("CONFLICT");
  }

  @Test
  void onlyCustodiansNameWhatAConditionDoesNotFind() {
    String hidden = marked("x", "taro", "1").replace("'status'", "'id':'hid','status'");
    store.put(store.loader(), hidden);
    List<String> answers = new ArrayList<>();
    for (String id : List.of("hid", "nowhere")) {
      String body = marked("y", "hanako", "1").replace("'status'", "'id':'" + id + "','status'");
      String answer = answer(store.resident("hanako"), updateWhere("none-" + id, body));
      answers.add(answer.replace(id, "X"));
    }

    assertThat(answers).containsOnly("NOT_FOUND:Observation/X is not known here");
  }

  private Write updateWhere(String mark, String body) {
    return new Write.UpdateWhere(where(mark), json(body), "", OptionalInt.empty());
  }

  @Test
  void theSameConditionAtTheSameTimeCreatesOne() throws Exception {
    AtomicInteger value = new AtomicInteger(10);
    Parallel.run(
        8,
        () ->
            store.commit(
                store.resident("hanako"),
                updateWhere("race", marked("race", "hanako", "" + value.incrementAndGet()))));

    List<String> found =
        store.search(store.resident("hanako"), "Observation", "identifier=urn:case|race");
    assertThat(found).hasSize(1);
    assertThat(store.history(store.loader(), new Ref("Observation", found.get(0))))
        .as("each of the others updated it")
        .hasSize(8);
  }

  @Test
  void aTransactionMixesThem() {
    for (String mark : List.of("t1", "t2", "t3")) {
      store.commit(store.resident("hanako"), create(marked(mark, "hanako", "1")));
    }

    List<Written> done =
        store.commit(
            store.resident("hanako"),
            updateWhere("t1", marked("t1", "hanako", "5")),
            new Write.PatchWhere(
                where("t2"), patch("[{'op':'remove','path':'/valueInteger'}]"), OptionalInt.of(1)),
            new Write.DeleteWhere(where("t3")),
            new Write.DeleteWhere(where("t-none")),
            updateWhere("t4", marked("t4", "hanako", "5")));

    assertThat(done)
        .extracting(one -> one.kind() + " " + one.resources().size())
        .containsExactly("UPDATED 1", "UPDATED 1", "DELETED 1", "DELETED 0", "CREATED 1");
    assertThat(
            answer(
                store.resident("hanako"),
                new Write.PatchWhere(where("t1"), patch("[]"), OptionalInt.of(1))))
        .as("If-Match goes with the match")
        .startsWith("PRECONDITION");
  }

  @Test
  void whatTwoEntriesFindIsWrittenByNeither() {
    store.commit(store.resident("hanako"), create(marked("both", "hanako", "1")));
    Problem problem =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            Problem.class,
            () ->
                store.commit(
                    store.resident("hanako"),
                    updateWhere("both", marked("both", "hanako", "2")),
                    new Write.DeleteWhere(where("both"))));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
  }

  @Test
  void tooManyMatchesAreNotDeletedAtAll() {
    Write[] many = new Write[Write.MOST_DELETED + 1];
    for (int i = 0; i < many.length; i++) many[i] = create(marked("many", "hanako", "" + i));
    store.commit(store.loader(), many);

    assertThat(answer(store.loader(), new Write.DeleteWhere(where("many"))))
        .startsWith("PRECONDITION")
        .contains("1000");
    Query most = store.query("Observation", "identifier=urn:case|many", "_lastUpdated=gt2020");
    Ref one =
        new Ref(
            "Observation",
            store.search(store.loader(), "Observation", "identifier=urn:case|many").get(0));
    store.commit(store.loader(), new Write.Delete(one, OptionalInt.empty()));
    assertThat(answer(store.loader(), new Write.DeleteWhere(most))).isEqualTo("DELETED 1000");
  }

  @Test
  void aConditionWithoutACriterionIsRefused() {
    Query everything = store.query("Observation", "identifier=");

    assertThat(answer(store.loader(), new Write.DeleteWhere(everything))).startsWith("INVALID");
  }

  @Test
  void anEmptyConditionalDeleteLeavesItsRowInTheJournal() {
    String rows = "select count(*) from journal where kind = 'QUERY'";
    long before = store.number(rows);

    store.commit(store.resident("hanako"), new Write.DeleteWhere(where("nothing-at-all")));

    assertThat(store.number(rows)).isEqualTo(before + 1);
  }
}
