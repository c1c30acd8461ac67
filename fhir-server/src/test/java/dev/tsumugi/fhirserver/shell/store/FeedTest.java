package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.BackOff;
import dev.tsumugi.fhirserver.Hook;
import dev.tsumugi.fhirserver.HookTarget;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {
  private static final Ref SUBSCRIPTION = new Ref("Subscription", "sub");

  private TestStore store;
  private Flow flow;
  private final Endpoint endpoint = new Endpoint();

  /** The other side, in memory: keeps what it gets, and answers as it is told. */
  static final class Endpoint implements Hook {
    final List<String> got = new ArrayList<>();
    Supplier<Outcome> answer = Outcome.Delivered::new;
    Optional<String> refusal = Optional.empty();

    @Override
    public Optional<String> refusal(HookTarget target) {
      return refusal;
    }

    @Override
    public Outcome send(HookTarget target, Message message) {
      Outcome outcome = answer.get();
      got.add(
          message.method()
              + " "
              + message.path()
              + " "
              + new String(message.body(), StandardCharsets.UTF_8));
      return outcome;
    }
  }

  static Flow.Hooks hooks(Hook hook) {
    return new Flow.Hooks(TestStore.HOOKS, hook, () -> 0.5);
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    flow = store.store.flow(new ConsentEngine(), hooks(endpoint));
    store.put(store.loader(), "{'resourceType':'Practitioner','id':'tanaka'}");
    store.put(store.loader(), "{'resourceType':'Patient','id':'taro','active':true}");
    store.put(
        store.loader(),
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/taro'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
  }

  @AfterEach
  void stop() {
    flow.close();
    store.close();
  }

  private static String subscription(String status, String more) {
    return "{'resourceType':'Subscription','id':'sub','status':'"
        + status
        + "','reason':'test','criteria':'Observation?code=http://loinc.org|29463-7',"
        + "'channel':{'type':'rest-hook','endpoint':'https://hooks.example/in'"
        + more
        + "}}";
  }

  private static String observation(String id, String code) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'final','category':[{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/observation-category','code':'vital-signs'}]}],"
        + "'code':{'coding':[{'system':'http://loinc.org','code':'"
        + code
        + "'}]},'subject':{'reference':'Patient/taro'}}";
  }

  private void weigh(String id) {
    store.put(store.loader(), observation(id, "29463-7"));
  }

  private static final String PAYLOAD = ",'payload':'application/fhir+json'";

  /** Active, and nothing told yet. */
  private void subscribe(String more) {
    store.put(store.loader(), subscription("requested", more));
    step();
    assertThat(status()).isEqualTo("active");
    step();
    endpoint.got.clear();
  }

  /** A step when nothing runs any more: the journal signs its heads on a thread of its own. */
  private boolean step() {
    String running =
        "select count(*) from pg_current_snapshot() s where pg_snapshot_xmin(s) <>"
            + " pg_snapshot_xmax(s)";
    while (store.number(running) > 0) Thread.onSpinWait();
    return flow.feed().step();
  }

  private Json.Obj resource() {
    return TestStore.json(store.store.records().read(store.loader(), SUBSCRIPTION).orElseThrow());
  }

  private String status() {
    return resource().text("status");
  }

  private long served() {
    return store.number("select count(*) from subscription");
  }

  @Test
  void theServerSetsItUpAndTellsOfWhatMatches() {
    subscribe(PAYLOAD);
    store.put(store.loader(), observation("other", "8867-4"));
    weigh("w1");

    assertThat(step()).isTrue();

    String stored =
        new String(
            store
                .store
                .records()
                .read(store.loader(), new Ref("Observation", "w1"))
                .orElseThrow()
                .json(),
            StandardCharsets.UTF_8);
    assertThat(endpoint.got).containsExactly("PUT Observation/w1 " + stored);
    assertThat(step()).as("nothing is told twice").isFalse();
    assertThat(endpoint.got).hasSize(1);
    assertThat(resource().obj("meta").text("versionId")).isEqualTo("2");
  }

  @Test
  void aSubscriberIsToldOnlyOfRowsThatTheConsentMeans() {
    store.put(store.loader(), observation("kept", "8867-4"));
    store.put(
        store.loader(),
        "{'resourceType':'Consent','id':'c','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
            + "'patient':{'reference':'Patient/taro'},'dateTime':'2026-01-01','policyRule':{'text':'test'},"
            + "'provision':{'type':'permit','provision':[{'type':'deny','data':[{'meaning':'instance','reference':{'reference':'Observation/kept'}}]}]}}");
    subscribe(PAYLOAD);
    Access doctor = store.physician("tanaka", "clinic");
    store.sql("update subscription set requester = '" + Requesters.write(doctor.requester()) + "'");

    weigh("kept");
    weigh("open");
    step();

    assertThat(endpoint.got).hasSize(1);
    assertThat(endpoint.got.get(0)).startsWith("PUT Observation/open ");
  }

  @Test
  void whatTheServerWroteStandsTheAudit() throws Exception {
    subscribe(PAYLOAD);
    List<String> findings = new ArrayList<>();
    StoreAudit audit =
        new StoreAudit(
            TestStore.R4_FACTS,
            Optional.of(store.keys),
            store.database.app().user(),
            Optional.empty());
    try (Connection owner = store.asSuperuser()) {
      audit.run(owner, verdict -> findings.addAll(verdict.findings()));
    }

    assertThat(findings).isEmpty();
  }

  @Test
  void withoutAPayloadOnlyThatSomethingChangedIsTold() {
    subscribe("");
    weigh("w1");
    step();

    assertThat(endpoint.got).containsExactly("POST  ");
  }

  @Test
  void itIsJournalledBeforeItIsSent() {
    subscribe(PAYLOAD);
    weigh("w1");
    List<Long> rows = new ArrayList<>();
    endpoint.answer =
        () -> {
          rows.add(store.number("select count(*) from journal where kind = 'NOTIFY'"));
          return new Hook.Outcome.Delivered();
        };
    step();

    assertThat(rows).containsExactly(1L);
  }

  /** Whoever it is, a subscription has the eyes of its writer at the moment of sending. */
  @Test
  void onlyWhatItsWriterMaySeeNowIsTold() {
    subscribe(PAYLOAD);
    Access tanaka = store.physician("tanaka", "clinic");
    store.sql("update subscription set requester = '" + Requesters.write(tanaka.requester()) + "'");
    weigh("w1");
    step();
    assertThat(endpoint.got).as("no consent").isEmpty();

    store.put(store.loader(), consent("permit"));
    weigh("w2");
    step();
    assertThat(endpoint.got).singleElement().asString().startsWith("PUT Observation/w2");

    weigh("w3");
    store.put(store.loader(), consent("deny"));
    step();
    assertThat(endpoint.got).as("changed before, revoked before it was sent").hasSize(1);
    assertThat(store.number("select count(*) from journal where kind = 'NOTIFY'")).isEqualTo(1);
  }

  private static String consent(String type) {
    return "{'resourceType':'Consent','id':'c','status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':"
        + "{'reference':'Patient/taro'},'dateTime':'2026-01-01','policyRule':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'OPTIN'}]},'provision':{'type':'"
        + type
        + "'}}";
  }

  @Test
  void aLateCommitIsNotSkipped() throws Exception {
    subscribe(PAYLOAD);
    weigh("model");
    step();
    endpoint.got.clear();
    try (Connection late = store.asSuperuser()) {
      late.setAutoCommit(false);
      try (var statement = late.createStatement()) {
        statement.execute(
            "insert into resource (patient, type, id, version, updated, recorder, facet, tokens,"
                + " present, words, meta, body, change) select patient, type, 'late', 1, updated,"
                + " recorder, facet, tokens, present, words, meta, body, change from resource where"
                + " id = 'model'");
        statement.execute(
            "insert into outbox (at, kind, patient, type, id, version) select now(), 'created',"
                + " patient, type, 'late', 1 from resource where id = 'model'");
      }
      weigh("quick");
      flow.feed().step();
      assertThat(endpoint.got).as("what began later waits").isEmpty();
      late.commit();
    }
    step();

    assertThat(endpoint.got)
        .extracting(told -> told.split(" ")[1])
        .containsExactly("Observation/late", "Observation/quick");
  }

  @Test
  void triesAreSpacedAndAtTheEndItGivesUp() {
    subscribe(PAYLOAD);
    endpoint.answer = () -> new Hook.Outcome.Failed("the answer was 500");
    weigh("w1");
    for (int failures = 1; failures < BackOff.TRIES; failures++) {
      step();
      assertThat(endpoint.got).hasSize(failures);
      Duration wait = BackOff.after(failures, 0.5);
      store.clock.advance(wait.minusSeconds(1));
      step();
      assertThat(endpoint.got).as("not before its time").hasSize(failures);
      store.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(status()).isEqualTo("active");
    step();

    assertThat(status()).isEqualTo("error");
    assertThat(resource().text("error")).contains("8 tries", "500");
    assertThat(served()).isZero();

    endpoint.answer = Hook.Outcome.Delivered::new;
    subscribe(PAYLOAD);
    assertThat(resource().has("error")).isFalse();
    weigh("w2");
    step();
    assertThat(endpoint.got).hasSize(1);
  }

  @Test
  void whatFailedOnceIsToldLaterAndCountsAnew() {
    subscribe(PAYLOAD);
    endpoint.answer = () -> new Hook.Outcome.Failed("x");
    weigh("w1");
    step();
    endpoint.answer = Hook.Outcome.Delivered::new;
    store.clock.advance(Duration.ofMinutes(2));
    step();

    assertThat(endpoint.got).hasSize(2);
    assertThat(store.number("select failures from subscription")).isZero();
  }

  @Test
  void whoDiesWhileSendingIsFollowedByAnother() {
    subscribe(PAYLOAD);
    weigh("w1");
    endpoint.answer =
        () -> {
          throw new IllegalStateException("killed");
        };
    assertThatThrownBy(() -> step()).hasMessage("killed");
    endpoint.answer = Hook.Outcome.Delivered::new;
    assertThat(step()).as("it is still claimed").isFalse();
    store.clock.advance(Duration.ofMinutes(3));
    step();

    assertThat(endpoint.got).hasSize(1);
  }

  @Test
  void anEndpointThatMayNotBeCalledIsAnErrorAtOnce() {
    endpoint.refusal = Optional.of("the host's name leads to no public address");
    store.put(store.loader(), subscription("requested", PAYLOAD));
    step();

    assertThat(status()).isEqualTo("error");
    assertThat(resource().text("error")).contains("no public address");
    assertThat(served()).isZero();
  }

  @Test
  void itEndsWithItsTimeItsSessionAndItsClient() {
    subscribe(PAYLOAD);
    store.clock.advance(Subscriptions.LIFE);
    step();
    assertThat(status()).isEqualTo("off");

    subscribe(PAYLOAD);
    weigh("w1");
    store.sql("insert into session_end values ('session', 'loader', now(), 'REVOKED', 'loader')");
    step();
    store.sql("delete from session_end");
    assertThat(status()).isEqualTo("off");
    assertThat(resource().text("error")).contains("SESSION_ENDED");

    subscribe(PAYLOAD);
    weigh("w2");
    store.sql("update service set valid_until = '2026-01-01' where client = 'loader'");
    step();
    store.sql("update service set valid_until = '2030-01-01' where client = 'loader'");
    assertThat(status()).isEqualTo("off");
    assertThat(endpoint.got).isEmpty();
    assertThat(served()).isZero();
  }

  @Test
  void itsWriterStopsItByOffOrByDeletingIt() {
    subscribe(PAYLOAD);
    store.put(store.loader(), subscription("off", PAYLOAD));
    assertThat(served()).isZero();

    subscribe(PAYLOAD);
    store.commit(store.loader(), new Write.Delete(SUBSCRIPTION, OptionalInt.empty()));
    assertThat(served()).isZero();
    weigh("w1");
    step();
    assertThat(endpoint.got).isEmpty();
  }

  @Test
  void whatNobodyWillReadAgainIsDropped() {
    subscribe(PAYLOAD);
    endpoint.answer = () -> new Hook.Outcome.Failed("x");
    weigh("w1");
    step();
    assertThat(store.number("select count(*) from outbox where id = 'w1'")).isEqualTo(1);
    endpoint.answer = Hook.Outcome.Delivered::new;
    store.clock.advance(Duration.ofMinutes(2));
    step();
    step();

    assertThat(store.number("select count(*) from outbox")).isZero();
  }

  @Test
  void whatTheServerDoesNotTakeIsRefusedAndASubscriptionIsItsRecordersAlone() {
    assertThatThrownBy(() -> store.put(store.loader(), subscription("active", PAYLOAD)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
              assertThat(problem.issues().get(0).path()).isEqualTo("Subscription.status");
            });
    store.put(
        store.loader(),
        subscription("requested", "").replace("Observation?", "Observation?patient=Patient/taro&"));

    assertThat(store.store.records().read(store.resident("taro"), SUBSCRIPTION)).isEmpty();
    assertThat(store.store.records().read(store.physician("tanaka", "c"), SUBSCRIPTION)).isEmpty();
  }
}
