package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
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
    measured("mg", "'value':100,'unit':'mg per dL','system':'" + UCUM + "','code':'mg/dL'");
    measured("gram", "'value':1.00,'unit':'g/L','system':'" + UCUM + "','code':'g/L'");
    measured("more", "'value':100.4,'system':'" + UCUM + "','code':'mg/dL'");
    measured("below", "'value':5,'comparator':'<','system':'" + UCUM + "','code':'mg/dL'");
    measured("bare", "'value':7.25,'unit':'points'");
    store.put(
        store.loader(),
        "{'resourceType':'Observation','id':'parts','status':'preliminary','code':{'text':'bp'},"
            + "'subject':{'reference':'Patient/taro'},'component':["
            + part(
                "8480-6", "'valueQuantity':{'value':120,'code':'mm[Hg]','system':'" + UCUM + "'}")
            + ","
            + part("8462-4", "'valueQuantity':{'value':80,'code':'mm[Hg]','system':'" + UCUM + "'}")
            + ","
            + part("pos", "'valueCodeableConcept':{'coding':[{'system':'urn:p','code':'sit'}]}")
            + ","
            + part("arm", "'valueCodeableConcept':{'coding':[{'system':'urn:p','code':'left'}]}")
            + "]}");
    place("tokyo", "35.6812", "139.7671");
    place("osaka", "34.7025", "135.4959");
    place("ueno", "35.7141", "139.7774");
    place("nowhere", "1e99", "0");
    place("equator", "1e-99", "120");
    store.put(store.loader(), "{'resourceType':'Location','id':'unplaced','name':'a shed'}");
    store.put(
        store.loader(),
        "{'resourceType':'RiskAssessment','id':'risk','status':'final','subject':{'reference':"
            + "'Patient/emma'},'prediction':[{'probabilityDecimal':0.25}]}");
    store.put(
        store.loader(),
        "{'resourceType':'ValueSet','id':'vs','meta':{'tag':[{'system':'urn:t','code':'demo'}],"
            + "'security':[{'code':'X'}],'profile':['http://p.org/sd/vs|1'],'source':'urn:from'},"
            + "'status':'active','url':'http://acme.org/fhir/vs'}");
    store.put(
        store.loader(),
        "{'resourceType':'Encounter','id':'e1','status':'planned','class':{'code':'AMB'},"
            + "'type':[{'text':'Ｖｉｓｉｔ at home','coding':[{'code':'1','display':'Home visit'}]}],"
            + "'subject':{'reference':'Patient/taro','identifier':{'system':'urn:n','value':'7'}},"
            + "'identifier':[{'value':'A1','type':{'coding':[{'system':'urn:t','code':'VN'}]}}]}");
  }

  private void place(String id, String latitude, String longitude) {
    store.put(
        store.loader(),
        "{'resourceType':'Location','id':'"
            + id
            + "','position':{'latitude':"
            + latitude
            + ",'longitude':"
            + longitude
            + "}}");
  }

  private static String part(String code, String value) {
    return "{'code':{'coding':[{'system':'urn:l','code':'" + code + "'}]}," + value + "}";
  }

  private static final String UCUM = "http://unitsofmeasure.org";

  private void measured(String id, String quantity) {
    store.put(
        store.loader(),
        "{'resourceType':'Observation','id':'"
            + id
            + "','status':'preliminary','code':{'text':'glucose','coding':[{'code':'glu'}]},"
            + "'subject':{'reference':'Patient/emma'},'valueQuantity':{"
            + quantity
            + "}}");
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
        "Observation;patient=emma&status=final;local",
        "Observation;subject=Patient/emma&status=final;local",
        "Observation;subject:Patient=emma&status=final;local",
        "Observation;subject=emma&status=final;local",
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
        "Observation;patient=emma;local mg gram more below bare",
        "Observation;value-quantity=100;mg more",
        "Observation;value-quantity=100.0;mg",
        "Observation;value-quantity=1e2||mg/dL;mg more",
        "Observation;value-quantity=100||mg per dL;mg",
        "Observation;value-quantity=100|http://unitsofmeasure.org|mg/dL;mg gram more",
        "Observation;value-quantity=100.0|http://unitsofmeasure.org|mg/dL;mg gram",
        "Observation;value-quantity=1.0|http://unitsofmeasure.org|g/L;mg gram more",
        "Observation;value-quantity=1.000|http://unitsofmeasure.org|g/L;mg gram",
        "Observation;value-quantity=gt100|http://unitsofmeasure.org|mg/dL;more",
        "Observation;value-quantity=ge100|http://unitsofmeasure.org|mg/dL;mg gram more",
        "Observation;value-quantity=lt100|http://unitsofmeasure.org|mg/dL;below",
        "Observation;value-quantity=le1|http://unitsofmeasure.org|g/L;mg gram below",
        "Observation;value-quantity=ap95|http://unitsofmeasure.org|mg/dL;mg gram more",
        "Observation;value-quantity=ne100|http://unitsofmeasure.org|mg/dL;below",
        "Observation;value-quantity=7.25,100.4;more bare",
        "Observation;value-quantity=100|http://unitsofmeasure.org|Cel;",
        "Observation;value-quantity:missing=false;mg gram more below bare",
        "Observation;value-quantity:missing=true&patient=emma;local",
        "Observation;date:missing=false&patient=emma;local",
        "Observation;code:text=GLU&value-quantity=sa7;mg more bare",
        "Observation;code-value-quantity=glu$100;mg more",
        "Observation;code-value-quantity=glu$gt1000,glu$7.25;bare",
        "Observation;code-value-quantity=other$100;",
        "Observation;combo-code-value-quantity=glu$100||mg/dL;mg more",
        "Observation;combo-code-value-quantity=urn:l|8480-6$gt110;parts",
        "Observation;component-code-value-quantity=8480-6$120;parts",
        "Observation;component-code-value-quantity=8462-4$gt110;",
        "Observation;component-code-value-quantity=8462-4$ap10.7|http://unitsofmeasure.org|kPa;parts",
        "Observation;component-code-value-quantity=urn:x|8462-4$80;",
        "Observation;component-code-value-concept=pos$sit;parts",
        "Observation;component-code-value-concept=urn:l|pos$urn:p|sit;parts",
        "Observation;component-code-value-concept=pos$left;",
        "Location;near=35.6812|139.7671;tokyo ueno",
        "Location;near=35.6812|139.7671|1|km;tokyo",
        "Location;near=35.6812|139.7671|3.7;tokyo",
        "Location;near=35.6812|139.7671|3.8;tokyo ueno",
        "Location;near=35.6812|139.7671|3800|m;tokyo ueno",
        "Location;near=35.6812|139.7671|2.3|[mi_i];tokyo",
        "Location;near=35.6812|139.7671|2.4|[mi_i];tokyo ueno",
        "Location;near=34.7025|135.4959|1,35.7141|139.7774|1;osaka ueno",
        "Location;near=0|180|40000;tokyo osaka ueno equator",
        "Location;near=0|0|1;",
        "RiskAssessment;probability=0.25;risk",
        "RiskAssessment;probability=gt0.25;",
        "RiskAssessment;probability=lt0.3,gt0.9;risk",
        "ValueSet;url=http://acme.org/fhir/vs;vs",
        "ValueSet;url=http://acme.org/fhir;",
        "ValueSet;url:below=http://acme.org/fhir;vs",
        "ValueSet;url:below=http://acme.org/fhir/vs/1;",
        "ValueSet;url:above=http://acme.org/fhir/vs/1;vs",
        "ValueSet;url:above=http://acme.org/fhir;",
        "ValueSet;_tag=urn:t|demo;vs",
        "ValueSet;_tag:not=urn:t|demo;",
        "ValueSet;_security=X;vs",
        "ValueSet;_profile=http://p.org/sd/vs;vs",
        "ValueSet;_profile=http://p.org/sd/vs|1;vs",
        "ValueSet;_profile:below=http://p.org/;vs",
        "ValueSet;_source=urn:from;vs",
        "ValueSet;_tag:missing=true;",
        "ValueSet;name:missing=true;vs",
        "Encounter;type:text=visit;e1",
        "Encounter;type:text=home;e1",
        "Encounter;type:text=isit;",
        "Encounter;identifier:of-type=urn:t|VN|A1;e1",
        "Encounter;identifier:of-type=urn:t|MR|A1;",
        "Encounter;subject:identifier=urn:n|7;e1",
        "Encounter;subject:identifier=7;e1",
        "Encounter;subject:identifier=|7;",
        "Patient;birthdate=ap1947;hanako taro",
        "Patient;birthdate=ap2001-06;emma",
      })
  void findsWhatFits(String type, String words, String expected) {
    List<String> ids = expected == null ? List.of() : List.of(expected.split(" "));

    assertThat(store.search(store.loader(), type, words.split("&"))).containsExactlyElementsOf(ids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense=1",
        "general-practitioner.nonsense=x",
        "general-practitioner:Patient.name=x",
        "name.family=x",
        "_has:Observation:code=1",
        "_has:Observation:device:code=1",
        "link.link.link.link.link.link.link.link.link.name=x",
        "_include=Observation:patient",
        "name:soundex=x",
        "near=1|2",
        "birthdate=apx",
        "gender:missing=perhaps",
        "identifier:of-type=a|b",
        "birthdate=1947-13-01",
        "_count=-1",
        "_sort=deceased",
        "_sort=_tag",
        "_text=x",
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

    assertThat(
            store.search(
                store.loader(),
                "Observation",
                "_sort=" + sort,
                "_count=1",
                "status:not=preliminary"))
        .containsExactly(expected);
  }

  @ParameterizedTest(name = "{0}?{1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "Patient;_sort=gender,-birthdate;emma hanako taro",
        "Patient;_sort=-gender,birthdate;taro hanako emma",
        "Patient;_sort=-identifier;taro hanako emma",
        "Observation;patient=emma&_sort=value-quantity;below bare mg gram more local",
        "Observation;patient=emma&_sort=-value-quantity;more mg gram bare below local",
        "Observation;patient=emma&_sort=status,-_id;local more mg gram below bare",
        "Observation;_id=bp-01,bp-02,local&_sort=-subject;bp-01 bp-02 local",
        "Observation;_id=bp-01,bp-02,local&_sort=patient;local bp-02 bp-01",
        "Observation;_id=bp-05,bp-02,local&_sort=-status,_id;bp-02 local bp-05",
        "RiskAssessment;_sort=probability;risk",
        "ValueSet;_sort=url;vs",
      })
  void sortsBySeveralKeysOfAnyKind(String type, String words, String expected) {
    assertThat(store.search(store.loader(), type, words.split("&")))
        .containsExactly(expected.split(" "));
  }

  @Test
  void ofSeveralValuesTheOneCountsThatComesFirstInTheOrder() {
    for (String names : List.of("two-1;'Aoki'},{'family':'Zushi'", "two-2;'Mori'")) {
      String[] cells = names.split(";");
      store.put(
          store.loader(),
          "{'resourceType':'Practitioner','id':'"
              + cells[0]
              + "','name':[{'family':"
              + cells[1]
              + "}]}");
    }

    for (String sort : List.of("family", "-family")) {
      assertThat(store.search(store.loader(), "Practitioner", "_id=two-1,two-2", "_sort=" + sort))
          .as(sort)
          .containsExactly("two-1", "two-2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"_sort=subject", "_sort=-value-quantity", "_sort=status,-date"})
  void pagesLoseAndDoubleNothingWhateverTheKey(String sort) {
    pagesLoseAndDoubleNothing(sort);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_sort=date", "_sort=-date", "_sort=_id", "_sort=-_lastUpdated"})
  void pagesLoseAndDoubleNothing(String sort) {
    List<String> words =
        new ArrayList<>(List.of("_count=4", "_total=accurate", "status:not=preliminary"));
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

  @ParameterizedTest
  @ValueSource(strings = {"accurate", "estimate"})
  void totalsAndPagesCountOnlyWhatMayBeSeen(String total) {
    Query query = store.query("Observation", "_count=5", "_total=" + total);

    Query.Page page =
        store.store.records().search(store.resident("hanako"), query, Optional.empty());

    assertThat(page.total()).hasValue(12);
    assertThat(page.matches())
        .hasSize(5)
        .allMatch(m -> new String(m.json()).contains("Patient/hanako"));
  }

  @Test
  void aCountOfNoneIsATotalAlone() {
    Query.Page page =
        store
            .store
            .records()
            .search(
                store.resident("hanako"),
                store.query("Observation", "_count=0", "_include=*"),
                Optional.empty());

    assertThat(page.total()).hasValue(12);
    assertThat(page.matches()).isEmpty();
    assertThat(page.included()).isEmpty();
  }

  @Test
  void lenientHandlingLeavesOutByName() {
    Query query =
        new QueryParser(TestStore.R4_FACTS)
            .parseLeniently(
                "Patient",
                List.of(
                    new QueryParser.Word("nonsense", "1"),
                    new QueryParser.Word("gender", "male"),
                    new QueryParser.Word("name:soundex", "x")));

    assertThat(query.leftOut()).containsExactly("nonsense", "name:soundex");
    assertThat(query.text()).isEqualTo("gender=male");
  }

  @Test
  void aRowOfSeveralPatientsIsFoundByEach() {
    store.put(
        store.loader(),
        "{'resourceType':'Appointment','id':'both','status':'booked','participant':["
            + "{'actor':{'reference':'Patient/hanako'},'status':'accepted'},"
            + "{'actor':{'reference':'Patient/taro'},'status':'accepted'}]}");

    for (String patient : List.of("hanako", "taro")) {
      assertThat(store.search(store.loader(), "Appointment", "patient=" + patient))
          .as(patient)
          .containsExactly("both");
    }
    assertThat(store.search(store.loader(), "Appointment", "patient=emma")).isEmpty();
    assertThat(store.search(store.resident("taro"), "Appointment", "patient=taro"))
        .as("a permit from each is needed")
        .isEmpty();
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
