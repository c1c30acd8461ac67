package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A store in which a little of everything has happened, at rest: its journal is signed. */
final class VariedStore {
  private final TestStore store;
  private final Access loader;

  private VariedStore(TestStore store) {
    this.store = store;
    loader = store.loader();
  }

  static TestStore in(Path folder) {
    TestStore store = new TestStore(folder, Optional.of(new Allergies()));
    VariedStore varied = new VariedStore(store);
    varied.people();
    varied.records();
    varied.consents();
    varied.changes();
    varied.readings();
    store.close();
    return store;
  }

  /** A sheet of one block. */
  static final class Allergies implements SheetRenderer {
    @Override
    public Set<String> types() {
      return Set.of("AllergyIntolerance", "Patient");
    }

    @Override
    public boolean uses(Facet facet) {
      return true;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public List<Item> render(Ref patient, List<Row> rows) {
      return rows.stream()
          .filter(row -> row.shown() && row.facet().type().equals("AllergyIntolerance"))
          .map(row -> new Item("allergies", row.facet(), row.resource().without("meta")))
          .toList();
    }
  }

  private void people() {
    put("{'resourceType':'Organization','id':'clinic','name':'さくら診療所'}");
    put("{'resourceType':'Organization','id':'ward','partOf':{'reference':'Organization/clinic'}}");
    put("{'resourceType':'Practitioner','id':'tanaka','name':[{'family':'田中'}]}");
    put(
        "{'resourceType':'Patient','id':'hanako','name':[{'family':'東','given':['花子']}],"
            + "'birthDate':'1941-03','gender':'female',"
            + "'generalPractitioner':[{'reference':'Practitioner/tanaka'}]}");
    for (String id : List.of("taro", "goro")) {
      put("{'resourceType':'Patient','id':'" + id + "','active':true}");
    }
    put(
        "{'resourceType':'RelatedPerson','id':'daughter','patient':{'reference':'Patient/hanako'},"
            + "'relationship':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-RoleCode',"
            + "'code':'GUARD'}]}],'period':{'start':'2020-01-01T00:00:00.123456789Z'}}");
    put(
        "{'resourceType':'CareTeam','id':'team','status':'active',"
            + "'subject':{'reference':'Patient/taro'},"
            + "'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
  }

  private void records() {
    put(weight("w1", "hanako", "50.10"));
    put(weight("w2", "taro", "71"));
    put(
        "{'resourceType':'Condition','id':'c','subject':{'reference':'Patient/hanako'},"
            + "'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'}]},"
            + "'code':{'text':'高血圧'},'onsetDateTime':'2019','recordedDate':'2020-05-06'}");
    put(
        "{'resourceType':'AllergyIntolerance','id':'soba','patient':{'reference':'Patient/hanako'},"
            + "'code':{'text':'そば'},'extension':[{'url':'https://example.org/at',"
            + "'valueReference':{'reference':'Organization/clinic'}}]}");
    put(
        "{'resourceType':'Bundle','id':'both','type':'collection','entry':["
            + entry("a", "hanako")
            + ","
            + entry("b", "taro")
            + "]}");
    // A document may speak of somebody who comes later.
    put(
        "{'resourceType':'Bundle','id':'early','type':'collection','entry':["
            + entry("z", "late")
            + "]}");
    put("{'resourceType':'Patient','id':'late','deceasedDateTime':'2026-02'}");
  }

  private static String entry(String id, String patient) {
    return "{'fullUrl':'https://example.org/"
        + id
        + "','resource':"
        + weight(id, patient, "1")
        + "}";
  }

  static String weight(String id, String patient, String value) {
    return "{'resourceType':'Observation','id':'"
        + id
        + "','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]},"
        + "'subject':{'reference':'Patient/"
        + patient
        + "'},'effectiveDateTime':'2026-01-02T03:04:05.123456789+09:00',"
        + "'valueQuantity':{'value':"
        + value
        + ",'system':'http://unitsofmeasure.org','code':'kg'}}";
  }

  private void consents() {
    put(consent("yes", "hanako", "active"));
    put(
        consent("city", "hanako", "active")
            .replace("'patient':{'reference':'Patient/hanako'},", ""));
    put(consent("was", "taro", "active"));
    put(consent("was", "taro", "inactive"));
  }

  static String consent(String id, String patient, String status) {
    return "{'resourceType':'Consent','id':'"
        + id
        + "','status':'"
        + status
        + "','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
        + "'patient':{'reference':'Patient/"
        + patient
        + "'},'dateTime':'2026-01-01','policyRule':{'text':'test'},"
        + "'provision':{'type':'permit','actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':{'reference':'Practitioner/tanaka'}}]}}";
  }

  private void changes() {
    store.clock.advance(Duration.ofMinutes(2)); // past the next signature
    put(weight("w1", "hanako", "50.2"));
    put(weight("w1", "hanako", "50.3"));
    put(weight("gone", "hanako", "1"));
    delete("Observation", "gone");
    put(weight("gone", "hanako", "2"));
    put(weight("gone", "hanako", "3"));
    put(weight("away", "hanako", "4"));
    put(weight("away", "taro", "5"));
    delete("Observation", "away");
    delete("Patient", "goro");
    put(
        "{'resourceType':'Bundle','id':'gone','type':'collection','entry':["
            + entry("a", "hanako")
            + ","
            + entry("b", "taro")
            + "]}");
    delete("Bundle", "gone");
  }

  private void readings() {
    store.clock.advance(Duration.ofMinutes(2));
    for (String who : List.of("hanako", "taro")) {
      store.search(store.resident(who), "Observation", "patient=hanako");
      store.search(store.physician("tanaka", "clinic"), "Observation", "patient=" + who);
    }
  }

  private void put(String resource) {
    store.put(loader, resource);
  }

  private void delete(String type, String id) {
    store.commit(loader, new Write.Delete(new Ref(type, id), OptionalInt.empty()));
  }
}
