package dev.tsumugi.acp.shell.paper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.paper.Language;
import dev.tsumugi.acp.paper.PaperKind;
import dev.tsumugi.acp.paper.PaperPages;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** A plan as a document, and on paper. */
final class DocumentOperations {
  private final AcpSettings settings;
  private final Plans plans;
  private final Records records;
  private final Handouts handouts;
  private final PdfPrinter printer;

  DocumentOperations(
      AcpSettings settings, Plans plans, Records records, Handouts handouts, PdfPrinter printer) {
    this.settings = settings;
    this.plans = plans;
    this.records = records;
    this.handouts = handouts;
    this.printer = printer;
  }

  Operation document() {
    return new PatientDeed(
        "$acp-document",
        "The patient's plan as a FHIR document (PACIO ADI), signed by the hub: the one that counts,"
            + " or the version named (a Reference to its DocumentReference)",
        true,
        Set.of("version"),
        (access, patient, call) ->
            plans.document(access, plans.content(access, patient, version(call))));
  }

  Operation paper() {
    return new PatientDeed(
        "$acp-paper",
        "The patient's plan as PDF/A, with a code by which anybody can ask whether it still holds;"
            + " language: ja or en, kind: plan, sheet (for the fridge) or card",
        true,
        Set.of("language", "kind", "version"),
        this::paper);
  }

  /** Throws {@code Problem} INVALID. */
  static Optional<Ref> version(Operation.Call call) {
    Optional<String> text =
        call.object("version")
            .flatMap(reference -> Optional.ofNullable(reference.text("reference")))
            .or(() -> call.value("version"));
    if (text.isEmpty()) return Optional.empty();
    Optional<Ref> ref = Ref.parse(text.get());
    if (ref.filter(one -> one.type().equals("DocumentReference")).isEmpty()) {
      throw Problem.invalid("version", "is a Reference to DocumentReference/id");
    }
    return ref;
  }

  private Json.Obj paper(Access access, Ref patient, Operation.Call call) {
    Language language =
        Language.of(call.value("language").orElse("ja"))
            .orElseThrow(() -> Problem.invalid("language", "is ja or en"));
    PaperKind kind =
        PaperKind.of(call.value("kind").orElse("plan"))
            .orElseThrow(() -> Problem.invalid("kind", "is plan, sheet or card"));
    PlanContent content = plans.content(access, patient, version(call));
    StoredResource plan = stored(access, content);
    Handouts.Issued code =
        handouts.issue(
            access, patient, Handouts.Made.paper(kind.code() + " " + language.code(), plan));
    String address = settings.hub() + "/acp/current";
    PaperPages.Proof proof =
        new PaperPages.Proof(
            PdfPrinter.image(QrCode.of(address + "#" + code.code())), address, access.at());
    byte[] pdf = printer.print(PaperPages.of(content, kind, language, proof), PaperPages.FONT);
    return Json.object()
        .put("resourceType", "Binary")
        .put("contentType", "application/pdf")
        .put("securityContext", Json.object().put("reference", patient.toString()).build())
        .put("data", new String(Base64.getEncoder().encode(pdf), UTF_8))
        .build();
  }

  private StoredResource stored(Access access, PlanContent content) {
    Ref ref = Ref.parse(Elements.ref(content.version().document())).orElseThrow();
    return records.read(access, ref).orElseThrow(() -> Problem.notFound(ref));
  }
}
