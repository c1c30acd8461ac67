package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.ConditionsTest.marked;
import static dev.tsumugi.fhirserver.shell.store.ConditionsTest.patch;
import static dev.tsumugi.fhirserver.shell.store.TestStore.create;
import static dev.tsumugi.fhirserver.shell.store.TestStore.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A write that comes to nothing leaves its row, though its transaction is rolled back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedWritesTest {
  private static final Ref HIDDEN = new Ref("Observation", "of-hanako");
  private static final Ref NOWHERE = new Ref("Observation", "nowhere");

  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    for (String id : List.of("hanako", "taro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
    }
    store.put(store.loader(), named("of-hanako", "hanako"));
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private static String named(String id, String patient) {
    return marked("r", patient, "1").replace("'status'", "'id':'" + id + "','status'");
  }

  private Access taro() {
    return store.resident("taro");
  }

  private Access hanako() {
    return store.resident("hanako");
  }

  private static Arguments row(
      String name,
      Function<RefusedWritesTest, Access> who,
      Write write,
      String kind,
      String patient,
      String basis) {
    return Arguments.of(name, who, write, kind, patient, basis);
  }

  static Stream<Arguments> refusals() {
    OptionalInt any = OptionalInt.empty();
    Function<RefusedWritesTest, Access> taro = RefusedWritesTest::taro;
    Function<RefusedWritesTest, Access> hanako = RefusedWritesTest::hanako;
    return Stream.of(
        row(
            "hidden PUT",
            taro,
            update(named("of-hanako", "taro")),
            "UPDATE",
            "hanako",
            "NO_RELATION"),
        row(
            "absent PUT",
            taro,
            update(named("nowhere", "taro")),
            "UPDATE",
            "taro",
            "NOTHING_FOUND"),
        row(
            "hidden PATCH",
            taro,
            new Write.Patch(HIDDEN, patch("[]"), any),
            "UPDATE",
            "hanako",
            "NO_RELATION"),
        row(
            "absent PATCH",
            taro,
            new Write.Patch(NOWHERE, patch("[]"), any),
            "UPDATE",
            "",
            "NOTHING_FOUND"),
        row(
            "hidden DELETE",
            taro,
            new Write.Delete(HIDDEN, any),
            "DELETE",
            "hanako",
            "NO_RELATION"),
        row("absent DELETE", taro, new Write.Delete(NOWHERE, any), "DELETE", "", "NOTHING_FOUND"),
        row(
            "another's CREATE",
            taro,
            create(marked("r", "hanako", "1")),
            "CREATE",
            "hanako",
            "NO_RELATION"),
        row(
            "forbidden PUT",
            hanako,
            update(named("of-hanako", "hanako")),
            "UPDATE",
            "hanako",
            "NOT_THE_RECORDER"),
        row(
            "forbidden DELETE",
            hanako,
            new Write.Delete(HIDDEN, any),
            "DELETE",
            "hanako",
            "NOT_THE_RECORDER"),
        row(
            "an open type",
            hanako,
            create("{'resourceType':'Organization','name':'x'}"),
            "CREATE",
            "",
            "ROLE_NEVER"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void everyRefusedWriteIsOnTheJournal(
      String name,
      Function<RefusedWritesTest, Access> who,
      Write write,
      String kind,
      String patient,
      String basis) {
    long key = patient.isEmpty() ? 0 : Hash64.of("Patient/" + patient);
    String rows =
        "select count(*) from journal where kind = '"
            + kind
            + "' and patient = "
            + key
            + " and convert_from(content, 'UTF8') like '%\"permitted\":false%\"basis\":\""
            + basis
            + "\"%'";
    long before = store.number(rows);
    long resources = store.number("select count(*) from resource");

    assertThat(catchThrowableOfType(Problem.class, () -> store.commit(who.apply(this), write)))
        .isNotNull();

    assertThat(store.number(rows)).isEqualTo(before + 1);
    assertThat(store.number("select count(*) from resource")).isEqualTo(resources);
    assertThat(store.number("select count(*) from pending")).isZero();
  }

  @Test
  void aVersionThatIsNotMatchedTellsThatSomethingIsThere() {
    String reads =
        "select count(*) from journal where kind = 'READ' and patient = "
            + Hash64.of("Patient/hanako");
    long before = store.number(reads);

    assertThat(
            catchThrowableOfType(
                Problem.class,
                () -> store.commit(store.loader(), new Write.Delete(HIDDEN, OptionalInt.of(9)))))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.PRECONDITION));

    assertThat(store.number(reads)).isEqualTo(before + 1);
  }

  @Test
  void aLinkThatIsRefusedNamesWhomItWouldHaveReached() {
    String rows =
        "select count(*) from journal where patient = "
            + Hash64.of("Patient/hanako")
            + " and convert_from(content, 'UTF8') like '%link to Observation%'";
    String hidden =
        marked("r", "taro", "1")
            .replace("'status'", "'hasMember':[{'reference':'" + HIDDEN + "'}],'status'");

    assertThat(catchThrowableOfType(Problem.class, () -> store.commit(taro(), create(hidden))))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE));

    assertThat(store.number(rows)).isEqualTo(1);
  }

  @Test
  void whatAModuleRefusesByItselfIsOnItToo() {
    String rows =
        "select count(*) from journal where patient = "
            + Hash64.of("Patient/hanako")
            + " and convert_from(content, 'UTF8') like '%\"asked\":\"$something\"%REFUSED%'";

    store.store.refusals().note(taro(), "$something", java.util.Optional.of(Ref.patient("hanako")));

    assertThat(store.number(rows)).isEqualTo(1);
  }
}
