package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.ems.Hit;
import dev.tsumugi.ems.SealedAnswers;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Operation.Call;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a crew's tablet asks so as to work where there is no signal, and what a resident asks. */
final class SealedOperations {
  private final SealedSheets sheets;
  private final SheetSealer sealer;
  private final Sealable sealable;

  SealedOperations(SealedSheets sheets, SheetSealer sealer, Sealable sealable) {
    this.sheets = sheets;
    this.sealer = sealer;
    this.sealable = sealable;
  }

  /** Whose sheets may be sealed for an incident. */
  interface Sealable {
    /**
     * Those whom codes of earlier answers confirm, and the incident's own candidates, with how they
     * were found.
     *
     * @param incident an Encounter
     */
    Map<Ref, Hit> people(Access crew, Ref incident, List<String> confirms);
  }

  Operation deviceKey() {
    return new SealedOperation(
        "$device-key",
        "Tells the hub to which key (public JWK, P-256) sheets are sealed for the registered device"
            + " whose token asks; another key ends what was sealed to the one before",
        false,
        Set.of("key"),
        (access, call) -> {
          String jwk = call.value("key").orElseThrow(() -> Problem.invalid("key", "is needed"));
          SealedSheets.Device device = sheets.enrol(access, SheetSealer.key(jwk));
          return SealedAnswers.enrolled(device, access.requester().subject(), access.at());
        });
  }

  Operation seal() {
    return new SealedOperation(
        "$seal-sheets",
        "Seals the emergency sheets of those confirmed, and of the incident's candidates, to this"
            + " device for a few hours, as a look-up would show them now",
        false,
        Set.of("incident", "confirm"),
        (access, call) -> {
          EmergencyLookup.demandDuty(access.requester());
          Ref incident = incident(call);
          Map<Ref, Hit> people = sealable.people(access, incident, call.values("confirm"));
          SealedSheets.Sealing sealing =
              sheets.seal(access, incident, people.keySet(), sealer.of(people));
          return SealedAnswers.sealed(sealing, access.at());
        });
  }

  private static Ref incident(Call call) {
    return call.object("incident")
        .flatMap(reference -> Optional.ofNullable(reference.text("reference")))
        .or(() -> call.value("incident"))
        .flatMap(Ref::parse)
        .filter(ref -> ref.type().equals("Encounter"))
        .orElseThrow(() -> Problem.invalid("incident", "is a Reference, as in Encounter/1"));
  }

  Operation standing() {
    return new SealedOperation(
        "$sealed-sheets",
        "What was sealed to this device, and which of it must be destroyed; holds: ids that it still"
            + " has",
        true,
        Set.of("holds"),
        (access, call) -> {
          EmergencyLookup.demandDuty(access.requester());
          Set<String> holds = Set.copyOf(call.values("holds"));
          return SealedAnswers.standing(
              sheets.standing(access, holds, sealer.of(Map.of())), access.at());
        });
  }

  Operation report() {
    return new SealedOperation(
        "$report-openings",
        "Openings of sealed sheets that this device wrote down: id, sheet, at, by; each counts once",
        false,
        Set.of("opening"),
        (access, call) -> {
          List<SealedSheets.Opening> openings = SealedAnswers.openings(call.input());
          sheets.opened(access, openings);
          return SealedAnswers.received(openings.size(), access.at());
        });
  }

  Operation held() {
    return new OfPatient(sheets);
  }

  /** For the resident. */
  private record OfPatient(SealedSheets sheets) implements PatientOperation {
    @Override
    public String name() {
      return "$sealed-sheets";
    }

    @Override
    public String documentation() {
      return "Which devices may hold a sealed emergency sheet of this patient, and until when";
    }

    @Override
    public byte[] run(Access access, Call call) {
      call.demandOnly(Set.of());
      return SealedAnswers.held(sheets.held(access, call.instance().orElseThrow()));
    }
  }
}
