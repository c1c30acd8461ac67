package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.HistoryQuery.Level;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Hash64;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One minute between the versions: hanako's notes at minutes 1, 3 and 5 (the last is a deletion),
 * taro's at 2 and 4; at 6 a note of his becomes hers.
 */
class HistoryTest {
  private static final Level NOTES = new Level.OfType("Basic");
  private static final Level ALL = new Level.OfAll();

  private TestStore store;

  @BeforeEach
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    for (String id : List.of("hanako", "taro")) {
      store.put(store.loader(), "{'resourceType':'Patient','id':'" + id + "'}");
    }
    note("hers", "hanako", "1");
    note("his", "taro", "1");
    note("hers", "hanako", "2");
    note("moved", "taro", "1");
    minute();
    store.commit(store.loader(), new Write.Delete(new Ref("Basic", "hers"), OptionalInt.empty()));
    note("moved", "hanako", "2");
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void minute() {
    store.clock.advance(Duration.ofMinutes(1));
  }

  private void note(String id, String patient, String text) {
    minute();
    store.put(store.loader(), noted(id, patient, text));
  }

  private static String noted(String id, String patient, String text) {
    return "{'resourceType':'Basic','id':'"
        + id
        + "','code':{'text':'"
        + text
        + "'},'subject':{'reference':'Patient/"
        + patient
        + "'}}";
  }

  private HistoryQuery.Page page(Access access, Level level, String... words) {
    return store.store.records().history(access, query(level, words)).orElseThrow();
  }

  private static HistoryQuery query(Level level, String... words) {
    return HistoryParser.parse(
        level,
        Arrays.stream(words)
            .map(word -> word.split("=", 2))
            .map(parts -> new Word(parts[0], parts[1]))
            .toList());
  }

  private static String shown(HistoryQuery.Page page) {
    return String.join(" ", page.versions().stream().map(HistoryTest::shown).toList());
  }

  private static String shown(StoredResource version) {
    return version.ref().id() + "/" + version.version() + version.change().code();
  }

  private Access hanako() {
    return store.resident("hanako");
  }

  @Test
  void eachVersionAndDeletionIsShownToWhomItsOwnRowMayBeShown() {
    assertThat(shown(page(store.loader(), NOTES)))
        .isEqualTo("moved/2U hers/3D moved/1C hers/2U his/1C hers/1C");
    assertThat(shown(page(hanako(), NOTES))).isEqualTo("moved/2U hers/3D hers/2U hers/1C");
    assertThat(shown(page(store.resident("taro"), NOTES))).isEqualTo("moved/1C his/1C");
    assertThat(shown(page(hanako(), ALL))).isEqualTo("moved/2U hers/3D hers/2U hers/1C hanako/1C");
    assertThat(shown(page(hanako(), new Level.OfOne(new Ref("Basic", "moved")))))
        .isEqualTo("moved/2U");
  }

  @Test
  void aHiddenHistoryAndNoneAreAnsweredAlike() {
    for (String id : List.of("his", "nowhere")) {
      HistoryQuery query = query(new Level.OfOne(new Ref("Basic", id)));

      assertThat(store.store.records().history(hanako(), query)).isEmpty();
    }
    Access stranger = store.resident("nobody");
    assertThat(page(stranger, NOTES, "_total=accurate").total()).hasValue(0);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      emptyValue = "",
      value = {
        "_since=2026-11-22T03:04:00Z;moved/2U hers/3D moved/1C",
        "_since=2026-11-22T03:04:00.001Z;moved/2U hers/3D",
        "_since=2027;''",
        "_at=2026-11-22T03:03:30Z;hers/2U his/1C",
        "_at=2026-11-22T03:00:30Z;''",
        "_at=2026-11-22T03:05:00Z;hers/3D moved/1C his/1C",
        "_at=2027;moved/2U hers/3D his/1C",
        "_at=2026-11;moved/2U hers/3D moved/1C hers/2U his/1C hers/1C",
        "_at=2026-11-22&_since=2026-11-22T03:05:00Z;moved/2U hers/3D",
      })
  void timesNarrowIt(String words, String expected) {
    assertThat(shown(page(store.loader(), NOTES, words.split("&")))).isEqualTo(expected);

    List<String> ofHers =
        Arrays.stream(expected.split(" ")).filter(one -> one.startsWith("hers")).toList();
    HistoryQuery.Page one =
        page(store.loader(), new Level.OfOne(new Ref("Basic", "hers")), words.split("&"));
    assertThat(shown(one)).isEqualTo(String.join(" ", ofHers));
    assertThat(one.total()).hasValue(ofHers.size());
  }

  @Test
  void whatAHiddenVersionReplacedIsPast() {
    note("moved", "taro", "3");

    assertThat(shown(page(hanako(), NOTES, "_at=2027"))).isEqualTo("hers/3D");
  }

  @Test
  void totalsAreOfPermittedVersionsAndToldWhereAskedFor() {
    assertThat(page(hanako(), NOTES).total()).isEmpty();
    assertThat(page(hanako(), NOTES, "_total=accurate").total()).hasValue(4);
    assertThat(page(hanako(), ALL, "_total=estimate", "_since=2026-11-22T03:03:00Z").total())
        .hasValue(3);
    assertThat(page(hanako(), NOTES, "_count=0"))
        .isEqualTo(new HistoryQuery.Page(List.of(), OptionalLong.of(4), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic/hers", "Basic", ""})
  void pagesHoldTogetherWhileOthersWrite(String path) {
    Level level = path.isEmpty() ? ALL : Ref.parse(path).<Level>map(Level.OfOne::new).orElse(NOTES);
    String before = shown(page(hanako(), level));
    List<String> seen = new ArrayList<>();

    HistoryQuery.Page page = page(hanako(), level, "_count=1");
    seen.add(shown(page));
    while (page.next().isPresent()) {
      note("hers", "hanako", "more " + seen.size());
      note("moved", "taro", "more " + seen.size());
      HistoryQuery next = query(level, "_count=1").from(page.next().get());
      page = store.store.records().history(hanako(), next).orElseThrow();
      seen.add(shown(page));
    }

    assertThat(String.join(" ", seen)).isEqualTo(before);
  }

  @Test
  void aLongWayThroughHiddenVersionsEndsAtThePermittedOnes() {
    Write[] writes = new Write[500];
    for (int i = 0; i < writes.length; i++) {
      writes[i] = TestStore.update(noted("many-" + i, "taro", "x"));
    }
    store.commit(store.loader(), writes);

    HistoryQuery.Page page = page(hanako(), NOTES, "_count=3");
    assertThat(shown(page)).isEqualTo("moved/2U hers/3D hers/2U");
    assertThat(page.next()).isPresent();
  }

  @Test
  void everyoneShownIsJournalledAndNobodyElse() {
    String taro = rows("taro", "history Basic");
    String hanako = rows("hanako", "history Basic");
    long his = store.number(taro);
    long hers = store.number(hanako);

    page(store.loader(), NOTES, "_count=2");
    page(store.resident("taro"), NOTES);

    assertThat(store.number(hanako)).as("moved/2 and hers/3 were shown").isEqualTo(hers + 1);
    assertThat(store.number(taro)).isEqualTo(his + 1);
    page(hanako(), ALL);
    assertThat(store.number(rows("hanako", "history of all types"))).isEqualTo(1);
  }

  private static String rows(String patient, String asked) {
    return "select count(*) from journal where patient = "
        + Hash64.of("Patient/" + patient)
        + " and convert_from(content, 'UTF8') like '%\"asked\":\""
        + asked
        + "\"%\"permitted\":true%'";
  }

  @Test
  void scopesAreDemandedOrLimitWhatIsLookedAt() {
    Access reader = hanakoWith("user/Basic.r user/Patient.s");

    assertThatThrownBy(() -> page(reader, NOTES))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> assertThat(p.kind() + p.getMessage()).contains("FORBIDDEN", "user/Basic.s"));
    assertThat(shown(page(reader, ALL))).isEqualTo("hanako/1C");
    assertThat(page(reader, new Level.OfOne(new Ref("Basic", "hers"))).versions()).hasSize(3);
    assertThatThrownBy(() -> page(hanakoWith("user/Basic.r"), ALL))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
  }

  private Access hanakoWith(String scope) {
    return store.open("hanako", Role.RESIDENT, Purpose.PATRQT, "Patient/hanako", "", scope, "app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_list=x", "_sort=_lastUpdated", "code=x", "_since=soon", "_at=ge2020"})
  void otherParametersAreRefusedByName(String word) {
    String name = word.substring(0, word.indexOf('='));

    assertThatThrownBy(() -> query(NOTES, word))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.issues().get(0).path()).isEqualTo(name));
  }

  @Test
  void aVersionIsReadByItselfAndOnlyWherePermitted() {
    Ref moved = new Ref("Basic", "moved");

    assertThat(store.store.records().vread(hanako(), moved, 2)).isPresent();
    assertThat(store.store.records().vread(hanako(), moved, 1)).isEmpty();
    assertThat(store.store.records().vread(hanako(), moved, 9)).isEmpty();
    assertThat(store.store.records().vread(store.loader(), moved, 1)).isPresent();
  }
}
