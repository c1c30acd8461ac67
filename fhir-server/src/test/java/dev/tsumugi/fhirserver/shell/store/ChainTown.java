package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Two residents, one of whom sees only herself. Her record refers into his: a way that must not be
 * open to her.
 */
final class ChainTown implements AutoCloseable {
  final TestStore store;
  final Access all;
  final Access hanako;

  ChainTown(Path folder) {
    store = new TestStore(folder);
    all = store.loader();
    hanako = store.resident("hanako");
    put("'Organization','id':'clinic','name':'Sakura'");
    put("'Organization','id':'branch','name':'Momo','partOf':{'reference':'Organization/clinic'}");
    put("'Practitioner','id':'doc','name':[{'family':'Sato'}]");
    put("'Practitioner','id':'other','name':[{'family':'Kato'}]");
    patient("hanako", "Yamada", "doc");
    patient("taro", "Tanaka", "other");
    put(encounter("e-h", "hanako", "AMB"));
    put(encounter("e-t", "taro", "SECRET"));
    put(observation("o-h", "hanako", "e-h", "1"));
    put(observation("o-x", "hanako", "e-t", "2"));
    put(observation("o-t", "taro", "e-t", "3"));
  }

  private void put(String members) {
    store.put(all, "{'resourceType':" + members + "}");
  }

  private void patient(String id, String family, String doctor) {
    put(
        "'Patient','id':'"
            + id
            + "','name':[{'family':'"
            + family
            + "'}],'generalPractitioner':[{'reference':'Practitioner/"
            + doctor
            + "'}],'managingOrganization':{'reference':'Organization/branch'}");
  }

  private static String encounter(String id, String patient, String kind) {
    return "'Encounter','id':'"
        + id
        + "','status':'finished','class':{'code':'"
        + kind
        + "'},'subject':{'reference':'Patient/"
        + patient
        + "'},'participant':[{'individual':{'reference':'Practitioner/other'}}]";
  }

  private static String observation(String id, String patient, String encounter, String value) {
    return "'Observation','id':'"
        + id
        + "','status':'final','code':{'coding':[{'code':'c"
        + value
        + "'}]},'subject':{'reference':'Patient/"
        + patient
        + "'},'encounter':{'reference':'Encounter/"
        + encounter
        + "'},'performer':[{'reference':'Practitioner/other'}],'valueQuantity':{'value':"
        + value
        + "}";
  }

  Query.Page page(Access access, String type, String words) {
    Query query = store.query(type, words.split("&"));
    return store.store.records().search(access, query, Optional.empty());
  }

  static String ids(List<StoredResource> resources) {
    return String.join(" ", resources.stream().map(r -> r.ref().id()).toList());
  }

  @Override
  public void close() {
    store.close();
  }
}
