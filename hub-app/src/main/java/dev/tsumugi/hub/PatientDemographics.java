package dev.tsumugi.hub;

import dev.tsumugi.identity.Demographics;
import dev.tsumugi.kernel.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** What a Patient (R4, JP Core) says of who it is. */
public final class PatientDemographics {
  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  private PatientDemographics() {}

  public static Demographics of(Json.Obj patient) {
    return new Demographics(
        name(patient, "IDE"),
        name(patient, "SYL"),
        Optional.ofNullable(patient.text("birthDate")).flatMap(PatientDemographics::day),
        Optional.ofNullable(patient.text("gender")),
        patient.objects("address").stream().findFirst().map(PatientDemographics::address));
  }

  /** A date of the month or the year alone tells nobody apart. */
  private static Optional<LocalDate> day(String date) {
    try {
      return Optional.of(LocalDate.parse(date));
    } catch (DateTimeException partial) {
      return Optional.empty();
    }
  }

  private static Optional<String> name(Json.Obj patient, String representation) {
    for (Json.Obj name : patient.objects("name")) {
      boolean wanted =
          name.objects("extension").stream()
              .anyMatch(
                  extension ->
                      REPRESENTATION.equals(extension.text("url"))
                          && representation.equals(extension.text("valueCode")));
      if (!wanted) continue;
      String text = name.text("text");
      if (text != null) return Optional.of(text);
      String family = name.text("family");
      return Optional.of((family == null ? "" : family) + String.join("", name.texts("given")));
    }
    return Optional.empty();
  }

  private static String address(Json.Obj address) {
    String text = address.text("text");
    if (text != null) return text;
    StringBuilder whole = new StringBuilder();
    for (String part : new String[] {"state", "city"}) {
      String value = address.text(part);
      if (value != null) whole.append(value);
    }
    return whole.append(String.join("", address.texts("line"))).toString();
  }
}
