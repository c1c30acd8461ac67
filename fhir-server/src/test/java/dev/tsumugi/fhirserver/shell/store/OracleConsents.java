package dev.tsumugi.fhirserver.shell.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Consents by chance, as FHIR text: every part of R4's provision, to any depth up to three. */
final class OracleConsents {
  private static final List<String> PURPOSES = List.of("TREAT", "ETREAT", "COC", "HOPERAT", "BTG");
  private static final List<String> CLASSES =
      List.of("result", "problem", "encounter", "allergy", "medication", "vital", "identity");
  private static final List<String> TYPES =
      List.of("Observation", "Condition", "Encounter", "Patient", "Appointment");
  private static final List<String> ROLES = List.of("physician", "nurse", "crew");
  private static final List<String> ACTORS =
      List.of(
          "Practitioner/d0",
          "Practitioner/d1",
          "Practitioner/d2",
          "Practitioner/d3",
          "Organization/clinic",
          "Organization/hospital",
          "PractitionerRole/r1",
          "Group/g",
          "CareTeam/p0-team",
          "CareTeam/p1-team");

  private final Random chance;

  OracleConsents(Random chance) {
    this.chance = chance;
  }

  /**
   * @param broad whether it agrees to much, as most people do
   */
  String of(String patient, int number, boolean broad, String status) {
    return consent("c-" + patient + "-" + number, status, provision(patient, 0, broad))
        .replaceFirst(
            "'provision'", "'patient':{'reference':'Patient/" + patient + "'},'provision'");
  }

  /**
   * @param speaks whether it is in force
   */
  String ofTheCity(boolean speaks) {
    return consent("c-city", speaks ? "active" : "inactive", provision("p0", 0, false));
  }

  private static String consent(String id, String status, String provision) {
    return "{'resourceType':'Consent','id':'"
        + id
        + "','status':'"
        + status
        + "','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'dateTime':"
        + "'2026-01-01','policyRule':{'text':'test'},'provision':"
        + provision
        + "}";
  }

  private String provision(String patient, int depth, boolean broad) {
    List<String> members = new ArrayList<>();
    boolean permits = broad ? chance(98) : chance(45);
    members.add("'type':'" + (permits ? "permit" : "deny") + "'");
    int narrow = broad ? 4 : 30;
    if (chance(narrow / 2)) members.add("'period':" + period());
    if (chance(broad ? 12 : 40)) members.add(many("actor", this::actor));
    if (chance(narrow)) {
      members.add(many("purpose", () -> coding("v3-ActReason", pick(PURPOSES))));
    }
    if (chance(narrow)) members.add(many("class", this::dataClass));
    if (chance(narrow / 2)) members.add(many("action", this::action));
    if (chance(narrow)) members.add(many("securityLabel", this::label));
    if (chance(narrow)) {
      members.add(many("code", () -> "{'coding':[" + code() + "]}"));
    }
    if (chance(narrow)) members.add("'dataPeriod':" + period());
    if (chance(narrow)) members.add(many("data", () -> data(patient)));
    if (depth < 3 && chance(broad ? 70 : 40)) {
      members.add(many("provision", () -> provision(patient, depth + 1, false)));
    }
    // What nobody understands denies; rarely, or nothing would ever be permitted.
    if (depth == 0 && chance(1)) members.add(many("securityLabel", () -> coding("x", "odd")));
    return "{" + String.join(",", dropSecond(members)) + "}";
  }

  /** JSON has each name once. */
  private static List<String> dropSecond(List<String> members) {
    List<String> kept = new ArrayList<>();
    for (String one : members) {
      String name = one.substring(0, one.indexOf(':'));
      if (kept.stream().noneMatch(other -> other.startsWith(name + ":"))) kept.add(one);
    }
    return kept;
  }

  private String many(String name, Supplier<String> make) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i <= chance.nextInt(2); i++) items.add(make.get());
    return "'" + name + "':[" + String.join(",", items) + "]";
  }

  /** Some are over, some are not yet. */
  private String period() {
    int from = 2019 + chance.nextInt(6);
    String start = chance(70) ? "'start':'" + from + "-05-01'" : "";
    String end = chance(60) || start.isEmpty() ? "'end':'" + (from + 2) + "-05-01'" : "";
    return "{" + start + (start.isEmpty() || end.isEmpty() ? "" : ",") + end + "}";
  }

  private String actor() {
    String who =
        chance(40)
            ? "{'identifier':{'system':'https://tsumugi.dev/fhir/CodeSystem/role','value':'"
                + pick(ROLES)
                + "'}}"
            : "{'reference':'" + pick(ACTORS) + "'}";
    return "{'role':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':"
        + who
        + "}";
  }

  private String dataClass() {
    if (chance(50)) {
      return "{'system':'https://tsumugi.dev/fhir/CodeSystem/data-class','code':'"
          + pick(CLASSES)
          + "'}";
    }
    return "{'system':'http://hl7.org/fhir/resource-types','code':'" + pick(TYPES) + "'}";
  }

  private String action() {
    return "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'"
        + (chance(80) ? "access" : "correct")
        + "'}]}";
  }

  private String label() {
    return chance(50)
        ? coding("v3-Confidentiality", pick(List.of("N", "R", "V")))
        : coding("v3-ActCode", pick(List.of("HIV", "PSY", "SUD", "SPI")));
  }

  private String data(String patient) {
    return switch (chance.nextInt(4)) {
      case 0 -> data("instance", "Observation/" + patient + "-o" + (1 + chance.nextInt(4)));
      case 1 -> data("dependents", "Encounter/" + patient + "-e" + chance.nextInt(3));
      case 2 -> data("related", "Condition/" + patient + "-k" + 2 * chance.nextInt(2));
      default -> data("authoredby", "Practitioner/d" + chance.nextInt(4));
    };
  }

  private static String data(String meaning, String reference) {
    return "{'meaning':'" + meaning + "','reference':{'reference':'" + reference + "'}}";
  }

  private String code() {
    return "{'system':'urn:codes','code':'c" + chance.nextInt(4) + "'}";
  }

  private static String coding(String system, String code) {
    return "{'system':'http://terminology.hl7.org/CodeSystem/"
        + system
        + "','code':'"
        + code
        + "'}";
  }

  private boolean chance(int percent) {
    return chance.nextInt(100) < percent;
  }

  private String pick(List<String> from) {
    return from.get(chance.nextInt(from.size()));
  }
}
