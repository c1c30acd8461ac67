package dev.tsumugi.keycloak;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which patient a demo token is about: the one asked for, else the user's own record. */
sealed interface LaunchPatient {
  record Chosen(String id) implements LaunchPatient {}

  /** {@code why} is meant for the client's developer. */
  record Refused(String why) implements LaunchPatient {}

  Refused NO_ID = new Refused("the form parameter patient must be the id of a Patient");
  Refused NOBODY = new Refused("a patient/ scope needs the form parameter patient");

  Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  String OWN_RECORD = "Patient/";

  static LaunchPatient choose(@Nullable String asked, @Nullable String fhirUser) {
    if (asked != null) {
      return FHIR_ID.matcher(asked).matches() ? new Chosen(asked) : NO_ID;
    }
    if (fhirUser != null && fhirUser.startsWith(OWN_RECORD)) {
      return new Chosen(fhirUser.substring(OWN_RECORD.length()));
    }
    return NOBODY;
  }
}
