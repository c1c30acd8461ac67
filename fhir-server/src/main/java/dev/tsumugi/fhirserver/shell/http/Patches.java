package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Base64;
import java.util.Locale;

/** Reads a patch by its media type; the forms that are not offered are named. */
final class Patches {
  private static final String INSTEAD = "; send a JSON Patch as " + JsonPatch.MEDIA_TYPE;

  private Patches() {}

  /**
   * @param contentType as it came, with parameters; empty if none
   */
  static JsonPatch read(String contentType, byte[] body) {
    String type = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (type.equals(JsonPatch.MEDIA_TYPE)) {
      if (body.length == 0) throw Problem.invalid("", "a JSON Patch is needed in the body");
      return JsonPatch.parse(body);
    }
    String what =
        switch (type) {
          case "application/xml-patch+xml" -> "XML Patch is not offered";
          case "application/fhir+json", "application/fhir+xml", "application/json" ->
              "FHIRPath Patch (a Parameters resource) is not offered";
          default -> "a patch of this type is not offered";
        };
    throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, what + INSTEAD);
  }

  /** In a bundle a patch travels as the data of a Binary (http.html#patch). */
  static JsonPatch ofBinary(Json.Obj resource) {
    return read(contentType(resource), data(resource));
  }

  static String contentType(Json.Obj resource) {
    String type = resource.text("resourceType");
    if ("Parameters".equals(type)) return "application/fhir+json";
    if (!"Binary".equals(type)) {
      throw Problem.invalid("resource", "a patch travels as a Binary in a bundle");
    }
    String contentType = resource.text("contentType");
    return contentType == null ? "" : contentType;
  }

  static byte[] data(Json.Obj resource) {
    String data = resource.text("data");
    try {
      // Base64 in FHIR may be broken into lines.
      return Base64.getDecoder().decode(data == null ? "" : data.replaceAll("\\s", ""));
    } catch (IllegalArgumentException notBase64) {
      throw Problem.invalid("resource.data", "is no base64");
    }
  }
}
