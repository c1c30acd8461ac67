package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeCheckTest {
  private static final String BASIC =
      "{'resourceType':'Basic','id':'%s','code':{'text':'note'},'subject':{'reference':'Patient/hanako'}}";

  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    for (String id : List.of("hanako", "taro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
      store.put(
          store.loader(), BASIC.formatted("of-" + id).replace("Patient/hanako", "Patient/" + id));
    }
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private Access hanako(String scope) {
    return store.open("hanako", Role.RESIDENT, Purpose.PATRQT, "Patient/hanako", "", scope, "app");
  }

  /** What is asked of one Basic, and a scope that has everything but the letter it takes. */
  static Stream<Arguments> questions() {
    return Stream.of(
        asked("cuds", (s, ref) -> s.store.store.records().read(s.hanako("user/Basic.cuds"), ref)),
        asked(
            "cuds", (s, ref) -> s.store.store.records().vread(s.hanako("user/Basic.cuds"), ref, 1)),
        asked("cuds", (s, ref) -> s.store.history(s.hanako("user/Basic.cuds"), ref)),
        asked(
            "crud",
            (s, ref) -> s.store.search(s.hanako("user/Basic.crud"), "Basic", "_id=" + ref.id())),
        asked(
            "crds",
            (s, ref) ->
                s.store.put(s.hanako("user/Basic.crds user/Patient.u"), BASIC.formatted(ref.id()))),
        asked(
            "crus",
            (s, ref) ->
                s.store.commit(
                    s.hanako("user/Basic.crus"), new Write.Delete(ref, OptionalInt.of(9)))),
        asked(
            "rds",
            (s, ref) ->
                s.store.commit(s.hanako("user/Basic.rds"), TestStore.create(BASIC.formatted("x")))),
        asked(
            "cuds",
            (s, ref) -> s.store.put(s.hanako("user/Basic.cuds"), BASIC.formatted(ref.id()))),
        asked(
            "cuds",
            (s, ref) ->
                s.store.commit(
                    s.hanako("user/Basic.cuds"), new Write.Delete(ref, OptionalInt.empty()))),
        asked("crds", (s, ref) -> s.store.commit(s.hanako("user/Basic.crds"), s.patch(ref))),
        asked(
            "crud",
            (s, ref) ->
                s.store.commit(
                    s.hanako("user/Basic.crud"),
                    new Write.DeleteWhere(s.store.query("Basic", "_id=" + ref.id())))));
  }

  private Write patch(Ref ref) {
    return new Write.Patch(ref, ConditionsTest.patch("[]"), OptionalInt.empty());
  }

  private static Arguments asked(String granted, BiConsumer<ScopeCheckTest, Ref> question) {
    return Arguments.of(granted, question);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void ownHiddenAndAbsentAreRefusedInTheSameWords(
      String granted, BiConsumer<ScopeCheckTest, Ref> question) {
    List<String> answers =
        Stream.of("of-hanako", "of-taro", "of-nobody")
            .map(id -> new Ref("Basic", id))
            .map(ref -> refusal(() -> question.accept(this, ref)))
            .distinct()
            .toList();

    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).startsWith("FORBIDDEN").contains("user/Basic.");
  }

  private static String refusal(Runnable question) {
    Problem problem = catchThrowableOfType(Problem.class, question::run);
    assertThat(problem).as("a refusal").isNotNull();
    return problem.kind() + " " + problem.getMessage();
  }

  @Test
  void theRefusalIsJournalledWithoutNamingAnybody() {
    String denials =
        "select count(*) from journal where patient = 0 and convert_from(content, 'UTF8') like"
            + " '%\"asked\":\"read Basic\"%SCOPE_TOO_NARROW%'";
    long before = store.number(denials);

    refusal(() -> store.store.records().read(hanako("openid"), new Ref("Basic", "of-hanako")));

    assertThat(store.number(denials)).isEqualTo(before + 1);
  }

  @Test
  void aConditionalCreateNeedsTheScopeToSearch() {
    Write create =
        new Write.Create(
            "Basic",
            TestStore.json(BASIC.formatted("x")),
            "",
            Optional.of(store.query("Basic", "_id=of-hanako")));

    assertThat(refusal(() -> store.commit(hanako("user/Basic.cru"), create)))
        .contains("user/Basic.s");
  }

  @Test
  void theEntryOfATransactionIsNamed() {
    Write allowed = TestStore.create("{'resourceType':'Basic','code':{'text':'a'}}");
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                store.commit(
                    hanako("user/Basic.c"),
                    allowed,
                    new Write.Delete(new Ref("Basic", "of-hanako"), OptionalInt.empty())));

    assertThat(problem.issues().get(0).path()).isEqualTo("Bundle.entry[1].resource");
  }

  @Test
  void aScopeForAnotherPatientIsNoScopeForNobodysSake() {
    Access launch = hanako("patient/Basic.r");

    assertThat(launch.refusedByScope(dev.tsumugi.consent.Action.READ, "Basic")).isEmpty();
    assertThat(store.store.records().read(launch, new Ref("Basic", "of-hanako")))
        .as("no launch patient: absent")
        .isEmpty();
  }
}
