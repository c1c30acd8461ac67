package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.StoreAudit;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
 * The hub, and then its PostgreSQL, killed with SIGKILL while clients read, search, are refused and
 * write. Each request has a token of its own, and a journal row names the token: every answer that
 * a client received has its row afterwards, and the chain is whole.
 */
class JournalFaultsTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");
  private static final int CLIENTS = 6;
  private static final int ROUNDS = FULL ? 12 : 1;
  private static final int ANSWERS_BEFORE = FULL ? 2_000 : 150;
  private static final List<String> PATIENTS = List.of("p0", "p1", "p2", "p3");

  @TempDir Path temp;

  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicInteger number = new AtomicInteger();
  private KilledHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new KilledHub(temp);
    for (String patient : PATIENTS) {
      Json.Obj body = Json.object().put("resourceType", "Patient").put("id", patient).build();
      Wire.Answer put = wire().send("PUT", "/fhir/Patient/" + patient, loader(newToken()), body);
      assertThat(put.status()).as(put.text()).isEqualTo(201);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    hub.close();
  }

  @Test
  void everyAnswerOutlivesAKillOfTheHub() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      under(
          () -> {
            hub.kill();
            return null;
          });
      hub.start();
      assertEveryAnswerHasItsRow();
    }
  }

  @Test
  void everyAnswerOutlivesAKillOfTheDatabase() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      ProcessHandle postmaster = PostmasterFile.livingOwner(hub.folder()).orElseThrow();
      under(
          () -> {
            postmaster.destroyForcibly();
            postmaster.onExit().get(20, TimeUnit.SECONDS);
            return null;
          });
      awaitService();
      assertEveryAnswerHasItsRow();
    }
  }

  private void awaitService() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 240; i++) {
      if (ask(0)) return;
      assertThat(never.await(250, TimeUnit.MILLISECONDS)).isFalse();
    }
    throw new AssertionError("the hub does not serve again");
  }

  private static final int ANSWERS_AFTER = 200;

  private interface Blow {
    Void strike() throws Exception;
  }

  /**
   * Clients ask until the blow has fallen and they have felt it, or some more have been answered: a
   * database that is back at once may be missed by nobody but a few.
   */
  private void under(Blow blow) throws Exception {
    CountDownLatch enough = new CountDownLatch(ANSWERS_BEFORE);
    AtomicBoolean fallen = new AtomicBoolean();
    AtomicBoolean struck = new AtomicBoolean();
    int before = answered.size();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int kind = client;
        running.add(
            clients.submit(
                () -> {
                  for (int i = kind, after = 0; after < ANSWERS_AFTER; i++) {
                    boolean good = ask(i);
                    if (good) enough.countDown();
                    if (!good && fallen.get()) return;
                    if (struck.get()) after++;
                  }
                }));
      }
      assertThat(enough.await(120, TimeUnit.SECONDS)).as("answers before").isTrue();
      fallen.set(true);
      blow.strike();
      struck.set(true);
      for (Future<?> client : running) client.get(60, TimeUnit.SECONDS);
    } finally {
      clients.shutdownNow();
    }
    assertThat(answered.size()).isGreaterThan(before + ANSWERS_BEFORE / 2);
    assertThat(broken.get()).as("some were under way").isPositive();
  }

  private Wire wire() {
    return new Wire(URI.create("http://localhost:" + hub.port()));
  }

  private static String newToken() {
    return UUID.randomUUID().toString();
  }

  private String loader(String token) {
    return hub.issuer().sign(hub.issuer().loaderClaims("system/*.cruds").jwtID(token));
  }

  /** A stranger, who is refused: that is an answer, too. */
  private String stranger(String token) {
    JWTClaimsSet.Builder claims =
        hub.issuer().claims("physician", "user/*.cruds", null).jwtID(token);
    return hub.issuer().sign(claims);
  }

  /** Returns whether it was answered; a 503 tells nothing of anybody and needs no row. */
  private boolean ask(int i) {
    String token = newToken();
    String patient = PATIENTS.get(i % PATIENTS.size());
    try {
      Wire.Answer answer =
          switch (i % 4) {
            case 0 -> wire().get(loader(token), "/fhir/Patient/" + patient);
            case 1 -> wire().get(loader(token), "/fhir/Observation?patient=" + patient);
            case 2 -> wire().get(stranger(token), "/fhir/Patient/" + patient);
            default ->
                wire().send("POST", "/fhir/Observation", loader(token), observation(patient));
          };
      if (answer.status() >= 500) {
        broken.incrementAndGet();
        return false;
      }
      assertThat(answer.status()).as(answer.text()).isIn(200, 201, 404);
      answered.add(token);
      return true;
    } catch (UncheckedIOException cut) {
      broken.incrementAndGet();
      return false;
    }
  }

  private Json.Obj observation(String patient) {
    return Json.object()
        .put("resourceType", "Observation")
        .put("status", "final")
        .put("code", Json.object().put("text", "weight").build())
        .put("subject", Json.object().put("reference", "Patient/" + patient).build())
        .put("valueInteger", number.incrementAndGet())
        .build();
  }

  private void assertEveryAnswerHasItsRow() throws SQLException {
    Set<String> journalled = new HashSet<>();
    List<StoreAudit.Verdict> verdicts = new ArrayList<>();
    try (Connection database = PostgresServer.running(hub.folder()).connectAsOwner();
        var sql = database.createStatement()) {
      ResultSet rows =
          sql.executeQuery(
              "select convert_from(content, 'UTF8')::jsonb ->> 'token' from journal where content"
                  + " is not null");
      while (rows.next()) journalled.add(String.valueOf(rows.getString(1)));
    }
    assertThat(journalled).as("every answer has its row").containsAll(answered);
    try (Connection owner = PostgresServer.running(hub.folder()).connectAsOwner()) {
      String app = PostgresServer.running(hub.folder()).app().user();
      new StoreAudit(
              R4.load(),
              KeyStore.existing(hub.folder().keys()),
              app,
              Optional.of(new EmergencySheet()))
          .run(owner, verdicts::add);
    }
    assertThat(verdicts).isNotEmpty().allMatch(StoreAudit.Verdict::holds);
  }
}
