package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Systems and code sets that the rules look for in resources and {@code Shapes} does not write. */
final class Codes {
  static final String OBSERVATION_CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category";
  static final String JP_OBSERVATION_CATEGORY =
      "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS";
  static final String ADI_TEMPORARY = "http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADITempCS";

  /** Identifier of a RelatedPerson who is a resident here too: the id of that Patient. */
  static final String PATIENT_ID = Shapes.Sid.PATIENT;

  /** Spellings of label systems in records older than R4. */
  static final Set<String> CONFIDENTIALITY =
      Set.of(
          Shapes.Sys.CONFIDENTIALITY,
          "http://hl7.org/fhir/v3/Confidentiality",
          "urn:oid:2.16.840.1.113883.5.25");

  static final Set<String> ACT_CODE =
      Set.of(
          Shapes.Sys.ACT_CODE, "http://hl7.org/fhir/v3/ActCode", "urn:oid:2.16.840.1.113883.5.4");

  /** LOINC types and categories of advance directive documents (ADI 1.0.0 and 2.0.0-ballot). */
  static final Set<String> WISH_DOCUMENTS =
      Set.of("42348-3", "81334-5", "86533-7", "64298-3", "92664-2", "93037-0", "104144-1");

  /** LOINC codes of preference Observations, of the talk about them, and of agents (ADI). */
  static final Set<String> WISH_OBSERVATIONS =
      Set.of(
          ("75776-5 75777-3 75778-1 75779-9 75780-7 75793-0 77352-3 81329-5 81330-3 81331-1"
                  + " 81332-9 81333-7 81349-3 81350-1 81376-6 81353-5 81354-3 75787-2 75788-0"
                  + " 75789-8 75790-6 75791-4 75792-2 75774-0 75775-7 81359-2 81360-0 81361-8"
                  + " 81362-6 81363-4 81364-2 81365-9 81366-7 75781-5 75782-3 81356-8 81380-8"
                  + " 81377-4 100826-7 100827-5")
              .split(" ", -1));

  /** LOINC categories of portable medical orders (ADI PMO). */
  static final Set<String> WISH_ORDERS = Set.of("100822-6", "100823-4", "100824-2", "100825-9");

  static final String WISH_HYDRATION = "pmo-medically-assisted-hydration-service-request";
  static final String WISH_GOAL = "87528-6";
  static final String WISH_PLAN = "81378-2";
  static final String WISH_LIST = "81340-2";

  private Codes() {}

  /** The codings of the CodeableConcepts, or the Codings, at the named members. */
  static List<Coding> of(Json.Obj holder, String... members) {
    List<Coding> found = new ArrayList<>();
    for (String member : members) {
      for (Json.Obj item : holder.objects(member)) {
        if (item.has("code")) found.add(coding(item));
        for (Json.Obj coding : item.objects("coding")) found.add(coding(coding));
      }
    }
    return found;
  }

  static Coding coding(Json.Obj coding) {
    String system = coding.text("system");
    String code = coding.text("code");
    return new Coding(system == null ? "" : system, code == null ? "" : code);
  }

  static boolean any(List<Coding> codings, String system, Set<String> codes) {
    for (Coding coding : codings) {
      if (coding.system().equals(system) && codes.contains(coding.code())) return true;
    }
    return false;
  }
}
