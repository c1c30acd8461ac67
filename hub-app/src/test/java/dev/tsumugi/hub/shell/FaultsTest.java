package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub on its own durable database, killed while four clients load. Each load is a transaction
 * of one patient with their observations; what a client was told is stored is written down, and
 * must be there afterwards, whole. What it was not told may be there, but not in part.
 */
class FaultsTest {
  private static final int OBSERVATIONS = 8;
  private static final int CLIENTS = 4;
  private static final int ACKNOWLEDGED_BEFORE = 25;

  @TempDir Path temp;

  private final Set<String> sent = new ConcurrentSkipListSet<>();
  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private final AtomicInteger round = new AtomicInteger();
  // The same loads each time; when the blow falls is the machine's.
  private final Random seeded = new Random(7);
  private KilledHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new KilledHub(temp);
  }

  @AfterEach
  void stop() throws InterruptedException {
    hub.close();
  }

  @Test
  void aKilledHubLosesNothingItAcknowledged() throws Exception {
    loadUntil(
        () -> {
          hub.kill();
          return null;
        });

    hub.start();

    assertWhole();
  }

  @Test
  void aKilledDatabaseLosesNothingItAcknowledged() throws Exception {
    ProcessHandle postmaster = PostmasterFile.livingOwner(hub.folder()).orElseThrow();
    loadUntil(
        () -> {
          postmaster.destroyForcibly();
          postmaster.onExit().get(20, TimeUnit.SECONDS);
          return null;
        });

    // The hub brings it back by itself; a load that is tried again goes through.
    CountDownLatch never = new CountDownLatch(1);
    // Another load each time: one that was stored, and not acknowledged, would change nothing.
    boolean back = load("back-0");
    for (int i = 1; i < 120 && !back; i++) {
      assertThat(never.await(500, TimeUnit.MILLISECONDS)).isFalse();
      back = load("back-" + i);
    }
    assertThat(back).as("the hub serves again").isTrue();
    assertWhole();
  }

  /** {@code ./hub load} under way while PostgreSQL is stopped and comes back. */
  @Test
  void aLoadOutlivesARestartOfTheDatabase() throws Exception {
    List<String> words = new ArrayList<>(List.of("--url", "http://localhost:" + hub.port()));
    for (int i = 0; i < 120; i++) {
      Path file = temp.resolve("load-" + i + ".json");
      Files.write(file, Json.bytes(bundle("load-" + i)));
      words.add(file.toString());
      sent.add("load-" + i);
    }
    ExecutorService loads = Executors.newSingleThreadExecutor();
    try {
      Future<Loaded> load = loads.submit(() -> load(words));
      awaitPatients(10);
      ProcessHandle postmaster = PostmasterFile.livingOwner(hub.folder()).orElseThrow();
      // What pg_ctl's fast stop sends: every connection ends, what was committed is kept.
      new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid())).start().waitFor();
      postmaster.onExit().get(20, TimeUnit.SECONDS);
      assertThat(load.isDone()).as("the blow fell in the middle").isFalse();
      Loaded first = load.get(120, TimeUnit.SECONDS);

      // Tried again until the database was back; or it says what was not stored.
      if (first.status() == 0) acknowledged.addAll(sent);
      else assertThat(first.said()).containsPattern(CLEAR);
      assertThat(load(words).status()).as("the same load again ends well").isZero();
    } finally {
      loads.shutdownNow();
    }
    acknowledged.addAll(sent);
    // What was stored just before the stop, and not journalled, is journalled at the next start.
    assertThat(hub.end()).isTrue();
    hub.start();
    assertWhole();
  }

  /** What a load that could not wait so long says of each thing it did not store. */
  private static final String CLEAR =
      "database is away|journal cannot be written|broke off|No hub answers";

  private record Loaded(int status, String said) {}

  private static Loaded load(List<String> words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int status;
    try {
      status = LoadCommand.execute(words, Map.of(), new Console(out, out));
    } catch (Failure failure) {
      out.println(failure.getMessage());
      status = Failure.FAILED;
    }
    return new Loaded(status, said.toString(StandardCharsets.UTF_8));
  }

  private void awaitPatients(int least) throws SQLException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (Connection database = PostgresServer.running(hub.folder()).connectAsOwner();
        var sql = database.createStatement()) {
      for (int i = 0; i < 600; i++) {
        if (number(sql.executeQuery("select count(*) from compartment")) >= least) return;
        assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
      }
    }
    throw new AssertionError("the load does not begin");
  }

  private interface Blow {
    Void strike() throws Exception;
  }

  /**
   * Clients load until one of them has felt the blow. Not every one does: who asks while the
   * database is away may wait for it, and is served.
   */
  private void loadUntil(Blow blow) throws Exception {
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE);
    AtomicBoolean felt = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(
            clients.submit(
                () -> {
                  while (load("faults-" + round.incrementAndGet())) {
                    enough.countDown();
                    if (felt.get()) return;
                  }
                  felt.set(true);
                }));
      }
      assertThat(enough.await(60, TimeUnit.SECONDS)).as("loads went through before").isTrue();
      blow.strike();
      for (Future<?> client : running) client.get(30, TimeUnit.SECONDS);
    } finally {
      clients.shutdownNow();
    }
    assertThat(sent).as("some were under way").hasSizeGreaterThan(acknowledged.size());
  }

  /** Returns whether the hub said that it is stored. */
  private boolean load(String id) {
    Wire wire = new Wire(URI.create("http://localhost:" + hub.port()));
    String token = hub.issuer().sign(hub.issuer().loaderClaims("system/*.cruds"));
    sent.add(id);
    try {
      Wire.Answer answer = wire.send("POST", "/fhir", token, bundle(id));
      if (answer.status() == 200) acknowledged.add(id);
      return answer.status() == 200;
    } catch (UncheckedIOException brokenOff) {
      return false;
    }
  }

  private Json.Obj bundle(String id) {
    List<Json> entries = new ArrayList<>();
    entries.add(entry("Patient/" + id, Json.object().put("resourceType", "Patient").put("id", id)));
    for (int i = 0; i < OBSERVATIONS; i++) {
      Json.Obj code =
          Json.object()
              .put(
                  "coding",
                  List.of(
                      Json.object()
                          .put("system", "http://loinc.org")
                          .put("code", "29463-7")
                          .build()))
              .build();
      int value;
      synchronized (seeded) {
        value = 40 + seeded.nextInt(40);
      }
      entries.add(
          entry(
              "Observation/" + id + "-" + i,
              Json.object()
                  .put("resourceType", "Observation")
                  .put("id", id + "-" + i)
                  .put("status", "final")
                  .put("code", code)
                  .put("subject", Json.object().put("reference", "Patient/" + id).build())
                  .put("valueInteger", value)));
    }
    return Json.object()
        .put("resourceType", "Bundle")
        .put("type", "transaction")
        .put("entry", entries)
        .build();
  }

  private static Json entry(String url, Json.Builder resource) {
    return Json.object()
        .put("resource", resource.build())
        .put("request", Json.object().put("method", "PUT").put("url", url).build())
        .build();
  }

  private void assertWhole() throws SQLException {
    TreeMap<String, Integer> stored = new TreeMap<>();
    try (Connection database = PostgresServer.running(hub.folder()).connectAsOwner();
        var sql = database.createStatement()) {
      ResultSet rows =
          sql.executeQuery(
              "select c.id, count(r.id) from compartment c join resource r using (patient) group by"
                  + " c.id");
      while (rows.next()) stored.put(rows.getString(1), rows.getInt(2));

      assertThat(stored.keySet()).as("nothing acknowledged is lost").containsAll(acknowledged);
      assertThat(stored.values()).as("no half bundle").containsOnly(1 + OBSERVATIONS);
      assertThat(sent).as("nothing out of nowhere").containsAll(stored.keySet());
      assertThat(number(sql.executeQuery(BROKEN_LINKS))).as("the chain holds").isZero();
      assertThat(number(sql.executeQuery("select max(seq) - count(*) from journal"))).isZero();
      // Each acknowledged load has its row, on disk before the answer left.
      assertThat(new TreeSet<>(journalled(sql.executeQuery(JOURNALLED)))).containsAll(acknowledged);
    }
  }

  /** Every row of the chain worked out again from what it holds and the row before. */
  private static final String BROKEN_LINKS =
      "select count(*) from (select *, lag(hash, 1, decode(repeat('00', 32), 'hex')) over (partition"
          + " by node order by seq) as before from journal) j where prev_hash <> before or hash <>"
          + " sha256(prev_hash || convert_to(node, 'UTF8') || int8send(seq) || int8send((extract(epoch"
          + " from at) * 1000000)::bigint) || int8send(patient) || convert_to(kind, 'UTF8') || digest)"
          + " or digest <> sha256(salt || content)";

  private static final String JOURNALLED =
      "select distinct c.id from journal j join compartment c on c.patient = j.patient where j.kind ="
          + " 'CREATE'";

  private static long number(ResultSet row) throws SQLException {
    row.next();
    return row.getLong(1);
  }

  private static List<String> journalled(ResultSet rows) throws SQLException {
    List<String> ids = new ArrayList<>();
    while (rows.next()) ids.add(rows.getString(1));
    return ids;
  }
}
