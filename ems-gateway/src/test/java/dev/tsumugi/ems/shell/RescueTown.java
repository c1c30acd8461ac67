package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.Database;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.testkit.MovableClock;
import dev.tsumugi.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;

/** A fire service, two hospitals and a few residents in a real store. */
final class RescueTown implements AutoCloseable {
  static final String AGREED = "agreed";
  static final String REFUSING = "refusing";

  final TestDatabase database = TestDatabase.fresh();
  final MovableClock clock = new MovableClock(Instant.parse("2026-11-22T03:00:00Z"));
  final ConsentEngine engine = new ConsentEngine();
  final R4 r4 = R4.load();
  final Store store;
  final HandOvers handOvers;
  final IncidentRecords incidents;
  final KeyStore keys;
  private final List<Operation> operations = new ArrayList<>();

  RescueTown(Path folder) {
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    assess("ems-app", "user/*.cruds");
    assess("my", "user/*.cruds");
    assess("dispatch", DispatchDesk.SCOPES);
    assess("loader", "system/*.cruds");
    keys = KeyStore.open(folder.resolve("keys"));
    store =
        new Store(
            new Database(database.url(), database.app().user(), database.app().password()),
            r4,
            new Store.Settings("node-1", keys, clock, () -> UUID.randomUUID().toString()),
            Optional.of(new EmergencySheet()));
    handOvers = store.handOvers(engine);
    incidents = new IncidentRecords(store.records(), new QueryParser(r4));
    operations.addAll(new IncidentOperations(incidents, handOvers).all());
    operations.addAll(
        new HandOverOperations(incidents, handOvers, store.sheets(), new QueryParser(r4)).all());
    settle();
  }

  private void settle() {
    for (String name : List.of("fire", "other-fire", "central", "minami")) {
      put(
          "{'resourceType':'Organization','id':'"
              + name
              + "','name':'"
              + name
              + "','telecom':[{'system':'phone','value':'029-800-0119'}]}");
    }
    put("{'resourceType':'Practitioner','id':'crew'}");
    resident(AGREED, "permit");
    resident(REFUSING, "deny");
    put(patient("daughter"));
    put(patient("stranger"));
  }

  private static String patient(String id) {
    return "{'resourceType':'Patient','id':'"
        + id
        + "','name':[{'family':'試験','given':['"
        + id
        + "'],'text':'試験 "
        + id
        + "'}],'birthDate':'1947-04-12','gender':'female'}";
  }

  private void resident(String id, String decision) {
    put(patient(id));
    consent(id, decision);
    put(
        "{'resourceType':'AllergyIntolerance','id':'"
            + id
            + "-allergy','patient':{'reference':'Patient/"
            + id
            + "'},'code':{'text':'そば'},'clinicalStatus':{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical','code':'active'}]}}");
  }

  /** To crews and desks in an emergency, or to none of them. */
  void consent(String id, String decision) {
    put(
        "{'resourceType':'Consent','id':'"
            + id
            + "-consent','status':'active','scope':{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
            + "'policy':[{'uri':'https://tsumugi.dev/fhir/policy/emergency-sharing'}],"
            + "'patient':{'reference':'Patient/"
            + id
            + "'},'provision':{'type':'"
            + decision
            + "','actor':["
            + actor("crew")
            + ","
            + actor("emergency-desk")
            + "],'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':"
            + "'ETREAT'}]}}");
  }

  private static String actor(String role) {
    return "{'role':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':{'identifier':{'system':'https://tsumugi.dev/fhir/CodeSystem/role','value':'"
        + role
        + "'}}}";
  }

  private void assess(String client, String scopes) {
    sql(
        "insert into service (client, name, classes, scopes, valid_until) values ('"
            + client
            + "', 'test', array['identity','wishes','contacts','medication','allergy','problem',"
            + "'result','vital','procedure','immunization','device','document','social','care',"
            + "'encounter','consent','open','other'], '"
            + scopes
            + "', '2030-01-01') on conflict (client) do nothing");
  }

  /** As the owner of the tables. */
  void sql(String statement) {
    try (var connection =
            DriverManager.getConnection(
                database.url(), database.owner().user(), database.owner().password());
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  // Who asks.

  Access crew() {
    return crew("fire");
  }

  Access crew(String organization) {
    return open(Role.CREW, Purpose.ETREAT, "ems-app", "Practitioner/crew", organization);
  }

  Access desk(String organization) {
    return open(Role.EMERGENCY_DESK, Purpose.ETREAT, "ems-app", "Practitioner/desk", organization);
  }

  Access loader() {
    return open(Role.CUSTODIAN, Purpose.RECORDMGT, "loader", "", "");
  }

  Access resident(String id) {
    return open(Role.RESIDENT, Purpose.PATRQT, "my", "Patient/" + id, "");
  }

  Access open(Role role, Purpose purpose, String client, String actor, String organization) {
    return engine.open(
        new Requester(
            role.code(),
            role.code() + " " + organization,
            Ref.parse(actor),
            Ref.parse("Organization/" + organization),
            role,
            Scopes.parse(client.equals("loader") ? "system/*.cruds" : "user/*.cruds"),
            purpose,
            client,
            Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty())),
        clock.instant());
  }

  // What they do.

  /** The answer's bytes as text. */
  String ask(Access access, String name, String... parameters) {
    return ask(access, Optional.empty(), name, parameters);
  }

  String askOf(Access access, String patient, String name, String... parameters) {
    return ask(access, Optional.of(Ref.patient(patient)), name, parameters);
  }

  private String ask(Access access, Optional<Ref> instance, String name, String... parameters) {
    Json.Obj input =
        json("{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}");
    Operation operation =
        operations.stream()
            .filter(one -> one.name().equals(name) && one.onInstance() == instance.isPresent())
            .findFirst()
            .orElseThrow();
    return new String(
        operation.run(access, new Operation.Call(instance, input, Map.of())),
        StandardCharsets.UTF_8);
  }

  static String text(String name, String value) {
    return "{'name':'" + name + "','valueString':'" + value + "'}";
  }

  static String reference(String name, String value) {
    return "{'name':'" + name + "','valueReference':{'reference':'" + value + "'}}";
  }

  static String number(String name, int value) {
    return "{'name':'" + name + "','valueInteger':" + value + "}";
  }

  /** A value of a part, by the names that lead to it. */
  static Optional<String> value(String parameters, String... path) {
    List<Json.Obj> parts = json(parameters).objects("parameter");
    for (int i = 0; ; i++) {
      String name = path[i];
      Optional<Json.Obj> part =
          parts.stream().filter(one -> name.equals(one.text("name"))).findFirst();
      if (part.isEmpty()) return Optional.empty();
      if (i == path.length - 1) return Optional.of(simple(part.get()));
      parts = part.get().objects("part");
    }
  }

  private static String simple(Json.Obj part) {
    for (int i = 0; i < part.size(); i++) {
      if (!part.name(i).startsWith("value")) continue;
      if (part.value(i) instanceof Json.Text text) return text.value();
      if (part.value(i) instanceof Json.Obj object) {
        return String.valueOf(object.text("reference"));
      }
    }
    return "";
  }

  /** An incident of the fire service; its reference. */
  String incident(String command) {
    String answer = ask(crew(), "$open-incident", text("command", command));
    return value(answer, "incident", "encounter").orElseThrow();
  }

  /** What a crew notes on the way. */
  String entry(String incident, String type, String more) {
    String body =
        "{'resourceType':'" + type + "','encounter':{'reference':'" + incident + "'}," + more + "}";
    return store
        .records()
        .commit(crew(), List.of(new Write.Create(type, json(body), "", Optional.empty())))
        .get(0)
        .resource()
        .ref()
        .toString();
  }

  String vital(String incident) {
    return entry(
        incident,
        "Observation",
        "'status':'final','category':[{'coding':[{'system':"
            + "'http://terminology.hl7.org/CodeSystem/observation-category','code':'vital-signs'}]}],"
            + "'code':{'coding':[{'system':'http://loinc.org','code':'8867-4'}]},"
            + "'valueQuantity':{'value':96,'unit':'/min'}");
  }

  /** A hand-over of an agreed resident to the central hospital; its id. */
  String handOver(String incident, String patient, String command) {
    String answer =
        askOf(
            crew(),
            patient,
            "$emergency-handover",
            reference("incident", incident),
            reference("organization", "Organization/central"),
            number("eta", 12),
            text("urgency", "urgency-red"),
            text("command", command));
    return value(answer, "id").orElseThrow();
  }

  void put(String text) {
    Json.Obj body = json(text);
    Ref ref = new Ref(String.valueOf(body.text("resourceType")), String.valueOf(body.text("id")));
    store.records().commit(loader(), List.of(new Write.Update(ref, body, "", OptionalInt.empty())));
  }

  List<StoredResource> search(Access access, String type, String name, String value) {
    return store
        .records()
        .search(
            access,
            new QueryParser(r4).parse(type, List.of(new QueryParser.Word(name, value))),
            Optional.empty())
        .matches();
  }

  /** What a resident reads in their journal. */
  String journal(String patient) {
    return store
        .journalPage()
        .of(
            resident(patient),
            Ref.patient(patient),
            new JournalPage.Window(100, Period.MIN, Optional.empty()))
        .lines()
        .stream()
        .flatMap(line -> JournalWords.parts(line).stream())
        .map(part -> (Json.Obj) part)
        .filter(part -> List.of("text", "text-en").contains(part.text("name")))
        .map(part -> part.text("valueString"))
        .collect(Collectors.joining("\n"));
  }

  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    store.close();
  }
}
