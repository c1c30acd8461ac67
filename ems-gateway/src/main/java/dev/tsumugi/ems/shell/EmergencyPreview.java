package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.ems.Answer;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET|POST Patient/[id]/$emergency-preview}: what a crew would see now, or if these Consents
 * were saved; for the resident, and for who may consent for them.
 */
final class EmergencyPreview implements PatientOperation {
  private static final int MOST_CONSENTS = 100;

  private final Sheets sheets;
  private final ConsentEngine engine;

  EmergencyPreview(Sheets sheets, ConsentEngine engine) {
    this.sheets = sheets;
    this.engine = engine;
  }

  @Override
  public String name() {
    return "$emergency-preview";
  }

  @Override
  public String documentation() {
    return "For the resident, and who may consent for them: the emergency sheet as a crew would see"
        + " it now; consent (a resource, may repeat): as if it were saved, beside the stored ones or"
        + " in place of the one with its id";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(Set.of("consent"));
    Ref patient = call.instance().orElseThrow();
    Sheets.Preview preview =
        sheets.preview(access, crew(access.at()), patient, consents(call, patient));
    return Answer.preview(preview, access.at());
  }

  /** Anybody on duty on an ambulance. */
  private Access crew(Instant at) {
    return engine.open(
        new Requester(
            "-",
            "-",
            Optional.empty(),
            Optional.empty(),
            Role.CREW,
            Scopes.parse("user/*.rs"),
            Purpose.ETREAT,
            "-",
            Optional.empty(),
            SignOn.NONE),
        at);
  }

  private static List<Json.Obj> consents(Call call, Ref patient) {
    Json.Obj input = call.input();
    List<Json.Obj> consents = new ArrayList<>();
    if (input == null) return consents;
    for (Json.Obj parameter : input.objects("parameter")) {
      Json.Obj consent = parameter.obj("resource");
      if (consent == null || !"Consent".equals(consent.text("resourceType"))) {
        throw Problem.invalid("consent", "'consent' holds a resource: Consent");
      }
      Json.Obj whose = consent.obj("patient");
      String literal = whose == null ? null : whose.text("reference");
      if (!patient.toString().equals(literal)) {
        throw Problem.at(
            Problem.Kind.UNPROCESSABLE,
            "consent.patient",
            "must be the patient who is asked about");
      }
      consents.add(consent);
    }
    if (consents.size() > MOST_CONSENTS) {
      throw Problem.invalid("consent", "at most " + MOST_CONSENTS + " Consents");
    }
    return consents;
  }
}
