package dev.tsumugi.hub;

import dev.tsumugi.identity.Demographics;
import dev.tsumugi.identity.ResidentMatch;
import dev.tsumugi.identity.ResidentMatch.Sure;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which Patients may be the one described, by the rules of {@link ResidentMatch}.
 *
 * @param born who differs in this is somebody else
 * @param sex code of AdministrativeGender; likewise
 * @see <a href="https://hl7.org/fhir/R4/patient-operation-match.html">R4 Patient/$match</a>
 */
public record PatientMatch(Demographics person, LocalDate born, String sex) {
  private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
  private static final Set<String> SEXES = Set.of("male", "female", "other", "unknown");

  /** A Patient that is seen, and how surely it is the one described. */
  private record Candidate(Json.Obj patient, Sure sure) {
    String id() {
      String id = patient.text("id");
      return id == null ? "" : id;
    }

    Json entry() {
      boolean certain = sure == Sure.CERTAIN;
      Json grade =
          Json.object()
              .put("url", GRADE)
              .put("valueCode", certain ? "certain" : "possible")
              .build();
      return Json.object()
          .put("fullUrl", "Patient/" + id())
          .put("resource", patient)
          .put(
              "search",
              Json.object()
                  .put("extension", List.of(grade))
                  .put("mode", "match")
                  .put("score", new Json.Num(certain ? "1.0" : "0.5"))
                  .build())
          .build();
    }
  }

  /**
   * @throws Problem INVALID without a whole birth date or a sex: nobody is told apart without them
   */
  public static PatientMatch of(Json.Obj patient) {
    if (!"Patient".equals(patient.text("resourceType"))) {
      throw Problem.invalid("resource", "is a Patient");
    }
    Demographics person = PatientDemographics.of(patient);
    LocalDate born =
        person
            .birthDate()
            .orElseThrow(() -> Problem.invalid("Patient.birthDate", "is needed, to the day"));
    String sex =
        person
            .sex()
            .filter(SEXES::contains)
            .orElseThrow(() -> Problem.invalid("Patient.gender", "is needed"));
    return new PatientMatch(person, born, sex);
  }

  /**
   * The best first; certain before possible.
   *
   * @param seen Patients of that birth date and sex
   * @param most how many are answered
   */
  public Json.Obj among(List<Json.Obj> seen, boolean onlyCertain, int most) {
    List<Candidate> found = new ArrayList<>();
    for (Json.Obj patient : seen) {
      Sure sure = ResidentMatch.compare(person, PatientDemographics.of(patient));
      boolean fits = onlyCertain ? sure == Sure.CERTAIN : sure != Sure.NO;
      if (fits) found.add(new Candidate(patient, sure));
    }
    // What is certain is so only where nobody else is.
    if (onlyCertain && found.size() > 1) found.clear();
    found.sort(
        Comparator.comparing((Candidate one) -> one.sure() != Sure.CERTAIN)
            .thenComparing(Candidate::id));
    List<Json> entries = found.stream().limit(most).map(Candidate::entry).toList();
    Json.Builder bundle =
        Json.object()
            .put("resourceType", "Bundle")
            .put("type", "searchset")
            .put("total", found.size());
    if (!entries.isEmpty()) bundle.put("entry", entries);
    return bundle.build();
  }
}
