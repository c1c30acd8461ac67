package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.ems.HandOverAnswer;
import dev.tsumugi.ems.HandOverTold;
import dev.tsumugi.ems.Incident;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.HandOvers.HandOver;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Operations;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** From the crew to the hospital: handing over, and what the desk opens. */
final class HandOverOperations implements Operations {
  private static final Set<String> SENT =
      Set.of("incident", "organization", "eta", "urgency", "note", "hours", "command");

  private static final Set<String> URGENCIES =
      Set.of("urgency-red", "urgency-yellow", "urgency-green", "urgency-white");

  private final IncidentRecords incidents;
  private final HandOvers handOvers;
  private final Sheets sheets;
  private final QueryParser queries;

  HandOverOperations(
      IncidentRecords incidents, HandOvers handOvers, Sheets sheets, QueryParser queries) {
    this.incidents = incidents;
    this.handOvers = handOvers;
    this.sheets = sheets;
    this.queries = queries;
  }

  @Override
  public List<Operation> all() {
    return List.of(
        new OfPatient(),
        new Asked(
            "$emergency-handover",
            "For crews: hands an incident over while nobody knows who it is",
            false,
            SENT,
            (access, call) -> send(access, call, Optional.empty())),
        new Asked(
            "$handovers",
            "For emergency desks: what was handed over to them and is open; for crews: what their"
                + " service sent",
            true,
            Set.of(),
            (access, call) -> HandOverAnswer.list(handOvers.list(access), access.at())),
        new Asked(
            "$handover",
            "For the emergency desk that received it: the person and the emergency sheet as the desk"
                + " may see them, and the crew's log",
            true,
            Set.of("id"),
            this::open),
        new Asked(
            "$acknowledge-handover",
            "For the emergency desk that received it: the crew sees who acknowledged it, and when",
            false,
            Set.of("id"),
            (access, call) -> answer(access, handOvers.acknowledge(access, id(call)))),
        new Asked(
            "$end-handover",
            "For the crew's service: over from now on",
            false,
            Set.of("id"),
            (access, call) -> answer(access, handOvers.end(access, id(call)))));
  }

  /** {@code POST Patient/[id]/$emergency-handover}. */
  private final class OfPatient implements PatientOperation {
    @Override
    public String name() {
      return "$emergency-handover";
    }

    @Override
    public String documentation() {
      return "For crews: hands the incident and its patient over to a hospital's emergency desk"
          + " (incident, organization, eta in minutes, urgency, note, hours, command)";
    }

    @Override
    public boolean safe() {
      return false;
    }

    @Override
    public byte[] run(Access access, Call call) {
      call.demandOnly(SENT);
      return send(access, call, call.instance());
    }
  }

  private byte[] send(Access access, Operation.Call call, Optional<Ref> patient) {
    Incident incident = IncidentOperations.asked(incidents, access, call);
    Ref hospital =
        Input.reference(call, "organization", "Organization")
            .orElseThrow(() -> Problem.invalid("organization", "'organization' is missing"));
    OptionalInt eta = Input.number(call, "eta", 0, 600);
    Optional<String> urgency = Input.text(call, "urgency", 30);
    if (urgency.filter(code -> !URGENCIES.contains(code)).isPresent()) {
      throw Problem.invalid("urgency", "'urgency' is one of " + String.join(" ", URGENCIES));
    }
    String command = Input.command(call);
    int hours =
        Input.number(call, "hours", 1, (int) HandOvers.LONGEST.toHours())
            .orElse((int) HandOvers.USUAL.toHours());
    HandOvers.Said said =
        new HandOvers.Said(
            eta.isPresent()
                ? Optional.of(access.at().plus(Duration.ofMinutes(eta.getAsInt())))
                : Optional.empty(),
            urgency,
            incident.call().unit(),
            incident.number());
    Json.Obj told =
        new HandOverTold(incident.ref(), patient, sender(access), hospital, access.at())
            .communication(command, Input.text(call, "note", 2_000));
    HandOver sent =
        handOvers.send(
            access,
            new HandOvers.Order(
                incident.ref(), patient, hospital, Duration.ofHours(hours), said, command, told));
    return HandOverAnswer.sent(sent, access.at());
  }

  /** R4 knows these as senders. */
  private static Optional<Ref> sender(Access access) {
    return access
        .requester()
        .actor()
        .filter(ref -> Set.of("Practitioner", "PractitionerRole").contains(ref.type()));
  }

  private byte[] open(Access access, Operation.Call call) {
    HandOvers.Opened opened =
        handOvers.open(access, id(call)).orElseThrow(HandOverOperations::absent);
    // Of an unknown person it is asked for nobody: both cost the same.
    String patient = opened.patient().map(Ref::id).orElse("-");
    Sheets.Lookup lookup =
        sheets.lookup(
            access, queries.parse("Patient", List.of(new Word("_id", patient))), any -> true);
    List<StoredResource> log = incidents.log(opened.order(), opened.handOver().incident());
    return HandOverAnswer.opened(opened.handOver(), lookup, log, access.at());
  }

  private static byte[] answer(Access access, Optional<HandOver> handOver) {
    Instant at = access.at();
    return HandOverAnswer.sent(handOver.orElseThrow(HandOverOperations::absent), at);
  }

  private static String id(Operation.Call call) {
    return Input.needed(call, "id", 64);
  }

  private static Problem absent() {
    return Problem.at(Problem.Kind.NOT_FOUND, "id", "there is no such hand-over");
  }
}
