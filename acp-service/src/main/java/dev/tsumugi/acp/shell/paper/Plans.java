package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.paper.AdiRule;
import dev.tsumugi.acp.paper.DocumentSignature;
import dev.tsumugi.acp.paper.PlanDocument;
import dev.tsumugi.acp.paper.PlanSource;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Plans, and the signed documents made of them. */
final class Plans {
  private final AcpSettings settings;
  private final PlanSource source;
  private final DocumentSigner signer;

  Plans(AcpSettings settings, PlanSource source, DocumentSigner signer) {
    this.settings = settings;
    this.source = source;
    this.signer = signer;
  }

  /** Throws {@code Problem} NOT_FOUND, for hidden and absent alike. */
  PlanContent content(Access access, Ref patient, Optional<Ref> version) {
    return source
        .content(access, patient, version)
        .orElseThrow(
            () ->
                Problem.of(Problem.Kind.NOT_FOUND, "署名された計画がありません / there is no signed plan here"));
  }

  /** The document of a version, signed by the hub. */
  Json.Obj document(Access access, PlanContent content) {
    PlanDocument.Frame frame = new PlanDocument.Frame(settings.fhir(), settings.hub(), access.at());
    Json.Obj bundle = PlanDocument.of(content, frame);
    List<AdiRule> broken = AdiRule.broken(bundle);
    if (!broken.isEmpty()) {
      throw new IllegalStateException("a plan's document breaks " + broken.get(0).demands());
    }
    Json.Obj front = Objects.requireNonNull(bundle.objects("entry").get(0).obj("resource"));
    Json who = Objects.requireNonNull(front.obj("custodian"));
    return DocumentSignature.sign(bundle, signer, who, access.at());
  }
}
