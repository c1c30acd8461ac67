package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.profile.ValidateOperation;
import dev.tsumugi.fhirserver.shell.store.Database;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.fhirserver.shell.terms.TermOperations;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.shell.TerminologyModule;
import dev.tsumugi.testkit.MovableClock;
import dev.tsumugi.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The RESTful interface over a fresh store, below the socket: requests as data. */
final class RestTown implements AutoCloseable {
  static final String BASE = "http://localhost:8080/fhir";

  final MovableClock clock = new MovableClock(Instant.parse("2026-11-22T03:00:00Z"));
  final Store store;
  final TestDatabase database;
  private final Router router;
  private final ConsentEngine engine = new ConsentEngine(new ScopeTokens(R4.load()));

  RestTown(Path folder) {
    this(folder, TestDatabase.fresh(), "node-1");
  }

  /** One of several nodes on one database. */
  RestTown(Path folder, TestDatabase database, String node) {
    this.database = database;
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    assess(database);
    R4 r4 = R4.load();
    KeyStore keys = KeyStore.open(folder.resolve("keys"));
    AtomicInteger ids = new AtomicInteger();
    String prefix = node.equals("node-1") ? "new-" : node + "-";
    store =
        new Store(
            new Database(database.url(), database.app().user(), database.app().password()),
            r4,
            new Store.Settings(node, keys, clock, () -> prefix + ids.incrementAndGet()),
            Optional.empty(),
            new HookRules(r4, HookRules.Allowed.NOTHING),
            TerminologyModule.base());
    router =
        FhirRest.router(
            r4,
            store.parameters(),
            store.records(),
            store.refusals(),
            store.signOns(),
            operations(store, r4, engine, clock, keys),
            Optional.empty(),
            clock,
            new FhirRest.Settings(BASE, "1", BASE, BASE, keys.cursorKey(), true));
  }

  private static List<Operation> operations(
      Store store, R4 r4, ConsentEngine engine, MovableClock clock, KeyStore keys) {
    List<Operation> operations =
        new ArrayList<>(TermOperations.all(store.records(), store.definitions(), clock));
    operations.add(new MetaOperation(store.records()));
    operations.add(new SensitivityOperation(store.labelling()));
    operations.add(new RelabelStatusOperation(store.labelling()));
    BreakGlass glass = store.breakGlass(new BreakGlass.Box(Duration.ofMinutes(60)));
    operations.addAll(
        ConsentOperations.all(store.records(), store.decisions(engine), glass, store.questions()));
    operations.add(new AccessJournalOperation(store.journalPage(), BASE, keys.cursorKey()));
    operations.add(
        new EverythingOperation(store.patientRecord(), r4, engine, clock, BASE, keys.cursorKey()));
    operations.add(new ValidateOperation(store.records(), r4, store.definitions()));
    operations.add(new SummaryOperation(store.patientRecord(), BASE));
    operations.add(new ReindexStatusOperation(store.records(), store.parameters()));
    return operations;
  }

  private static void assess(TestDatabase database) {
    try (var connection = database.asSuperuser();
        var sql = connection.createStatement()) {
      sql.execute(
          "insert into service (client, name, classes, scopes, valid_until) select c, 'test',"
              + " array['identity','wishes','contacts','medication','allergy','problem','result',"
              + "'vital','procedure','immunization','device','document','social','care',"
              + "'encounter','consent','open','other'], 'user/*.cruds system/*.cruds', '2030-01-01'"
              + " from unnest(array['app', 'loader']) c on conflict do nothing");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Another node on the same database. */
  RestTown beside(Path folder, String node) {
    return new RestTown(folder, database, node);
  }

  long number(String select) {
    try (var connection = database.asSuperuser();
        var sql = connection.createStatement()) {
      var row = sql.executeQuery(select);
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Labels rows anew in the background, as a hub does. */
  void work() {
    store.reindexInBackground();
  }

  Access loader() {
    return open("loader", Role.CUSTODIAN, Purpose.RECORDMGT, "", "system/*.cruds", "loader");
  }

  Access resident(String patient, String scope) {
    return open(patient, Role.RESIDENT, Purpose.PATRQT, "Patient/" + patient, scope, "app");
  }

  Access officer(String scope) {
    return open("officer", Role.OFFICER, Purpose.HOPERAT, "Practitioner/officer", scope, "app");
  }

  /** Of an organisation. */
  Access staff(String name, Role role, Purpose purpose, String organization) {
    return open(
        name,
        role,
        purpose,
        "Practitioner/" + name,
        Ref.parse(organization),
        "user/*.cruds",
        "app");
  }

  private Access open(
      String subject, Role role, Purpose purpose, String actor, String scope, String client) {
    return open(subject, role, purpose, actor, Optional.empty(), scope, client);
  }

  /** Somebody at work. */
  Access worker(Role role, Purpose purpose, String name, String organization) {
    return staff(name, role, purpose, "Organization/" + organization);
  }

  private Access open(
      String subject,
      Role role,
      Purpose purpose,
      String actor,
      Optional<Ref> organization,
      String scope,
      String client) {
    return engine.open(
        new Requester(
            subject,
            subject,
            Ref.parse(actor),
            organization,
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
   */
  Reply ask(Access access, String method, String address, String body, String... headers) {
    String below = address.startsWith(BASE) ? address.substring(BASE.length()) : address;
    int mark = below.indexOf('?');
    List<String> path = new ArrayList<>();
    for (String segment : (mark < 0 ? below : below.substring(0, mark)).split("/")) {
      if (!segment.isEmpty()) path.add(segment);
    }
    Map<String, String> named = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var words = Exchange.words(mark < 0 ? "" : below.substring(mark + 1));
    try {
      return router.answer(new Exchange(method, path, words, named, bytes), access);
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

  Json.Obj get(Access access, String address, String... headers) {
    return Json.parseObject(ask(access, "GET", address, "", headers).body());
  }

  void put(String body) {
    Json.Obj json = Json.parseObject(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Reply reply =
        ask(loader(), "PUT", "/" + json.text("resourceType") + "/" + json.text("id"), body);
    if (reply.status() >= 300) throw new IllegalStateException(text(reply));
  }

  static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  /** Ids of the entries, in order. */
  static String ids(Json.Obj bundle) {
    List<String> ids = new ArrayList<>();
    for (Json.Obj entry : bundle.objects("entry")) {
      String url = entry.text("fullUrl");
      if (url != null) ids.add(url.substring(BASE.length() + 1));
    }
    return String.join(" ", ids);
  }

  static Optional<String> link(Json.Obj bundle, String relation) {
    return bundle.objects("link").stream()
        .filter(link -> relation.equals(link.text("relation")))
        .map(link -> link.text("url"))
        .findFirst();
  }

  @Override
  public void close() {
    store.close();
  }
}
