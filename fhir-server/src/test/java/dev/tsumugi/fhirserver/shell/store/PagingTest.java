package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From the first page to the last while others create, change and delete: what stood unchanged is
 * met once, and no version twice. Every second resource stands still.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class PagingTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");
  private static final int ROWS = FULL ? 10_000 : 1_000;
  private static final int PAGE = FULL ? 100 : 37;
  private static final int WRITERS = 2;

  /** Of each writer, from one page to the next. */
  private static final int WRITES_A_PAGE = 6;

  private TestStore store;
  private int rounds;

  @BeforeAll
  void load(@TempDir Path folder) {
    store = new TestStore(folder);
    for (int i = 0; i < 10; i++) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'p" + i + "'}");
    }
    Random random = new Random(7);
    for (int from = 0; from < ROWS; from += 100) {
      Write[] writes = new Write[100];
      for (int i = 0; i < 100; i++) {
        writes[i] = TestStore.update(observation("o" + (from + i), random));
      }
      store.commit(store.loader(), writes);
      tick();
    }
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private void tick() {
    store.clock.advance(Duration.ofMillis(1));
  }

  /** Few days and few texts, so that many share a place in the order. */
  private static String observation(String id, Random random) {
    boolean dated = random.nextInt(10) > 0;
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'final','code':{'coding':[{'code':'c'}]},'subject':{'reference':'Patient/p"
        + random.nextInt(10)
        + "'},"
        + (dated ? "'effectiveDateTime':'2026-01-%02d',".formatted(1 + random.nextInt(28)) : "")
        + "'valueString':'text "
        + random.nextInt(50)
        + "'}";
  }

  private static boolean still(String id) {
    return id.startsWith("o") && Integer.parseInt(id.substring(1)) % 2 == 0;
  }

  /** One change by the dice: of what is restless, or something new. */
  private void write(Random random, String prefix, int number) {
    tick();
    int dice = random.nextInt(10);
    String restless = "o" + (1 + 2 * random.nextInt(ROWS / 2));
    if (dice == 0) {
      Ref ref = new Ref("Observation", restless);
      deleteIfThere(ref);
    } else if (dice < 4) {
      store.put(store.loader(), observation(prefix + number, random));
    } else {
      store.put(store.loader(), observation(restless, random));
    }
  }

  private void deleteIfThere(Ref ref) {
    if (store.search(store.loader(), "Observation", "_id=" + ref.id()).isEmpty()) return;
    store.commit(store.loader(), new Write.Delete(ref, OptionalInt.empty()));
  }

  @ParameterizedTest(name = "sorted by \"{0}\"")
  @ValueSource(
      strings = {"", "_id", "_lastUpdated", "-_lastUpdated", "-date", "date,-_id", "value-string"})
  void whatStoodUnchangedIsMetOnceAndNoVersionTwice(String sort) throws Exception {
    int round = ++rounds;
    Semaphore turns = new Semaphore(0);
    Semaphore written = new Semaphore(0);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    List<CompletableFuture<?>> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      Random random = new Random(100L * round + w);
      String prefix = "n" + round + "-" + w + "-";
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; ; i++) {
                  turns.acquireUninterruptibly();
                  if (over.get()) return;
                  write(random, prefix, i);
                  written.release();
                }
              },
              pool));
    }

    Map<String, Integer> still = new HashMap<>();
    Set<String> versions = new HashSet<>();
    Query query =
        sort.isEmpty()
            ? store.query("Observation", "_count=" + PAGE)
            : store.query("Observation", "_count=" + PAGE, "_sort=" + sort);
    Optional<Query.Position> after = Optional.empty();
    do {
      turns.release(WRITERS * WRITES_A_PAGE);
      // Half of them now, the others while the page is read.
      assertThat(written.tryAcquire(WRITES_A_PAGE, 60, TimeUnit.SECONDS)).isTrue();
      Query.Page page = store.store.records().search(store.loader(), query, after);
      for (StoredResource match : page.matches()) {
        String id = match.ref().id();
        assertThat(versions.add(id + "/" + match.version())).as("%s once", match.ref()).isTrue();
        if (still(id)) still.merge(id, 1, Integer::sum);
      }
      after = page.next();
    } while (after.isPresent());
    over.set(true);
    turns.release(WRITERS);
    for (CompletableFuture<?> writer : writers) writer.get();
    pool.shutdown();

    assertThat(still).hasSize(ROWS / 2).containsValue(1).doesNotContainValue(2);
  }
}
