package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a SearchParameter that is written to one that is answered, and out again. */
class ReindexTest {
  private static final String NICK =
      LoadedParameters.resource(
          "Patient", "string", "nick", "Patient.extension('https://example.org/nick').value");

  private TestStore store;
  private Access loader;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    loader = store.loader();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private static String patient(String id, String nick) {
    return "{'resourceType':'Patient','id':'"
        + id
        + "','extension':[{'url':'https://example.org/nick','valueString':'"
        + nick
        + "'}]}";
  }

  private void patients(int from, int until) {
    Write[] writes = new Write[until - from];
    for (int i = from; i < until; i++) {
      writes[i - from] = TestStore.update(patient("p%04d".formatted(i), "nick" + i % 10));
    }
    store.commit(loader, writes);
  }

  private static void finish(Store store) {
    while (store.reindexStep()) {}
  }

  private long found(String nick) {
    Query query = store.query("Patient", "nick:exact=" + nick, "_summary=count");
    return store.store.records().search(loader, query, Optional.empty()).total().orElseThrow();
  }

  private void sound() {
    List<StoreAudit.Verdict> broken = new ArrayList<>();
    StoreAudit audit =
        new StoreAudit(
            TestStore.R4_FACTS,
            Optional.of(store.keys),
            store.database.app().user(),
            Optional.empty());
    var owner = store.database.owner();
    try (Connection connection =
        java.sql.DriverManager.getConnection(
            store.database.url(), owner.user(), owner.password())) {
      audit.run(
          connection,
          verdict -> {
            if (verdict.count() > 0) broken.add(verdict);
          });
    } catch (java.sql.SQLException failure) {
      throw new IllegalStateException(failure);
    }
    assertThat(broken).isEmpty();
  }

  private Problem refused(String type, String... words) {
    Problem problem = catchThrowableOfType(Problem.class, () -> store.query(type, words));
    assertThat(problem).isNotNull();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_SUPPORTED);
    return problem;
  }

  private Store anotherNode(String name) {
    Database database =
        new Database(
            store.database.url(), store.database.app().user(), store.database.app().password());
    Store.Settings settings =
        new Store.Settings(name, store.keys, store.clock, () -> name + "-new");
    return new Store(database, TestStore.R4_FACTS, settings, Optional.empty());
  }

  @Test
  void aSearchIsRefusedWithHowFarItIsUntilEveryRowIsIndexed() {
    patients(0, 450);
    store.put(loader, NICK);

    assertThat(refused("Patient", "nick=nick1"))
        .hasMessage("the search parameter 'nick' of Patient is being indexed (0 of ?)");
    List<String> told = new ArrayList<>();
    while (store.store.reindexStep()) {
      sound();
      if (!store.store.parameters().now().underWay().isEmpty()) {
        told.add(refused("Observation", "patient.nick=nick1").getMessage());
        told.add(refused("Patient", "_sort=nick").getMessage());
      }
    }

    assertThat(told.stream().distinct())
        .containsExactly(
            "the search parameter 'nick' of Patient is being indexed (0 of 500)",
            "the search parameter 'nick' of Patient is being indexed (200 of 500)",
            "the search parameter 'nick' of Patient is being indexed (400 of 500)");
    assertThat(found("nick1")).isEqualTo(45);
    sound();
  }

  @Test
  void lenientHandlingLeavesItOutMeanwhile() {
    store.put(loader, NICK);

    Query query =
        new QueryParser(store.store.parameters())
            .parseLeniently(
                "Patient",
                List.of(new QueryParser.Word("nick", "x"), new QueryParser.Word("gender", "male")));

    assertThat(query.leftOut()).containsExactly("nick");
    assertThat(query.text()).isEqualTo("gender=male");
  }

  @Test
  void nothingButTheValuesChanges() {
    patients(0, 30);
    String fingerprint =
        "select hashtextextended(string_agg(r::text, ',' order by id), 0) from (select patient, type,"
            + " row, id, version, updated, xact, recorder, facet, members, labels, meta, body, change"
            + " from resource where type = "
            + TestStore.R4_FACTS.typeNumber("Patient")
            + ") r";
    long before = store.number(fingerprint);
    long history = store.number("select count(*) from resource_history");
    long events = store.number("select count(*) from outbox");

    store.put(loader, NICK);
    finish(store.store);

    assertThat(found("nick1")).isEqualTo(3);
    assertThat(store.number(fingerprint)).isEqualTo(before);
    assertThat(store.number("select count(*) from resource_history")).isEqualTo(history);
    assertThat(store.number("select count(*) from outbox")).isEqualTo(events + 1);
  }

  @Test
  void anotherNodeGoesOnWhereOneWasStopped() {
    patients(0, 500);
    store.put(loader, NICK);
    assertThat(store.store.reindexStep()).isTrue(); // counts
    assertThat(store.store.reindexStep()).isTrue(); // 200
    store.store.close();

    try (Store other = anotherNode("node-2")) {
      assertThat(store.number("select done from search_parameter")).isEqualTo(200);
      finish(other);
      QueryParser queries = new QueryParser(other.parameters());
      Query query =
          queries.parse(
              "Patient",
              List.of(
                  new QueryParser.Word("nick:exact", "nick3"),
                  new QueryParser.Word("_summary", "count")));
      assertThat(other.records().search(loader, query, Optional.empty()).total()).hasValue(50);
    }
    sound();
  }

  @Test
  void aStepThatIsKilledIsDoneAgain() throws Exception {
    patients(0, 300);
    store.put(loader, NICK);
    store.store.reindexStep();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection writer = store.asSuperuser();
        Statement sql = writer.createStatement()) {
      writer.setAutoCommit(false);
      sql.execute("select from resource where id = 'p0150' for update");
      Future<Boolean> step = threads.submit(() -> store.store.reindexStep());
      killWhoeverWaits();
      assertThatThrownBy(() -> step.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(Problem.class);
      writer.rollback();
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.number("select done from search_parameter")).isZero();
    sound();

    finish(store.store);

    assertThat(found("nick0")).isEqualTo(30);
    sound();
  }

  private void killWhoeverWaits() throws Exception {
    String kill =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event_type = 'Lock'"
            + " and datname = current_database()";
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (store.number(kill) == 0) {
      assertThat(System.nanoTime()).as("somebody waits").isLessThan(until);
      Thread.onSpinWait();
    }
  }

  @Test
  void writersMeanwhileLoseNothing() throws Exception {
    patients(0, 900);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<Integer>> writers = new ArrayList<>();
    try (Store other = anotherNode("node-2")) {
      for (int t = 0; t < 3; t++) {
        int thread = t;
        Store node = t == 0 ? other : store.store;
        writers.add(threads.submit(() -> write(node, thread, done)));
      }
      store.put(loader, NICK);
      finish(store.store);
      long first = found("moved");
      done.set(true);
      long moved = 0;
      for (Future<Integer> writer : writers) moved += writer.get(60, TimeUnit.SECONDS);

      assertThat(found("moved")).isEqualTo(moved).isGreaterThanOrEqualTo(first);
      long all = moved;
      for (int i = 0; i < 10; i++) all += found("nick" + i);
      assertThat(all)
          .isEqualTo(
              store.number(
                  "select count(*) from resource where type = "
                      + TestStore.R4_FACTS.typeNumber("Patient")));
      sound();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Renames old ones and adds new ones, behind and before the cursor; at least a hundred each. */
  private int write(Store node, int thread, AtomicBoolean done) {
    int count = 0;
    while (count < 100 || (!done.get() && count < 300)) {
      String id =
          count % 2 == 0 ? "p%04d".formatted(thread * 300 + count) : "a" + thread + "-" + count;
      node.records().commit(loader, List.of(TestStore.update(patient(id, "moved"))));
      count++;
    }
    return count;
  }

  /** Else a row that an older set made could come to light behind the way over the rows. */
  @Test
  void aNewParameterWaitsForWhoeverIsWriting() throws Exception {
    long before = store.number("select generation from parameter_set");
    CountDownLatch writes = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Database database =
        new Database(
            store.database.url(), store.database.app().user(), store.database.app().password())) {
      Future<Long> writer =
          threads.submit(
              () -> database.writeRows(false, (connection, set) -> hold(set, writes, written)));
      assertThat(writes.await(30, TimeUnit.SECONDS)).isTrue();
      Future<?> loading = threads.submit(() -> store.put(loader, NICK));
      awaitAdvisoryWait();

      assertThat(loading.isDone()).isFalse();
      written.countDown();

      assertThat(writer.get(30, TimeUnit.SECONDS)).isEqualTo(before);
      loading.get(30, TimeUnit.SECONDS);
      assertThat(database.<Long>writeRows(false, (connection, set) -> set)).isEqualTo(before + 1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long hold(long set, CountDownLatch writes, CountDownLatch written) {
    writes.countDown();
    try {
      assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    return set;
  }

  private void awaitAdvisoryWait() {
    String waiting =
        "select count(*) from pg_stat_activity where wait_event = 'advisory' and datname ="
            + " current_database()";
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (store.number(waiting) == 0) {
      assertThat(System.nanoTime()).as("somebody waits").isLessThan(until);
    }
  }

  @Test
  void aNodeThatHasNotHeardOfItWritesItsValuesAllTheSame() {
    patients(0, 5);
    try (Store deaf = anotherNode("node-2")) {
      store.put(loader, NICK);
      finish(store.store);
      assertThat(deaf.parameters().now().answered().searchParameter("Patient", "nick")).isEmpty();

      deaf.records().commit(loader, List.of(TestStore.update(patient("late", "late"))));

      assertThat(found("late")).isEqualTo(1);
      sound();
    }
  }

  @Test
  void aNodeThatHasNotHeardOfItsEndDoesNotAnswerByIt() {
    patients(0, 5);
    store.put(loader, NICK);
    finish(store.store);
    Query query = store.query("Patient", "nick=nick1");
    Query sorted = store.query("Patient", "_sort=nick");
    Query chained = store.query("Observation", "patient.nick=nick1");
    try (Store other = anotherNode("node-2")) {
      other.records().commit(loader, List.of(delete("Patient-nick")));
    }

    for (Query one : List.of(query, sorted, chained)) {
      assertThatThrownBy(() -> store.store.records().search(loader, one, Optional.empty()))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    }
  }

  private static Write delete(String id) {
    return new Write.Delete(new Ref("SearchParameter", id), OptionalInt.empty());
  }

  @Test
  void whatIsDeletedOrRetiredIsGoneAtOnceAndItsValuesSoon() {
    patients(0, 20);
    long strings = store.number("select count(*) from string_value");
    long tokens =
        store.number("select sum(cardinality(tokens) + cardinality(present)) from resource");
    for (boolean deleted : new boolean[] {true, false}) {
      store.put(loader, NICK);
      finish(store.store);
      assertThat(found("nick1")).isEqualTo(2);
      assertThat(store.number("select count(*) from string_value")).isGreaterThan(strings);

      if (deleted) store.commit(loader, delete("Patient-nick"));
      else store.put(loader, NICK.replace("'active'", "'retired'"));

      assertThat(refused("Patient", "nick=nick1")).hasMessageContaining("does not exist");
      sound();
      finish(store.store);
      assertThat(store.number("select count(*) from string_value where param >= 10001")).isZero();
      assertThat(store.number("select count(*) from search_parameter")).isZero();
      sound();
    }
    store.commit(loader, delete("Patient-nick"));
    assertThat(store.number("select count(*) from string_value")).isEqualTo(strings);
    assertThat(store.number("select sum(cardinality(tokens) + cardinality(present)) from resource"))
        .isEqualTo(tokens);
  }

  @Test
  void anotherExpressionIsIndexedAnew() {
    store.put(loader, patient("a", "old"));
    store.put(loader, NICK);
    finish(store.store);
    assertThat(found("old")).isEqualTo(1);

    store.put(loader, NICK.replace("example.org/nick", "example.org/other"));

    refused("Patient", "nick=old");
    sound();
    finish(store.store);
    assertThat(found("old")).isZero();
    assertThat(store.number("select count(*) from search_parameter")).isEqualTo(1);
    assertThat(store.number("select number from search_parameter")).isEqualTo(10002);
    sound();
  }

  @Test
  void anotherWordingOfTheSameIsNotIndexedAnew() {
    store.put(loader, NICK);
    finish(store.store);
    long generation = store.number("select generation from parameter_set");

    store.put(loader, NICK.replace("'test'", "'another description'"));

    assertThat(found("x")).isZero();
    assertThat(store.number("select generation from parameter_set")).isEqualTo(generation);
  }

  @Test
  void oneCodeOfOneTypeIsStatedOnce() {
    store.put(loader, NICK);
    String second = NICK.replace("'Patient-nick'", "'second'");

    assertThatThrownBy(() -> store.put(loader, second))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(p.issues().get(0).path()).isEqualTo("SearchParameter.code");
              assertThat(p).hasMessageContaining("SearchParameter/Patient-nick");
            });
    assertThat(store.number("select count(*) from resource where id = 'second'")).isZero();

    // In one transaction the one may take the place of the other.
    store.commit(loader, TestStore.update(second), delete("Patient-nick"));
    finish(store.store);
    assertThat(found("x")).isZero();
    sound();
  }

  @Test
  void whatCannotBeAnsweredIsNotStoredAsActive() {
    String composite = NICK.replace("'string'", "'composite'");

    assertThatThrownBy(
            () ->
                store.commit(
                    loader, TestStore.update(patient("a", "b")), TestStore.update(composite)))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(p.issues().get(0).path())
                  .isEqualTo("Bundle.entry[1].resource.SearchParameter.type");
            });
    assertThat(store.number("select count(*) from resource")).isZero();

    store.put(loader, composite.replace("'active'", "'draft'"));
    assertThat(store.number("select count(*) from search_parameter")).isZero();
    sound();
  }

  @Test
  void severalOfOneTypeGoOneWayTogether() {
    patients(0, 250);
    String other =
        LoadedParameters.resource("Patient", "token", "phoned", "Patient.telecom.exists()");
    store.commit(loader, TestStore.update(NICK), TestStore.update(other));
    int steps = 0;
    while (store.store.reindexStep()) steps++;

    assertThat(steps).isEqualTo(4); // counting, 200, 50, none left
    assertThat(found("nick0")).isEqualTo(25);
    assertThat(store.search(loader, "Patient", "phoned=true")).isEmpty();
    sound();
  }

  @Test
  void aTamperedTableIsFound() {
    store.put(loader, NICK);
    finish(store.store);
    store.sql("update search_parameter set code = 'other'");

    assertThatThrownBy(this::sound)
        .hasMessageContaining("is not what SearchParameter/Patient-nick says");
  }
}
