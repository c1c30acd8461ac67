package dev.tsumugi.identity;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a running app hands to the one it launches (SMART App Launch 2.2, EHR launch).
 *
 * @param client the one app that may use it; empty if any
 * @param context members of the token response: {@code patient}, {@code encounter}, {@code
 *     fhirContext}, {@code intent}, {@code need_patient_banner}
 */
public record Launch(Optional<String> client, Json.Obj context) {
  private static final int MOST_CONTEXT = 20;
  // It travels in the scope of the app's codes and refresh tokens.
  private static final int LONGEST = 2_000;
  private static final Set<String> MEMBERS =
      Set.of("client", "patient", "encounter", "fhirContext", "intent", "needPatientBanner");
  private static final List<String> POINTS = List.of("reference", "canonical", "identifier");

  /**
   * Reads the body of {@code POST /smart/launch}. Whether there is such a patient is not looked at
   * here: who may not see one would learn it from the answer.
   *
   * @throws Problem that names the member at fault
   */
  public static Launch read(Json.Obj body) {
    for (int i = 0; i < body.size(); i++) {
      if (!MEMBERS.contains(body.name(i))) throw Problem.invalid(body.name(i), "is not known");
    }
    Json.Builder context = Json.object();
    for (String member : List.of("patient", "encounter")) {
      Optional<String> id = text(body, member);
      if (id.isPresent() && !Ref.isId(id.get())) throw Problem.invalid(member, "is no FHIR id");
      id.ifPresent(value -> context.put(member, value));
    }
    if (body.has("encounter") && !body.has("patient")) {
      throw Problem.invalid("encounter", "needs the patient beside it");
    }
    List<Json.Obj> others = body.objects("fhirContext");
    if (others.size() != body.all("fhirContext").size() || others.size() > MOST_CONTEXT) {
      throw Problem.invalid("fhirContext", "must be at most " + MOST_CONTEXT + " objects");
    }
    others.forEach(Launch::demandPoint);
    if (!others.isEmpty()) context.put("fhirContext", others);
    text(body, "intent").ifPresent(intent -> context.put("intent", intent));
    Boolean banner = body.bool("needPatientBanner");
    if (banner == null && body.has("needPatientBanner")) {
      throw Problem.invalid("needPatientBanner", "must be true or false");
    }
    context.put("need_patient_banner", banner == null || banner);

    Json.Obj built = context.build();
    if (Json.bytes(built).length > LONGEST) {
      throw Problem.invalid("", "the context is longer than " + LONGEST + " bytes");
    }
    return new Launch(text(body, "client"), built);
  }

  /** Each says what it points to; patient and encounter of the launch stand elsewhere. */
  private static void demandPoint(Json.Obj one) {
    if (POINTS.stream().noneMatch(one::has)) {
      throw Problem.invalid("fhirContext", "needs a reference, canonical or identifier in each");
    }
    String reference = one.text("reference");
    boolean primary =
        reference != null
            && (reference.startsWith("Patient/") || reference.startsWith("Encounter/"));
    String role = one.text("role");
    if (primary && (role == null || role.equals("launch"))) {
      throw Problem.invalid("fhirContext", "names a Patient or Encounter without a role");
    }
  }

  private static Optional<String> text(Json.Obj body, String member) {
    String text = body.text(member);
    if (text == null && body.has(member)) throw Problem.invalid(member, "must be a string");
    if (text != null && text.isBlank()) throw Problem.invalid(member, "is empty");
    return Optional.ofNullable(text);
  }
}
