package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.acp.paper.AdiRule;
import dev.tsumugi.acp.paper.Attachments;
import dev.tsumugi.acp.paper.BundleFiles;
import dev.tsumugi.acp.paper.DocumentSignature;
import dev.tsumugi.acp.paper.ImportWrites;
import dev.tsumugi.acp.paper.ImportedPlan;
import dev.tsumugi.acp.paper.PlanReading;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code POST Patient/[id]/$acp-import}: a plan that was written elsewhere (PACIO ADI). */
final class ImportOperation {
  private final Records records;
  private final QueryParser queries;
  private final DocumentSigner signer;
  private final Supplier<String> newId;
  private final Wishes words = new Wishes();

  ImportOperation(
      Records records, QueryParser queries, DocumentSigner signer, Supplier<String> newId) {
    this.records = records;
    this.queries = queries;
    this.signer = signer;
    this.newId = newId;
  }

  Operation operation() {
    return new PatientDeed(
        "$acp-import",
        "Takes over an advance care plan of elsewhere (bundle: a FHIR document after PACIO ADI): its"
            + " wishes, agents and limits, with their provenance; the document is kept as it came."
            + " Nothing that was said here later is touched, and nobody gets a power by it",
        false,
        Set.of("bundle"),
        this::run);
  }

  private Json.Obj run(Access access, Ref patient, Operation.Call call) {
    Json.Obj bundle = bundle(call);
    Optional<Attachments.Why> refused = BundleFiles.refusal(bundle);
    if (refused.isPresent()) throw refused.get().problem("bundle");
    PlanReading reading = PlanReading.of(bundle);
    Json.Obj ours =
        records
            .read(access, patient)
            .map(stored -> Json.parseObject(stored.json()))
            .orElseThrow(() -> Problem.notFound(patient));
    boolean signed = DocumentSignature.holds(bundle, signer.key());
    ImportedPlan.Taken taken = ImportedPlan.of(reading, ours, signed, access.at());
    String digest = digest(bundle);
    demandNew(access, patient, digest);
    String title = Optional.ofNullable(reading.composition().text("title")).orElse("");
    List<Written> written =
        records.commit(
            access,
            ImportWrites.of(
                patient.toString(),
                new ImportWrites.Original(bundle, title, digest),
                taken,
                who(access),
                access.at(),
                newId));
    return answer(written.get(1).resource().ref(), bundle, taken, signed);
  }

  private static Json.Obj bundle(Operation.Call call) {
    Json.Obj input = call.input();
    if (input != null) {
      for (Json.Obj parameter : input.objects("parameter")) {
        Json.Obj resource = parameter.obj("resource");
        if ("bundle".equals(parameter.text("name")) && resource != null) return resource;
      }
    }
    throw Problem.invalid("bundle", "the document is needed, as the resource of this parameter");
  }

  private static String digest(Json.Obj bundle) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(DocumentSignature.canonical(bundle)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private void demandNew(Access access, Ref patient, String digest) {
    Query same =
        queries.parse(
            "DocumentReference",
            List.of(
                new Word("patient", patient.toString()),
                new Word("identifier", ImportWrites.IMPORTED + "|" + digest)));
    if (records.search(access, same, Optional.empty()).matches().isEmpty()) return;
    throw Problem.at(
        Problem.Kind.CONFLICT,
        "bundle",
        "この文書は、すでに取り込まれています / this document was taken over before");
  }

  private static Json who(Access access) {
    return access
        .requester()
        .actor()
        .map(actor -> Json.object().put("reference", actor.toString()).build())
        .orElseGet(() -> Json.object().put("display", access.requester().name()).build());
  }

  private Json.Obj answer(Ref document, Json.Obj bundle, ImportedPlan.Taken taken, boolean signed) {
    Answers answers = new Answers();
    answers.reference("document", document.toString());
    answers.add("standing", "valueCode", signed ? "signed" : "written");
    for (Json.Obj wish : taken.wishes()) {
      for (Wish read : words.standing(List.of(wish))) {
        String english = read.english();
        answers.group(
            "wish",
            new Answers()
                .string("text", read.japanese())
                .string("textEn", english == null ? read.japanese() : english));
      }
    }
    for (Speaker speaker : taken.people()) {
      answers.string("agent", PersonName.of(speaker.person()).shown());
      for (Json.Obj consent : speaker.consents()) limit(consent, answers);
    }
    for (Json.Obj limit : taken.limits()) limit(limit, answers);
    for (AdiRule rule : AdiRule.broken(bundle)) answers.string("finding", rule.demands());
    return answers.parameters();
  }

  private static void limit(Json.Obj consent, Answers answers) {
    Json.Obj scope = consent.obj("scope");
    String said = scope == null ? null : scope.text("text");
    if (said != null) answers.string("limit", said);
  }
}
