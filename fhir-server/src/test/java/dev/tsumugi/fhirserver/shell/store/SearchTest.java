package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
  private TestStore store;

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    patient("hanako", "山田 花子", "ﾔﾏﾀﾞ ﾊﾅｺ", "female", "1947-05-03");
    patient("taro", "山田 太郎", "やまだ たろう", "male", "1945");
    patient("emma", "Émma  Söderström", "エマ", "female", "2001-12-31");
    for (int i = 1; i <= 25; i++) {
      String day = String.format("2026-01-%02d", i);
      store.put(
          store.loader(),
          "{'resourceType':'Observation','id':'bp-"
              + String.format("%02d", i)
              + "','status':'"
              + (i % 5 == 0 ? "amended" : "final")
              + "','code':{'coding':[{'system':'http://loinc.org','code':'85354-9'}]},"
              + "'subject':{'reference':'Patient/"
              + (i % 2 == 0 ? "hanako" : "taro")
              + "'},'effectiveDateTime':'"
              + day
              + "'}");
    }
    store.put(
        store.loader(),
        "{'resourceType':'Observation','id':'local','status':'final','code':{'coding':[{'code':'85354-9'}]},"
            + "'subject':{'reference':'Patient/emma'},"
            + "'effectivePeriod':{'start':'2026-01-10','end':'2026-01-20'}}");
  }

  private void patient(String id, String kanji, String kana, String gender, String birth) {
    store.put(
        store.loader(),
        "{'resourceType':'Patient','id':'"
            + id
            + "','identifier':[{'system':'urn:n','value':'"
            + id
            + "'}],'name':[{'text':'"
            + kanji
            + "'},{'text':'"
            + kana
            + "'}],'gender':'"
            + gender
            + "','birthDate':'"
            + birth
            + "'}");
  }

  @AfterAll
  void stop() {
    store.close();
  }

  @ParameterizedTest(name = "{0}?{1} finds {2}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "Patient;name=やまだ;hanako taro",
        "Patient;name=ヤマダ;hanako taro",
        "Patient;name=山田;hanako taro",
        "Patient;name=山田　太;taro",
        "Patient;name=emma;emma",
        "Patient;name:contains=たろ;taro",
        "Patient;name:exact=山田 花子;hanako",
        "Patient;name:exact=山田;",
        "Patient;name=花子;",
        "Patient;gender=female;hanako emma",
        "Patient;gender:not=female;taro",
        "Patient;gender=female,male;hanako taro emma",
        "Patient;birthdate=1947-05-03;hanako",
        "Patient;birthdate=1945;taro",
        "Patient;birthdate=lt1950;hanako taro",
        "Patient;birthdate=ge2001-12-31;emma",
        "Patient;birthdate=gt2001-12-31;",
        "Patient;identifier=urn:n|taro;taro",
        "Patient;identifier=taro;taro",
        "Patient;identifier=urn:n|;hanako taro emma",
        "Patient;identifier=|taro;",
        "Patient;_id=taro,emma,nobody;taro emma",
        "Observation;_id=bp-05&status=amended;bp-05",
        "Observation;patient=emma;local",
        "Observation;subject=Patient/emma;local",
        "Observation;subject:Patient=emma;local",
        "Observation;subject=emma;local",
        "Observation;code=85354-9&patient=emma;local",
        "Observation;code=http://loinc.org|85354-9&patient=emma;",
        "Observation;code=|85354-9;local",
        "Observation;date=2026-01-03;bp-03",
        "Observation;date=ge2026-01-24;bp-24 bp-25",
        "Observation;date=le2026-01-01;bp-01",
        "Observation;date=sa2026-01-24;bp-25",
        "Observation;date=eb2026-01-02;bp-01",
        "Observation;date=gt2026-01-19&date=lt2026-01-21&patient=emma;local",
        "Observation;date=2026-01-10&patient=emma;",
        "Observation;patient=nobody;",
      })
  void findsWhatFits(String type, String words, String expected) {
    List<String> ids = expected == null ? List.of() : List.of(expected.split(" "));

    assertThat(store.search(store.loader(), type, words.split("&"))).containsExactlyElementsOf(ids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense=1",
        "general-practitioner.name=x",
        "_has:Observation:patient:code=1",
        "_include=Patient:organization",
        "name:soundex=x",
        "birthdate=apx",
        "birthdate=1947-13-01",
        "_count=-1",
        "_sort=gender",
        "_text=x",
        "_total=estimate",
        "general-practitioner=Not/a/ref",
      })
  void whatIsNotSupportedIsRefusedByName(String word) {
    String name = word.substring(0, word.indexOf('='));

    assertThatThrownBy(() -> store.search(store.loader(), "Patient", word))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> assertThat(p.issues().get(0).path() + p.getMessage()).contains(name));
  }

  @ParameterizedTest
  @CsvSource({
    "date,bp-01",
    "-date,bp-25",
    "_id,bp-01",
    "-_id,local",
    "-_lastUpdated,local",
    "'-date,_id',bp-25"
  })
  void sortsByEachKey(String sort, String first) {
    // One clock instant for all: ties of _lastUpdated fall back to the order of creation.
    String expected = sort.equals("-_lastUpdated") ? "bp-01" : first;

    assertThat(store.search(store.loader(), "Observation", "_sort=" + sort, "_count=1"))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_sort=date", "_sort=-date", "_sort=_id", "_sort=-_lastUpdated"})
  void pagesLoseAndDoubleNothing(String sort) {
    List<String> words = new ArrayList<>(List.of("_count=4", "_total=accurate"));
    if (!sort.isEmpty()) words.add(sort);
    Query query = store.query("Observation", words.toArray(String[]::new));
    List<String> seen = new ArrayList<>();
    Optional<Query.Position> at = Optional.empty();
    do {
      Query.Page page = store.store.records().search(store.loader(), query, at);
      assertThat(page.total()).hasValue(26);
      for (StoredResource match : page.matches()) seen.add(match.ref().id());
      at = page.next();
    } while (at.isPresent());

    assertThat(seen).hasSize(26).doesNotHaveDuplicates();
  }

  @Test
  void totalsAndPagesCountOnlyWhatMayBeSeen() {
    Query query = store.query("Observation", "_count=5", "_total=accurate");

    Query.Page page =
        store.store.records().search(store.resident("hanako"), query, Optional.empty());

    assertThat(page.total()).hasValue(12);
    assertThat(page.matches())
        .hasSize(5)
        .allMatch(m -> new String(m.json()).contains("Patient/hanako"));
  }

  @Test
  void journalNamesThePatientsOnThePage() {
    store.search(store.loader(), "Observation", "date=2026-01-03");
    assertThat(
            store.number(
                "select count(*) from journal where seq = (select max(seq) from journal) and kind ="
                    + " 'QUERY' and patient = "
                    + dev.tsumugi.kernel.Hash64.of("Patient/taro")))
        .isEqualTo(1);
  }
}
