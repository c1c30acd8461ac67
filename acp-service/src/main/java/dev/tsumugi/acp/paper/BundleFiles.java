package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that lie within a document that comes in: each is looked at before it is kept. */
public final class BundleFiles {
  private BundleFiles() {}

  /** Why the document may not come in; empty if all its files may. */
  public static Optional<Attachments.Why> refusal(Json.Obj bundle) {
    if (Json.bytes(bundle).length > Attachments.LARGEST) {
      return Optional.of(Attachments.Why.TOO_LARGE);
    }
    for (Json.Obj entry : bundle.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      if (resource == null) continue;
      Optional<Attachments.Why> refused = of(resource);
      if (refused.isPresent()) return refused;
    }
    return Optional.empty();
  }

  private static Optional<Attachments.Why> of(Json.Obj resource) {
    if (Elements.type(resource).equals("Binary")) {
      return look(resource.text("data"), resource.text("contentType"));
    }
    for (Json.Obj content : resource.objects("content")) {
      Json.Obj attachment = content.obj("attachment");
      if (attachment == null) continue;
      Optional<Attachments.Why> refused =
          look(attachment.text("data"), attachment.text("contentType"));
      if (refused.isPresent()) return refused;
    }
    return Optional.empty();
  }

  private static Optional<Attachments.Why> look(@Nullable String data, @Nullable String type) {
    if (data == null) return Optional.empty();
    String declared = type == null ? "" : type;
    // Documents within documents are text, and are kept as they came.
    if (declared.contains("json") || declared.contains("xml")) return Optional.empty();
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(data);
    } catch (IllegalArgumentException noBase64) {
      return Optional.of(Attachments.Why.ANOTHER);
    }
    Attachments.Verdict verdict =
        Attachments.look(bytes, Optional.of(declared).filter(said -> !said.isEmpty()));
    return verdict instanceof Attachments.Verdict.Refused refused
        ? Optional.of(refused.why())
        : Optional.empty();
  }
}
