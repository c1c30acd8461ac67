package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.PatientRecord;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.shell.store.AccessHistory.Looked;
import dev.tsumugi.fhirserver.shell.store.AccessHistory.Wrote;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Residents who agree and take it back without end, and readers who look at them in every way, each
 * through any of the nodes. Everything is written down with its begin and its end.
 */
final class RevocationRace {
  private static final int RESIDENTS = 4;
  private static final int READERS = 6;

  /** So often is a resident looked at before something changes again. */
  private static final int LOOKS_A_WRITE = 20;

  private final TestStore town;
  private final List<Node> nodes;
  private final List<Semaphore> turns =
      IntStream.range(0, RESIDENTS).mapToObj(i -> new Semaphore(0)).toList();
  private final AtomicLong left;

  /** One hub: its store, its engine with what that remembers, and who asks through it. */
  private record Node(Store store, Records records, ConsentEngine engine, QueryParser queries) {}

  /** What happened to one resident. */
  record Told(List<Wrote> writes, List<Looked> looks) {}

  /** One look, and what became of it. */
  private record Note(int resident, Looked looked) {}

  private enum How {
    READ,
    VREAD,
    SEARCH,
    SEARCH_OF_ALL,
    TOTAL,
    INCLUDE,
    PAGE,
    HISTORY,
    HISTORY_OF_ALL,
    EVERYTHING
  }

  /**
   * @param looks how many there are in all
   * @param between what stands between the readers and the records
   */
  RevocationRace(TestStore town, List<Store> stores, long looks, UnaryOperator<Records> between) {
    this.town = town;
    this.left = new AtomicLong(looks);
    nodes =
        stores.stream()
            .map(
                store ->
                    new Node(
                        store,
                        between.apply(store.records()),
                        new ConsentEngine(),
                        new QueryParser(store.parameters())))
            .toList();
    town.put(town.loader(), "{'resourceType':'Practitioner','id':'tanaka'}");
    for (int i = 0; i < RESIDENTS; i++) settle(i);
  }

  private void settle(int i) {
    String patient = "p" + i;
    town.put(town.loader(), "{'resourceType':'Patient','id':'" + patient + "'}");
    town.put(
        town.loader(),
        "{'resourceType':'CareTeam','id':'team-"
            + patient
            + "','status':'active','subject':{'reference':'Patient/"
            + patient
            + "'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    town.put(
        town.loader(),
        "{'resourceType':'Encounter','id':'e-"
            + patient
            + "','status':'finished','class':{'code':'AMB'},'subject':{'reference':'Patient/"
            + patient
            + "'}}");
    for (String id : List.of("a-" + patient, "b-" + patient)) {
      town.put(
          town.loader(),
          "{'resourceType':'Observation','id':'"
              + id
              + "','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/"
              + patient
              + "'},'encounter':{'reference':'Encounter/e-"
              + patient
              + "'}}");
    }
    commit(nodes.get(0), consent(i, "active", "permit"));
  }

  private void commit(Node node, Write write) {
    node.store().records().commit(access(node, true), List.of(write));
  }

  private Access access(Node node, boolean custodian) {
    Requester requester =
        new Requester(
            custodian ? "loader" : "tanaka",
            "",
            custodian ? Optional.empty() : Ref.parse("Practitioner/tanaka"),
            custodian ? Optional.empty() : Ref.parse("Organization/clinic"),
            custodian ? Role.CUSTODIAN : Role.PHYSICIAN,
            Scopes.parse(custodian ? "system/*.cruds" : "user/*.rs"),
            custodian ? Purpose.RECORDMGT : Purpose.TREAT,
            custodian ? "loader" : "app",
            Optional.empty(),
            new SignOn("session", "token", 3, Optional.empty()));
    return node.engine().open(requester, town.clock.instant());
  }

  private static Write consent(int resident, String status, String type) {
    return TestStore.update(
        LabelledTown.consent("c-p" + resident, type, "")
            .replace("'status':'active'", "'status':'" + status + "'")
            .replace("Patient/hanako", "Patient/p" + resident));
  }

  /** Agreement is taken back by a refusal, by its end, and by its deletion, in turn. */
  private static Write write(int resident, int number) {
    if (number % 2 == 0) return consent(resident, "active", "permit");
    return switch (number / 2 % 3) {
      case 0 -> consent(resident, "active", "deny");
      case 1 -> consent(resident, "inactive", "permit");
      default -> new Write.Delete(new Ref("Consent", "c-p" + resident), OptionalInt.empty());
    };
  }

  List<Told> run() throws Exception {
    List<Callable<List<Note>>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      int seed = i;
      readers.add(() -> look(new Random(seed)));
    }
    List<Callable<List<Wrote>>> writers = new ArrayList<>();
    for (int i = 0; i < RESIDENTS; i++) {
      int resident = i;
      writers.add(() -> change(resident, new Random(100 + resident)));
    }
    List<Callable<Object>> all = new ArrayList<>();
    readers.forEach(reader -> all.add(reader::call));
    writers.forEach(writer -> all.add(writer::call));
    List<Object> results = Parallel.run(all);

    List<Told> told = new ArrayList<>();
    for (int i = 0; i < RESIDENTS; i++) {
      @SuppressWarnings("unchecked")
      List<Wrote> writes = (List<Wrote>) results.get(READERS + i);
      List<Looked> looks = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        @SuppressWarnings("unchecked")
        List<Note> notes = (List<Note>) results.get(reader);
        for (Note note : notes) if (note.resident() == i) looks.add(note.looked());
      }
      told.add(new Told(writes, looks));
    }
    return told;
  }

  private List<Wrote> change(int resident, Random chance) throws InterruptedException {
    List<Wrote> writes = new ArrayList<>(List.of(new Wrote(true, 0, 0)));
    for (int number = 1; ; number++) {
      turns.get(resident).acquire(LOOKS_A_WRITE);
      if (left.get() <= 0) return writes;
      Node node = nodes.get(chance.nextInt(nodes.size()));
      long begun = System.nanoTime() - START;
      commit(node, write(resident, number));
      writes.add(new Wrote(number % 2 == 0, begun, System.nanoTime() - START));
    }
  }

  private static final long START = System.nanoTime();

  private List<Note> look(Random chance) {
    List<Note> notes = new ArrayList<>();
    while (left.getAndDecrement() > 0) {
      int resident = chance.nextInt(RESIDENTS);
      // Half of it plain reads: they are what there is most of, and the fastest to go wrong.
      boolean plain = chance.nextBoolean();
      How how = plain ? How.READ : How.values()[chance.nextInt(How.values().length)];
      Node node = nodes.get(chance.nextInt(nodes.size()));
      long begun = System.nanoTime() - START;
      boolean saw = sees(node, how, "p" + resident);
      notes.add(new Note(resident, new Looked(how.name(), saw, begun, System.nanoTime() - START)));
      turns.get(resident).release();
    }
    // Whoever waits for its turn goes home.
    for (Semaphore turn : turns) turn.release(LOOKS_A_WRITE);
    return notes;
  }

  private boolean sees(Node node, How how, String patient) {
    Access doctor = access(node, false);
    Records records = node.records();
    Ref observation = new Ref("Observation", "a-" + patient);
    return switch (how) {
      case READ -> records.read(doctor, observation).isPresent();
      case VREAD -> records.vread(doctor, observation, 1).isPresent();
      case SEARCH -> found(node, doctor, "Observation", "patient=" + patient) > 0;
      case SEARCH_OF_ALL -> found(node, doctor, "Observation", "_id=a-" + patient) > 0;
      case TOTAL -> total(node, doctor, patient) > 0;
      case INCLUDE -> along(node, doctor, patient);
      case PAGE -> secondPage(node, doctor, patient);
      case HISTORY -> records.history(doctor, HistoryQuery.of(observation)).isPresent();
      case HISTORY_OF_ALL -> inHistory(records, doctor, observation);
      case EVERYTHING -> everything(node, doctor, patient);
    };
  }

  private static Query query(Node node, String type, String words) {
    List<QueryParser.Word> parsed = new ArrayList<>();
    for (String word : words.split("&")) {
      int equals = word.indexOf('=');
      parsed.add(new QueryParser.Word(word.substring(0, equals), word.substring(equals + 1)));
    }
    return node.queries().parse(type, parsed);
  }

  private static int found(Node node, Access doctor, String type, String words) {
    Query query = query(node, type, words);
    return node.records().search(doctor, query, Optional.empty()).matches().size();
  }

  private static long total(Node node, Access doctor, String patient) {
    Query query =
        query(node, "Observation", "subject=Patient/" + patient + "&_total=accurate&_count=0");
    return node.records().search(doctor, query, Optional.empty()).total().orElse(0);
  }

  /** By way of an Encounter that refers to nobody's Practitioner: what comes along is theirs. */
  private static boolean along(Node node, Access doctor, String patient) {
    Query query = query(node, "Practitioner", "_id=tanaka&_revinclude=CareTeam:participant");
    return node.records().search(doctor, query, Optional.empty()).included().stream()
        .anyMatch(found -> found.ref().id().equals("team-" + patient));
  }

  /** The link is from when they agreed; what is behind it is decided now. */
  private static boolean secondPage(Node node, Access doctor, String patient) {
    Query query = query(node, "Observation", "patient=" + patient + "&_count=1");
    Query.Position before = new Query.Position(List.of(), 0);
    return !node.records().search(doctor, query, Optional.of(before)).matches().isEmpty();
  }

  private static boolean inHistory(Records records, Access doctor, Ref ref) {
    HistoryQuery query =
        HistoryParser.parse(
            new HistoryQuery.Level.OfType("Observation"), QueryParser.words("_count=100"));
    return records.history(doctor, query).orElseThrow().versions().stream()
        .anyMatch(version -> version.ref().equals(ref));
  }

  private static boolean everything(Node node, Access doctor, String patient) {
    try {
      var all =
          node.store()
              .patientRecord()
              .of(
                  Ref.patient(patient),
                  PatientRecord.Selection.of("everything", java.util.Set.of()),
                  Optional.empty());
      return !all.next(doctor).found().isEmpty();
    } catch (Problem absent) {
      if (absent.kind() == Problem.Kind.NOT_FOUND) return false;
      throw absent;
    }
  }
}
