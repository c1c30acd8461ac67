package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.ScopeTokens;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.testkit.MovableClock;
import dev.tsumugi.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A store on a fresh database, and people who ask it. */
final class TestStore implements AutoCloseable {
  static final R4 R4_FACTS = R4.load();
  static final HookRules HOOKS =
      new HookRules(R4_FACTS, new HookRules.Allowed(Set.of("hooks.example"), false));

  final TestDatabase database = TestDatabase.fresh();
  final MovableClock clock = new MovableClock(Instant.parse("2026-11-22T03:00:00Z"));
  Store store;
  final KeyStore keys;
  private final Optional<SheetRenderer> renderer;
  private final String address;
  private final boolean referentialIntegrity;
  private final ConsentEngine engine = new ConsentEngine(new ScopeTokens(R4_FACTS));
  private QueryParser queries;
  private final AtomicInteger ids = new AtomicInteger();

  TestStore(Path folder) {
    this(folder, Optional.empty());
  }

  TestStore(Path folder, Optional<SheetRenderer> renderer) {
    this(folder, renderer, true);
  }

  TestStore(Path folder, Optional<SheetRenderer> renderer, boolean referentialIntegrity) {
    this(folder, renderer, referentialIntegrity, url -> url);
  }

  /**
   * @param address of the database as the store is told it
   */
  TestStore(
      Path folder,
      Optional<SheetRenderer> renderer,
      boolean referentialIntegrity,
      UnaryOperator<String> address) {
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    assess("app", "user/*.cruds patient/*.cruds");
    assess("loader", "system/*.cruds");
    keys = KeyStore.open(folder.resolve("keys"));
    this.renderer = renderer;
    this.address = address.apply(database.url());
    this.referentialIntegrity = referentialIntegrity;
    store = open();
    queries = new QueryParser(store.parameters());
  }

  private Store open() {
    return further("node-1");
  }

  /** Another hub on the same database; the caller closes it. */
  Store further(String node) {
    return new Store(
        new Database(address, database.app().user(), database.app().password()),
        R4_FACTS,
        new Store.Settings(
            node, keys, clock, () -> "new-" + ids.incrementAndGet(), referentialIntegrity),
        renderer,
        HOOKS);
  }

  /** As after a stop and a start of the hub. */
  void startAgain() {
    store.close();
    store = open();
    queries = new QueryParser(store.parameters());
  }

  /** What {@code ./hub verify} says of it, once it is at rest. */
  List<StoreAudit.Verdict> audit() {
    List<StoreAudit.Verdict> verdicts = new ArrayList<>();
    StoreAudit audit = new StoreAudit(R4_FACTS, Optional.of(keys), database.app().user(), renderer);
    try (Connection owner =
        DriverManager.getConnection(
            database.url(), database.owner().user(), database.owner().password())) {
      audit.run(owner, verdicts::add);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return verdicts;
  }

  private void assess(String client, String scopes) {
    sql(
        "insert into service (client, name, classes, scopes, valid_until) select '"
            + client
            + "', 'test', array['identity','wishes','contacts','medication','allergy','problem',"
            + "'result','vital','procedure','immunization','device','document','social','care',"
            + "'encounter','consent','open','other'], '"
            + scopes
            + "', '2030-01-01'");
  }

  void sql(String statement) {
    try (Connection connection = asSuperuser();
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  long number(String select) {
    try (Connection connection = asSuperuser();
        var sql = connection.createStatement()) {
      var row = sql.executeQuery(select);
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Connection asSuperuser() throws SQLException {
    return database.asSuperuser();
  }

  Connection asApplication() throws SQLException {
    return DriverManager.getConnection(
        database.url(), database.app().user(), database.app().password());
  }

  Access loader() {
    return open("loader", Role.CUSTODIAN, Purpose.RECORDMGT, "", "", "system/*.cruds", "loader");
  }

  Access resident(String patient) {
    return open(
        patient, Role.RESIDENT, Purpose.PATRQT, "Patient/" + patient, "", "user/*.cruds", "app");
  }

  Access physician(String name, String organization) {
    return open(
        name,
        Role.PHYSICIAN,
        Purpose.TREAT,
        "Practitioner/" + name,
        "Organization/" + organization,
        "user/*.cruds",
        "app");
  }

  Access crew() {
    return open(
        "crew",
        Role.CREW,
        Purpose.ETREAT,
        "Practitioner/crew",
        "Organization/fire",
        "user/*.cruds",
        "app");
  }

  Access open(
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

  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static Json.Obj json(StoredResource resource) {
    return Json.parseObject(resource.json());
  }

  Written put(Access access, String text) {
    return commit(access, update(text)).get(0);
  }

  static Write update(String text) {
    Json.Obj body = json(text);
    Ref ref = new Ref(body.text("resourceType"), body.text("id"));
    return new Write.Update(ref, body, "", OptionalInt.empty());
  }

  static Write create(String text) {
    Json.Obj body = json(text);
    return new Write.Create(body.text("resourceType"), body, "", Optional.empty());
  }

  List<Written> commit(Access access, Write... writes) {
    return store.records().commit(access, List.of(writes));
  }

  Query query(String type, String... words) {
    List<QueryParser.Word> parsed = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      parsed.add(new QueryParser.Word(word.substring(0, equals), word.substring(equals + 1)));
    }
    return queries.parse(type, parsed);
  }

  /** Its versions, newest first; none if hidden or absent. */
  List<StoredResource> history(Access access, Ref ref) {
    return store
        .records()
        .history(access, HistoryQuery.of(ref))
        .map(HistoryQuery.Page::versions)
        .orElse(List.of());
  }

  /** Ids found, in order. */
  List<String> search(Access access, String type, String... words) {
    return store.records().search(access, query(type, words), Optional.empty()).matches().stream()
        .map(match -> match.ref().id())
        .toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
