package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.ConditionsTest.marked;
import static dev.tsumugi.fhirserver.shell.store.TestStore.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatchTest {
  private TestStore store;

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

  private Ref own(String value) {
    Write write = create(marked("p", "hanako", value));
    return store.commit(store.resident("hanako"), write).get(0).resource().ref();
  }

  private static Write patching(Ref ref, String patch, OptionalInt ifMatch) {
    return new Write.Patch(ref, ConditionsTest.patch(patch), ifMatch);
  }

  private Written patch(Access access, Ref ref, String patch) {
    return store.commit(access, patching(ref, patch, OptionalInt.empty())).get(0);
  }

  private Problem refused(Access access, Write write) {
    Problem problem = catchThrowableOfType(Problem.class, () -> store.commit(access, write));
    assertThat(problem).as("a refusal").isNotNull();
    return problem;
  }

  @Test
  void aPatchMakesTheNextVersionAndIsFoundByWhatItWrote() {
    Ref ref = own("1");
    Access hanako = store.resident("hanako");

    Written done =
        patch(
            hanako,
            ref,
            "[{'op':'test','path':'/meta/versionId','value':'1'},"
                + "{'op':'add','path':'/identifier/-','value':{'system':'urn:p','value':'patched'}}]");

    assertThat(done.kind()).isEqualTo(Written.Kind.UPDATED);
    assertThat(done.resource().version()).isEqualTo(2);
    assertThat(store.search(hanako, "Observation", "identifier=urn:p|patched"))
        .containsExactly(ref.id());
    assertThat(store.search(hanako, "Observation", "identifier=urn:case|p")).contains(ref.id());
  }

  @Test
  void aPatchThatChangesNothingMakesNoVersion() {
    Ref ref = own("1");

    Written done =
        patch(
            store.resident("hanako"),
            ref,
            "[{'op':'replace','path':'/valueInteger','value':1},"
                + "{'op':'replace','path':'/meta/versionId','value':'9'}]");

    assertThat(done.kind()).isEqualTo(Written.Kind.UNCHANGED);
    assertThat(done.resource().version()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'op':'replace','path':'/id','value':'other'}]|UNPROCESSABLE|neither",
        "[{'op':'remove','path':'/id'}]|UNPROCESSABLE|neither",
        "[{'op':'replace','path':'/resourceType','value':'Basic'}]|UNPROCESSABLE|neither",
        "[{'op':'replace','path':'','value':{'resourceType':'Observation'}}]|UNPROCESSABLE|neither",
        "[{'op':'replace','path':'','value':[1]}]|UNPROCESSABLE|neither",
        "[{'op':'remove','path':'/status'}]|UNPROCESSABLE|status",
        "[{'op':'add','path':'/nonsense','value':1}]|UNPROCESSABLE|nonsense",
        "[{'op':'remove','path':'/identifier/0'}]|UNPROCESSABLE|identifier",
        "[{'op':'replace','path':'/subject/reference','value':'Patient/nobody'}]|FORBIDDEN|",
        "[{'op':'replace','path':'/subject/reference','value':'Patient/taro'}]|FORBIDDEN|",
        "[{'op':'add','path':'/encounter','value':{'reference':'Encounter/none'}}]|UNPROCESSABLE|Encounter",
        "[{'op':'test','path':'/valueInteger','value':2}]|UNPROCESSABLE|test",
      })
  void whatComesOfAPatchIsLookedAtAsAnUpdateIs(String patch, Problem.Kind kind, String said) {
    Ref ref = own("1");

    Problem problem = refused(store.resident("hanako"), patching(ref, patch, OptionalInt.empty()));

    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.issues().toString()).contains(said == null ? "" : said);
    assertThat(store.history(store.loader(), ref)).hasSize(1);
  }

  @Test
  void aPatchLeadsNoSubscriptionToAHostThatIsNotListed() {
    store.put(
        store.loader(),
        "{'resourceType':'Subscription','id':'hook','status':'requested','reason':'test',"
            + "'criteria':'Observation?code=x','channel':{'type':'rest-hook',"
            + "'endpoint':'https://hooks.example/a'}}");
    Ref ref = new Ref("Subscription", "hook");
    String elsewhere =
        "[{'op':'replace','path':'/channel/endpoint','value':'https://elsewhere.example/'}]";
    String off = "[{'op':'replace','path':'/status','value':'off'}]";

    assertThat(refused(store.loader(), patching(ref, elsewhere, OptionalInt.empty())).kind())
        .isEqualTo(Problem.Kind.UNPROCESSABLE);
    assertThat(store.number("select count(*) from subscription where id = 'hook'")).isEqualTo(1);
    assertThat(patch(store.loader(), ref, off).kind()).isEqualTo(Written.Kind.UPDATED);
    assertThat(store.number("select count(*) from subscription where id = 'hook'")).isZero();
  }

  @Test
  void hiddenAndAbsentAnswerAlikeWhateverThePatchAsks() {
    Ref hidden = own("7");
    Access taro = store.resident("taro");
    List<String> answers = new ArrayList<>();
    for (Ref ref : List.of(hidden, new Ref("Observation", "nowhere"))) {
      for (String patch :
          List.of(
              "[{'op':'test','path':'/valueInteger','value':7}]",
              "[{'op':'test','path':'/valueInteger','value':8}]",
              "[{'op':'remove','path':'/status'}]",
              "[]")) {
        for (OptionalInt match : List.of(OptionalInt.empty(), OptionalInt.of(1))) {
          Problem problem = refused(taro, patching(ref, patch, match));
          answers.add(problem.kind() + problem.issues().toString().replace(ref.id(), "X"));
        }
      }
    }

    assertThat(answers).hasSize(16);
    assertThat(answers.stream().distinct()).hasSize(1);
    assertThat(answers.get(0)).startsWith("NOT_FOUND");
  }

  @Test
  void whoSeesButMayNotChangeIsToldSoBeforeThePatchIsTried() {
    Ref ref =
        store.commit(store.loader(), create(marked("p", "hanako", "1"))).get(0).resource().ref();
    String failing = "[{'op':'test','path':'/valueInteger','value':2}]";

    Problem problem =
        refused(store.resident("hanako"), patching(ref, failing, OptionalInt.empty()));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
  }

  @Test
  void aTestThatFailsHasShownWhatStandsThereAndIsJournalled() {
    Ref ref = own("1");
    String reads = "select count(*) from journal where kind = 'READ' and patient <> 0";
    long before = store.number(reads);

    refused(
        store.resident("hanako"),
        patching(ref, "[{'op':'test','path':'/valueInteger','value':2}]", OptionalInt.empty()));

    assertThat(store.number(reads)).isEqualTo(before + 1);
  }

  @Test
  void inATransactionItIsOneOfMany() {
    Ref ref = own("1");
    List<Written> done =
        store.commit(
            store.resident("hanako"),
            create(marked("p", "hanako", "2")),
            patching(
                ref, "[{'op':'replace','path':'/valueInteger','value':9}]", OptionalInt.of(1)));
    assertThat(done)
        .extracting(Written::kind)
        .containsExactly(Written.Kind.CREATED, Written.Kind.UPDATED);

    Problem problem =
        refused2(
            create(marked("p", "hanako", "3")),
            patching(ref, "[{'op':'test','path':'/valueInteger','value':1}]", OptionalInt.empty()));
    assertThat(problem.issues().get(0).path()).startsWith("Bundle.entry[1].resource.patch[0]");
  }

  private Problem refused2(Write... writes) {
    return catchThrowableOfType(
        Problem.class, () -> store.commit(store.resident("hanako"), writes));
  }

  @Test
  void eightWritersThatCountWithIfMatchLoseNothing() throws Exception {
    Ref ref = own("0");
    Parallel.run(8, () -> count(ref, 4, false));

    assertThat(value(store.loader(), ref)).isEqualTo(32);
  }

  @Test
  void eightWritersThatCountWithATestLoseNothing() throws Exception {
    Ref ref = own("0");
    Parallel.run(8, () -> count(ref, 4, true));

    assertThat(value(store.loader(), ref)).isEqualTo(32);
  }

  /** Reads, adds one, and tries again when another was faster. */
  private int count(Ref ref, int times, boolean byTest) {
    Access hanako = store.resident("hanako");
    int done = 0;
    while (done < times) {
      StoredResource now = store.store.records().read(hanako, ref).orElseThrow();
      int value = value(now);
      String test = byTest ? "{'op':'test','path':'/valueInteger','value':" + value + "}," : "";
      String patch =
          "[" + test + "{'op':'replace','path':'/valueInteger','value':" + (value + 1) + "}]";
      OptionalInt match = byTest ? OptionalInt.empty() : OptionalInt.of(now.version());
      try {
        store.commit(hanako, patching(ref, patch, match));
        done++;
      } catch (Problem late) {
        Problem.Kind expected = byTest ? Problem.Kind.UNPROCESSABLE : Problem.Kind.PRECONDITION;
        assertThat(late.kind()).isIn(expected, Problem.Kind.CONFLICT);
      }
    }
    return done;
  }

  private int value(Access access, Ref ref) {
    return value(store.store.records().read(access, ref).orElseThrow());
  }

  private static int value(StoredResource stored) {
    Json.Num number = (Json.Num) TestStore.json(stored).get("valueInteger");
    return Integer.parseInt(number.literal());
  }

  @Test
  void eightWritersThatAddWithoutAConditionAllAdd() throws Exception {
    Ref ref = own("0");
    AtomicInteger number = new AtomicInteger();
    Parallel.run(
        8,
        () -> {
          for (int i = 0; i < 3; i++) {
            String one = "{'system':'urn:added','value':'" + number.incrementAndGet() + "'}";
            patch(
                store.resident("hanako"),
                ref,
                "[{'op':'add','path':'/identifier/-','value':" + one + "}]");
          }
          return 0;
        });

    Json.Obj stored = TestStore.json(store.store.records().read(store.loader(), ref).orElseThrow());
    assertThat(stored.objects("identifier")).hasSize(1 + 24);
  }
}
