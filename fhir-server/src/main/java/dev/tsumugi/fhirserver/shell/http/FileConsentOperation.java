package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.AccessDecisions;
import dev.tsumugi.fhirserver.AccessWords;
import dev.tsumugi.fhirserver.ConsentWords;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST Consent/$file-consent} (FAST Scalable Consent Management): a Consent and its document
 * in one commit, and what became of it told at once.
 */
final class FileConsentOperation implements ConsentOperation {
  private static final List<String> SOURCES = List.of("sourceAttachment", "sourceReference");

  private final Records records;
  private final AccessDecisions decisions;

  FileConsentOperation(Records records, AccessDecisions decisions) {
    this.records = records;
    this.decisions = decisions;
  }

  @Override
  public String name() {
    return "$file-consent";
  }

  @Override
  public String documentation() {
    return "Stores a Consent (parameter consent) and the document behind it (document, a"
        + " DocumentReference or QuestionnaireResponse), both or neither; a Consent that has an id is"
        + " updated. Answers whether it was understood, what is unreadable and how to mend it, which"
        + " standing Consents contradict it, and from when it holds, in Japanese (details) and English"
        + " (diagnostics)";
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/us/consent-management/OperationDefinition/file-consent";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(List.of("consent", "document"));
    Json.Obj consent =
        Input.resource(call, "consent", Set.of("Consent"))
            .orElseThrow(() -> Input.missing("consent"));
    Ref patient =
        Input.patient(consent, "patient")
            .orElseThrow(
                () ->
                    Problem.at(
                        Problem.Kind.UNPROCESSABLE,
                        "Consent.patient",
                        "must refer to a patient here; the city's own Consents are written plainly"));
    Optional<Write> document = ConsentDocument.write(call, patient);
    boolean sourced = SOURCES.stream().anyMatch(consent::has);
    if (document.isPresent() && !sourced) {
      Json source = Json.object().put("reference", ConsentDocument.ALIAS).build();
      consent = consent.with("sourceReference", source);
    }
    List<Write> writes = new ArrayList<>();
    writes.add(ConsentDocument.put(consent, ""));
    document.ifPresent(writes::add);

    Written written = records.commit(access, writes).get(0);
    return Json.bytes(Outcome.of(told(access, written)));
  }

  private List<Json> told(Access access, Written written) {
    StoredResource stored = written.resource();
    List<Json> issues = new ArrayList<>();
    String version = stored.ref() + "/_history/" + stored.version();
    issues.add(
        ConsentWords.issue(
            "information",
            "informational",
            "stored",
            version,
            "保存しました：" + version,
            "Stored as " + version + "."));
    issues.addAll(ConsentWords.told(Json.parseObject(stored.json()), stored.updated()));
    for (AccessDecisions.Conflict conflict : decisions.conflicts(access, stored.ref())) {
      issues.add(AccessWords.conflict(conflict));
    }
    return issues;
  }
}
