package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Purpose;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** People whom a document of elsewhere names, and their Consents, in the form of this house. */
final class ForeignPerson {
  /** Relationships from which a right follows here (ADR 17): they come in as words alone. */
  private static final Set<String> RIGHTS = Set.of("PRN", "MTH", "FTH", "GUARD", "HPOWATT");

  /** Where the person goes: the caller puts the reference in its place. */
  static final String PERSON = "urn:uuid:person";

  private ForeignPerson() {}

  /**
   * Name, telecom and relationship; no number and no extension, by which somebody could be taken
   * for a proxy.
   */
  static Json.Obj of(Json.Obj theirs, Json patient) {
    List<Json> relationships = new ArrayList<>();
    for (Json.Obj concept : theirs.objects("relationship")) {
      List<Json> codings = new ArrayList<>();
      for (Json.Obj coding : concept.objects("coding")) {
        boolean right =
            Sys.ROLE_CODE.equals(coding.text("system"))
                && RIGHTS.contains(String.valueOf(coding.text("code")));
        if (!right) codings.add(coding);
      }
      String said = concept.text("text");
      // Words take the place of codes only where these were left out.
      if (said == null && codings.isEmpty()) said = Elements.label(concept);
      String label = said == null ? "" : ForeignWords.plain(said);
      relationships.add(
          Json.object().put("coding", codings).put("text", label.isEmpty() ? null : label).build());
    }
    return Json.object()
        .put("resourceType", "RelatedPerson")
        .put("meta", Json.object().put("profile", Json.array(Json.text(Adi.PARTICIPANT))).build())
        .put("active", true)
        .put("patient", patient)
        .put("relationship", relationships)
        .put("name", plain(theirs.objects("name")))
        .put("telecom", plain(theirs.objects("telecom")))
        .build();
  }

  private static List<Json> plain(List<Json.Obj> values) {
    List<Json> kept = new ArrayList<>();
    for (Json.Obj value : values) kept.add(value.without("extension", "id"));
    return kept;
  }

  /**
   * A Consent that says who may speak, or how far: proposed, as nobody here accepted it.
   *
   * @param said words of a limit; empty for none
   */
  static Json.Obj consent(
      Json patient, String date, Coding scope, String said, String type, Optional<Coding> role) {
    return Json.object()
        .put("resourceType", "Consent")
        .put(
            "meta",
            Json.object().put("profile", Json.array(Json.text(Adi.PARTICIPANT_CONSENT))).build())
        .put("status", "proposed")
        .put("scope", PlanHeader.concept(scope, said))
        .put("category", Json.array(PlanHeader.concept(Category.ADVANCE_CARE, "")))
        .put("patient", patient)
        .put("dateTime", date)
        .put("performer", Json.array(patient))
        .put("policy", Json.array(Json.object().put("uri", Policy.HEALTHCARE_AGENT).build()))
        .put("provision", provision(type, role, List.of()))
        .build();
  }

  static Json provision(String type, Optional<Coding> role, List<? extends Json> actions) {
    List<Json> actors = new ArrayList<>();
    role.ifPresent(
        of ->
            actors.add(
                Json.object()
                    .put("role", PlanHeader.concept(of, ""))
                    .put("reference", PlanHeader.reference(PERSON))
                    .build()));
    Json purpose =
        Json.object()
            .put("system", Purpose.POWER_OF_ATTORNEY.system())
            .put("code", Purpose.POWER_OF_ATTORNEY.code())
            .build();
    return Json.object()
        .put("type", type)
        .put("actor", actors)
        .put("action", actions)
        .put("purpose", Json.array(purpose))
        .build();
  }
}
