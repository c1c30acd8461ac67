package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.SignedWords;
import dev.tsumugi.acp.paper.FilesComingIn;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.Anomalies;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.Database;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.testkit.MovableClock;
import dev.tsumugi.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** A resident, her family and those who care for her, in a real store behind the real gate. */
final class AcpTown implements AutoCloseable {
  private static final R4 FACTS = R4.load();

  private final TestDatabase database = TestDatabase.fresh();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T03:00:00Z"));
  private final ConsentEngine engine = new ConsentEngine();
  private final Store store;
  private final PlanRecords plans;
  private final Map<String, Operation> operations;

  AcpTown(Path folder) {
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    assess("app", "user/*.cruds");
    assess("loader", "system/*.cruds");
    store =
        new Store(
            new Database(database.url(), database.app().user(), database.app().password()),
            FACTS,
            new Store.Settings(
                "node-1",
                KeyStore.open(folder.resolve("keys")),
                clock,
                AcpTown::id,
                true,
                Anomalies.Thresholds.USUAL,
                List.of(new SignedWords(), new FilesComingIn()),
                Optional.empty()),
            Optional.empty());
    AcpSettings settings = new AcpSettings("http://hub", "http://hub/fhir");
    plans = new PlanRecords(new Rows(store.records(), new QueryParser(FACTS)));
    PlanCommits commits = new PlanCommits(store.records(), plans);
    operations = new HashMap<>();
    for (Operation operation :
        List.of(
            new StateOperation(plans),
            new SignOperation(plans, commits, settings, AcpTown::id),
            new ConfirmOperation(plans, commits),
            new WithdrawOperation(plans, commits, settings, AcpTown::id),
            new EnteredInErrorOperation(plans, commits))) {
      operations.put(operation.name(), operation);
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private void assess(String client, String scopes) {
    String insert =
        "insert into service (client, name, classes, scopes, valid_until) values ('"
            + client
            + "', 'test', array['identity','wishes','contacts','medication','allergy','problem',"
            + "'result','vital','procedure','immunization','device','document','social','care',"
            + "'encounter','consent','open','other'], '"
            + scopes
            + "', '2030-01-01')";
    try (var connection =
            DriverManager.getConnection(
                database.url(), database.owner().user(), database.owner().password());
        var sql = connection.createStatement()) {
      sql.execute(insert);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Records records() {
    return store.records();
  }

  PlanRecords plans() {
    return plans;
  }

  ConsentEngine engine() {
    return engine;
  }

  AcpConnections connections() {
    return () ->
        DriverManager.getConnection(
            database.url(), database.app().user(), database.app().password());
  }

  Instant now() {
    return clock.instant();
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  // Who asks.

  Access resident(String id) {
    return open("Patient/" + id, "", Role.RESIDENT, Purpose.PATRQT);
  }

  Access family(String id) {
    return open("Patient/" + id, "", Role.RESIDENT, Purpose.FAMRQT);
  }

  Access registrar() {
    return open("Practitioner/clerk", "Organization/town-hall", Role.REGISTRAR, Purpose.PATADMIN);
  }

  Access nurse() {
    return open("Practitioner/nurse", "Organization/station", Role.NURSE, Purpose.TREAT);
  }

  Access physician() {
    return open("Practitioner/doctor", "Organization/clinic", Role.PHYSICIAN, Purpose.TREAT);
  }

  Access loader() {
    return open("", "", Role.CUSTODIAN, Purpose.RECORDMGT);
  }

  private Access open(String actor, String organization, Role role, Purpose purpose) {
    boolean service = role == Role.CUSTODIAN;
    return engine.open(
        new Requester(
            role.code(),
            role.code(),
            Ref.parse(actor),
            Ref.parse(organization),
            role,
            Scopes.parse(service ? "system/*.cruds" : "user/*.cruds"),
            purpose,
            service ? "loader" : "app",
            Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty())),
        clock.instant());
  }

  // What they ask.

  /** An answer, with its status. */
  record Said(int status, Json.Obj body) {
    /** The values of a parameter: a code, a string, a reference. */
    List<String> values(String name) {
      List<String> values = new ArrayList<>();
      for (Json.Obj parameter : body.objects("parameter")) {
        if (name.equals(parameter.text("name"))) values.add(value(parameter));
      }
      return values;
    }

    String value(String name) {
      return values(name).isEmpty() ? "" : values(name).get(0);
    }

    /** A part of the parameters of this name. */
    List<String> parts(String name, String part) {
      List<String> values = new ArrayList<>();
      for (Json.Obj parameter : body.objects("parameter")) {
        if (!name.equals(parameter.text("name"))) continue;
        for (Json.Obj one : parameter.objects("part")) {
          if (part.equals(one.text("name"))) values.add(value(one));
        }
      }
      return values;
    }

    private static String value(Json.Obj parameter) {
      for (int i = 0; i < parameter.size(); i++) {
        if (!parameter.name(i).startsWith("value")) continue;
        if (parameter.value(i) instanceof Json.Text text) return text.value();
        if (parameter.value(i) instanceof Json.Bool bool) return String.valueOf(bool.value());
        if (parameter.value(i) instanceof Json.Obj obj) return obj.text("reference") + "";
      }
      return "";
    }

    /** Codes of the reasons of a refusal. */
    List<String> reasons() {
      List<String> codes = new ArrayList<>();
      for (Json.Obj issue : body.objects("issue")) {
        Json.Obj details = issue.obj("details");
        if (details == null) continue;
        for (Json.Obj coding : details.objects("coding")) codes.add(coding.text("code") + "");
      }
      return codes;
    }
  }

  Said ask(Access access, String operation, String patient, String... parameters) {
    Json.Obj input =
        json("{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}");
    Operation.Call call = new Operation.Call(Optional.of(Ref.patient(patient)), input, Map.of());
    Operation.Answered answered = operation(operation).answer(access, call);
    return new Said(answered.status(), Json.parseObject(answered.body().rest()));
  }

  private Operation operation(String name) {
    Operation operation = operations.get(name);
    if (operation == null) throw new IllegalArgumentException(name);
    return operation;
  }

  static String reference(String name, String ref) {
    return "{'name':'" + name + "','valueReference':{'reference':'" + ref + "'}}";
  }

  static String string(String name, String value) {
    return "{'name':'" + name + "','valueString':'" + value + "'}";
  }

  // What stands.

  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** Written by who brings records; each a second after the one before. */
  void put(String text) {
    pass(Duration.ofSeconds(1));
    Json.Obj body = json(text);
    Ref ref = new Ref(body.text("resourceType"), body.text("id"));
    store.records().commit(loader(), List.of(new Write.Update(ref, body, "", OptionalInt.empty())));
  }

  /** A new resource by anybody; its reference with its version. */
  String create(Access access, Json.Obj body) {
    String type = String.valueOf(body.text("resourceType"));
    StoredResource stored =
        store
            .records()
            .commit(access, List.of(new Write.Create(type, body, "", Optional.empty())))
            .get(0)
            .resource();
    return stored.ref() + "/_history/" + stored.version();
  }

  void update(Access access, Json.Obj body) {
    Ref ref = new Ref(body.text("resourceType"), body.text("id"));
    store.records().commit(access, List.of(new Write.Update(ref, body, "", OptionalInt.empty())));
  }

  Json.Obj read(String ref) {
    return plans
        .read(loader(), Ref.parse(ref).orElseThrow())
        .orElseThrow(() -> Problem.of(Problem.Kind.NOT_FOUND, ref));
  }

  List<Json.Obj> all(String type, String patient) {
    return store
        .records()
        .search(
            loader(),
            new QueryParser(FACTS).parse(type, List.of(new Word("patient", "Patient/" + patient))),
            Optional.empty())
        .matches()
        .stream()
        .map(stored -> Json.parseObject(stored.json()))
        .toList();
  }

  /** A resident with a daughter who may write wishes, a helper, a family doctor, a nurse. */
  void person(String id) {
    put(
        "{'resourceType':'Patient','id':'"
            + id
            + "','generalPractitioner':[{'reference':'Practitioner/doctor'},"
            + "{'reference':'Organization/station'}]}");
    relative(id, "daughter", "agent");
    relative(id, "helper", "helper");
    put(
        "{'resourceType':'Consent','id':'"
            + id
            + "-care','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':{'reference':'Patient/"
            + id
            + "'},'dateTime':'2026-01-01','policy':[{'uri':'https://tsumugi.dev/fhir/policy/care-sharing'}],'provision':{'type':'permit',"
            + "'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},'reference':{'reference':'Practitioner/doctor'}},"
            + "{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},'reference':{'reference':'Organization/station'}}],"
            + "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'TREAT'}]}}");
  }

  private void relative(String patient, String who, String kind) {
    put("{'resourceType':'Patient','id':'" + patient + "-" + who + "-self'}");
    put(
        "{'resourceType':'RelatedPerson','id':'"
            + patient
            + "-"
            + who
            + "','active':true,'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/authority','extension':["
            + "{'url':'kind','valueCode':'"
            + kind
            + "'},{'url':'may','valueCode':'read'},{'url':'may','valueCode':'write-wishes'}]}],"
            + "'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'"
            + patient
            + "-"
            + who
            + "-self'}],'patient':{'reference':'Patient/"
            + patient
            + "'},'name':[{'text':'佐藤 美香'}]}");
  }

  void workers() {
    for (String one : List.of("clerk", "nurse", "doctor")) {
      put("{'resourceType':'Practitioner','id':'" + one + "'}");
    }
    for (String one : List.of("town-hall", "station", "clinic")) {
      put("{'resourceType':'Organization','id':'" + one + "'}");
    }
  }

  /** The resident's own draft. */
  static Json.Obj draft(String patient, String code, String answer, String words) {
    return wish(patient, code, answer, words, "Patient/" + patient);
  }

  static Json.Obj wish(String patient, String code, String answer, String words, String performer) {
    return json(
        "{'resourceType':'Observation','meta':{'profile':['http://hl7.org/fhir/us/pacio-adi/StructureDefinition/ADI-PersonalInterventionPreference']},"
            + "'status':'preliminary','category':[{'coding':[{'system':'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS',"
            + "'code':'intervention-preference'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'"
            + code
            + "'}]},'subject':{'reference':'Patient/"
            + patient
            + "'},'performer':[{'reference':'"
            + performer
            + "'}],'valueCodeableConcept':{'coding':"
            + "[{'system':'https://tsumugi.dev/fhir/CodeSystem/wish','code':'"
            + answer
            + "'}],'text':'"
            + words
            + "'}}");
  }

  String scan(Access access, String patient) {
    return create(
            access,
            json(
                "{'resourceType':'DocumentReference','status':'current','type':{'coding':[{'system':'http://loinc.org','code':'86533-7'}]},"
                    + "'category':[{'coding':[{'system':'http://loinc.org','code':'42348-3'}]}],'subject':{'reference':'Patient/"
                    + patient
                    + "'},'content':[{'attachment':{'contentType':'application/pdf','title':'scan'}}]}"))
        .replaceFirst("/_history/.*", "");
  }

  @Override
  public void close() {
    store.close();
  }
}
