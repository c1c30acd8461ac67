package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.ConsentWords;
import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code POST Consent/$revoke-consent} (FAST Scalable Consent Management): from this commit on the
 * Consent is inactive; its earlier versions stay.
 */
final class RevokeConsentOperation implements ConsentOperation {
  private static final Set<String> STANDING = Set.of("active", "draft", "proposed");
  private static final int TRIES = 3;

  private final Records records;

  RevokeConsentOperation(Records records) {
    this.records = records;
  }

  @Override
  public String name() {
    return "$revoke-consent";
  }

  @Override
  public String documentation() {
    return "Revokes a Consent (parameters consent and patient, references): status inactive, at once"
        + " and on every node; a document (DocumentReference or QuestionnaireResponse) is stored in"
        + " the same commit. Its history stays";
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/us/consent-management/OperationDefinition/revoke-consent";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(List.of("consent", "patient", "document"));
    Ref consent = Input.demandReference(call, "consent", "Consent");
    Ref patient = Input.demandReference(call, "patient", "Patient");
    Optional<Write> document =
        ConsentDocument.write(call, patient).map(write -> about(write, consent));
    for (int i = 0; i < TRIES; i++) {
      StoredResource found = find(access, consent, patient);
      String status = Json.parseObject(found.json()).text("status");
      if (status == null || !STANDING.contains(status)) return answer(already(found));
      try {
        return answer(revoke(access, found, document));
      } catch (Problem race) {
        // Another version came between; what it says is looked at anew.
        if (race.kind() != Problem.Kind.PRECONDITION) throw race;
      }
    }
    throw Problem.of(Problem.Kind.CONFLICT, "others are changing this Consent; try again");
  }

  /** Hidden, absent, deleted, and another patient's are one. */
  private StoredResource find(Access access, Ref consent, Ref patient) {
    Optional<StoredResource> found;
    try {
      found = records.read(access, consent);
    } catch (Problem deleted) {
      if (deleted.kind() != Problem.Kind.GONE) throw deleted;
      found = Optional.empty();
    }
    return found
        .filter(
            stored ->
                Input.patient(Json.parseObject(stored.json()), "patient")
                    .equals(Optional.of(patient)))
        .orElseThrow(() -> Problem.notFound(consent));
  }

  private Json revoke(Access access, StoredResource found, Optional<Write> document) {
    JsonPatch inactive =
        JsonPatch.parse(
            "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"inactive\"}]"
                .getBytes(StandardCharsets.UTF_8));
    List<Write> writes = new ArrayList<>();
    writes.add(new Write.Patch(found.ref(), inactive, OptionalInt.of(found.version())));
    document.ifPresent(writes::add);
    StoredResource now = records.commit(access, writes).get(0).resource();
    String version = now.ref() + "/_history/" + now.version();
    return ConsentWords.issue(
        "information",
        "informational",
        "revoked",
        version,
        "取り消しました。今から効力を持ちません：" + version,
        "Revoked. It has no effect from now on: " + version + ".");
  }

  private static Json already(StoredResource found) {
    String version = found.ref() + "/_history/" + found.version();
    return ConsentWords.issue(
        "information",
        "informational",
        "silent",
        version,
        "すでに効力のない同意書です。何も変わりませんでした：" + version,
        "It had no effect already; nothing was changed: " + version + ".");
  }

  private static byte[] answer(Json issue) {
    return Json.bytes(Outcome.of(List.of(issue)));
  }

  /** A DocumentReference says what it revokes; the form has no element for it. */
  private static Write about(Write write, Ref consent) {
    if (!(write instanceof Write.Create create)) return write;
    if (!create.type().equals("DocumentReference") || create.body().has("context")) return write;
    Json related = Json.object().put("reference", consent.toString()).build();
    Json context = Json.object().put("related", List.of(related)).build();
    return new Write.Create(
        create.type(), create.body().with("context", context), create.alias(), create.unless());
  }
}
