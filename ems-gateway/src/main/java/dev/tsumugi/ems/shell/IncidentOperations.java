package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.ems.Call;
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

  IncidentOperations(IncidentRecords incidents, HandOvers handOvers) {
    this.incidents = incidents;
    this.handOvers = handOvers;
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
            "For crews: an incident that no dispatch centre told of (number, reason, patient,"
                + " command); the same command or number again answers the same",
            false,
            Set.of("number", "reason", "patient", "command"),
            this::open),
        new Asked(
            "$close-incident",
            "For crews: ends an incident",
            false,
            Set.of("incident"),
            (access, call) -> told(access, List.of(incidents.close(access, asked(access, call))))),
        new Asked(
            "$incident-patient",
            "For crews: whom an incident and all its entries are about (patient, or unknown); what"
                + " was written about somebody else by mistake leaves their record",
            false,
            Set.of("incident", "patient", "unknown"),
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
    Optional<Ref> patient = Input.reference(call, "patient", "Patient");
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
    Optional<Ref> patient = Input.reference(call, "patient", "Patient");
    if (patient.isPresent() == Input.flag(call, "unknown")) {
      throw Problem.invalid("patient", "give 'patient', or 'unknown' true");
    }
    Incident incident = incidents.about(access, asked(access, call), patient);
    return told(access, List.of(incident));
  }

  private byte[] told(Access access, List<Incident> all) {
    return IncidentAnswer.list(all, handOvers.list(access), access.at());
  }
}
