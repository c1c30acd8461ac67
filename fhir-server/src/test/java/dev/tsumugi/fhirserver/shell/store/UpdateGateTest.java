package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Shapes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an update makes of a row is asked for as well as the row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdateGateTest {
  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    for (String id : List.of("hanako", "taro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
    }
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private long rows(String patient) {
    return store.number(
        "select count(*) from journal where patient = " + Hash64.of("Patient/" + patient));
  }

  @Test
  void anUpdateBringsNoRowIntoARecordInWhichItsWriterMayNotWrite() {
    Access hanako = store.resident("hanako");
    String first = "{'actor':{'reference':'Patient/hanako'},'status':'accepted'}";
    String meeting =
        "{'resourceType':'Appointment','status':'proposed','participant':[" + first + "]}";
    String id = store.commit(hanako, TestStore.create(meeting)).get(0).resource().ref().id();
    long before = rows("taro");

    for (String whom : List.of("taro", "absent")) {
      String both = meeting.replace(first, first + "," + first.replace("hanako", whom));
      Write update =
          TestStore.update(both.replace("'status':'pro", "'id':'" + id + "','status':'pro"));
      assertThat(catchThrowableOfType(Problem.class, () -> store.commit(hanako, update)))
          .as(whom)
          .hasMessage("this may not be written with this sign-on (NO_RELATION)");
    }
    assertThat(rows("taro")).as("she tried").isEqualTo(before + 1);
  }

  private static String wish(String more) {
    return "{'resourceType':'Observation',"
        + more
        + "'status':'final','category':[{'coding':[{'system':'SYSTEM','code':'CODE'}]}],'code':"
        + "{'text':'x'},'subject':{'reference':'Patient/hanako'}}";
  }

  private static String of(String text, String system, String code) {
    return text.replace("SYSTEM", system).replace("CODE", code);
  }

  @Test
  void theRightToChangeWishesMakesNoResults() {
    Access registrar =
        store.open(
            "reg",
            Role.REGISTRAR,
            Purpose.PATADMIN,
            "Practitioner/reg",
            "Organization/town",
            "user/*.cruds",
            "app");
    var category = Shapes.Category.INTERVENTION_PREFERENCE;
    String wish = of(wish(""), category.system(), category.code());
    String id = store.commit(registrar, TestStore.create(wish)).get(0).resource().ref().id();
    String labs = "http://terminology.hl7.org/CodeSystem/observation-category";
    String named = wish("'id':'" + id + "',");

    Write result = TestStore.update(of(named, labs, "laboratory"));
    assertThat(catchThrowableOfType(Problem.class, () -> store.commit(registrar, result)))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));

    String changed = of(named, category.system(), category.code()).replace("'x'", "'y'");
    assertThat(store.commit(registrar, TestStore.update(changed)).get(0).resource().version())
        .isEqualTo(2);
  }
}
