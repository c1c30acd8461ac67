package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.ConditionsTest.marked;
import static dev.tsumugi.fhirserver.shell.store.TestStore.create;
import static dev.tsumugi.fhirserver.shell.store.TestStore.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** References and what they lead to, with the setting on and off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegrityTest {
  private TestStore strict;
  private TestStore loose;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path other) {
    strict = new TestStore(folder);
    loose = new TestStore(other, Optional.empty(), false);
    for (TestStore store : List.of(strict, loose)) {
      for (String id : List.of("hanako", "taro")) {
        store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
      }
    }
  }

  @AfterAll
  void stop() {
    strict.close();
    loose.close();
  }

  private static String named(String id, String patient) {
    return marked("i", patient, "1").replace("'status'", "'id':'" + id + "','status'");
  }

  private static String referring(String text, String target) {
    return text.replace("'status'", "'hasMember':[{'reference':'" + target + "'}],'status'");
  }

  private static Write delete(String ref) {
    return new Write.Delete(Ref.parse(ref).orElseThrow(), OptionalInt.empty());
  }

  private static String answer(TestStore store, Access access, Write... writes) {
    try {
      return "" + store.commit(access, writes).get(0).kind();
    } catch (Problem problem) {
      return problem.kind() + ": " + problem.getMessage();
    }
  }

  @Test
  void whatIsReferredToIsNotDeletedAndTheReferrersAreNamed() {
    strict.put(strict.loader(), named("target", "hanako"));
    for (int i = 1; i <= 7; i++) {
      strict.put(strict.loader(), referring(named("ref-" + i, "hanako"), "Observation/target"));
    }

    assertThat(answer(strict, strict.loader(), delete("Observation/target")))
        .startsWith("CONFLICT")
        .contains("Observation/ref-1", "Observation/ref-5", "and more")
        .doesNotContain("Observation/ref-6");
    assertThat(answer(strict, strict.loader(), delete("Patient/hanako"))).startsWith("CONFLICT");
    deleteAll("target");
    assertThat(strict.search(strict.loader(), "Observation", "_id=target,ref-1,ref-7")).isEmpty();
  }

  /** The target and all that refer to it, in one transaction. */
  private void deleteAll(String target) {
    List<Write> writes = new ArrayList<>(List.of(delete("Observation/" + target)));
    for (int i = 1; i <= 7; i++) writes.add(delete("Observation/ref-" + i));
    strict.commit(strict.loader(), writes.toArray(Write[]::new));
  }

  @Test
  void aReferrerThatTheDeleterMayNotSeeDoesNotCount() {
    Access hanako = strict.resident("hanako");
    Ref mine = strict.commit(hanako, create(marked("i", "hanako", "1"))).get(0).resource().ref();
    strict.put(strict.loader(), referring(named("taros", "taro"), mine.toString()));

    assertThat(answer(strict, strict.loader(), delete(mine.toString()))).startsWith("CONFLICT");
    assertThat(answer(strict, hanako, delete(mine.toString()))).isEqualTo("DELETED");
  }

  @Test
  void whatTheSameTransactionWritesDecides() {
    strict.put(strict.loader(), named("gone", "hanako"));
    strict.put(strict.loader(), referring(named("stays", "hanako"), "Observation/gone"));

    assertThat(
            answer(
                strict,
                strict.loader(),
                update(referring(named("stays", "hanako"), "Observation/gone")),
                delete("Observation/gone")))
        .startsWith("UNPROCESSABLE");
    assertThat(
            answer(
                strict,
                strict.loader(),
                update(named("stays", "hanako")),
                delete("Observation/gone")))
        .isEqualTo("UPDATED");
  }

  @Test
  void aDeletionAndAReferenceAtTheSameTimeDoNotBothStand() throws Exception {
    for (int i = 0; i < 15; i++) {
      String target = "race-" + i;
      strict.put(strict.loader(), named(target, "hanako"));
      Write refer = create(referring(marked("i", "hanako", "1"), "Observation/" + target));
      List<String> answers =
          Parallel.run(
              List.of(
                  () -> answer(strict, strict.loader(), refer),
                  () -> answer(strict, strict.loader(), delete("Observation/" + target))));

      assertThat(answers)
          .as("%s", answers)
          .satisfiesAnyOf(
              both -> assertThat(both.get(0)).isEqualTo("CREATED"),
              both -> assertThat(both.get(1)).isEqualTo("DELETED"));
      assertThat(answers.equals(List.of("CREATED", "DELETED"))).as("%s", answers).isFalse();
    }
  }

  @Test
  void whatIsUpdatedWhileOthersReferToItIsNotTakenForAbsent() throws Exception {
    strict.put(strict.loader(), named("busy", "hanako"));
    List<java.util.concurrent.Callable<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String value = "" + (100 + i);
      tasks.add(
          () ->
              answer(
                  strict,
                  strict.loader(),
                  update(
                      named("busy", "hanako")
                          .replace("'valueInteger':1", "'valueInteger':" + value))));
      tasks.add(
          () ->
              answer(
                  strict,
                  strict.loader(),
                  create(referring(marked("i", "hanako", "1"), "Observation/busy"))));
    }

    assertThat(Parallel.run(tasks)).containsOnly("UPDATED", "CREATED");
  }

  @Test
  void switchedOffHiddenAndAbsentTargetsAreTakenAlike() {
    loose.put(loose.loader(), named("hidden", "hanako"));
    Access taro = loose.resident("taro");

    List<String> answers =
        List.of(
            answer(loose, taro, create(referring(marked("i", "taro", "1"), "Observation/hidden"))),
            answer(loose, taro, create(referring(marked("i", "taro", "1"), "Observation/none"))));

    assertThat(answers).containsOnly("CREATED");
    assertThat(answer(loose, loose.loader(), delete("Observation/hidden"))).isEqualTo("DELETED");
    assertThat(answer(loose, taro, create(marked("i", "hanako", "1"))))
        .as("whose record it is remains a question of the gate")
        .startsWith("FORBIDDEN");
    assertThat(answer(loose, taro, create(referring(marked("i", "taro", "1"), "urn:uuid:none"))))
        .startsWith("UNPROCESSABLE");
  }

  @Test
  void theAuditSaysThatItDoesNotLookAtReferencesWhereTheyWereOnceUnchecked() throws Exception {
    loose.put(loose.loader(), referring(named("dangling", "hanako"), "Observation/never"));
    List<StoreAudit.Verdict> verdicts = new ArrayList<>();
    try (Connection connection = loose.asSuperuser()) {
      connection.setAutoCommit(false);
      new StoreAudit(
              TestStore.R4_FACTS,
              Optional.of(loose.keys),
              loose.database.app().user(),
              Optional.empty())
          .look(connection, verdicts::add);
      connection.rollback();
    }

    assertThat(verdicts)
        .filteredOn(verdict -> !verdict.notLookedAt().isEmpty())
        .extracting(StoreAudit.Verdict::claim)
        .containsExactlyInAnyOrder(Claim.LINKS.words(), Claim.SHEETS.words());
    assertThat(verdicts)
        .filteredOn(verdict -> verdict.notLookedAt().isEmpty())
        .allMatch(StoreAudit.Verdict::holds);
  }
}
