package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A small town made by chance: who lives and works here, their records, and what they agreed to.
 */
final class OracleTown implements AutoCloseable {
  static final int RESIDENTS = 5;
  static final List<String> STAFF = List.of("d0", "d1", "d2", "d3");
  static final List<String> PLACES = List.of("clinic", "branch", "hospital");
  private static final List<String> CODES = List.of("c0", "c1", "c2", "c3");
  private static final List<String> LABELS = List.of("HIV", "PSY", "SUD");

  final TestStore store;
  private final Random chance;
  private final OracleConsents consents;
  private final Access loader;

  OracleTown(Path folder, long seed) {
    store = new TestStore(folder);
    chance = new Random(seed);
    consents = new OracleConsents(chance);
    loader = store.loader();
    store.sql(
        "insert into service (client, name, classes, scopes, valid_until) values ('small', 'test',"
            + " array['identity','result','encounter','open'], 'user/*.cruds patient/*.rs',"
            + " '2030-01-01'), ('old', 'test', array['identity','result','open'], 'user/*.cruds',"
            + " '2020-01-01')");
    staff();
    for (int i = 0; i < RESIDENTS; i++) resident("p" + i);
    shared();
    // Earlier versions that were labelled otherwise, and some that are gone.
    for (int i = 0; i < 12; i++) rewrite();
    delete("Observation", "p0-o0");
    delete("Condition", "p1-k1");
  }

  private void staff() {
    put("{'resourceType':'Organization','id':'clinic','name':'clinic'}");
    put(
        "{'resourceType':'Organization','id':'branch','name':'branch','partOf':{'reference':"
            + "'Organization/clinic'}}");
    put("{'resourceType':'Organization','id':'hospital','name':'hospital'}");
    for (String id : STAFF) {
      put("{'resourceType':'Practitioner','id':'" + id + "','name':[{'family':'" + id + "'}]}");
    }
    put(
        "{'resourceType':'PractitionerRole','id':'r1','practitioner':{'reference':"
            + "'Practitioner/d1'},'organization':{'reference':'Organization/branch'}}");
    put(
        "{'resourceType':'Group','id':'g','type':'practitioner','actual':true,'member':[{'entity':"
            + "{'reference':'Practitioner/d0'}},{'entity':{'reference':'Practitioner/d2'}}]}");
  }

  private void resident(String id) {
    put(
        "{'resourceType':'Patient','id':'"
            + id
            + "','name':[{'family':'"
            + id
            + "'}],'birthDate':'19"
            + (50 + chance.nextInt(40))
            + "-01-01'}");
    team(id);
    for (int i = 0; i < 3; i++) put(encounter(id, i));
    for (int i = 0; i < 5; i++) put(observation(id, i));
    for (int i = 0; i < 3; i++) put(condition(id, i));
    put(
        "{'resourceType':'AllergyIntolerance','id':'"
            + id
            + "-a',"
            + meta()
            + "'code':"
            + code()
            + ",'patient':{'reference':'Patient/"
            + id
            + "'}}");
    put(
        "{'resourceType':'MedicationStatement','id':'"
            + id
            + "-m',"
            + meta()
            + "'status':'active','medicationCodeableConcept':"
            + code()
            + ",'subject':{'reference':'Patient/"
            + id
            + "'},'effectiveDateTime':'"
            + day()
            + "'}");
    if (chance.nextInt(2) == 0) {
      put(
          "{'resourceType':'RelatedPerson','id':'"
              + id
              + "-rel','patient':{'reference':'Patient/"
              + id
              + "'},'identifier':[{'system':'https://tsumugi.dev/fhir/sid/patient','value':'p"
              + chance.nextInt(RESIDENTS)
              + "'}],'relationship':[{'coding':[{'system':"
              + "'http://terminology.hl7.org/CodeSystem/v3-RoleCode','code':'HPOWATT'}]}]}");
    }
  }

  /** Whoever cares: a person or two, or an organisation. */
  private void team(String id) {
    List<String> members = new ArrayList<>();
    for (String one : STAFF) {
      if (chance.nextInt(100) < 75) members.add("Practitioner/" + one);
    }
    if (chance.nextInt(3) == 0) members.add("Organization/" + pick(PLACES));
    if (members.isEmpty()) members.add("Practitioner/d3");
    List<String> participants = new ArrayList<>();
    for (String one : members) participants.add("{'member':{'reference':'" + one + "'}}");
    put(
        "{'resourceType':'CareTeam','id':'"
            + id
            + "-team','status':'active','subject':{'reference':'Patient/"
            + id
            + "'},'participant':["
            + String.join(",", participants)
            + "]}");
  }

  /** Rows of two residents: a permit of each is needed. */
  private void shared() {
    for (int i = 0; i < 4; i++) {
      int one = chance.nextInt(RESIDENTS);
      int other = (one + 1 + chance.nextInt(RESIDENTS - 1)) % RESIDENTS;
      put(
          "{'resourceType':'Appointment','id':'s"
              + i
              + "','status':'booked','participant':[{'actor':{'reference':'Patient/p"
              + one
              + "'},'status':'accepted'},{'actor':{'reference':'Patient/p"
              + other
              + "'},'status':'accepted'}]}");
    }
  }

  private String encounter(String patient, int i) {
    return "{'resourceType':'Encounter','id':'"
        + patient
        + "-e"
        + i
        + "',"
        + meta()
        + "'status':'finished','class':{'code':'"
        + pick(List.of("AMB", "IMP"))
        + "'},'type':["
        + code()
        + "],'subject':{'reference':'Patient/"
        + patient
        + "'},'period':{'start':'"
        + day()
        + "'}}";
  }

  String observation(String patient, int i) {
    return "{'resourceType':'Observation','id':'"
        + patient
        + "-o"
        + i
        + "',"
        + meta()
        + "'identifier':[{'system':'urn:i','value':'"
        + patient
        + "-o"
        + i
        + "'}],'status':'final','category':[{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/observation-category','code':'"
        + pick(List.of("laboratory", "vital-signs"))
        + "'}]}],'code':"
        + code()
        + ",'subject':{'reference':'Patient/"
        + patient
        + "'},'encounter':{'reference':'Encounter/"
        + anybody(patient)
        + "-e"
        + chance.nextInt(3)
        + "'},"
        + (chance.nextInt(5) == 0 ? "" : "'effectiveDateTime':'" + day() + "',")
        + (chance.nextInt(4) == 0
            ? ""
            : "'performer':[{'reference':'Practitioner/" + pick(STAFF) + "'}],")
        + "'valueQuantity':{'value':"
        + (1 + chance.nextInt(90))
        + ",'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'}}";
  }

  private String condition(String patient, int i) {
    return "{'resourceType':'Condition','id':'"
        + patient
        + "-k"
        + i
        + "',"
        + meta()
        + "'code':"
        + code()
        + ",'subject':{'reference':'Patient/"
        + patient
        + "'},'encounter':{'reference':'Encounter/"
        + anybody(patient)
        + "-e"
        + chance.nextInt(3)
        + "'},'recorder':{'reference':'Practitioner/"
        + pick(STAFF)
        + "'},'onsetDateTime':'"
        + day()
        + "'}";
  }

  /** Mostly the patient; now and then a reference leads into the record of another. */
  private String anybody(String patient) {
    if (chance.nextInt(6) > 0) return patient;
    // Those before are here already, whoever comes behind is not.
    return "p" + chance.nextInt(Integer.parseInt(patient.substring(1)) + 1);
  }

  private String code() {
    if (chance.nextInt(6) == 0) return "{'text':'said in words'}";
    return "{'coding':[{'system':'urn:codes','code':'" + pick(CODES) + "'}]}";
  }

  private String day() {
    return (2020 + chance.nextInt(4)) + "-0" + (1 + chance.nextInt(9)) + "-10";
  }

  private String meta() {
    if (chance.nextInt(3) > 0) return "";
    boolean level = chance.nextBoolean();
    String system = level ? "v3-Confidentiality" : "v3-ActCode";
    String code = level ? pick(List.of("N", "R", "V")) : pick(LABELS);
    return "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/"
        + system
        + "','code':'"
        + code
        + "'}]},";
  }

  private void rewrite() {
    String patient = "p" + chance.nextInt(RESIDENTS);
    store.clock.advance(Duration.ofMinutes(1));
    put(chance.nextBoolean() ? observation(patient, chance.nextInt(5)) : condition(patient, 2));
  }

  /** Residents choose anew, all of them or one. */
  void choose(boolean all) {
    int one = chance.nextInt(RESIDENTS);
    store.clock.advance(Duration.ofMinutes(1));
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < RESIDENTS; i++) {
      if (!all && i != one) continue;
      // Most agree to something; the rest is what they say besides.
      for (int c = 0; c < 3; c++) {
        boolean said = c == 0 ? chance.nextInt(20) > 0 : chance.nextInt(10) < 2;
        String body = consents.of("p" + i, c, c == 0, said ? "active" : "inactive");
        writes.add(TestStore.update(body));
      }
    }
    if (all) writes.add(TestStore.update(consents.ofTheCity(chance.nextInt(8) == 0)));
    store.store.records().commit(loader, writes);
  }

  private void put(String body) {
    store.put(loader, body);
  }

  private void delete(String type, String id) {
    store.commit(loader, new Write.Delete(new Ref(type, id), OptionalInt.empty()));
  }

  private String pick(List<String> from) {
    return from.get(chance.nextInt(from.size()));
  }

  @Override
  public void close() {
    store.close();
  }
}
