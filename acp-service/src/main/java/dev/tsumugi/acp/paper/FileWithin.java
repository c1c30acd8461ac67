package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that lies in a resource.
 *
 * @param path of its data
 * @param type MIME type that it is said to have; empty if nothing is said
 * @param data base64
 */
record FileWithin(String path, Optional<String> type, String data) {
  /** Of what {@link #of} finds files in. */
  static final Set<String> TYPES = Set.of("Binary", "DocumentReference", "Media");

  /**
   * The files that the resource holds itself; those it only points to are looked at where they lie.
   */
  static List<FileWithin> of(Json.Obj resource) {
    List<FileWithin> files = new ArrayList<>();
    switch (Elements.type(resource)) {
      case "Binary" -> add(files, "Binary", resource);
      case "Media" -> add(files, "Media.content", resource.obj("content"));
      case "DocumentReference" -> {
        List<Json.Obj> contents = resource.objects("content");
        for (int i = 0; i < contents.size(); i++) {
          String path = "DocumentReference.content[" + i + "].attachment";
          add(files, path, contents.get(i).obj("attachment"));
        }
      }
      default -> {}
    }
    return files;
  }

  private static void add(List<FileWithin> files, String path, Json.@Nullable Obj holder) {
    String data = holder == null ? null : holder.text("data");
    if (holder == null || data == null) return;
    Optional<String> type =
        Optional.ofNullable(holder.text("contentType")).filter(said -> !said.isBlank());
    files.add(new FileWithin(path + ".data", type, data));
  }

  Optional<Attachments.Why> refusal() {
    return Attachments.look(data, type) instanceof Attachments.Verdict.Refused refused
        ? Optional.of(refused.why())
        : Optional.empty();
  }

  boolean isSameAs(FileWithin other) {
    return type.equals(other.type) && data.equals(other.data);
  }
}
