package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The paper or form behind a Consent, as FAST's operations take it along. */
final class ConsentDocument {
  /** By which the Consent of the same commit refers to it. */
  static final String ALIAS = "urn:uuid:6a1f2c0e-0000-4000-8000-000000000001";

  private static final Set<String> TYPES = Set.of("DocumentReference", "QuestionnaireResponse");

  private ConsentDocument() {}

  /**
   * The write of the parameter {@code document}; empty if there is none.
   *
   * @param patient whose Consent it belongs to: it must be about the same
   */
  static Optional<Write> write(Operation.Call call, Ref patient) {
    Optional<Json.Obj> document = Input.resource(call, "document", TYPES);
    if (document.isEmpty()) return Optional.empty();
    if (!Input.patient(document.get(), "subject").equals(Optional.of(patient))) {
      throw Problem.at(
          Problem.Kind.UNPROCESSABLE,
          "document.subject",
          "the document must be about the patient of the consent");
    }
    return Optional.of(put(document.get(), ALIAS));
  }

  /** An update where the resource has an id, else a new one. */
  static Write put(Json.Obj resource, String alias) {
    String type = Optional.ofNullable(resource.text("resourceType")).orElse("");
    String id = resource.text("id");
    if (id == null) return new Write.Create(type, resource, alias, Optional.empty());
    Exchange.demandWhole(resource);
    return new Write.Update(new Ref(type, id), resource, alias, OptionalInt.empty());
  }
}
