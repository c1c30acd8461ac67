package dev.tsumugi.acp.people;

import static dev.tsumugi.acp.people.RoleResources.concept;
import static dev.tsumugi.acp.people.RoleResources.reference;

import dev.tsumugi.acp.paper.Attachments;
import dev.tsumugi.acp.paper.Attachments.Kind;
import dev.tsumugi.acp.paper.Attachments.Verdict;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed paper as it was scanned: a picture or a PDF that shows, and does nothing.
 *
 * @param data base64
 */
public record Scan(String type, String data) {
  private static final Set<Kind> OF_PAPER = EnumSet.of(Kind.PDF, Kind.JPEG, Kind.PNG);

  private static final Words NO_SCAN =
      new Words(
          "紙の写しは、PDF、JPEG、PNGのどれかで入れてください。",
          "The scan of the paper is needed, as PDF, JPEG or PNG.");

  /**
   * Throws {@code Problem} UNPROCESSABLE or TOO_LARGE, in words for who brings it.
   *
   * @param type MIME type that it is said to have; empty if nothing is said
   */
  public static Scan of(String type, String data) {
    Verdict verdict = Attachments.look(data, Optional.of(type).filter(said -> !said.isEmpty()));
    if (verdict instanceof Verdict.Refused refused) throw refused.why().problem("scan");
    Kind kind = ((Verdict.Fine) verdict).kind();
    if (OF_PAPER.contains(kind)) return new Scan(kind.type(), data);
    throw Problem.all(
        Problem.Kind.UNPROCESSABLE, List.of(new Problem.Issue("scan", NO_SCAN.en(), NO_SCAN.ja())));
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
