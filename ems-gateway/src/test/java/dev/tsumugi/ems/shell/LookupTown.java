package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.EmergencySheet;
import dev.tsumugi.ems.LookUpLimits;
import dev.tsumugi.ems.find.PersonKeys;
import dev.tsumugi.fhirserver.BreakGlass;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Labelling;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.shell.store.Database;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.fhirserver.shell.store.Schema;
import dev.tsumugi.fhirserver.shell.store.Store;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.testkit.MovableClock;
import dev.tsumugi.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/** A few residents in a real store, and crews who look for them. */
final class LookupTown implements AutoCloseable {
  static final String BIRTH_DATE = "1947-04-12";

  private final TestDatabase database = TestDatabase.fresh();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-22T03:00:00Z"));
  private final ConsentEngine engine = new ConsentEngine();
  private final Store store;
  private final Confirmations confirmations;
  private final EmergencyLookup lookup;
  private final MeterRegistry figures = new SimpleMeterRegistry();
  private final EmergencyPreview preview;

  LookupTown(Path folder) {
    Schema.migrate(
        database.url(),
        database.owner().user(),
        database.owner().password(),
        database.app().user());
    assess("crew-app", "user/*.cruds");
    assess("my", "user/*.cruds");
    assess("loader", "system/*.cruds");
    assess("other-loader", "system/*.cruds");
    R4 r4 = R4.load();
    KeyStore keys = KeyStore.open(folder.resolve("keys"));
    store =
        new Store(
            new Database(database.url(), database.app().user(), database.app().password()),
            r4,
            new Store.Settings("node-1", keys, clock, () -> UUID.randomUUID().toString())
                .matching(new PersonKeys()),
            Optional.of(new EmergencySheet()));
    QueryParser queries = new QueryParser(r4);
    confirmations = new Confirmations(keys);
    lookup =
        new EmergencyLookup(
            store.sheets(),
            queries,
            new IncidentRecords(store.records(), queries),
            confirmations,
            new LookUpRates(store.lookUpCounts(), new LookUpLimits(0, 0, 3, 2)),
            new GlassSearch(store.breakGlass(new BreakGlass.Box(Duration.ofMinutes(60))), engine),
            new MeteredFigures(figures));
    preview = new EmergencyPreview(store.sheets(), engine);
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
    sql(insert);
  }

  Confirmations confirmations() {
    return confirmations;
  }

  Store store() {
    return store;
  }

  MovableClock clock() {
    return clock;
  }

  /** As the database's owner, whom the application is not. */
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

  EmergencyLookup lookup() {
    return lookup;
  }

  // Who asks.

  Access crew() {
    return open(Role.CREW, Purpose.ETREAT, "user/*.rs", "crew-app");
  }

  Access open(Role role, Purpose purpose, String scope, String client) {
    return open(
        role,
        purpose,
        scope,
        client,
        "Practitioner/" + role.code(),
        Ref.parse("Organization/" + role.code()));
  }

  /** A resident in the residents' app. */
  Access resident(String id, Purpose purpose) {
    return open(Role.RESIDENT, purpose, "user/*.cruds", "my", "Patient/" + id, Optional.empty());
  }

  /** A crew member on a tablet. */
  Access tablet(String key, String organization) {
    return engine.open(
        new Requester(
            "crew",
            "高木 仁",
            Ref.parse("Practitioner/crew"),
            Ref.parse(organization),
            Role.CREW,
            Scopes.parse("user/*.cruds"),
            Purpose.ETREAT,
            "crew-app",
            Optional.empty(),
            new SignOn("session", "token", 1, Optional.of(key))),
        clock.instant());
  }

  private Access open(
      Role role,
      Purpose purpose,
      String scope,
      String client,
      String actor,
      Optional<Ref> organization) {
    return engine.open(
        new Requester(
            role.code(),
            role.code(),
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

  // What they ask.

  /** The answer's bytes as text; its codes, which are another each time, are made the same. */
  String ask(Access access, String... parameters) {
    return whole(access, parameters)
        .replaceAll("(\"confirm\",\"valueString\":\")[^\"]+", "$1sealed");
  }

  /** The answer's bytes as text. */
  String whole(Access access, String... parameters) {
    Json.Obj input =
        json("{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}");
    return new String(
        lookup.run(access, new Operation.Call(Optional.empty(), input, Map.of())),
        StandardCharsets.UTF_8);
  }

  /**
   * The preview's bytes as text.
   *
   * @param consents not saved
   */
  String preview(Access access, String patient, Json.Obj... consents) {
    List<Json> parameters = new ArrayList<>();
    for (Json.Obj consent : consents) {
      parameters.add(Json.object().put("name", "consent").put("resource", consent).build());
    }
    Json.Obj input =
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
    Operation.Call call = new Operation.Call(Ref.parse("Patient/" + patient), input, Map.of());
    return new String(preview.run(access, call), StandardCharsets.UTF_8);
  }

  String byNumber(String patient) {
    return ask(
        crew(),
        "{'name':'identifier','valueIdentifier':{'system':'https://tsumugi.dev/fhir/sid/resident','value':'"
            + patient
            + "'}}");
  }

  // Emergency cards.

  private Handouts handouts() {
    return store.handouts(engine);
  }

  Access resident(String id) {
    return engine.open(
        new Requester(
            id,
            id,
            Ref.parse("Patient/" + id),
            Optional.empty(),
            Role.RESIDENT,
            Scopes.parse("user/*.cruds"),
            Purpose.PATRQT,
            "crew-app",
            Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty())),
        clock.instant());
  }

  Handouts.Issued card(String patient) {
    return handouts().issue(resident(patient), Ref.patient(patient), Handouts.Made.card("財布"));
  }

  void endCard(String patient, String id) {
    handouts().end(resident(patient), Ref.patient(patient), Handouts.Kind.CARD, id);
  }

  String byCard(String code) {
    return ask(crew(), "{'name':'card','valueString':'" + code + "'}");
  }

  String byName(String name) {
    return byName(name, BIRTH_DATE, "女");
  }

  String byName(String name, String birthDate, String sex) {
    return ask(
        crew(),
        "{'name':'name','valueString':'" + name + "'}",
        "{'name':'birthDate','valueDate':'" + birthDate + "'}",
        "{'name':'sex','valueString':'" + sex + "'}");
  }

  // What stands.

  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** Each write comes a second after the one before. */
  void put(String text) {
    put(json(text));
  }

  void put(Json.Obj body) {
    clock.advance(Duration.ofSeconds(1));
    Ref ref = new Ref(body.text("resourceType"), body.text("id"));
    commit(new Write.Update(ref, body, "", OptionalInt.empty()));
  }

  /** The records by their own way in, beside the look-up's. */
  Records records() {
    return store.records();
  }

  Instant now() {
    return clock.instant();
  }

  /** Who may see and write all; what they bring stands under the name of the app. */
  Access custodian(String client) {
    return open(Role.CUSTODIAN, Purpose.RECORDMGT, "system/*.cruds", client);
  }

  void delete(String type, String id) {
    commit(new Write.Delete(new Ref(type, id), OptionalInt.empty()));
  }

  private void commit(Write write) {
    Access loader = open(Role.CUSTODIAN, Purpose.RECORDMGT, "system/*.cruds", "loader");
    store.records().commit(loader, List.of(write));
  }

  void resident(String id, String kanji, String kana) {
    put(
        "{'resourceType':'Patient','id':'"
            + id
            + "','identifier':[{'system':'https://tsumugi.dev/fhir/sid/resident','value':'"
            + id
            + "'}],'name':["
            + name("IDE", kanji)
            + ","
            + name("SYL", kana)
            + "],'telecom':[{'system':'phone','value':'029-800-1001'}],'gender':'female',"
            + "'birthDate':'"
            + BIRTH_DATE
            + "','address':[{'text':'つむぎ市桜が丘一丁目3番12号'}]}");
  }

  private static String name(String representation, String text) {
    return "{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation',"
        + "'valueCode':'"
        + representation
        + "'}],'text':'"
        + text
        + "'}";
  }

  void wait(Duration time) {
    clock.advance(time);
  }

  /** A run of the crew's; the caller said that 服部 had fallen. */
  Ref incident(String number) {
    Write create = new Write.Create("Encounter", run(number, ""), "", Optional.empty());
    return crewWrites(create);
  }

  /** The crew says who it has before it. */
  void confirmed(Ref incident, String number, String patient) {
    String subject = "'subject':{'reference':'Patient/" + patient + "'},";
    Json.Obj body = run("'id':'" + incident.id() + "',", number, subject);
    crewWrites(new Write.Update(incident, body, "", OptionalInt.empty()));
  }

  private Ref crewWrites(Write write) {
    Access crew = open(Role.CREW, Purpose.ETREAT, "user/*.cruds", "crew-app");
    return store.records().commit(crew, List.of(write)).get(0).resource().ref();
  }

  private static Json.Obj run(String number, String subject) {
    return run("", number, subject);
  }

  private static Json.Obj run(String id, String number, String subject) {
    return json(
        "{'resourceType':'Encounter',"
            + id
            + "'identifier':[{'system':'https://tsumugi.dev/fhir/sid/incident','value':'"
            + number
            + "'}],'status':'in-progress','class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'EMER'},"
            + subject
            + "'extension':[{'url':'https://tsumugi.dev/fhir/StructureDefinition/incident-call','extension':["
            + "{'url':'kana','valueString':'ハットリ タダシ'},{'url':'age','valueInteger':80},"
            + "{'url':'address','valueString':'桜が丘1-3-12'}]}]}");
  }

  /** Something in every block. */
  void record(String patient) {
    String subject = "'subject':{'reference':'Patient/" + patient + "'}";
    wish(patient + "-wish", patient, "81329-5", "do-not-wish", "final");
    put(
        "{'resourceType':'ServiceRequest','id':'"
            + patient
            + "-order','status':'active','intent':'directive','doNotPerform':true,"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'100822-6'}]}],"
            + "'code':{'text':'心肺蘇生'},'authoredOn':'2026-02-03',"
            + subject
            + "}");
    put(
        "{'resourceType':'RelatedPerson','id':'"
            + patient
            + "-daughter','patient':{'reference':'Patient/"
            + patient
            + "'},'relationship':[{'text':'娘'}],'name':[{'text':'佐藤 美香'}],"
            + "'telecom':[{'system':'phone','value':'090-0000-0101','rank':1}]}");
    put(
        "{'resourceType':'AllergyIntolerance','id':'"
            + patient
            + "-allergy','code':{'text':'ペニシリン'},'criticality':'high',"
            + "'patient':{'reference':'Patient/"
            + patient
            + "'},'recordedDate':'2025-10-01'}");
    put(
        "{'resourceType':'MedicationRequest','id':'"
            + patient
            + "-warfarin','status':'active','intent':'order','medicationCodeableConcept':"
            + "{'text':'ワーファリン錠1mg'},'authoredOn':'2026-11-01',"
            + subject
            + "}");
    problem(patient + "-af", patient, "心房細動", "");
  }

  void wish(String id, String patient, String code, String answer, String status) {
    put(
        "{'resourceType':'Observation','id':'"
            + id
            + "','status':'"
            + status
            + "','category':[{'coding':[{'system':'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS',"
            + "'code':'intervention-preference'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'"
            + code
            + "'}]},'subject':{'reference':'Patient/"
            + patient
            + "'},'effectiveDateTime':'2026-05-01','valueCodeableConcept':{'coding':"
            + "[{'system':'https://tsumugi.dev/fhir/CodeSystem/wish','code':'"
            + answer
            + "'}]}}");
  }

  void problem(String id, String patient, String name, String sensitivity) {
    String label =
        sensitivity.isEmpty()
            ? ""
            : "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'"
                + sensitivity
                + "'}]},";
    put(
        "{'resourceType':'Condition','id':'"
            + id
            + "',"
            + label
            + "'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'active'}]},"
            + "'code':{'text':'"
            + name
            + "'},'subject':{'reference':'Patient/"
            + patient
            + "'},'onsetDateTime':'2019-04'}");
  }

  void coded(String id, String patient, String name, String icd10) {
    put(
        "{'resourceType':'Condition','id':'"
            + id
            + "','clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical','code':'active'}]},"
            + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10','code':'"
            + icd10
            + "'}],'text':'"
            + name
            + "'},'subject':{'reference':'Patient/"
            + patient
            + "'},'onsetDateTime':'2019-04'}");
  }

  /** From now on this ICD-10 code alone reveals this. */
  void sensitive(String label, String icd10) {
    put(
        "{'resourceType':'ValueSet','id':'sensitivity-"
            + label
            + "','url':'https://tsumugi.dev/fhir/ValueSet/sensitivity-"
            + label
            + "','status':'active','compose':{'include':[{'system':'http://hl7.org/fhir/sid/icd-10',"
            + "'concept':[{'code':'"
            + icd10
            + "'}]}]}}");
  }

  /** Until every row is labelled anew, as it is in the background of a hub. */
  void settle() {
    store.reindexInBackground();
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (store.labelling().progress().state() != Labelling.Progress.State.SETTLED) {
      if (System.nanoTime() > until) throw new IllegalStateException("still being labelled");
    }
  }

  void agree(String patient, String... withheldClasses) {
    put(agreement(patient, withheldClasses));
  }

  /** Not saved. */
  Json.Obj agreement(String patient, String... withheldClasses) {
    String classes = "identity wishes contacts allergy medication problem device care";
    String except =
        withheldClasses.length == 0
            ? ""
            : ",'provision':[{'type':'deny'," + classes(List.of(withheldClasses)) + "}]";
    return consent(
        patient,
        "emergency",
        "active",
        provision("permit") + "," + classes(List.of(classes.split(" "))) + except);
  }

  void refuse(String patient) {
    put(refusal(patient));
  }

  /** Not saved. */
  Json.Obj refusal(String patient) {
    return consent(patient, "emergency", "active", provision("deny"));
  }

  void revoke(String patient) {
    put(revocation(patient));
  }

  /** Not saved. */
  Json.Obj revocation(String patient) {
    return consent(patient, "emergency", "inactive", provision("permit"));
  }

  void withhold(String patient, String sensitivity) {
    put(withholding(patient, sensitivity));
  }

  /** Not saved. */
  Json.Obj withholding(String patient, String sensitivity) {
    return consent(
        patient,
        "withhold",
        "active",
        "'type':'deny','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'"
            + sensitivity
            + "'}]");
  }

  private static String provision(String type) {
    return "'type':'"
        + type
        + "','actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':{'identifier':{'system':'https://tsumugi.dev/fhir/CodeSystem/role','value':'crew'}}}],"
        + "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'ETREAT'}]";
  }

  private static String classes(List<String> codes) {
    List<String> codings = new ArrayList<>();
    for (String code : codes) {
      codings.add(
          "{'system':'https://tsumugi.dev/fhir/CodeSystem/data-class','code':'" + code + "'}");
    }
    return "'class':[" + String.join(",", codings) + "]";
  }

  private static Json.Obj consent(String patient, String what, String status, String provision) {
    return json(
        "{'resourceType':'Consent','id':'"
            + patient
            + "-"
            + what
            + "','status':'"
            + status
            + "','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
            + "'patient':{'reference':'Patient/"
            + patient
            + "'},'dateTime':'2026-01-01','policy':[{'uri':'https://tsumugi.dev/fhir/policy/emergency-sharing'}],"
            + "'provision':{"
            + provision
            + "}}");
  }

  // What was written down.

  /** The journal's emergency rows about a patient, oldest first: permitted, and the basis. */
  List<String> journal(String patient) {
    return journal("EMERGENCY", patient);
  }

  List<String> journal(String kind, String patient) {
    return journal(
        kind, patient, content -> content.bool("permitted") + " " + content.text("basis"));
  }

  /** The kinds of data that the journal names in each emergency row about a patient. */
  List<String> journalClasses(String patient) {
    return journal("EMERGENCY", patient, content -> content.texts("classes").toString());
  }

  /** The kinds of question in each emergency row about a patient. */
  List<String> journalAsked(String patient) {
    return journal("EMERGENCY", patient, content -> String.valueOf(content.text("asked")));
  }

  /** A counter's value. */
  double figure(String name, String tag, String value) {
    return figures.get(name).tag(tag, value).counter().count();
  }

  /** From now on crews may break the glass of who never chose. */
  void cityBreaksGlass() {
    Json.Obj consent =
        json(
            "{'resourceType':'Consent','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
                + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
                + "'dateTime':'2026-01-01','policy':[{'uri':'https://tsumugi.dev/fhir/policy/city'}],"
                + "'provision':{"
                + provision("permit").replace("'code':'ETREAT'", "'code':'BTG'")
                + "}}");
    Access officer = open(Role.OFFICER, Purpose.HOPERAT, "user/*.cruds", "crew-app");
    store
        .records()
        .commit(officer, List.of(new Write.Create("Consent", consent, "", Optional.empty())));
  }

  private List<String> journal(String kind, String patient, Function<Json.Obj, String> told) {
    List<String> rows = new ArrayList<>();
    String select =
        "select convert_from(content, 'UTF8') from journal where kind = '"
            + kind
            + "' and patient = "
            + Hash64.of("Patient/" + patient)
            + " order by seq";
    try (var connection = database.asSuperuser();
        var sql = connection.createStatement();
        var row = sql.executeQuery(select)) {
      while (row.next()) {
        Json.Obj content = Json.parseObject(row.getString(1).getBytes(StandardCharsets.UTF_8));
        rows.add(told.apply(content));
      }
      return rows;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
