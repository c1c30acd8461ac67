package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who works with the hub: one line of a staff file.
 *
 * @param line where it stands in the file
 * @param role code of the role in the hub
 * @param organization id of the Organization
 * @param practitioner id of the Practitioner; the same person may have several logins
 * @param until the last day, included
 * @param password the first one, to be changed at the first sign-on
 * @param pin of the badge
 */
public record StaffMember(
    int line,
    String login,
    Name name,
    String role,
    String organization,
    String practitioner,
    Optional<String> licence,
    LocalDate from,
    Optional<LocalDate> until,
    SignOn signOn) {
  /** Kana are katakana. */
  public record Name(String family, String given, String familyKana, String givenKana) {
    /** As people read it. */
    public String whole() {
      return family + " " + given;
    }
  }

  /** How the member signs on; what is absent stays as it is. */
  public record SignOn(Optional<String> badge, Optional<String> pin, Optional<String> password) {}

  /** The person, as Practitioner and PractitionerRole (R4), under ids that stay. */
  public List<Json.Obj> resources() {
    return List.of(practitionerResource(), roleResource());
  }

  private Json.Obj practitionerResource() {
    Json.Builder person =
        resource("Practitioner", practitioner)
            .put("identifier", List.of(identifier("staff", practitioner)))
            .put("active", true)
            .put(
                "name",
                List.of(
                    humanName(name.family(), name.given(), "IDE"),
                    humanName(name.familyKana(), name.givenKana(), "SYL")));
    licence.ifPresent(
        number ->
            person.put(
                "qualification",
                List.of(
                    Json.object()
                        .put("identifier", List.of(identifier("licence", number)))
                        .put("code", Json.object().put("text", role).build())
                        .build())));
    return person.build();
  }

  private Json.Obj roleResource() {
    Json.Obj coding = Json.object().put("system", Shapes.Sys.ROLE).put("code", role).build();
    Json.Builder period = Json.object().put("start", from.toString());
    until.ifPresent(day -> period.put("end", day.toString()));
    return resource("PractitionerRole", login)
        .put("active", true)
        .put("period", period.build())
        .put("practitioner", reference("Practitioner/" + practitioner))
        .put("organization", reference("Organization/" + organization))
        .put("code", List.of(Json.object().put("coding", List.of(coding)).build()))
        .build();
  }

  private static Json.Builder resource(String type, String id) {
    return Json.object().put("resourceType", type).put("id", id);
  }

  private static Json.Obj identifier(String kind, String value) {
    return Json.object().put("system", Shapes.BASE + "/sid/" + kind).put("value", value).build();
  }

  private static Json.Obj reference(String literal) {
    return Json.object().put("reference", literal).build();
  }

  /** JP Core tells kanji from kana by an extension on each name. */
  private static Json.Obj humanName(String family, String given, String representation) {
    Json.Obj extension =
        Json.object()
            .put("url", "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation")
            .put("valueCode", representation)
            .build();
    return Json.object()
        .put("extension", List.of(extension))
        .put("use", "official")
        .put("text", family + " " + given)
        .put("family", family)
        .put("given", List.of(Json.text(given)))
        .build();
  }
}
