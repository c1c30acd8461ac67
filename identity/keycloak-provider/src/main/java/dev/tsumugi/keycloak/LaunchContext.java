package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an app is told of the place it was launched in, beside its token. Names are those of the
 * token response.
 *
 * @param fhirContext an array, or null
 * @param needPatientBanner false if the launching screen shows who the patient is by itself
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, launch context arrives with your access_token</a>
 */
record LaunchContext(
    @Nullable String patient,
    @Nullable String encounter,
    @Nullable JsonNode fhirContext,
    @Nullable String intent,
    boolean needPatientBanner) {

  static final String PATIENT = "patient";
  static final String ENCOUNTER = "encounter";
  static final String FHIR_CONTEXT = "fhirContext";
  static final String INTENT = "intent";
  static final String BANNER = "need_patient_banner";

  private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  /**
   * @throws IllegalArgumentException if an id is none
   */
  LaunchContext {
    if (patient != null && !isId(patient)) throw new IllegalArgumentException("patient");
    if (encounter != null && !isId(encounter)) throw new IllegalArgumentException("encounter");
  }

  static boolean isId(String text) {
    return FHIR_ID.matcher(text).matches();
  }

  /** Nothing known yet; the app itself must show who the patient is. */
  static final LaunchContext NONE = new LaunchContext(null, null, null, null, true);

  /** The same place, with a patient chosen in it. */
  LaunchContext with(String chosen) {
    return new LaunchContext(chosen, encounter, fhirContext, intent, true);
  }

  /**
   * @throws IllegalArgumentException as the constructor
   */
  static LaunchContext read(JsonNode json) {
    JsonNode list = json.get(FHIR_CONTEXT);
    return new LaunchContext(
        text(json, PATIENT),
        text(json, ENCOUNTER),
        list != null && list.isArray() && !list.isEmpty() ? list : null,
        text(json, INTENT),
        json.path(BANNER).asBoolean(true));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    claims()
        .forEach(
            (name, value) -> {
              if (value instanceof JsonNode node) json.set(name, node);
              else if (value instanceof Boolean flag) json.put(name, flag);
              else json.put(name, value.toString());
            });
    return json;
  }

  /** As they stand in the token response; what is not known is not there. */
  Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    if (patient != null) claims.put(PATIENT, patient);
    if (encounter != null) claims.put(ENCOUNTER, encounter);
    if (fhirContext != null) claims.put(FHIR_CONTEXT, fhirContext);
    if (intent != null) claims.put(INTENT, intent);
    if (patient != null) claims.put(BANNER, needPatientBanner);
    return claims;
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || !value.isTextual() ? null : value.textValue();
  }
}
