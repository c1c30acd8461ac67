package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Questions;
import dev.tsumugi.testkit.scene.ScenePlay;
import dev.tsumugi.testkit.scene.Village;
import dev.tsumugi.testkit.scene.Villager;
import dev.tsumugi.testkit.scene.VillagerRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A crew asks while all else stands still: searches that never end hold the hub, the issuer is
 * away, the database is gone or hangs.
 */
class EmergencyLaneTest {
  private static final int SEARCHES = 200;
  private static final int LOOK_UPS = 20;

  /** Of a look-up while others wait for ever; it takes milliseconds. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Until a crew is told that there is no answer, whatever the database does. */
  private static final Duration TOLD = Duration.ofSeconds(10);

  private static final TestHub HUB = TestHub.start();
  private static final Wire WIRE = new Wire(HUB.base());
  private static Villager resident;

  @BeforeAll
  static void load() {
    resident =
        Village.of(20, 4, "lane").all().stream()
            .filter(Villager::hasAgreed)
            .findFirst()
            .orElseThrow();
    Json.Obj record = VillagerRecord.transaction(VillagerRecord.whole(resident));
    Answer loaded = WIRE.send("POST", "/fhir", HUB.loaderToken(), record);
    assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
  }

  @Test
  void crewsAreServedWhileSearchesHoldTheHub() throws Exception {
    String crew = crew();
    whileSearchesWaitFor(
        "string_value",
        "Patient?name=a",
        () -> {
          for (int i = 0; i < LOOK_UPS; i++)
            assertFound(soon("$emergency-lookup", () -> lookUp(WIRE, crew)));
          assertThat(WIRE.get("", "/actuator/health").status())
              .as("the node is well")
              .isEqualTo(200);
        });
    assertThat(WIRE.get(HUB.loaderToken(), "/fhir/Patient?name=zz").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWholeRunIsServedWhileSearchesHoldTheHub(boolean bound) throws Exception {
    HUB.withTown();
    CrewRun run = new CrewRun(asking(bound), resident);
    // Of the tables that are searched, one that no write of a crew's touches.
    whileSearchesWaitFor("journal_mark", "AuditEvent?_count=", run::fromTheCallToTheHospital);

    // As the tablet's outbox sends it again.
    Answer note = run.note();
    assertThat(note.status()).as(note.text()).isEqualTo(200);
    run.close();
  }

  /** By a plain token, or by one that is bound to a registered tablet. */
  private static CrewRun.Asking asking(boolean bound) {
    String plain = crew();
    if (!bound) return (path, body) -> soon(path, () -> WIRE.send("POST", path, plain, body));
    Tablet tablet = new Tablet(HUB.base());
    assertThat(tablet.registerInDemo(WIRE, "Organization/fire-department").status()).isEqualTo(201);
    String token = tablet.token(HUB, "crew");
    return (path, body) -> soon(path, () -> tablet.post(WIRE, token, path, body));
  }

  private static Answer soon(String step, Supplier<Answer> ask) {
    long began = System.nanoTime();
    Answer answer = ask.get();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).as(step).isLessThan(SOON);
    return answer;
  }

  /** So many at once that the hub turns some away; those inside are held until this returns. */
  private static void whileSearchesWaitFor(String table, String search, Runnable what)
      throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    List<CompletableFuture<HttpResponse<String>>> searches = new ArrayList<>();
    try (Connection database = HUB.database().asSuperuser();
        var sql = database.createStatement()) {
      database.setAutoCommit(false);
      sql.execute("lock table " + table + " in access exclusive mode");
      HttpClient client = HttpClient.newHttpClient();
      String loader = HUB.loaderToken();
      for (int i = 1; i <= SEARCHES; i++) {
        CompletableFuture<HttpResponse<String>> sent =
            client.sendAsync(search(loader, search + i), BodyHandlers.ofString());
        searches.add(sent);
        sent.thenAccept(
            answer -> {
              if (answer.statusCode() == 503) full.countDown();
            });
      }
      assertThat(full.await(30, TimeUnit.SECONDS)).as("the hub turns searches away").isTrue();
      what.run();
      database.rollback();
    }
    for (CompletableFuture<HttpResponse<String>> one : searches) {
      HttpResponse<String> answer = one.get(30, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).isIn(200, 503);
      if (answer.statusCode() == 503) {
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("OperationOutcome");
      }
    }
  }

  @Test
  void crewsAreServedWhileTheIssuerIsAway() {
    String before = crew();
    assertFound(lookUp(WIRE, before));

    HUB.issuer().goesAway(true);
    try {
      assertFound(lookUp(WIRE, before));
      assertFound(lookUp(WIRE, crew()));
    } finally {
      HUB.issuer().goesAway(false);
    }
  }

  @Test
  void withoutTheDatabaseACrewIsToldSoonAndServedWhenItIsBack() throws Exception {
    int port = URI.create(HUB.database().url().substring("jdbc:".length())).getPort();
    try (Relay relay = new Relay(port);
        TestHub.Node node = HUB.behind(relay.port())) {
      Wire wire = new Wire(node.base());
      String crew = crew();
      assertFound(lookUp(wire, crew));

      relay.cut();
      for (int i = 0; i < 3; i++) assertToldSoon(wire, crew);
      assertToldSoon(wire, crew());
      relay.restore();
      awaitFound(wire, crew);

      relay.freeze();
      assertToldSoon(wire, crew);
      relay.thaw();
      awaitFound(wire, crew);
    }
  }

  private static void assertToldSoon(Wire wire, String crew) {
    long began = System.nanoTime();
    // As a tablet's browser sends it.
    Answer told =
        wire.send(
            "POST",
            "/fhir/$emergency-lookup",
            crew,
            Questions.number(resident),
            "Origin",
            HUB.base().toString());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TOLD);
    assertThat(told.status()).as(told.text()).isEqualTo(503);
    assertThat(told.headers()).containsKey("retry-after");
    Json.Obj outcome = told.json();
    assertThat(outcome.text("resourceType")).isEqualTo("OperationOutcome");
    assertThat(outcome.objects("issue").get(0).text("code")).isEqualTo("transient");
  }

  /** Each try that fails waits for itself. */
  private static void awaitFound(Wire wire, String crew) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Answer answer = lookUp(wire, crew);
    while (answer.status() == 503 && System.nanoTime() < deadline) answer = lookUp(wire, crew);
    assertFound(answer);
  }

  private static Answer lookUp(Wire wire, String crew) {
    return wire.send("POST", "/fhir/$emergency-lookup", crew, Questions.number(resident));
  }

  private static void assertFound(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(new ScenePlay.Answer(200, answer.json()).opened())
        .contains("Patient/" + resident.id());
  }

  private static String crew() {
    return HUB.mint("crew", "user/*.cruds", claims -> claims.subject("lane-crew"));
  }

  private static HttpRequest search(String token, String search) {
    return HttpRequest.newBuilder(HUB.base().resolve("/fhir/" + search))
        .header("Authorization", "Bearer " + token)
        .build();
  }
}
