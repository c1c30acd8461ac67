package dev.tsumugi.ems;

import dev.tsumugi.kernel.Json;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A face on the sheet: only an image that lies in the record itself, is small, and is what its
 * first bytes say. An address is never passed on: fetching it would tell its host who is looked
 * for.
 */
final class Photo {
  /** Of the image, decoded. */
  static final int MOST_BYTES = 200 * 1024;

  private static final int HEAD = 16;

  private Photo() {}

  /** The part {@code photo}; the first that will do. */
  static Optional<Json.Obj> of(Json.Obj patient) {
    for (Json.Obj photo : patient.objects("photo")) {
      String data = photo.text("data");
      if (data == null || data.length() < HEAD || data.length() > MOST_BYTES / 3 * 4 + 4) continue;
      String type = type(data);
      if (type == null) continue;
      Json.Obj attachment = Json.object().put("contentType", type).put("data", data).build();
      return Optional.of(
          Json.object().put("name", "photo").put("valueAttachment", attachment).build());
    }
    return Optional.empty();
  }

  private static @Nullable String type(String base64) {
    byte[] head;
    try {
      head = Base64.getDecoder().decode(base64.substring(0, HEAD));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
    if (begins(head, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) return "image/png";
    if (begins(head, 0xFF, 0xD8, 0xFF)) return "image/jpeg";
    return null;
  }

  private static boolean begins(byte[] head, int... signature) {
    for (int i = 0; i < signature.length; i++) {
      if ((head[i] & 0xFF) != signature[i]) return false;
    }
    return true;
  }
}
