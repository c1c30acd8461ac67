package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.Set;

/**
 * One operation on a patient.
 *
 * @param known its parameters
 */
record PatientDeed(String name, String documentation, boolean safe, Set<String> known, Run run)
    implements PatientOperation {
  /** What it does. */
  interface Run {
    Json.Obj run(Access access, Ref patient, Call call);
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(known);
    return Json.bytes(run.run(access, call.instance().orElseThrow(), call));
  }
}
