package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A resident with a doctor whom they show all but what concerns HIV, and records with codes. */
final class LabelledTown implements AutoCloseable {
  static final String ICD10 = "http://hl7.org/fhir/sid/icd-10";
  static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  final TestStore store;
  final Access loader;
  final Access doctor;
  final Access hanako;

  LabelledTown(Path folder) {
    store = new TestStore(folder);
    loader = store.loader();
    store.put(loader, "{'resourceType':'Practitioner','id':'tanaka'}");
    store.put(loader, "{'resourceType':'Patient','id':'hanako'}");
    store.put(
        loader,
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/hanako'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    store.put(loader, consent("all", "permit", ""));
    store.put(loader, consent("but", "deny", "HIV"));
    doctor = store.physician("tanaka", "clinic");
    hanako = store.resident("hanako");
  }

  static String consent(String id, String type, String label) {
    String labels =
        label.isEmpty()
            ? ""
            : ",'securityLabel':[{'system':'" + ACT_CODE + "','code':'" + label + "'}]";
    return "{'resourceType':'Consent','id':'"
        + id
        + "','status':'active','scope':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':"
        + "{'reference':'Patient/hanako'},'dateTime':'2026-01-01','policyRule':{'text':'test'},"
        + "'provision':{'type':'"
        + type
        + "'"
        + labels
        + ",'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':"
        + "'TREAT'}]}}";
  }

  static String condition(String id, String icd10) {
    return condition(id, icd10, "");
  }

  /**
   * @param meta with its comma, or nothing
   */
  static String condition(String id, String icd10, String meta) {
    return "{'resourceType':'Condition','id':'"
        + id
        + "',"
        + meta
        + "'code':{'coding':[{'system':'"
        + ICD10
        + "','code':'"
        + icd10
        + "'}]},'subject':{'reference':'Patient/hanako'}}";
  }

  /** A set for HIV of single ICD-10 codes. */
  static String set(String version, String... codes) {
    StringBuilder concepts = new StringBuilder();
    for (String code : codes) {
      concepts.append(concepts.length() == 0 ? "" : ",").append("{'code':'" + code + "'}");
    }
    return "{'resourceType':'ValueSet','id':'sensitivity-HIV','url':"
        + "'https://tsumugi.dev/fhir/ValueSet/sensitivity-HIV','version':'"
        + version
        + "','status':'active','compose':{'include':[{'system':'"
        + ICD10
        + "','concept':["
        + concepts
        + "]}]}}";
  }

  void put(String text) {
    store.put(loader, text);
  }

  Optional<StoredResource> read(Access access, String ref) {
    return store.store.records().read(access, Ref.parse(ref).orElseThrow());
  }

  boolean sees(Access access, String ref) {
    return read(access, ref).isPresent();
  }

  /** Codes in {@code meta.security}, in their order. */
  List<String> labels(String ref) {
    return labels(TestStore.json(read(loader, ref).orElseThrow()));
  }

  static List<String> labels(Json.Obj resource) {
    List<String> codes = new ArrayList<>();
    Json.Obj meta = resource.obj("meta");
    if (meta == null) return codes;
    for (Json.Obj label : meta.objects("security")) codes.add(label.text("code"));
    return codes;
  }

  Set<String> found(Access access, String type, String... words) {
    return new TreeSet<>(store.search(access, type, words));
  }

  void settle() {
    settle(store.store);
  }

  static void settle(Store store) {
    while (store.relabelStep()) {}
  }

  /** The claims of {@code ./hub verify} that do not hold. */
  List<StoreAudit.Verdict> broken() {
    return store.audit().stream().filter(verdict -> verdict.count() > 0).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
