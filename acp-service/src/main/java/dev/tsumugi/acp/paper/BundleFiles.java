package dev.tsumugi.acp.paper;

import dev.tsumugi.kernel.Json;
import java.util.Optional;

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
    for (FileWithin file : FileWithin.of(resource)) {
      Optional<Attachments.Why> refused = file.refusal();
      if (refused.isPresent()) return refused;
    }
    return Optional.empty();
  }
}
