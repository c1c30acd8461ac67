package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.Hook;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.HookTarget;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.profile.ValidateOperation;
import dev.tsumugi.fhirserver.shell.store.Database;
import dev.tsumugi.fhirserver.shell.store.Flow;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.fhirserver.shell.store.Steps;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.fhirserver.shell.store.WatchedDriver;
import dev.tsumugi.fhirserver.shell.terms.TermOperations;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.shell.TerminologyModule;
import dev.tsumugi.testkit.MovableClock;
import dev.tsumugi.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole RESTful interface over a database, below the socket, with everything that hangs on it.
 */
final class BypassTown implements AutoCloseable {
  static final String BASE = "http://hub.test/fhir";
  private static final R4 FACTS = R4.load();

  final MovableClock clock = new MovableClock(Instant.parse("2026-11-22T03:00:00Z"));

  /** What subscriptions have told. */
  final List<String> told = new ArrayList<>();

  private final Store store;
  private final Flow flow;
  private final Router router;
  private final ConsentEngine engine = new ConsentEngine(new ScopeTokens(FACTS));

  /**
   * @param strict whether references must lead somewhere
   */
  BypassTown(TestDatabase database, Path keys, boolean strict, WatchedDriver.Watch watch) {
    KeyStore opened = KeyStore.open(keys);
    HookRules hooks = new HookRules(FACTS, new HookRules.Allowed(Set.of("hooks.example"), false));
    AtomicInteger ids = new AtomicInteger();
    store =
        new Store(
            new Database(
                WatchedDriver.address(database.url(), watch),
                database.app().user(),
                database.app().password()),
            FACTS,
            new Store.Settings(
                "node-1", opened, clock, () -> "new-" + ids.incrementAndGet(), strict),
            Optional.empty(),
            hooks,
            TerminologyModule.base());
    flow = store.flow(engine, new Flow.Hooks(hooks, new Ear(), () -> 0.5));
    router =
        FhirRest.router(
            FACTS,
            store.parameters(),
            store.records(),
            store.refusals(),
            store.signOns(),
            operations(opened),
            Optional.of(new Exporting(FACTS, store.records(), flow.exports(), BASE)),
            clock,
            new FhirRest.Settings(BASE, "1", BASE, BASE, opened.cursorKey(), strict));
  }

  private List<Operation> operations(KeyStore keys) {
    List<Operation> operations =
        new ArrayList<>(TermOperations.all(store.records(), store.definitions(), clock));
    operations.add(new SensitivityOperation(store.labelling()));
    operations.add(new RelabelStatusOperation(store.labelling()));
    operations.add(new ReindexStatusOperation(store.records(), store.parameters()));
    operations.add(new AccessJournalOperation(store.journalPage(), BASE, keys.cursorKey()));
    operations.add(
        new EverythingOperation(
            store.patientRecord(), FACTS, engine, clock, BASE, keys.cursorKey()));
    operations.add(new MetaOperation(store.records()));
    operations.add(new SummaryOperation(store.patientRecord(), BASE));
    operations.add(new ValidateOperation(store.records(), FACTS, store.definitions()));
    return operations;
  }

  /** The other side of a subscription. */
  private final class Ear implements Hook {
    @Override
    public Optional<String> refusal(HookTarget target) {
      return Optional.empty();
    }

    @Override
    public Outcome send(HookTarget target, Message message) {
      told.add(message.path() + " " + new String(message.body(), StandardCharsets.UTF_8));
      return new Outcome.Delivered();
    }
  }

  /** A fresh database with the schema and two clients that are assessed for everything. */
  static TestDatabase empty() {
    TestDatabase database = TestDatabase.fresh();
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    try (var connection = database.asSuperuser();
        var sql = connection.createStatement()) {
      sql.execute(
          "insert into service (client, name, classes, scopes, valid_until) select c, 'test',"
              + " array['identity','wishes','contacts','medication','allergy','problem','result',"
              + "'vital','procedure','immunization','device','document','social','care',"
              + "'encounter','consent','open','other'], 'user/*.cruds system/*.cruds', '2030-01-01'"
              + " from unnest(array['app', 'loader']) c");
      sql.execute("insert into session_end values ('ended', 'loader', now(), 'LOGOUT', 'issuer')");
      sql.execute(
          "insert into device values ('lost', 'tablet-7', 'Organization/city', 'Tablet 7', now(),"
              + " 'officer', now(), 'officer')");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return database;
  }

  Access loader() {
    return open("loader", Role.CUSTODIAN, Purpose.RECORDMGT, "", "", "system/*.cruds", "loader");
  }

  /** The custodian, in a session that was ended. */
  Access signedOff() {
    return custodian(new SignOn("ended", "token", 3, Optional.empty()));
  }

  /** The custodian, with a token that is bound to a device which was revoked. */
  Access onALostTablet() {
    return custodian(new SignOn("session", "token", 3, Optional.of("lost")));
  }

  private Access custodian(SignOn signOn) {
    Requester loader = loader().requester();
    return engine.open(
        new Requester(
            loader.subject(),
            loader.name(),
            loader.actor(),
            loader.organization(),
            loader.role(),
            loader.scopes(),
            loader.purpose(),
            loader.client(),
            loader.patient(),
            signOn),
        clock.instant());
  }

  /** A custodian without the scope to search Observations. */
  Access reader() {
    String scopes = "system/Observation.r system/Subscription.cruds";
    return open("reader", Role.CUSTODIAN, Purpose.RECORDMGT, "", "", scopes, "loader");
  }

  Access physician(String name) {
    return physician(name, "user/*.cruds");
  }

  Access physician(String name, String scopes) {
    String actor = "Practitioner/" + name;
    return open(name, Role.PHYSICIAN, Purpose.TREAT, actor, "Organization/clinic", scopes, "app");
  }

  Access operator() {
    return open(
        "operator",
        Role.OPERATOR,
        Purpose.HSYSADMIN,
        "Practitioner/operator",
        "Organization/city",
        "user/*.cruds",
        "app");
  }

  private Access open(
      String subject,
      Role role,
      Purpose purpose,
      String actor,
      String organization,
      String scope,
      String client) {
    return engine.open(
        new Requester(
            subject,
            subject,
            Ref.parse(actor),
            Ref.parse(organization),
            role,
            Scopes.parse(scope),
            purpose,
            client,
            Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty())),
        clock.instant());
  }

  /**
   * @param address below the base, or whole as a link has it
   * @param headers names and values in turn
   */
  Reply ask(Access access, String method, String address, String body, String... headers) {
    String below = address.startsWith(BASE) ? address.substring(BASE.length()) : address;
    int mark = below.indexOf('?');
    List<String> path = new ArrayList<>();
    for (String segment : (mark < 0 ? below : below.substring(0, mark)).split("/")) {
      if (!segment.isEmpty()) path.add(segment);
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) named.put(headers[i], headers[i + 1]);
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      var words = Exchange.words(mark < 0 ? "" : below.substring(mark + 1));
      return router.answer(new Exchange(method, path, words, named, bytes), access).whole();
    } catch (RuntimeException failure) {
      return Problems.reply(failure);
    }
  }

  Reply openly(String address) {
    int mark = address.indexOf('?');
    String path = mark < 0 ? address : address.substring(0, mark);
    var words = Exchange.words(mark < 0 ? "" : address.substring(mark + 1));
    return router.open(
        new Exchange("GET", List.of(path.substring(1)), words, Map.of(), new byte[0]));
  }

  Exports exports() {
    return flow.exports();
  }

  /** All that waits in the background is done. */
  void settle() {
    Steps.background(store);
    Steps.exports(flow);
    Steps.notifications(flow);
  }

  @Override
  public void close() {
    flow.close();
    store.close();
  }
}
