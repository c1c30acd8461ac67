package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.StandingOrder;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.shell.store.HandOverTable.Kept;
import dev.tsumugi.fhirserver.shell.store.HubWrites.Done;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Hand-overs over PostgreSQL; whether one still holds is asked of the gate, each time. */
final class JdbcHandOvers implements HandOvers {
  /** What an incident is made of, and nothing else of anybody. */
  private static final String REACH =
      "user/Encounter.rs user/Observation.rs user/Communication.rs user/Procedure.rs";

  private final Flow.Parts parts;
  private final HubRows rows;
  private final ConsentEngine engine;
  private final HubWrites writes;
  private final FamilyTold family;

  JdbcHandOvers(Flow.Parts parts, HubRows rows, ConsentEngine engine) {
    this.parts = parts;
    this.rows = rows;
    this.engine = engine;
    this.writes = new HubWrites(parts);
    this.family = new FamilyTold(parts, rows);
  }

  @Override
  public HandOver send(Access crew, Order order) {
    Requester requester = crew.requester();
    Ref organization = demand(crew, Role.CREW);
    String id = parts.settings().newId().get();
    return writes.write(
        (connection, generation, now) -> {
          HandOver fresh =
              new HandOver(
                  id,
                  order.incident(),
                  organization,
                  order.receiver(),
                  now,
                  now.plus(order.lasts()),
                  order.said(),
                  Optional.empty(),
                  Optional.empty());
          Row incident = incident(connection, crew, order);
          Json.Obj hospital = hospital(connection, order.receiver());
          StandingOrder sender = new StandingOrder(requester);
          if (!HandOverTable.insert(connection, fresh, sender, order.command())) {
            return again(connection, organization, order);
          }
          Ref told = new Ref("Communication", parts.settings().newId().get());
          rows.create(connection, generation, told, order.told(), requester.recorderKey(), now);
          List<JournalEntry> entries = new ArrayList<>();
          entries.add(entry(requester, order.patient(), "send hand-over", "RECORDER"));
          Optional<Ref> patient = Incident.subject(incident);
          if (patient.isPresent()) {
            FamilyTold.Ride ride = new FamilyTold.Ride(patient.get(), order.incident(), hospital);
            family.tell(connection, generation, ride, now).ifPresent(entries::add);
          }
          return new Done<>(fresh, entries);
        });
  }

  /** The crew's own, and about whom the order says; what is another's is as if absent. */
  private Row incident(Connection connection, Access crew, Order order) throws SQLException {
    Row row =
        Incident.find(connection, parts.reader(), order.incident())
            .orElseThrow(() -> Problem.notFound(order.incident()));
    Ruling ruling = ruling(connection, crew, row);
    if (!mayShow(connection, ruling, crew, row)) throw Problem.notFound(order.incident());
    if (!Incident.subject(row).equals(order.patient())) {
      throw Problem.of(
          Problem.Kind.CONFLICT,
          "この事案の傷病者は、この人ではありません / this incident is about somebody else, or nobody yet");
    }
    long whose = order.patient().map(Draft::key).orElse(Facts.CITY);
    Facet told = facet("Communication", crew.requester().recorderKey());
    Decision decision = ruling.quietly(Action.CREATE, told, whose);
    if (!decision.permitted()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "this sign-on may not write a hand-over into the record ("
              + WriteGate.reason(decision)
              + ")");
    }
    return row;
  }

  private Json.Obj hospital(Connection connection, Ref receiver) throws SQLException {
    Optional<Row> row =
        receiver.type().equals("Organization")
            ? Incident.find(connection, parts.reader(), receiver)
            : Optional.empty();
    return row.map(found -> Json.parseObject(found.stored().json()))
        .orElseThrow(
            () ->
                Problem.at(
                    Problem.Kind.UNPROCESSABLE, "organization", "there is no such organisation"));
  }

  private static Done<HandOver> again(Connection connection, Ref organization, Order order)
      throws SQLException {
    HandOver first =
        HandOverTable.commanded(connection, organization, order.command()).orElseThrow().handOver();
    boolean same =
        first.incident().equals(order.incident()) && first.receiver().equals(order.receiver());
    if (same) return new Done<>(first, List.of());
    throw Problem.at(
        Problem.Kind.CONFLICT, "command", "this command was given before, for another hand-over");
  }

  @Override
  public List<HandOver> list(Access asker) {
    Requester requester = asker.requester();
    Ref organization = demand(asker, Role.CREW, Role.EMERGENCY_DESK);
    boolean sender = requester.role() == Role.CREW;
    Instant now = now();
    List<HandOver> all =
        parts
            .database()
            .snapshot(
                connection ->
                    sender
                        ? sent(connection, organization, now)
                        : arriving(connection, requester, organization, now));
    parts
        .journal()
        .append(List.of(entry(requester, Optional.empty(), "list hand-overs", "RECORDER")));
    return all;
  }

  private static List<HandOver> sent(Connection connection, Ref organization, Instant now)
      throws SQLException {
    List<HandOver> all = new ArrayList<>();
    for (Kept kept : HandOverTable.from(connection, organization, now.minus(LONGEST))) {
      all.add(kept.handOver());
    }
    return all;
  }

  private List<HandOver> arriving(
      Connection connection, Requester desk, Ref organization, Instant now) throws SQLException {
    List<HandOver> all = new ArrayList<>();
    for (Kept kept : HandOverTable.to(connection, organization, now)) {
      if (standing(connection, kept, desk, now).isPresent()) all.add(kept.handOver());
    }
    return all;
  }

  @Override
  public Optional<Opened> open(Access desk, String id) {
    Ref organization = demand(desk, Role.EMERGENCY_DESK);
    Instant now = now();
    Optional<Opened> opened =
        parts
            .database()
            .snapshot(connection -> opened(connection, desk.requester(), organization, id, now));
    parts.journal().append(List.of(entry(desk.requester(), opened, "open hand-over")));
    return opened;
  }

  private Optional<Opened> opened(
      Connection connection, Requester desk, Ref organization, String id, Instant now)
      throws SQLException {
    Optional<Kept> kept = HandOverTable.open(connection, organization, id, now);
    return kept.isEmpty() ? Optional.empty() : standing(connection, kept.get(), desk, now);
  }

  /** Whether who sent it may still show it: the gate says so of the incident, in their name. */
  private Optional<Opened> standing(Connection connection, Kept kept, Requester desk, Instant now)
      throws SQLException {
    StandingOrder sender = kept.sender();
    String both = sender.by().name() + "さんの申し送りにより、" + desk.name();
    Access order = engine.open(sender.narrowed(Optional.empty(), REACH, both), now);
    Optional<Row> incident = Incident.find(connection, parts.reader(), kept.handOver().incident());
    if (incident.isEmpty()) return Optional.empty();
    Facts facts =
        Facts.read(connection, parts.policies(), order, Reader.patients(List.of(incident.get())));
    // Whose sign-on or device is over is told so when they ask; here somebody else does.
    if (order.in(facts.situation()).over().isPresent()) return Optional.empty();
    Ruling ruling = Ruling.over(connection, parts.facets(), parts.policies(), order, facts);
    if (!mayShow(connection, ruling, order, incident.get())) return Optional.empty();
    return Optional.of(new Opened(kept.handOver(), Incident.subject(incident.get()), order));
  }

  private boolean mayShow(Connection connection, Ruling ruling, Access sender, Row incident)
      throws SQLException {
    String recorder = parts.facets().facet(connection, incident.facet()).recorder();
    return recorder.equals(sender.requester().recorderKey())
        && ruling.quietly(Action.READ, incident).permitted();
  }

  @Override
  public Optional<HandOver> acknowledge(Access desk, String id) {
    Ref organization = demand(desk, Role.EMERGENCY_DESK);
    return writes.write(
        (connection, generation, now) -> {
          Optional<Opened> opened = opened(connection, desk.requester(), organization, id, now);
          if (opened.isPresent()) {
            HandOverTable.acknowledge(connection, id, desk.requester().name(), now);
          }
          Optional<HandOver> after =
              opened.isEmpty()
                  ? Optional.empty()
                  : HandOverTable.open(connection, organization, id, now).map(Kept::handOver);
          return new Done<>(
              after, List.of(entry(desk.requester(), opened, "acknowledge hand-over")));
        });
  }

  @Override
  public Optional<HandOver> end(Access crew, String id) {
    Ref organization = demand(crew, Role.CREW);
    return writes.write(
        (connection, generation, now) -> {
          Optional<Kept> kept = HandOverTable.sent(connection, organization, id);
          if (kept.isEmpty()) return new Done<>(Optional.empty(), List.of());
          HandOverTable.end(connection, id, now);
          Optional<Ref> patient =
              Incident.find(connection, parts.reader(), kept.get().handOver().incident())
                  .flatMap(Incident::subject);
          return new Done<>(
              HandOverTable.sent(connection, organization, id).map(Kept::handOver),
              List.of(entry(crew.requester(), patient, "end hand-over", "RECORDER")));
        });
  }

  /** Who may know of hand-overs at all: the gate says so of the organisation's own incidents. */
  private Ref demand(Access asker, Role... roles) {
    Requester requester = asker.requester();
    boolean right =
        Set.of(roles).contains(requester.role()) && requester.organization().isPresent();
    if (!right) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "hand-overs are between a crew and a hospital's emergency desk (ROLE_NEVER)");
    }
    Decision decision =
        parts
            .database()
            .snapshot(
                connection ->
                    Ruling.over(connection, parts.facets(), parts.policies(), asker, List.of())
                        .quietly(
                            Action.SEARCH,
                            facet("Encounter", requester.recorderKey()),
                            Facts.CITY));
    if (decision.permitted()) return requester.organization().get();
    throw Problem.of(
        Problem.Kind.FORBIDDEN,
        "this sign-on reads no incidents (" + WriteGate.reason(decision) + ")");
  }

  private static Facet facet(String type, String recorder) {
    return new Facet(type, DataClass.ENCOUNTER, Set.of(), Confidentiality.N, recorder);
  }

  private Ruling ruling(Connection connection, Access access, Row row) throws SQLException {
    return Ruling.over(
        connection, parts.facets(), parts.policies(), access, Reader.patients(List.of(row)));
  }

  private Instant now() {
    return parts.settings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static JournalEntry entry(Requester desk, Optional<Opened> opened, String asked) {
    Optional<Ref> patient = opened.flatMap(Opened::patient);
    return opened.isPresent()
        ? entry(desk, patient, asked, "HAND_OVER")
        : new JournalEntry(
            JournalEntry.Kind.HANDOVER,
            desk,
            Optional.empty(),
            asked,
            new TreeSet<>(),
            false,
            "NOTHING_FOUND",
            List.of());
  }

  static JournalEntry entry(Requester who, Optional<Ref> patient, String asked, String basis) {
    return new JournalEntry(
        JournalEntry.Kind.HANDOVER, who, patient, asked, new TreeSet<>(), true, basis, List.of());
  }

  /** An incident as a row. */
  private static final class Incident {
    private Incident() {}

    static Optional<Row> find(Connection connection, Reader reader, Ref ref) throws SQLException {
      return reader.newest(connection, ref).filter(row -> row.change() != Change.DELETED);
    }

    static Optional<Ref> subject(Row row) {
      Json.Obj subject = Json.parseObject(row.stored().json()).obj("subject");
      return Optional.ofNullable(subject)
          .map(reference -> reference.text("reference"))
          .flatMap(Ref::parse);
    }
  }
}
