package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.coding;
import static dev.tsumugi.hub.town.Pieces.concept;
import static dev.tsumugi.hub.town.Pieces.identifier;
import static dev.tsumugi.hub.town.Pieces.reference;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Purpose;
import dev.tsumugi.kernel.Shapes.Role;
import dev.tsumugi.kernel.Shapes.Scope;
import dev.tsumugi.kernel.Shapes.Sheet;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consent to share in the shape of {@link dev.tsumugi.kernel.Shapes}.
 *
 * @param patient reference to whose record it is
 * @param performer who decides: the resident, or who may decide for a child
 * @param at FHIR dateTime
 */
public record Sharing(Json.Obj patient, Json.Obj performer, String at) {
  /**
   * By the resident.
   *
   * @param patient id
   */
  public static Sharing by(String patient, String at) {
    Json.Obj resident = reference("Patient/" + patient);
    return new Sharing(resident, resident, at);
  }

  /** Agrees to the whole emergency sheet; not yet stored. */
  public Json.Obj emergency() {
    return consent(null, Policy.EMERGENCY_SHARING, emergency("permit", List.of()));
  }

  /**
   * Lets one person treat with it, but for exceptions; not yet stored.
   *
   * @param recipient {@code Type/id}
   * @param exceptions nested provisions
   */
  public Json.Obj treatment(String recipient, List<Json.Obj> exceptions) {
    Json.Builder provision =
        Json.object()
            .put("type", "permit")
            .put("actor", List.of(actor(Role.RECIPIENT, reference(recipient))))
            .put("purpose", List.of(coding(Purpose.TREATMENT)));
    if (!exceptions.isEmpty()) provision.put("provision", exceptions);
    return consent(null, Policy.CARE_SHARING, provision.build());
  }

  /** Refuses that anybody breaks the glass; not yet stored. */
  public Json.Obj refusesBreakGlass() {
    Coding why = new Coding(Sys.ACT_REASON, "BTG");
    Json.Obj provision =
        Json.object().put("type", "deny").put("purpose", List.of(coding(why))).build();
    return consent(null, Policy.WITHHOLDING, provision);
  }

  Json.Obj consent(@Nullable String id, String policy, Json.Obj provision) {
    return resource("Consent", id)
        .put("status", "active")
        .put("scope", concept(Scope.PRIVACY, null))
        .put("category", List.of(concept(Category.CONSENT_DOCUMENT, null)))
        .put("patient", patient)
        .put("dateTime", at)
        .put("performer", List.of(performer))
        .put("organization", List.of(reference("Organization/town-hall")))
        .put("policy", List.of(Json.object().put("uri", policy).build()))
        .put("provision", provision)
        .build();
  }

  /**
   * The provision about emergencies.
   *
   * @param type permit or deny
   * @param withheld data classes that a permit leaves out
   */
  static Json.Obj emergency(String type, List<String> withheld) {
    Json.Builder provision =
        Json.object()
            .put("type", type)
            .put("actor", List.of(anyone(Role.CREW), anyone(Role.EMERGENCY_DESK)))
            .put("purpose", List.of(coding(Purpose.EMERGENCY)));
    // A refusal names no class: it is about everything.
    if (type.equals("permit")) provision.put("class", classes(Sheet.DATA_CLASSES));
    if (!withheld.isEmpty()) {
      Json.Obj exception =
          Json.object().put("type", "deny").put("class", classes(withheld)).build();
      provision.put("provision", List.of(exception));
    }
    return provision.build();
  }

  /** Whoever works as this: a logical reference, since R4 wants one in every actor. */
  private static Json.Obj anyone(String role) {
    Json.Obj logical =
        Json.object()
            .put("identifier", identifier(Sys.ROLE, role))
            .put("display", role.equals(Role.CREW) ? "救急隊" : "救急外来")
            .build();
    return actor(Role.RECIPIENT, logical);
  }

  static Json.Obj actor(Coding role, Json.Obj reference) {
    return Json.object().put("role", concept(role, null)).put("reference", reference).build();
  }

  private static List<Json.Obj> classes(List<String> codes) {
    List<Json.Obj> codings = new ArrayList<>();
    for (String code : codes) codings.add(coding(new Coding(Sys.DATA_CLASS, code)));
    return codings;
  }
}
