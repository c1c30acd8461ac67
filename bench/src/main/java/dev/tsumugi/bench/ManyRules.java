package dev.tsumugi.bench;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two hundred rules of one patient, in twenty Consents: by actor, class, label, purpose, action and
 * period. None of them takes anything from the bench's clinic, so that its reader still sees all
 * and only the weighing of the rules is measured. Seven of the Consents speak of the clinic itself.
 */
public final class ManyRules {
  public static final int CONSENTS = 20;
  public static final int RULES = 200;

  private static final int OF_THE_CLINIC = 3;
  private static final String OTHERS = "Organization/bench-other-";
  private static final int OTHER_PLACES = 50;
  private static final List<DataClass> CLASSES =
      List.of(
          DataClass.MEDICATION,
          DataClass.ALLERGY,
          DataClass.PROBLEM,
          DataClass.RESULT,
          DataClass.VITAL,
          DataClass.PROCEDURE,
          DataClass.IMMUNIZATION,
          DataClass.DOCUMENT,
          DataClass.ENCOUNTER);
  // Labels that Synthea never gives: a refusal that is weighed each time, and never holds.
  private static final List<String> LABELS = List.of("HIV", "PSY", "SDV", "SEX", "STD", "ETHUD");
  private static final List<String> FOREIGN_PURPOSES = List.of("HRESCH", "HMARKT", "HPAYMT", "BTG");
  private static final List<String> ROLES =
      List.of(Shapes.Role.NURSE, Shapes.Role.PHARMACIST, Shapes.Role.FACILITY);

  private final Random random;

  private ManyRules(long seed) {
    this.random = new Random(seed);
  }

  /**
   * @param patient {@code Patient/id}
   * @param seed equal seeds, equal rules; unequal ones differ in more than names
   */
  public static List<Json.Obj> of(String patient, long seed) {
    ManyRules make = new ManyRules(seed);
    List<Json.Obj> consents = new ArrayList<>();
    for (int i = 0; i < CONSENTS; i++) {
      boolean clinic = i % OF_THE_CLINIC == 0;
      Json.Obj root = clinic ? make.ofTheClinic() : make.ofOthers(i);
      consents.add(consent(patient, root));
    }
    return List.copyOf(consents);
  }

  /** The organisations that the rules name; they go first. */
  public static Json.Obj others() {
    List<Json> entries = new ArrayList<>();
    for (int i = 0; i < OTHER_PLACES; i++) {
      String ref = OTHERS + i;
      Json.Obj place =
          Json.object()
              .put("resourceType", "Organization")
              .put("id", ref.substring(ref.indexOf('/') + 1))
              .put("name", "Other place " + i)
              .build();
      entries.add(Transaction.put(place, ref));
    }
    return Transaction.of(entries);
  }

  /** The rules as one transaction. */
  public static Json.Obj transaction(String patient, long seed) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj consent : of(patient, seed)) {
      entries.add(Transaction.post(consent, "Consent"));
    }
    return Transaction.of(entries);
  }

  /**
   * Permits the clinic to treat; the exceptions permit it once more, or refuse what is not there.
   */
  private Json.Obj ofTheClinic() {
    List<Json> exceptions = new ArrayList<>();
    for (int i = 1; i < RULES / CONSENTS; i++) {
      Json.Builder one = rule(i % 3 == 0 ? "permit" : "deny", SyntheaBundle.CLINIC);
      switch (i % 5) {
        case 0 -> dataClass(one);
        case 1 -> label(one, Shapes.Sys.ACT_CODE, any(LABELS));
        case 2 -> purpose(one, any(FOREIGN_PURPOSES));
        case 3 -> action(one);
        default -> {
          if (i < 5) past(one);
          else one = classPermit();
        }
      }
      // A refusal must name something that these people's data never are.
      if (i % 5 == 0) label(one, Shapes.Sys.ACT_CODE, any(LABELS));
      exceptions.add(one.build());
    }
    Json.Builder root = rule("permit", SyntheaBundle.CLINIC);
    purpose(root, "TREAT");
    return root.put("provision", exceptions).build();
  }

  private Json.Builder classPermit() {
    Json.Builder one = rule("permit", SyntheaBundle.CLINIC);
    dataClass(one);
    return one;
  }

  /** What others may see and may not. */
  private Json.Obj ofOthers(int number) {
    String actor = OTHERS + random.nextInt(OTHER_PLACES);
    List<Json> exceptions = new ArrayList<>();
    for (int i = 1; i < RULES / CONSENTS; i++) {
      Json.Builder one =
          i % 3 == 0
              ? ruleOfRole(any(List.of("permit", "deny")), any(ROLES))
              : rule(any(List.of("permit", "deny")), actor);
      dataClass(one);
      if (i % 4 == 1) label(one, Shapes.Sys.CONFIDENTIALITY, any(List.of("N", "R")));
      if (i % 4 == 2) purpose(one, any(FOREIGN_PURPOSES));
      if (i % 4 == 3) past(one);
      exceptions.add(one.build());
    }
    return rule(number % 2 == 0 ? "permit" : "deny", actor).put("provision", exceptions).build();
  }

  static String other(int number) {
    return OTHERS + number % OTHER_PLACES;
  }

  static Json.Builder rule(String type, String actor) {
    return rule(type, Json.object().put("reference", actor).build());
  }

  /** Of whoever works in a role: a logical reference with the role's word. */
  static Json.Builder ruleOfRole(String type, String role) {
    Json.Obj identifier = Json.object().put("system", Shapes.Sys.ROLE).put("value", role).build();
    return rule(type, Json.object().put("identifier", identifier).build());
  }

  private static Json.Builder rule(String type, Json.Obj reference) {
    Json.Obj actor =
        Json.object()
            .put("role", concept(Shapes.Sys.PARTICIPATION, "IRCP"))
            .put("reference", reference)
            .build();
    return Json.object().put("type", type).put("actor", List.of(actor));
  }

  private void dataClass(Json.Builder rule) {
    dataClass(rule, any(CLASSES).code());
  }

  static void dataClass(Json.Builder rule, String code) {
    rule.put("class", List.of(coding(Shapes.Sys.DATA_CLASS, code)));
  }

  static void label(Json.Builder rule, String system, String code) {
    rule.put("securityLabel", List.of(coding(system, code)));
  }

  static void purpose(Json.Builder rule, String code) {
    rule.put("purpose", List.of(coding(Shapes.Sys.ACT_REASON, code)));
  }

  private static void action(Json.Builder rule) {
    rule.put("action", List.of(concept(Shapes.Sys.CONSENT_ACTION, "correct")));
  }

  private void past(Json.Builder rule) {
    during(rule, "period", 2000 + random.nextInt(20));
  }

  /** One year. */
  static void during(Json.Builder rule, String element, int year) {
    rule.put(
        element, Json.object().put("start", year + "-01-01").put("end", year + "-12-31").build());
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  static Json.Obj consent(String patient, Json.Obj provision) {
    return Json.object()
        .put("resourceType", "Consent")
        .put("status", "active")
        .put("scope", concept(Shapes.Sys.CONSENT_SCOPE, "patient-privacy"))
        .put("category", List.of(concept(Shapes.Sys.LOINC, "59284-0")))
        .put("patient", Json.object().put("reference", patient).build())
        .put("dateTime", "2024-01-01T09:00:00+09:00")
        .put("policyRule", concept(Shapes.Sys.ACT_CODE, "OPTIN"))
        .put("provision", provision)
        .build();
  }

  static Json.Obj concept(String system, String code) {
    return Json.object().put("coding", List.of(coding(system, code))).build();
  }

  private static Json.Obj coding(String system, String code) {
    return Json.object().put("system", system).put("code", code).build();
  }
}
