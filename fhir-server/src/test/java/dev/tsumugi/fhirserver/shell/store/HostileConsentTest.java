package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Consents that mean harm, or nothing: decided, soon, and with the reason in the journal. */
class HostileConsentTest {
  /** Many times what it takes: an endless walk is caught, a slow machine is not. */
  private static final int SECONDS = 60;

  private final List<String> statements = new ArrayList<>();
  private TestStore store;
  private Access doctor;

  @BeforeEach
  void start(@TempDir Path folder) {
    // References that lead nowhere are what some of these are made of.
    store = new TestStore(folder, Optional.empty(), false, this::watched);
    put("{'resourceType':'Practitioner','id':'tanaka'}");
    put("{'resourceType':'Patient','id':'hanako'}");
    put(
        "{'resourceType':'CareTeam','id':'team','status':'active','subject':{'reference':"
            + "'Patient/hanako'},'participant':[{'member':{'reference':'Practitioner/tanaka'}}]}");
    put(LabelledTown.consent("all", "permit", ""));
    put(LabelledTown.condition("c", "J45"));
    doctor = store.physician("tanaka", "clinic");
    assertThat(sees(doctor)).isTrue();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private String watched(String url) {
    return WatchedDriver.address(
        url,
        (pool, sql) -> {
          synchronized (statements) {
            if (pool.equals("read")) statements.add(sql);
          }
          return sql;
        });
  }

  private void put(String body) {
    store.put(store.loader(), body);
  }

  private boolean sees(Access access) {
    return store.store.records().read(access, new Ref("Condition", "c")).isPresent();
  }

  private long refusals(String reason) {
    return store.number(
        "select count(*) from journal where convert_from(content, 'UTF8') like '%\"basis\":\""
            + reason
            + "\"%'");
  }

  private static String but(String members) {
    return LabelledTown.consent("but", "deny", "").replace("'type':'deny'", members);
  }

  private static String actor(String reference) {
    return "'actor':[{'role':{'coding':[{'system':"
        + "'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
        + "'reference':{'reference':'"
        + reference
        + "'}}]";
  }

  private void isHidden(String reason) {
    assertThat(sees(doctor)).isFalse();
    assertThat(store.search(doctor, "Condition", "patient=hanako")).isEmpty();
    assertThat(refusals(reason)).isPositive();
    assertThat(sees(store.resident("hanako"))).as("her own record").isTrue();
  }

  @Test
  @Timeout(SECONDS)
  void whatCannotBeReadDenies() {
    put(but("'type':'permit','securityLabel':[{'system':'urn:nobody','code':'odd'}]"));

    isHidden("CONSENT_UNREADABLE");
  }

  @Test
  @Timeout(SECONDS)
  void aPermitForNobodyPermitsNobody() {
    put(
        LabelledTown.consent("all", "permit", "")
            .replace("'type':'permit'", "'type':'permit'," + actor("Practitioner/nobody")));

    isHidden("NO_DIRECTIVE_COVERS");
  }

  @Test
  @Timeout(SECONDS)
  void dataThatIsNowhereHidesNothingElse() {
    put(
        but(
            "'type':'deny','data':[{'meaning':'instance','reference':{'reference':'Condition/nowhere'}}]"));

    assertThat(sees(doctor)).isTrue();
  }

  @Test
  @Timeout(SECONDS)
  void aCycleOfGroupsIsWalkedOnce() {
    put(group("a", "Practitioner/tanaka", "Group/c"));
    put(group("b", "Group/a"));
    put(group("c", "Group/b", "Group/c"));
    put(but("'type':'deny'," + actor("Group/c")));

    isHidden("DIRECTIVE_DENIES");
  }

  private static String group(String id, String... members) {
    List<String> entities = new ArrayList<>();
    for (String one : members) entities.add("{'entity':{'reference':'" + one + "'}}");
    return "{'resourceType':'Group','id':'"
        + id
        + "','type':'practitioner','actual':true,'member':["
        + String.join(",", entities)
        + "]}";
  }

  @Test
  @Timeout(SECONDS)
  void tenThousandProvisionsCostNoMoreStatements() {
    sees(doctor);
    int few = count();
    List<String> provisions = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      provisions.add(
          "{'type':'"
              + (i % 2 == 0 ? "permit" : "deny")
              + "',"
              + actor("Practitioner/n" + i)
              + "}");
    }
    provisions.add("{'type':'deny'," + actor("Practitioner/tanaka") + "}");
    put(but("'type':'permit','provision':[" + String.join(",", provisions) + "]"));

    assertThat(sees(doctor)).isFalse();
    long begun = System.nanoTime();
    assertThat(count()).isEqualTo(few);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    assertThat(refusals("DIRECTIVE_DENIES") + refusals("CONSENT_UNREADABLE")).isPositive();
  }

  /** How many statements a read takes. */
  private int count() {
    synchronized (statements) {
      statements.clear();
    }
    sees(doctor);
    synchronized (statements) {
      return statements.size();
    }
  }
}
