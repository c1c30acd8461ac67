package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many statements an answer takes: what is decided in Java must not be told by their number.
 */
class StatementsTest {
  private static final String HEAD =
      "{'resourceType':'Consent','id':'c','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
          + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],"
          + "'patient':{'reference':'Patient/hanako'},'dateTime':'2026-01-01','policyRule':{'text':'test'},"
          + "'provision':{'type':'permit','actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
          + "'reference':{'reference':'Practitioner/tanaka'}}]";

  private TestStore store;
  private Access doctor;
  private final AtomicInteger sent = new AtomicInteger();

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder, Optional.empty(), true, FaultyDriver::address);
    FaultyDriver.strike(
        "read",
        new FaultyDriver.Fault() {
          @Override
          public void before(Connection connection) {
            sent.incrementAndGet();
          }

          @Override
          public void after(Connection connection) {}
        });
    doctor = store.physician("tanaka", "clinic");
    put("{'resourceType':'Practitioner','id':'tanaka'}");
    put("{'resourceType':'Patient','id':'hanako'}");
    for (String id : new String[] {"open", "kept"}) {
      put(
          "{'resourceType':'Observation','id':'"
              + id
              + "','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/hanako'}}");
    }
  }

  @AfterEach
  void stop() {
    FaultyDriver.rest();
    store.close();
  }

  private void put(String resource) {
    store.put(store.loader(), resource);
  }

  private int read(String id) {
    sent.set(0);
    store.store.records().read(doctor, new Ref("Observation", id));
    return sent.get();
  }

  private int search(String... words) {
    sent.set(0);
    store.search(doctor, "Observation", words);
    return sent.get();
  }

  @Test
  void aRowThatIsHiddenByWhatStandsInItCostsWhatAnAbsentOneCosts() {
    put(HEAD + "}}");
    read("open");
    search("patient=hanako");
    search("_total=accurate");
    int plainRead = read("open");
    int plainSearch = search("patient=hanako");
    int plainTotal = search("_total=accurate");

    put(
        HEAD
            + ",'provision':[{'type':'deny','data':[{'meaning':'instance','reference':{'reference':"
            + "'Observation/kept'}}]}]}}");
    read("open");
    search("patient=hanako");

    assertThat(store.search(doctor, "Observation", "patient=hanako")).containsExactly("open");
    assertThat(plainRead).isEqualTo(1);
    assertThat(read("open")).isEqualTo(1);
    assertThat(read("kept")).isEqualTo(1);
    assertThat(read("absent")).isEqualTo(1);
    assertThat(search("patient=hanako")).isEqualTo(plainSearch);
    // One more says of which patients there is a row that passes, whether or not there is.
    assertThat(search("_total=accurate")).isEqualTo(plainTotal + 1);
  }
}
