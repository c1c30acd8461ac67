package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Hash64;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of whom an answer tells without showing a row, the journal of that patient says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToldTest {
  private ChainTown town;

  @BeforeAll
  void start(@TempDir Path folder) {
    town = new ChainTown(folder);
  }

  @AfterAll
  void stop() {
    town.close();
  }

  private long rows(String patient) {
    return town.store.number(
        "select count(*) from journal where patient = " + Hash64.of("Patient/" + patient));
  }

  /** Whether a named person has something is what such a count tells. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Patient;name=tanaka&_has:Observation:patient:code=c3",
        "Observation;subject:Patient.name=tanaka&code=c3",
        "Observation;code=c3",
        "Observation;patient=taro&code=c3",
        "Encounter;class=SECRET",
      })
  void aCountNamesThoseItTellsOf(String type, String words) {
    for (String count : List.of("_total=accurate&_count=0", "_total=estimate&_count=0")) {
      long taro = rows("taro");
      long hanako = rows("hanako");

      assertThat(town.page(town.all, type, words + "&" + count).total()).hasValue(1);

      assertThat(rows("taro")).as(count).isEqualTo(taro + 1);
      assertThat(rows("hanako")).as("of her nothing was told").isEqualTo(hanako);
    }
  }

  @Test
  void whatManyHaveOnTheWayDoesNotHideWhomTheCountTellsOf(@TempDir Path folder) {
    try (ChainTown crowded = new ChainTown(folder)) {
      List<Write> many = new ArrayList<>();
      for (int i = 0; i < Searcher.COUNTED_NAMED; i++) {
        many.add(
            TestStore.update(
                "{'resourceType':'Patient','id':'p" + i + "','name':[{'family':'Many'}]}"));
      }
      crowded.store.store.records().commit(crowded.all, many);
      String tell = "_total=accurate&_count=0";
      String taro = "select count(*) from journal where patient = " + Hash64.of("Patient/taro");
      long before = crowded.store.number(taro);

      crowded.page(crowded.all, "Observation", "subject:Patient.name=tanaka,many&" + tell);
      assertThat(crowded.store.number(taro)).isEqualTo(before + 1);

      crowded.page(crowded.all, "Patient", tell);
      assertThat(crowded.store.number(taro))
          .as("a count of so many tells of nobody in particular")
          .isEqualTo(before + 1);
    }
  }

  @Test
  void thatAPatientAskedForByIdDoesNotFitIsTold() {
    long before = rows("hanako");

    String words = "_id=hanako&_has:Observation:patient:code=c3";
    assertThat(town.page(town.all, "Patient", words).matches()).isEmpty();

    assertThat(rows("hanako")).isEqualTo(before + 1);
  }

  /** Who asks for one among many must not get round that person's journal. */
  @Test
  void aDenialOfWhoWasAskedForByNameIsNamedAmongHoweverMany(@TempDir Path folder) {
    try (ChainTown crowded = new ChainTown(folder)) {
      List<Write> many = new ArrayList<>();
      StringBuilder names = new StringBuilder("patient=taro");
      for (int i = 0; i < 30; i++) {
        names.append(",p").append(i);
        many.add(TestStore.update("{'resourceType':'Patient','id':'p" + i + "'}"));
        many.add(
            TestStore.update(
                "{'resourceType':'Observation','id':'o"
                    + i
                    + "','status':'final','code':"
                    + "{'text':'x'},'subject':{'reference':'Patient/p"
                    + i
                    + "'}}"));
      }
      crowded.store.store.records().commit(crowded.all, many);
      String taro = "select count(*) from journal where patient = " + Hash64.of("Patient/taro");
      long before = crowded.store.number(taro);

      assertThat(crowded.page(crowded.hanako, "Observation", names.toString()).matches()).isEmpty();

      assertThat(crowded.store.number(taro)).isEqualTo(before + 1);
    }
  }

  @Test
  void theTotalOfAHistoryNamesThoseItTellsOf() {
    long before = rows("taro");

    HistoryQuery query =
        HistoryParser.parse(
            new HistoryQuery.Level.OfType("Encounter"),
            QueryParser.words("_total=accurate\n_count=0"));
    assertThat(town.store.store.records().history(town.all, query).orElseThrow().total())
        .hasValue(2);

    assertThat(rows("taro")).isEqualTo(before + 1);
  }

  private Query taros(String code) {
    return town.store.query("Observation", "patient=taro", "code=" + code);
  }

  /** Created since nothing matched: that, too, is an answer about him. */
  @Test
  void aConditionThatNothingMatchesIsTold() {
    String city = "{'resourceType':'Organization','name':'x'}";
    Write.Create create = (Write.Create) TestStore.create(city);
    long before = rows("taro");

    Query none = town.store.query("Organization", "name=nobody");
    town.store.commit(
        town.all, new Write.Create("Organization", create.body(), "", Optional.of(none)));
    assertThat(rows("taro")).isEqualTo(before);

    town.store.commit(town.all, new Write.DeleteWhere(taros("absent")));
    assertThat(rows("taro")).isEqualTo(before + 1);

    Write.Update hanakos =
        (Write.Update)
            TestStore.update(
                "{'resourceType':'Observation','id':'o-h','status':'final','code':{'text':'x'},"
                    + "'subject':{'reference':'Patient/hanako'}}");
    town.store.commit(
        town.all,
        new Write.UpdateWhere(
            taros("absent"), hanakos.body().without("id"), "", OptionalInt.empty()));
    assertThat(rows("taro")).isEqualTo(before + 2);
  }

  /** The answer holds what the search found. */
  @Test
  void aReferenceThatIsLookedUpIsTold() {
    long before = rows("taro");

    town.store.commit(
        town.all,
        TestStore.create(
            "{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':"
                + "{'reference':'Patient/hanako'},'focus':[{'reference':"
                + "'Patient?name=tanaka&_has:Observation:patient:code=c3'}]}"));

    assertThat(rows("taro")).isEqualTo(before + 1);
  }
}
