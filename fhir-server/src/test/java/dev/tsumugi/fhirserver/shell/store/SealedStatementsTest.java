package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tablet that holds fifty sheets asks at every contact: that must not cost fifty look-ups. */
class SealedStatementsTest {
  private static final int FEW = 4;
  private static final int MANY = SealedSheets.MOST_LIVE;
  private static final Ref INCIDENT = new Ref("Encounter", "run");

  private TestStore store;
  private SealedSheets sheets;
  private Access crew;
  private final AtomicInteger sent = new AtomicInteger();

  /** A line of each row; each sheet mentions one of three doctors. */
  private static final class Lines implements SheetRenderer {
    @Override
    public int version() {
      return 1;
    }

    @Override
    public Set<String> types() {
      return Set.of("Patient", "Observation");
    }

    @Override
    public boolean uses(Facet facet) {
      return true;
    }

    @Override
    public List<Item> render(Ref patient, List<Row> rows) {
      List<Item> items = new ArrayList<>();
      for (Row row : rows) {
        String line = row.resource().text("resourceType") + "/" + row.resource().text("id");
        items.add(new Item("lines", row, Json.object().put("line", line).build()));
      }
      return items;
    }

    @Override
    public Set<Ref> mentions(List<Sheets.Block> blocks) {
      Set<Ref> doctors = new HashSet<>();
      for (Sheets.Block block : blocks) {
        int length = new String(block.items(), StandardCharsets.UTF_8).length();
        doctors.add(new Ref("Practitioner", "d" + length % 3));
      }
      return doctors;
    }
  }

  private static final class Cover implements SealedSheets.Cover {
    @Override
    public boolean fits(Json.Obj patient) {
      return true;
    }

    @Override
    public Set<String> lines(Sheets.Lookup.Found sheet, Instant at) {
      Set<String> lines = new HashSet<>();
      for (Sheets.Block block : sheet.blocks()) {
        if (!block.code().equals("lines")) continue;
        String items = new String(block.items(), StandardCharsets.UTF_8);
        for (Json.Obj line : TestStore.json("{'lines':" + items + "}").objects("lines")) {
          lines.add(line.text("line"));
        }
      }
      return lines;
    }

    @Override
    public String close(Sheets.Lookup.Found sheet, SealedSheets.Terms terms) {
      return "sealed";
    }
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder, Optional.of(new Lines()), true, FaultyDriver::address);
    FaultyDriver.Fault counting =
        new FaultyDriver.Fault() {
          @Override
          public void before(Connection connection) {
            sent.incrementAndGet();
          }

          @Override
          public void after(Connection connection) {}
        };
    FaultyDriver.strike("read", counting);
    FaultyDriver.strike("write", counting);
    for (String id : new String[] {"crew", "d0", "d1", "d2"}) {
      put("{'resourceType':'Practitioner','id':'" + id + "'}");
    }
    put("{'resourceType':'Organization','id':'fire','name':'fire'}");
    put(
        "{'resourceType':'Encounter','id':'run','status':'in-progress','class':{'code':'EMER'},"
            + "'serviceProvider':{'reference':'Organization/fire'}}");
    store.sql(
        "insert into device (jkt, id, organization, name, registered, registered_by) values"
            + " ('key', 'tablet', 'Organization/fire', 'tablet', '2026-01-01', 'chief')");
    crew =
        new ConsentEngine()
            .open(
                new Requester(
                    "crew",
                    "crew",
                    Ref.parse("Practitioner/crew"),
                    Ref.parse("Organization/fire"),
                    Role.CREW,
                    Scopes.parse("user/*.cruds"),
                    Purpose.ETREAT,
                    "app",
                    Optional.empty(),
                    new SignOn("session", "token", 3, Optional.of("key"))),
                store.clock.instant());
    sheets = store.store.sealedSheets(SealedSheets.LONGEST);
    sheets.enrol(crew, new SealedSheets.Key("k", "x", "y"));
    for (int i = 0; i < MANY; i++) person(i);
  }

  @AfterEach
  void stop() {
    FaultyDriver.rest();
    store.close();
  }

  private void put(String resource) {
    store.put(store.loader(), resource);
  }

  /** Every third withholds a row by its id: of that one the sheet is made anew. */
  private void person(int n) {
    String id = "p" + n;
    put("{'resourceType':'Patient','id':'" + id + "'}");
    for (String what : new String[] {"a", "b"}) {
      put(
          "{'resourceType':'Observation','id':'"
              + id
              + what
              + "','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/"
              + id
              + "'}}");
    }
    String but =
        n % 3 > 0
            ? ""
            : ",'provision':[{'type':'deny','data':[{'meaning':'instance','reference':"
                + "{'reference':'Observation/"
                + id
                + "b'}}]}]";
    put(
        "{'resourceType':'Consent','id':'c"
            + n
            + "','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
            + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':{'reference':'Patient/"
            + id
            + "'},'dateTime':'2026-01-01','policyRule':{'text':'test'},'provision':{'type':'permit',"
            + "'actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},"
            + "'reference':{'reference':'Practitioner/crew'}}]"
            + but
            + "}}");
  }

  /** The statements of it. */
  private int seal(int people) {
    List<Ref> all = new ArrayList<>();
    for (int i = 0; i < people; i++) all.add(Ref.patient("p" + i));
    sent.set(0);
    assertThat(sheets.seal(crew, INCIDENT, all, new Cover()).sealed()).hasSize(people);
    return sent.get();
  }

  private int standing(int good) {
    sent.set(0);
    List<SealedSheets.Standing> all = sheets.standing(crew, Set.of(), new Cover());
    int statements = sent.get();
    assertThat(all).filteredOn(one -> one.state() == SealedSheets.State.GOOD).hasSize(good);
    return statements;
  }

  @Test
  void fiftySheetsTakeTheStatementsOfAFew() {
    seal(FEW);
    standing(FEW);
    int sealFew = seal(FEW);
    standing(FEW); // ends what was replaced
    int askFew = standing(FEW);

    int sealMany = seal(MANY);
    standing(MANY);
    int askMany = standing(MANY);

    assertThat(sealMany).isEqualTo(sealFew).isLessThanOrEqualTo(25);
    assertThat(askMany).isEqualTo(askFew).isLessThanOrEqualTo(20);
  }

  @Test
  void aContactWithoutNewsLeavesNoRowInTheJournal() {
    seal(FEW);
    standing(FEW);
    long before = store.number("select count(*) from journal");

    standing(FEW);

    assertThat(store.number("select count(*) from journal")).isEqualTo(before);
  }
}
