package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.r4.R4;
import java.util.ArrayList;
import java.util.List;

/** Why the doctor of the bypass matrix may not see what is secret, and the town it is secret in. */
enum HiddenBy {
  /** It is hanako's, and she shows the doctor all but what is labelled HIV. */
  LABEL,
  /** It is hanako's, and she hides what has its code; a residue of the decision. */
  CODE,
  /** It is hanako's, and she hides the day it is of; a residue, too. */
  PERIOD,
  /** It is hanako's, and she hides just these rows; a residue, too. */
  INSTANCE,
  /** It is hanako's, and the scopes of the doctor's app are narrowed to other codes. */
  SCOPE,
  /** It is of taro, who has no agreement with the doctor, and hanako's record refers to it. */
  STRANGER;

  private static final String LABELLED =
      "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':"
          + "'HIV'}]},";

  private String refused() {
    String classes =
        "'class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observation'},{'system':"
            + "'http://hl7.org/fhir/resource-types','code':'Encounter'}],";
    return switch (this) {
      case LABEL ->
          "'securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':"
              + "'HIV'}]";
      case CODE ->
          classes
              + "'code':[{'coding':[{'system':'urn:codes','code':'c77'}]},{'coding':[{'system':"
              + "'urn:codes','code':'IMP'}]}]";
      case PERIOD -> classes + "'dataPeriod':{'start':'2026-01-03','end':'2026-01-03'}";
      case INSTANCE ->
          "'data':["
              + instance("Observation/secret")
              + ","
              + instance("Encounter/secret")
              + ","
              + instance("Binary/secret")
              + "]";
      case SCOPE, STRANGER -> throw new IllegalStateException("nothing is refused");
    };
  }

  private static String instance(String ref) {
    return "{'meaning':'instance','reference':{'reference':'" + ref + "'}}";
  }

  /** A code or a day is all that tells these from others, and a Binary has none. */
  boolean hidesBinaries() {
    return this != CODE && this != PERIOD && this != SCOPE;
  }

  /** What the doctor's app was granted. */
  String scopes() {
    if (this != SCOPE) return "user/*.cruds";
    StringBuilder scopes =
        new StringBuilder(
            "user/Observation.cruds?code=c1,c2,c3,c4,c5 user/Encounter.cruds?class=AMB");
    for (String type : R4.load().types()) {
      boolean narrowed = type.equals("Observation") || type.equals("Encounter");
      if (!narrowed) scopes.append(" user/").append(type).append(".cruds");
    }
    return scopes.toString();
  }

  String secretPatient() {
    return this == STRANGER ? "taro" : "hanako";
  }

  private String label() {
    return this == LABEL ? LABELLED : "";
  }

  /** Who lives here, and what the doctor may see of it; it refers to what is secret. */
  List<String> town() {
    List<String> town = new ArrayList<>();
    town.add("{'resourceType':'Organization','id':'clinic','name':'Sakura'}");
    town.add("{'resourceType':'Practitioner','id':'tanaka','name':[{'family':'Tanaka'}]}");
    town.add("{'resourceType':'Practitioner','id':'sato','name':[{'family':'Sato'}]}");
    town.add("{'resourceType':'Practitioner','id':'rare','name':[{'family':'Rare'}]}");
    town.add(
        "{'resourceType':'Patient','id':'hanako','name':[{'family':'Yamada'}],"
            + "'birthDate':'1950-01-01'}");
    town.add(
        "{'resourceType':'Patient','id':'taro','name':[{'family':'Suzuki'}],"
            + "'birthDate':'1951-01-01'}");
    town.add(
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/hanako'},'participant':[{'member':{'reference':'Practitioner/tanaka'}},"
            + "{'member':{'reference':'Practitioner/sato'}}]}");
    town.add(consent("all", "'type':'permit'"));
    boolean refuses = this != STRANGER && this != SCOPE;
    if (refuses) town.add(consent("but", "'type':'deny'," + refused()));
    town.add("{'resourceType':'Patient','id':'jiro','name':[{'family':'Kimura'}]}");
    town.add(consent("jiros", "'type':'permit'").replace("Patient/hanako", "Patient/jiro"));
    town.add(
        "{'resourceType':'CareTeam','id':'jiros','status':'active','subject':{'reference':"
            + "'Patient/jiro'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    town.add(appointment("shared", "jiro"));
    for (int i = 1; i <= 5; i++) {
      town.add(
          observation("seen-" + i, "hanako", "", 10 * i, "2026-01-1" + i, "c" + i, "tanaka")
              .replace("Encounter/secret", i == 2 ? "Encounter/secret" : "Encounter/visit"));
    }
    town.add(encounter("visit", "hanako", "", "AMB", "2026-01-01"));
    town.add(
        "{'resourceType':'DiagnosticReport','id':'report','status':'final','code':{'coding':"
            + "[{'system':'http://loinc.org','code':'58410-2'}]},'subject':{'reference':"
            + "'Patient/hanako'},'result':[{'reference':'Observation/seen-1'},{'reference':"
            + "'Observation/secret'}]}");
    town.add(
        "{'resourceType':'Condition','id':'illness','code':{'coding':[{'system':"
            + "'http://hl7.org/fhir/sid/icd-10','code':'J45'}]},'subject':{'reference':"
            + "'Patient/hanako'},'encounter':{'reference':'Encounter/secret'}}");
    town.add(
        "{'resourceType':'DocumentReference','id':'paper','status':'current','subject':"
            + "{'reference':'Patient/hanako'},'type':{'text':'letter'},'content':[{'attachment':"
            + "{'contentType':'text/plain','url':'Binary/secret'}}]}");
    town.add(
        "{'resourceType':'CodeSystem','id':'codes','url':'urn:codes','status':'active','content':"
            + "'complete','concept':[{'code':'c1'},{'code':'c2'},{'code':'c77'}]}");
    town.add(
        "{'resourceType':'ValueSet','id':'rare','url':'https://example.org/rare','status':'active',"
            + "'compose':{'include':[{'system':'urn:codes','concept':[{'code':'c77'}]}]}}");
    return town;
  }

  /** What stands in one town and not in the other. */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    secrets.add(encounter("secret", secretPatient(), label(), "IMP", "2026-01-03"));
    secrets.add(secret(""));
    secrets.add(appointment("secret", "taro"));
    if (!hidesBinaries()) return secrets;
    secrets.add(
        "{'resourceType':'Binary','id':'secret',"
            + label()
            + "'contentType':'text/plain','securityContext':{'reference':'Patient/"
            + secretPatient()
            + "'},'data':'c2VjcmV0'}");
    return secrets;
  }

  /**
   * @param note for another version of it
   */
  String secret(String note) {
    String secret =
        observation("secret", secretPatient(), label(), 777, "2026-01-03", "c77", "rare");
    return note.isEmpty()
        ? secret
        : secret.replace("'status'", "'note':[{'text':'" + note + "'}],'status'");
  }

  /** A visible one that becomes hidden. */
  String hiding(String id) {
    String code = this == CODE || this == SCOPE ? "c77" : "c3";
    // A Consent that names single rows does not name this one: it goes to somebody else.
    String patient = this == INSTANCE ? "taro" : secretPatient();
    return observation(id, patient, label(), 30, "2026-01-03", code, "tanaka");
  }

  static String observation(
      String id, String patient, String meta, int value, String day, String code, String by) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "',"
        + meta
        + "'identifier':[{'system':'urn:ids','value':'"
        + id
        + "'}],'contained':[{'resourceType':'Specimen','id':'s','identifier':[{'system':'urn:ids',"
        + "'value':'specimen-"
        + id
        + "'}]}],'status':'final','code':{'coding':[{'system':'urn:codes','code':'"
        + code
        + "','display':'"
        + id
        + "'}]},'subject':{'reference':'Patient/"
        + patient
        + "'},'encounter':{'reference':'Encounter/secret'},'specimen':{'reference':'#s'},"
        + "'effectiveDateTime':'"
        + day
        + "','performer':[{'reference':'Practitioner/"
        + by
        + "'}],'valueQuantity':{'value':"
        + value
        + ",'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'}}";
  }

  /** Of another, who owns the row, and hanako. */
  private static String appointment(String id, String other) {
    return "{'resourceType':'Appointment','id':'"
        + id
        + "','status':'booked','participant':[{'actor':{'reference':'Patient/"
        + other
        + "'},'status':'accepted'},{'actor':{'reference':'Patient/hanako'},'status':"
        + "'accepted'}]}";
  }

  private static String encounter(String id, String patient, String meta, String kind, String day) {
    return "{'resourceType':'Encounter','id':'"
        + id
        + "',"
        + meta
        + "'identifier':[{'system':'urn:ids','value':'e-"
        + id
        + "'}],'status':'finished','class':{'code':'"
        + kind
        + "'},'type':[{'coding':[{'system':'urn:codes','code':'"
        + kind
        + "'}]}],'subject':{'reference':'Patient/"
        + patient
        + "'},'period':{'start':'"
        + day
        + "','end':'"
        + day
        + "'}}";
  }

  static String consent(String id, String provision) {
    return "{'resourceType':'Consent','id':'"
        + id
        + "','status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':"
        + "{'reference':'Patient/hanako'},'dateTime':'2026-01-01','policyRule':{'text':'test'},"
        + "'provision':{"
        + provision
        + ",'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':"
        + "'TREAT'}]}}";
  }
}
