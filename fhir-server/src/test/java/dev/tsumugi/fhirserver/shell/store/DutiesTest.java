package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub asks people to do by itself. It is noon of 22 November 2026 in the town. */
class DutiesTest {
  private TestStore store;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder, Optional.of(new VariedStore.Allergies()));
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void born(String id, String day) {
    store.put(
        store.loader(), "{'resourceType':'Patient','id':'" + id + "','birthDate':'" + day + "'}");
  }

  private void work() {
    while (store.store.dutiesStep()) continue;
  }

  /** Descriptions of the Tasks in a record, as its resident reads them. */
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
  void whoComesOfAgeIsAskedOnceToAgreeAnew() {
    born("grown", "2000-01-01");
    born("tomorrow", "2008-11-23");
    born("later", "2008-11-24");
    work();
    assertThat(tasks("grown")).as("knew them as a grown-up").isEmpty();
    assertThat(tasks("tomorrow")).isEmpty();

    store.clock.advance(Duration.ofHours(12));
    work();
    work();

    assertThat(tasks("tomorrow")).singleElement().asString().contains("18歳になりました", "anew");
    assertThat(tasks("later")).isEmpty();
    store.startAgain();
    store.clock.advance(Duration.ofDays(3));
    work();
    assertThat(tasks("tomorrow")).hasSize(1);
    assertThat(tasks("later")).as("while the hub stood still").hasSize(1);
    assertThat(tasks("grown")).isEmpty();
  }

  @Test
  void whoseBirthIsToldInPartIsOfAgeWhenItIsCertain() {
    born("leap", "2012-02-29");
    born("year", "2012");
    until("2030-02-27T15:00:00Z"); // the 28th in the town
    work();
    store.clock.advance(Duration.ofHours(23));
    work();
    assertThat(asked("leap")).isZero();
    store.clock.advance(Duration.ofHours(1));
    work();
    assertThat(asked("leap")).as("the 1st of March").isEqualTo(1);
    until("2030-12-29T15:00:00Z");
    work();
    assertThat(asked("year")).isZero();
    store.clock.advance(Duration.ofDays(1));
    work();
    assertThat(asked("year")).as("the 31st").isEqualTo(1);
  }

  private void until(String instant) {
    store.clock.advance(Duration.between(store.clock.instant(), Instant.parse(instant)));
  }

  private long asked(String patient) {
    return store.number(
        "select count(*) from duty where patient = " + Hash64.of("Patient/" + patient));
  }

  @Test
  void severalHundredInOneDayAreAskedInPortions() {
    work();
    for (int i = 0; i < 120; i++) born("child-" + i, "2008-11-23");
    store.clock.advance(Duration.ofDays(1));

    work();

    assertThat(store.number("select count(*) from duty where kind = 'AGE'")).isEqualTo(120);
    assertThat(tasks("child-119")).hasSize(1);
  }

  @Test
  void twoNodesAskOnce() throws Exception {
    born("child", "2008-11-23");
    work();
    store.clock.advance(Duration.ofDays(1));
    AtomicInteger ids = new AtomicInteger();
    Store second =
        new Store(
            new Database(
                store.database.url(), store.database.app().user(), store.database.app().password()),
            TestStore.R4_FACTS,
            new Store.Settings(
                "node-2", store.keys, store.clock, () -> "other-" + ids.incrementAndGet()),
            Optional.empty(),
            TestStore.HOOKS);
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Boolean>> steps = List.of(store.store::dutiesStep, second::dutiesStep);
      for (Future<Boolean> one : both.invokeAll(steps)) one.get();
      work();
      while (second.dutiesStep()) continue;
    } finally {
      both.shutdown();
      second.close();
    }

    assertThat(tasks("child")).hasSize(1);
  }

  @Test
  void theCounterIsAskedToCloseTheRecordOfWhoDied() {
    Access registrar =
        store.open(
            "reg",
            Role.REGISTRAR,
            Purpose.PATADMIN,
            "Practitioner/reg",
            "Organization/town",
            "user/*.cruds",
            "app");
    String patient = "{'resourceType':'Patient','birthDate':'1930-01-01'";
    String id =
        store.commit(registrar, TestStore.create(patient + "}")).get(0).resource().ref().id();
    work();
    assertThat(store.search(registrar, "Task", "patient=" + id)).isEmpty();

    store.put(registrar, patient + ",'id':'" + id + "','deceasedDateTime':'2026-11-22'}");
    work();
    work();

    assertThat(store.search(registrar, "Task", "patient=" + id)).hasSize(1);
    Json.Obj task = null;
    Query query = store.query("Task", "patient=" + id);
    for (var one : store.store.records().search(registrar, query, Optional.empty()).matches()) {
      task = TestStore.json(one);
    }
    String done = String.valueOf(task).replace("requested", "completed");
    assertThat(store.put(registrar, done).resource().version()).as("may be done").isEqualTo(2);
    born("gone", "1940-01-01");
    assertThat(store.number("select count(*) from duty where kind = 'DEATH'")).isEqualTo(1);
  }

  @Test
  void theStoreIsSoundAfterwards() {
    born("child", "2008-11-23");
    work();
    store.clock.advance(Duration.ofDays(1));
    work();
    store.store.close();
    assertThat(store.audit()).hasSize(Claim.values().length).allMatch(StoreAudit.Verdict::holds);
    store.startAgain();
  }
}
