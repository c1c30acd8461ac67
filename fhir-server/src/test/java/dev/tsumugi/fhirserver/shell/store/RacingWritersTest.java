package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight writers at the same resources: what comes out is what some order of them one by one gives,
 * and whoever loses is told so in the words of FHIR.
 */
class RacingWritersTest {
  private static final int WRITERS = 8;
  private static final int ROUNDS = 12;

  private TestStore store;
  private Access loader;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    loader = store.loader();
    store.put(loader, "{'resourceType':'Patient','id':'hanako'}");
    for (String id : List.of("a", "b")) store.put(loader, counter(id, 0));
  }

  @AfterEach
  void soundAndStopped() {
    store.store.close();
    assertThat(store.audit()).filteredOn(v -> v.notLookedAt().isEmpty()).allMatch(v -> v.holds());
    store.close();
  }

  private static String counter(String id, int value) {
    return VariedStore.weight(id, "hanako", String.valueOf(value));
  }

  private StoredResource read(String id) {
    return store.store.records().read(loader, new Ref("Observation", id)).orElseThrow();
  }

  private static int value(StoredResource counter) {
    Json value = TestStore.json(counter).obj("valueQuantity").get("value");
    return Integer.parseInt(((Json.Num) value).literal());
  }

  /** One more than what stands there, if it still stands there. */
  private Write oneMore(String id) {
    StoredResource now = read(id);
    return new Write.Update(
        now.ref(), TestStore.json(counter(id, value(now) + 1)), "", OptionalInt.of(now.version()));
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Tries until it is told that it has won; every other answer must be a refusal of FHIR's. */
  private static void untilWon(Step step) throws Exception {
    while (true) {
      try {
        step.run();
        return;
      } catch (Problem lost) {
        assertThat(lost.kind()).isIn(Problem.Kind.PRECONDITION, Problem.Kind.CONFLICT);
      }
    }
  }

  private static <T> List<T> together(Callable<T> work) throws Exception {
    return together(IntStream.range(0, WRITERS).mapToObj(i -> work).toList());
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(work.size());
    CyclicBarrier start = new CyclicBarrier(work.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> one : work) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return one.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) results.add(one.get());
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void noUpdateOfWhatOneReadIsLost() throws Exception {
    together(
        () -> {
          for (int i = 0; i < ROUNDS; i++) untilWon(() -> store.commit(loader, oneMore("a")));
          return null;
        });

    assertThat(value(read("a"))).isEqualTo(WRITERS * ROUNDS);
    assertThat(read("a").version()).isEqualTo(1 + WRITERS * ROUNDS);
    assertThat(store.history(loader, new Ref("Observation", "a")))
        .extracting(RacingWritersTest::value)
        .isEqualTo(
            IntStream.rangeClosed(0, WRITERS * ROUNDS)
                .map(i -> WRITERS * ROUNDS - i)
                .boxed()
                .toList());
  }

  @Test
  void twoResourcesInOppositeOrdersMoveTogether() throws Exception {
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      boolean forth = i % 2 == 0;
      work.add(
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              untilWon(
                  () -> {
                    Write one = oneMore(forth ? "a" : "b");
                    Write other = oneMore(forth ? "b" : "a");
                    store.commit(loader, one, other);
                  });
            }
            return null;
          });
    }
    together(work);

    assertThat(value(read("a"))).isEqualTo(WRITERS * ROUNDS);
    assertThat(value(read("b"))).isEqualTo(WRITERS * ROUNDS);
  }

  @Test
  void writersWhoDoNotLookDoNotDeadlock() throws Exception {
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      work.add(
          () -> {
            for (int round = 1; round <= ROUNDS; round++) {
              int value = writer * 1_000 + round;
              Write a = TestStore.update(counter("a", value));
              Write b = TestStore.update(counter("b", value));
              untilWon(
                  () -> store.commit(loader, writer % 2 == 0 ? a : b, writer % 2 == 0 ? b : a));
            }
            return null;
          });
    }
    together(work);

    assertThat(read("a").version()).isEqualTo(1 + WRITERS * ROUNDS);
    // One order for both: whoever was last at one was last at the other, all the way down.
    List<Integer> ofA = values("a");
    assertThat(values("b")).isEqualTo(ofA);
  }

  private List<Integer> values(String id) {
    return store.history(loader, new Ref("Observation", id)).stream()
        .map(RacingWritersTest::value)
        .toList();
  }

  @Test
  void createIfThereIsNoneMakesOneOfEach() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String identifier = "urn:race|" + round;
      Query unless = store.query("Practitioner", "identifier=" + identifier);
      String body =
          "{'resourceType':'Practitioner','identifier':[{'system':'urn:race','value':'"
              + round
              + "'}]}";
      List<Written> answers = new ArrayList<>();
      for (List<Written> answer :
          together(
              () ->
                  store.commit(
                      loader,
                      new Write.Create(
                          "Practitioner", TestStore.json(body), "", Optional.of(unless))))) {
        answers.addAll(answer);
      }

      assertThat(answers)
          .extracting(a -> a.resource().ref())
          .containsOnly(answers.get(0).resource().ref());
      assertThat(answers).filteredOn(a -> a.kind() == Written.Kind.CREATED).hasSize(1);
      assertThat(store.search(loader, "Practitioner", "identifier=" + identifier)).hasSize(1);
    }
  }

  @Test
  void deletersAndUpdatersTakeTurns() throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      work.add(
          () -> {
            int done = 0;
            for (int round = 0; round < ROUNDS; round++) {
              Write write =
                  writer % 2 == 0
                      ? TestStore.update(counter("a", writer * 1_000 + round + 1))
                      : new Write.Delete(new Ref("Observation", "a"), OptionalInt.empty());
              try {
                store.commit(loader, write);
                done++;
              } catch (Problem refused) {
                assertThat(refused.kind())
                    .isIn(Problem.Kind.NOT_FOUND, Problem.Kind.GONE, Problem.Kind.CONFLICT);
              }
            }
            return done;
          });
    }
    int done = together(work).stream().mapToInt(Integer::intValue).sum();

    List<StoredResource> history = store.history(loader, new Ref("Observation", "a"));
    assertThat(history)
        .extracting(StoredResource::version)
        .isEqualTo(
            IntStream.rangeClosed(1, history.size())
                .map(i -> history.size() + 1 - i)
                .boxed()
                .toList());
    assertThat(history).hasSizeLessThanOrEqualTo(1 + done);
    assertThat(done).isGreaterThanOrEqualTo(WRITERS / 2 * ROUNDS);
  }
}
