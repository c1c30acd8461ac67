package dev.tsumugi.acp.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.Optional;

/**
 * An operation that is no more than its name and what it does; its answer is Parameters.
 *
 * @param onPatient on one patient, rather than on the whole system
 * @param safe whether it changes nothing beyond the journal
 */
record AcpOperation(String name, boolean onPatient, boolean safe, String documentation, Work work)
    implements Operation {
  /** What it does. */
  interface Work {
    List<Json> run(Access access, Call call);
  }

  @Override
  public Optional<String> type() {
    return onPatient ? Optional.of("Patient") : Optional.empty();
  }

  @Override
  public boolean onInstance() {
    return onPatient;
  }

  @Override
  public byte[] run(Access access, Call call) {
    return Json.bytes(
        Json.object()
            .put("resourceType", "Parameters")
            .put("parameter", work.run(access, call))
            .build());
  }

  static Json value(String name, String type, String value) {
    return Json.object().put("name", name).put(type, value).build();
  }

  static Json reference(String name, String literal) {
    Json.Obj reference = Json.object().put("reference", literal).build();
    return Json.object().put("name", name).put("valueReference", reference).build();
  }
}
