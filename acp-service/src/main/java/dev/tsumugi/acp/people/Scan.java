package dev.tsumugi.acp.people;

import static dev.tsumugi.acp.people.RoleResources.concept;
import static dev.tsumugi.acp.people.RoleResources.reference;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A signed paper as it was scanned: a picture or a PDF that shows, and does nothing.
 *
 * @param data base64
 */
public record Scan(String type, String data) {
  /** Bytes of a scan. */
  public static final int LARGEST = 20 << 20;

  private static final Map<String, byte[]> BEGINS =
      Map.of(
          "application/pdf", "%PDF-".getBytes(StandardCharsets.US_ASCII),
          "image/jpeg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
          "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'});

  /** Names of PDF by which a file does something when it is opened (ISO 32000-1 section 12.6). */
  private static final List<String> ACTS =
      List.of("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/SubmitForm");

  private static final Words NO_SCAN =
      new Words(
          "紙の写しは、PDF、JPEG、PNGのどれかで入れてください。",
          "The scan of the paper is needed, as PDF, JPEG or PNG.");
  private static final Words TOO_LARGE =
      new Words(
          "写しが大きすぎます(20MBまで)。小さく読み取り直してください。何も消えていません。",
          "The scan is too large (20 MB at most). Please scan it smaller. Nothing was lost.");
  private static final Words DOES_SOMETHING =
      new Words(
          "このPDFには、開くと動くしかけが入っています。紙を読み取り直したものを入れてください。",
          "This PDF does something when it is opened. Please scan the paper anew.");

  /** Throws {@code Problem} UNPROCESSABLE or TOO_LARGE, in words for who brings it. */
  public static Scan of(String type, String data) {
    byte[] begin = BEGINS.get(type);
    if (begin == null) throw refused(NO_SCAN);
    if (data.length() > (LARGEST / 3 + 1) * 4L) {
      throw Problem.at(Problem.Kind.TOO_LARGE, "scan", TOO_LARGE.both());
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException notBase64) {
      throw refused(NO_SCAN);
    }
    if (bytes.length > LARGEST) {
      throw Problem.at(Problem.Kind.TOO_LARGE, "scan", TOO_LARGE.both());
    }
    if (!startsWith(bytes, begin)) throw refused(NO_SCAN);
    if (type.equals("application/pdf")) demandStill(bytes);
    return new Scan(type, data);
  }

  private static void demandStill(byte[] pdf) {
    String names = new String(pdf, StandardCharsets.ISO_8859_1);
    for (String act : ACTS) {
      for (int at = names.indexOf(act); at >= 0; at = names.indexOf(act, at + 1)) {
        int end = at + act.length();
        boolean whole = end == names.length() || !Character.isLetterOrDigit(names.charAt(end));
        if (whole) throw refused(DOES_SOMETHING);
      }
    }
  }

  private static Problem refused(Words words) {
    return Problem.at(Problem.Kind.UNPROCESSABLE, "scan", words.both());
  }

  private static boolean startsWith(byte[] bytes, byte[] begin) {
    if (bytes.length < begin.length) return false;
    for (int i = 0; i < begin.length; i++) if (bytes[i] != begin[i]) return false;
    return true;
  }

  public Json.Obj binary(Ref patient) {
    return Json.object()
        .put("resourceType", "Binary")
        .put("contentType", type)
        .put("securityContext", reference(patient.toString()))
        .put("data", data)
        .build();
  }

  /**
   * What the paper is, for who reads the plan.
   *
   * @param binary where it lies
   * @param identifier by which the same scan is known again
   * @param author a Reference to who scanned it
   */
  public Json.Obj document(
      Ref patient, Ref binary, Optional<Json.Obj> identifier, Json.Obj author, Instant at) {
    Json.Obj attachment =
        Json.object()
            .put("contentType", type)
            .put("url", binary.toString())
            .put("title", "署名された紙の写し")
            .put("creation", FhirTime.instant(at))
            .build();
    return Json.object()
        .put("resourceType", "DocumentReference")
        .put("identifier", identifier.<List<Json>>map(List::of).orElse(List.of()))
        .put("status", "current")
        .put("type", concept(Category.ADVANCE_DIRECTIVE))
        .put("category", List.of(concept(Category.ADVANCE_DIRECTIVE)))
        .put("subject", reference(patient.toString()))
        .put("date", FhirTime.instant(at))
        .put("author", List.of(author))
        .put("content", List.of(Json.object().put("attachment", attachment).build()))
        .build();
  }
}
