package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Ref;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The patients that a Subscription's criteria name: {@code Observation?patient=Patient/1}. */
final class Criteria {
  private static final Set<String> NAMES = Set.of("patient", "subject", "beneficiary", "for");

  private Criteria() {}

  static void patients(@Nullable String criteria, Set<Ref> into) {
    if (criteria == null) return;
    int question = criteria.indexOf('?');
    String type = question < 0 ? "" : criteria.substring(0, question);
    for (String pair : criteria.substring(question + 1).split("&")) {
      int sign = pair.indexOf('=');
      if (sign < 0) continue;
      String name = pair.substring(0, sign).replaceFirst(":.*", "");
      boolean id = type.equals("Patient") && name.equals("_id");
      for (String value : pair.substring(sign + 1).split(",")) {
        if (id || (NAMES.contains(name) && !value.contains("/"))) {
          if (Ref.isId(value)) into.add(Ref.patient(value));
        } else {
          Ref.parse(value).filter(ref -> ref.type().equals("Patient")).ifPresent(into::add);
        }
      }
    }
  }
}
