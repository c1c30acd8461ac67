package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.ems.Call;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.Incident;
import dev.tsumugi.ems.IncidentAnswer;
import dev.tsumugi.fhirserver.HandOvers;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Operations;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a crew does with its incidents, beside the plain FHIR of their entries. */
final class IncidentOperations implements Operations {
  private final IncidentRecords incidents;
  private final HandOvers handOvers;
  private final Confirmations confirmations;

  IncidentOperations(IncidentRecords incidents, HandOvers handOvers, Confirmations confirmations) {
    this.incidents = incidents;
    this.handOvers = handOvers;
    this.confirmations = confirmations;
  }

  @Override
  public List<Operation> all() {
    return List.of(
        new Asked(
            "$incidents",
            "For crews: the open incidents of their service, newest first, with their hand-overs",
            true,
            Set.of(),
            (access, call) -> told(access, incidents.open(access))),
        new Asked(
            "$open-incident",
            "For crews: an incident that no dispatch centre told of (number, reason, confirm or patient,"
                + " command); the same command or number again answers the same",
            false,
            Set.of("number", "reason", "confirm", "patient", "command"),
            this::open),
        new Asked(
            "$close-incident",
            "For crews: ends an incident",
            false,
            Set.of("incident"),
            (access, call) -> told(access, List.of(incidents.close(access, asked(access, call))))),
        new Asked(
            "$incident-patient",
            "For crews: whom an incident and all its entries are about (confirm: the code of a look-up,"
                + " patient, or unknown); what"
                + " was written about somebody else by mistake leaves their record",
            false,
            Set.of("incident", "confirm", "patient", "unknown"),
            this::about),
        new Asked(
            "$incident-log",
            "For crews: an incident of their service and all that was noted of it, as a Bundle",
            true,
            Set.of("incident"),
            (access, call) ->
                IncidentAnswer.log(incidents.log(access, asked(access, call).ref()))));
  }

  private Incident asked(Access access, Operation.Call call) {
    return asked(incidents, access, call);
  }

  static Incident asked(IncidentRecords incidents, Access access, Operation.Call call) {
    Optional<String> said =
        call.object("incident")
            .flatMap(reference -> Optional.ofNullable(reference.text("reference")))
            .or(() -> Input.text(call, "incident", 100));
    return incidents.demand(
        access, said.orElseThrow(() -> Problem.invalid("incident", "'incident' is missing")));
  }

  private byte[] open(Access access, Operation.Call call) {
    Optional<Ref> patient = patient(access, call);
    Incident incident =
        incidents.open(
            access,
            Input.text(call, "number", 60),
            Call.because(Input.text(call, "reason", 500)),
            Input.command(call),
            access.at());
    if (patient.isPresent()) incident = incidents.about(access, incident, patient);
    return told(access, List.of(incident));
  }

  private byte[] about(Access access, Operation.Call call) {
    Optional<Ref> patient = patient(access, call);
    if (patient.isPresent() == Input.flag(call, "unknown")) {
      throw Problem.invalid("patient", "give 'confirm' or 'patient', or 'unknown' true");
    }
    Incident incident = incidents.about(access, asked(access, call), patient);
    if (patient.isPresent()) handOvers.known(access, incident.ref());
    return told(access, List.of(incident));
  }

  private Optional<Ref> patient(Access access, Operation.Call call) {
    Optional<Ref> said = Input.reference(call, "patient", "Patient");
    Optional<String> code = Input.text(call, "confirm", 2_000);
    if (code.isEmpty()) return said;
    Ref confirmed = confirmations.open(access, code.get()).patient();
    if (said.filter(other -> !other.equals(confirmed)).isEmpty()) return Optional.of(confirmed);
    throw Problem.invalid("patient", "'confirm' is the code of another patient");
  }

  private byte[] told(Access access, List<Incident> all) {
    return IncidentAnswer.list(all, handOvers.list(access), access.at());
  }
}
