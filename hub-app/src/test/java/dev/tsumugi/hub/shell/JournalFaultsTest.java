package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.StoreAudit;
import dev.tsumugi.kernel.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
  private DataFolder folder;
  private TestIssuer issuer;
  private int port;
  private int databasePort;
  private Process hub;

  @BeforeEach
  void start() throws IOException {
    folder = TestServers.folder(temp);
    port = freePort();
    databasePort = freePort();
    issuer = TestIssuer.start("http://localhost:" + port + "/fhir");
    hub = run();
    for (String patient : PATIENTS) {
      Json.Obj body = Json.object().put("resourceType", "Patient").put("id", patient).build();
      Wire.Answer put = wire().send("PUT", "/fhir/Patient/" + patient, loader(newToken()), body);
      assertThat(put.status()).as(put.text()).isEqualTo(201);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    hub.destroy();
    if (!hub.waitFor(30, TimeUnit.SECONDS)) hub.destroyForcibly().waitFor();
    PostmasterFile.livingOwner(folder).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process run() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                HubOnlyRun.class.getName()));
    builder.environment().put("HUB_DATA", folder.root().toString());
    builder.environment().put("HUB_CACHE", TestServers.cache().toString());
    builder.environment().put("HUB_PORT", Integer.toString(port));
    builder.environment().put("HUB_DB_PORT", Integer.toString(databasePort));
    builder.environment().put("HUB_OIDC_ISSUER", issuer.address());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process started = builder.start();
    StringBuilder seen = new StringBuilder();
    BufferedReader lines = started.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("READY")) return started;
      seen.append(line).append('\n');
    }
    throw new AssertionError("the hub did not come up:\n" + seen);
  }

  @Test
  void everyAnswerOutlivesAKillOfTheHub() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      under(
          () -> {
            hub.destroyForcibly().waitFor();
            return null;
          });
      hub = run();
      assertEveryAnswerHasItsRow();
    }
  }

  @Test
  void everyAnswerOutlivesAKillOfTheDatabase() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      ProcessHandle postmaster = PostmasterFile.livingOwner(folder).orElseThrow();
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
    return new Wire(URI.create("http://localhost:" + port));
  }

  private static String newToken() {
    return UUID.randomUUID().toString();
  }

  private String loader(String token) {
    return issuer.sign(issuer.loaderClaims("system/*.cruds").jwtID(token));
  }

  /** A stranger, who is refused: that is an answer, too. */
  private String stranger(String token) {
    JWTClaimsSet.Builder claims = issuer.claims("physician", "user/*.cruds", null).jwtID(token);
    return issuer.sign(claims);
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
    try (Connection database = PostgresServer.running(folder).connectAsOwner();
        var sql = database.createStatement()) {
      ResultSet rows =
          sql.executeQuery(
              "select convert_from(content, 'UTF8')::jsonb ->> 'token' from journal where content"
                  + " is not null");
      while (rows.next()) journalled.add(String.valueOf(rows.getString(1)));
    }
    assertThat(journalled).as("every answer has its row").containsAll(answered);
    try (Connection owner = PostgresServer.running(folder).connectAsOwner()) {
      String app = PostgresServer.running(folder).app().user();
      new StoreAudit(
              R4.load(), KeyStore.existing(folder.keys()), app, Optional.of(new EmergencySheet()))
          .run(owner, verdicts::add);
    }
    assertThat(verdicts).isNotEmpty().allMatch(StoreAudit.Verdict::holds);
  }
}
