package dev.tsumugi.bench;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * Consents of every kind that people make, one rule or two each: for the bench's clinic and for
 * others; by data class, label, purpose, role and time, and by what stands in the single row: the
 * date of the data, a code, an author, one resource and what refers to it. None takes anything
 * coded from the clinic, so that its reader still sees it, and only the weighing is measured.
 */
public final class MixedConsents {
  private static final String CLINIC = SyntheaBundle.CLINIC;

  private MixedConsents() {}

  /**
   * @param patient {@code Patient/id}
   * @param count kinds repeat after ten
   */
  public static List<Json.Obj> of(String patient, int count) {
    List<Json.Obj> consents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      consents.add(ManyRules.consent(patient, kind(i, patient)));
    }
    return List.copyOf(consents);
  }

  /** They as one transaction. */
  public static Json.Obj transaction(String patient, int count) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj consent : of(patient, count)) entries.add(Transaction.post(consent, "Consent"));
    return Transaction.of(entries);
  }

  private static Json.Obj kind(int number, String patient) {
    String other = ManyRules.other(number);
    return switch (number % 10) {
      case 0 -> ManyRules.rule("permit", other).build();
      case 1 -> ManyRules.rule("deny", other).build();
      case 2 -> {
        Json.Builder sensitive = ManyRules.rule("deny", CLINIC);
        ManyRules.label(sensitive, Shapes.Sys.ACT_CODE, number % 20 < 10 ? "PSY" : "HIV");
        yield sensitive.build();
      }
      case 3 -> {
        Json.Builder research = ManyRules.rule("deny", CLINIC);
        ManyRules.purpose(research, "HRESCH");
        yield research.build();
      }
      case 4 -> {
        Json.Builder past = ManyRules.rule("permit", CLINIC);
        ManyRules.during(past, "period", 2001 + number % 20);
        yield past.build();
      }
      case 5 -> {
        Json.Builder longAgo = ManyRules.rule("deny", CLINIC);
        ManyRules.during(longAgo, "dataPeriod", 1891 + number % 9);
        yield longAgo.build();
      }
      case 6 -> {
        // An HIV test: no generated person has one, but every row of the clinic is asked.
        Json.Builder coded = ManyRules.rule("deny", CLINIC);
        Json.Obj test = ManyRules.concept(Shapes.Sys.LOINC, "75622-1");
        ManyRules.dataClass(coded, "result");
        yield coded.put("code", List.of(test)).build();
      }
      case 7 -> {
        Json.Builder data = ManyRules.rule("deny", other);
        yield data.put("data", List.of(data("dependents", patient))).build();
      }
      case 8 -> {
        Json.Builder nurses = ManyRules.ruleOfRole("deny", Shapes.Role.NURSE);
        ManyRules.dataClass(nurses, "document");
        yield nurses.build();
      }
      default -> {
        Json.Builder mine = ManyRules.rule("permit", CLINIC);
        yield mine.put("data", List.of(data("authoredby", CLINIC))).build();
      }
    };
  }

  private static Json.Obj data(String meaning, String reference) {
    return Json.object()
        .put("meaning", meaning)
        .put("reference", Json.object().put("reference", reference).build())
        .build();
  }
}
