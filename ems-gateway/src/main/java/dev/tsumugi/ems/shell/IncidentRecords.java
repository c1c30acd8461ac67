package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Role;
import dev.tsumugi.ems.Call;
import dev.tsumugi.ems.Incident;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The runs of an ambulance service, as rows of the records: all of it under the asker's access. */
final class IncidentRecords {
  /** What refers to an incident by {@code encounter}. */
  private static final List<String> ENTRIES = List.of("Observation", "Communication", "Procedure");

  private static final String CLASS =
      Shapes.Incident.EMERGENCY.system() + "|" + Shapes.Incident.EMERGENCY.code();

  /** Entries that came while others were moved are moved after them, so often. */
  private static final int ROUNDS = 5;

  private final Records records;
  private final QueryParser queries;

  IncidentRecords(Records records, QueryParser queries) {
    this.records = records;
    this.queries = queries;
  }

  /** For whom an ambulance crew works. Throws {@code Problem} FORBIDDEN. */
  static Ref service(Access access) {
    Optional<Ref> organization = access.requester().organization();
    if (access.requester().role() == Role.CREW && organization.isPresent()) {
      return organization.get();
    }
    throw Problem.of(
        Problem.Kind.FORBIDDEN, "incidents are an ambulance crew's; this sign-on is none of one");
  }

  /** The service's own that are not closed, newest first. */
  List<Incident> open(Access access) {
    Ref service = service(access);
    List<Incident> open = new ArrayList<>();
    for (StoredResource stored :
        all(
            access,
            "Encounter",
            new Word("service-provider", service.toString()),
            new Word("class", CLASS),
            new Word("status", "planned,arrived,triaged,in-progress,onleave"),
            new Word("_sort", "-date"))) {
      open.add(Incident.of(stored));
    }
    return open;
  }

  /** By a client's own id of it, or by the centre's number among those of the service. */
  Optional<Incident> find(Access access, String system, String value) {
    return all(
            access,
            "Encounter",
            new Word("service-provider", service(access).toString()),
            new Word("class", CLASS),
            new Word("identifier", system + "|" + escaped(value)))
        .stream()
        .map(Incident::of)
        .max(Comparator.comparing(incident -> incident.isOpen()));
  }

  /** By reference or number. Throws {@code Problem} NOT_FOUND. */
  Incident demand(Access access, String said) {
    Ref service = service(access);
    Optional<Ref> ref = Ref.parse(said).filter(known -> known.type().equals("Encounter"));
    Optional<Incident> incident =
        ref.isPresent()
            ? records.read(access, ref.get()).map(Incident::of)
            : find(access, Shapes.Sid.INCIDENT, said);
    return incident
        .filter(found -> isOf(found, service))
        .orElseThrow(
            () ->
                Problem.at(
                    Problem.Kind.NOT_FOUND,
                    "incident",
                    "there is no such incident of this service"));
  }

  /**
   * The run that is named beside a question, as far as the asker sees it. Throws {@code Problem}
   * INVALID.
   */
  Incident named(Access access, String said) {
    Optional<Ref> ref = Ref.parse(said).filter(known -> known.type().equals("Encounter"));
    Word word =
        ref.map(known -> new Word("_id", known.id()))
            .orElseGet(() -> new Word("identifier", Shapes.Sid.INCIDENT + "|" + escaped(said)));
    List<StoredResource> found = all(access, "Encounter", word, new Word("class", CLASS));
    if (found.size() != 1) {
      throw Problem.invalid(
          "incident",
          "incident: no run of your organisation is known by this; open one, or leave it out and"
              + " the look-up is marked");
    }
    return Incident.of(found.get(0));
  }

  private static String escaped(String value) {
    return value.replaceAll("([,|$\\\\])", "\\\\$1");
  }

  private static boolean isOf(Incident incident, Ref service) {
    Json.Obj provider = incident.encounter().obj("serviceProvider");
    Json.Obj kind = incident.encounter().obj("class");
    return provider != null
        && service.toString().equals(provider.text("reference"))
        && kind != null
        && Shapes.Incident.EMERGENCY.code().equals(kind.text("code"));
  }

  /**
   * A new one, or the one that the same command made before, or that has the same number.
   *
   * @param received when the call came in
   */
  Incident open(
      Access access, Optional<String> number, Call call, String command, Instant received) {
    Ref service = service(access);
    Optional<Incident> known = number.flatMap(given -> find(access, Shapes.Sid.INCIDENT, given));
    if (known.isPresent()) return known.get();
    Json.Obj body = Incident.opened(number, call, command, service, received);
    Query unless =
        queries.parse(
            "Encounter", List.of(new Word("identifier", Shapes.Plan.COMMAND_ID + "|" + command)));
    Write create = new Write.Create("Encounter", body, "", Optional.of(unless));
    return written(records.commit(access, List.of(create)));
  }

  /** What the centre said anew. */
  Incident update(Access access, Incident incident, Json.Obj body) {
    return written(
        records.commit(access, List.of(change(incident.ref(), incident.version(), body))));
  }

  Incident close(Access access, Incident incident) {
    return incident.isOpen() ? update(access, incident, incident.closed(access.at())) : incident;
  }

  private static Incident written(List<Written> done) {
    return Incident.of(done.get(0).resource());
  }

  private static Write change(Ref ref, int version, Json.Obj body) {
    return new Write.Update(ref, body, "", OptionalInt.of(version));
  }

  /** The incident, and all that refers to it, in the order in which it came to be. */
  List<StoredResource> log(Access access, Ref incident) {
    List<StoredResource> log = new ArrayList<>(records.read(access, incident).stream().toList());
    log.addAll(entries(access, incident));
    return log;
  }

  private List<StoredResource> entries(Access access, Ref incident) {
    List<StoredResource> entries = new ArrayList<>();
    for (String type : ENTRIES) {
      entries.addAll(all(access, type, new Word("encounter", incident.toString())));
    }
    entries.sort(Comparator.comparing(StoredResource::updated).thenComparing(e -> e.ref()));
    return entries;
  }

  /**
   * The incident and its entries are about this patient from now on, or about nobody known: all of
   * it in one commit. What was about somebody else leaves their record; its history tells, to them
   * too.
   */
  Incident about(Access access, Incident found, Optional<Ref> patient) {
    Incident incident = found;
    for (int round = 0; round < ROUNDS; round++) {
      List<Write> writes = new ArrayList<>();
      if (!incident.patient().equals(patient)) {
        writes.add(
            change(
                incident.ref(), incident.version(), Incident.about(incident.encounter(), patient)));
      }
      for (StoredResource entry : entries(access, incident.ref())) {
        Json.Obj json = Json.parseObject(entry.json());
        if (Incident.subject(json).equals(patient)) continue;
        writes.add(change(entry.ref(), entry.version(), Incident.about(json, patient)));
      }
      if (writes.isEmpty()) return incident;
      List<Written> done = records.commit(access, writes);
      if (!incident.patient().equals(patient)) incident = written(done);
    }
    throw Problem.of(
        Problem.Kind.CONFLICT,
        "others keep writing about this incident: some entries are not moved yet; ask again");
  }

  private List<StoredResource> all(Access access, String type, Word... words) {
    List<Word> asked = new ArrayList<>(List.of(words));
    asked.add(new Word("_count", Integer.toString(QueryParser.MAX_COUNT)));
    Query query = queries.parse(type, asked);
    List<StoredResource> found = new ArrayList<>();
    Optional<Query.Position> after = Optional.empty();
    do {
      Query.Page page = records.search(access, query, after);
      found.addAll(page.matches());
      after = page.next();
    } while (after.isPresent());
    return found;
  }
}
