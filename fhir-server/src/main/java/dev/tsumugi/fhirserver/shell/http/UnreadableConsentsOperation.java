package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.ConsentWords;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET Consent/$unreadable}: the Consents that hide a record as nobody understands them. */
final class UnreadableConsentsOperation implements ConsentOperation {
  private final AccessDecisions decisions;

  UnreadableConsentsOperation(AccessDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public String name() {
    return "$unreadable";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public String documentation() {
    return "Active Consents that cannot be understood, each with what is wrong and how to mend it: to"
        + " residents and who acts for them those of their own, to a privacy officer all (patient:"
        + " of one)";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(List.of("patient"));
    Optional<Ref> patient =
        call.words().containsKey("patient") || Input.parameter(call, "patient").isPresent()
            ? Optional.of(Input.demandReference(call, "patient", "Patient"))
            : Optional.empty();
    List<Json> found = new ArrayList<>();
    for (AccessDecisions.Unreadable one : decisions.unreadable(access, patient)) {
      List<Json> parts = new ArrayList<>();
      parts.add(reference("consent", one.consent() + "/_history/" + one.version()));
      one.patient().ifPresent(whose -> parts.add(reference("patient", whose.toString())));
      Json.Obj outcome = Outcome.of(ConsentWords.unreadable(one.faults()));
      parts.add(Json.object().put("name", "outcome").put("resource", outcome).build());
      found.add(Json.object().put("name", "unreadable").put("part", parts).build());
    }
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", found).build());
  }

  private static Json reference(String name, String literal) {
    Json reference = Json.object().put("reference", literal).build();
    return Json.object().put("name", name).put("valueReference", reference).build();
  }
}
