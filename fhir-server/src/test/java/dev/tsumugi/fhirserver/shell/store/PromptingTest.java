package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.Prompts;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that follow from what changed, and from what became a year old. */
class PromptingTest {
  /** Whoever is admitted, or has a document that is a year old, is asked to say hello. */
  private static final class Hello implements Prompts {
    @Override
    public Set<String> sudden() {
      return Set.of("Encounter");
    }

    @Override
    public String yearly() {
      return "DocumentReference";
    }

    @Override
    public Optional<Prompt> of(Ref patient, Json.Obj changed, List<Json.Obj> beside, Instant now) {
      if (beside.isEmpty()) return Optional.empty();
      boolean old = changed.text("resourceType").equals("DocumentReference");
      if (!old && !"in-progress".equals(changed.text("status"))) return Optional.empty();
      Json.Obj task =
          TestStore.json(
              "{'resourceType':'Task','status':'requested','intent':'order','description':'"
                  + (old ? "a year" : "admitted")
                  + "','for':{'reference':'"
                  + patient
                  + "'}}");
      return Optional.of(new Prompt("HELLO " + changed.text("id"), task));
    }
  }

  private TestStore store;
  private Prompting prompting;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    prompting = store.store.prompting(new Hello());
    work();
    for (String id : List.of("a", "b")) {
      put("{'resourceType':'Patient','id':'" + id + "'}");
    }
    put(
        "{'resourceType':'DocumentReference','id':'d','status':'current','subject':{'reference':"
            + "'Patient/a'},'content':[{'attachment':{'title':'x'}}]}");
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void put(String body) {
    store.put(store.loader(), body);
  }

  private void work() {
    while (prompting.step()) continue;
  }

  private void pass(Duration time) {
    store.clock.advance(time);
    work();
  }

  private void admitted(String patient, String status) {
    put(
        "{'resourceType':'Encounter','id':'e-"
            + patient
            + "','status':'"
            + status
            + "','class':{'code':'IMP'},'subject':{'reference':'Patient/"
            + patient
            + "'}}");
  }

  private List<String> tasks(String patient) {
    List<String> tasks = new ArrayList<>();
    Query query = store.query("Task", "patient=" + patient);
    store
        .store
        .records()
        .search(store.resident(patient), query, Optional.empty())
        .matches()
        .forEach(task -> tasks.add(TestStore.json(task).text("description")));
    return tasks;
  }

  @Test
  void aChangeAsksOnceHoweverOftenItIsLookedAt() {
    admitted("a", "in-progress");
    admitted("b", "in-progress");
    pass(Duration.ofMinutes(1));
    assertThat(tasks("a")).as("a write may still be under way").isEmpty();

    pass(Duration.ofMinutes(2));
    store.startAgain();
    prompting = store.store.prompting(new Hello());
    admitted("a", "finished");
    admitted("a", "in-progress");
    pass(Duration.ofMinutes(5));

    assertThat(tasks("a")).containsExactly("admitted");
    assertThat(tasks("b")).as("has nothing to be asked about").isEmpty();
  }

  @Test
  void whatIsAYearOldAsksOnce() {
    pass(Duration.ofDays(364));
    assertThat(tasks("a")).isEmpty();

    pass(Duration.ofDays(2));
    pass(Duration.ofDays(400));

    assertThat(tasks("a")).containsExactly("a year");
  }

  @Test
  void whoDiedIsAskedNothing() {
    admitted("a", "in-progress");
    put("{'resourceType':'Patient','id':'a','deceasedBoolean':true}");

    pass(Duration.ofDays(400));

    assertThat(store.number("select count(*) from duty where kind like 'HELLO%'")).isZero();
  }

  @Test
  void manyAtOneMomentAreAllAsked() {
    for (int i = 0; i < 120; i++) {
      put("{'resourceType':'Patient','id':'m" + i + "'}");
      put(
          "{'resourceType':'DocumentReference','id':'dm"
              + i
              + "','status':'current','subject':{'reference':'Patient/m"
              + i
              + "'},'content':[{'attachment':{'title':'x'}}]}");
      admitted("m" + i, "in-progress");
    }

    pass(Duration.ofMinutes(3));

    assertThat(store.number("select count(*) from duty where kind like 'HELLO%'")).isEqualTo(120);
  }
}
