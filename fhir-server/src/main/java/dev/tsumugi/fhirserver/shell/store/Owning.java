package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.r4.R4;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a reference to a patient is the row's owner: there {@code patient}, which leads the key,
 * answers for it. Not so where a type may name several.
 */
final class Owning {
  private static final List<String> CODES = List.of("patient", "subject");

  private static final Set<String> SEVERAL =
      Set.of(
          "Account",
          "Appointment",
          "AppointmentResponse",
          "AuditEvent",
          "Contract",
          "Group",
          "Person",
          "Provenance",
          "Schedule");

  private final Set<String> types = new HashSet<>();

  Owning(R4 r4) {
    for (String type : r4.types()) {
      Set<String> codes = r4.compartmentParameters(type);
      boolean owned =
          codes.contains("patient") || codes.contains("subject") || codes.contains("beneficiary");
      if (owned && !SEVERAL.contains(type)) types.add(type);
    }
    types.add("Task"); // Compartments adds its `for`, which both parameters read
  }

  boolean by(String type, String code) {
    return CODES.contains(code) && types.contains(type);
  }
}
