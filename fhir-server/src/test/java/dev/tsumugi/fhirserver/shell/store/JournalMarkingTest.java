package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.AuditQuery;
import dev.tsumugi.fhirserver.AuditTrail;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalMark;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is unusual in the journal is marked, once, whoever goes along it. */
class JournalMarkingTest {
  private TestStore store;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    for (int i = 0; i < 120; i++) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'p" + i + "'}");
    }
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void look(int from, int until) {
    for (int i = from; i < until; i++) {
      assertThat(store.store.records().read(store.loader(), Ref.patient("p" + i))).isPresent();
    }
  }

  private void markAll() {
    for (int i = 0; i < 1_000 && store.store.markingStep(); i++) assertThat(i).isLessThan(999);
  }

  private List<AuditLine> tagged(JournalMark mark) {
    AuditQuery query =
        AuditQuery.parse(
            List.of(
                new QueryParser.Word("_tag", JournalMark.SYSTEM + "|" + mark.code()),
                new QueryParser.Word("_count", "1000")));
    AuditTrail.Page page = store.store.records().events(officer(), query, Optional.empty());
    return page.lines();
  }

  private Access officer() {
    return store.open(
        "officer",
        Role.OFFICER,
        Purpose.HOPERAT,
        "Practitioner/officer",
        "",
        "user/*.cruds",
        "app");
  }

  @Test
  void whoLooksAtMoreThanAHundredInAnHourIsMarkedFromThenOn() {
    look(0, 105);
    markAll();

    List<AuditLine> marked = tagged(JournalMark.UNUSUAL_VOLUME);
    assertThat(marked).hasSize(5).allMatch(line -> line.marks().size() == 1);

    markAll();
    assertThat(tagged(JournalMark.UNUSUAL_VOLUME)).as("once").hasSize(5);

    String told =
        JournalWords.parts(
                page("p104").lines().stream()
                    .filter(line -> !line.audit().marks().isEmpty())
                    .findFirst()
                    .orElseThrow())
            .toString();
    assertThat(told).contains("ふだんよりとても多くの人", "unusual-volume");
  }

  private JournalPage.Page page(String patient) {
    return store
        .store
        .journalPage()
        .of(
            store.resident(patient),
            Ref.patient(patient),
            new JournalPage.Window(100, Period.MIN, Optional.empty()));
  }

  @Test
  void whoHasAPastIsHeldToItAndAStartInBetweenForgetsNothing() {
    for (int hour = 0; hour < 6; hour++) {
      look(0, 6);
      store.clock.advance(Duration.ofHours(1));
      markAll();
    }
    look(0, 18);
    markAll();
    assertThat(tagged(JournalMark.UNUSUAL_VOLUME)).isEmpty();

    store.startAgain();
    look(18, 21);
    markAll();
    assertThat(tagged(JournalMark.UNUSUAL_VOLUME)).hasSize(3);
  }

  @Test
  void refusalsForWantOfARelationAreMarked() {
    Access curious = store.resident("p0");
    for (int i = 1; i <= 6; i++) {
      assertThat(store.store.records().read(curious, Ref.patient("p" + i))).isEmpty();
    }
    markAll();

    List<AuditLine> marked = tagged(JournalMark.WITHOUT_RELATION);
    assertThat(marked).hasSize(2).noneMatch(AuditLine::permitted);
  }

  @Test
  void anEmergencyLookUpIsMarkedWhenNothingElseTellsOfACall() {
    sheet("p1");
    sheet("p2");
    // The run's own notes, written after it.
    store.clock.advance(Duration.ofMinutes(40));
    store.store.journal(entry(JournalEntry.Kind.CREATE, "p2"));
    markAll();
    assertThat(tagged(JournalMark.WITHOUT_RELATION)).as("too early to tell").isEmpty();

    store.clock.advance(JournalMarking.GRACE);
    markAll();

    assertThat(tagged(JournalMark.WITHOUT_RELATION))
        .hasSize(1)
        .allMatch(line -> line.patient().equals(Optional.of(Ref.patient("p1"))));
  }

  private void sheet(String patient) {
    store.store.journal(entry(JournalEntry.Kind.EMERGENCY, patient));
  }

  private JournalEntry entry(JournalEntry.Kind kind, String patient) {
    return new JournalEntry(
        kind,
        store.crew().requester(),
        Optional.of(Ref.patient(patient)),
        "emergency sheet",
        new TreeSet<>(Set.of("allergy")),
        true,
        "DIRECTIVE",
        List.of());
  }

  @Test
  void erasedRowsStopNobodyOnTheWay() {
    look(0, 3);
    store.sql("update journal set content = null, salt = null, who = null");
    look(0, 105);
    markAll();

    assertThat(tagged(JournalMark.UNUSUAL_VOLUME)).hasSize(5);
    assertThat(store.number("select min(seq) from journal_walk")).isPositive();
  }
}
