package dev.tsumugi.fhirserver.r4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.r4.Index.DateValue;
import dev.tsumugi.fhirserver.r4.Index.NumberValue;
import dev.tsumugi.fhirserver.r4.Index.Reference;
import dev.tsumugi.fhirserver.r4.Index.StringValue;
import dev.tsumugi.fhirserver.r4.Index.Token;
import dev.tsumugi.fhirserver.r4.Index.UriValue;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexerTest {
  private static final Indexer INDEXER = new Indexer(R4.load());

  @Test
  void everyExpressionIsUnderstoodAndOnlyTheseValuesArePassedOver() {
    // Words where R4 wants dates, a document inline, a place, and waveforms.
    assertThat(INDEXER.passedOver().stream().distinct())
        .containsExactly(
            "CarePlan.activity-date as string",
            "Consent.source-reference as Attachment",
            "Immunization.date as string",
            "Location.near",
            "Observation.combo-value-quantity as SampledData",
            "Observation.component-value-quantity as SampledData",
            "Observation.value-quantity as SampledData",
            "Procedure.date as Age",
            "Procedure.date as Range",
            "Procedure.date as string");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "'gender':'male'           ! gender ! http://hl7.org/fhir/administrative-gender !male!''",
        "'active':true             ! active ! '' ! true ! ''",
        "'identifier':[{'system':'s','value':'1','type':{'text':'chart'}}] ! identifier !s!1!chart",
        "'identifier':[{'value':'1'}]                        ! identifier ! '' ! 1 ! ''",
        "'telecom':[{'system':'phone','value':'1'}]          ! phone      ! '' ! 1 ! ''",
        "'telecom':[{'system':'email','value':'1'}]          ! email      ! '' ! 1 ! ''",
        "'communication':[{'language':{'coding':[{'system':'s','code':'ja','display':'d'}]}}]"
            + " ! language ! s ! ja ! d",
        "'communication':[{'language':{'text':'t','coding':[{'system':'s','code':'ja'}]}}]"
            + " ! language ! s ! ja ! t",
        "'communication':[{'language':{'text':'t'}}]         ! language ! '' ! '' ! t",
        "'meta':{'tag':[{'system':'s','code':'c'}]}          ! _tag      ! s ! c ! ''",
        "'meta':{'security':[{'system':'s','code':'c'}]}     ! _security ! s ! c ! ''",
        "'deceasedBoolean':false                             ! deceased  ! '' ! false ! ''",
        "'deceasedBoolean':true                              ! deceased  ! '' ! true ! ''",
        "'deceasedDateTime':'2020'                           ! deceased  ! '' ! true ! ''",
        "'name':[{'family':'A'}]                             ! deceased  ! '' ! false ! ''",
      })
  void tokens(String member, String param, String system, String code, String text) {
    Token wanted = new Token(param, none(system), none(code), none(text));

    assertThat(patient(member).tokens().stream().filter(t -> t.param().equals(param)))
        .containsExactly(wanted);
  }

  @Test
  void aConceptsOwnWordsAreSearchedBesideItsDisplays() {
    Index index =
        index(
            "{'resourceType':'Condition','code':{'text':'風邪','coding':[{'system':'s','code':'1',"
                + "'display':'Common cold'},{'system':'t','code':'2'}]}}");

    assertThat(index.tokens())
        .containsExactly(
            new Token("code", "s", "1", "Common cold"), new Token("code", "t", "2", "風邪"));
  }

  @Test
  void referencesAreFiledByWhereTheyLead() {
    Index index =
        index(
            "{'resourceType':'Observation','subject':{'reference':'Patient/1/_history/2',"
                + "'identifier':{'system':'s','value':'v'}},'performer':[{'reference':'#me'},"
                + "{'reference':'https://x.org/fhir/Practitioner/2'},{'identifier':{'value':'w'}},"
                + "{'display':'nobody'}]}");

    assertThat(index.references())
        .containsExactlyInAnyOrder(
            new Reference("subject", "Patient/1", new Coding("s", "v")),
            new Reference("patient", "Patient/1", new Coding("s", "v")),
            new Reference("performer", "https://x.org/fhir/Practitioner/2", null),
            new Reference("performer", "", new Coding("", "w")));
  }

  @Test
  void whereResolveIsLooksAtTheReferenceAlone() {
    Index index =
        index(
            "{'resourceType':'Provenance','target':[{'reference':'Observation/1'},"
                + "{'reference':'urn:uuid:1','type':'Patient'},{'reference':'http://a/Patient/2'}]}");

    assertThat(index.references())
        .filteredOn(r -> r.param().equals("patient"))
        .extracting(Reference::value)
        .containsExactly("urn:uuid:1", "http://a/Patient/2");
  }

  @Test
  void aVersionedCanonicalIsFoundWithAndWithoutItsVersion() {
    assertThat(
            index("{'resourceType':'QuestionnaireResponse','questionnaire':'http://q|1'}")
                .references())
        .extracting(Reference::value)
        .containsExactly("http://q|1", "http://q");
    assertThat(patient("'meta':{'profile':['http://p|2']}").uris())
        .containsExactly(
            new UriValue("_profile", "http://p|2"), new UriValue("_profile", "http://p"));
  }

  @Test
  void aDocumentIsFiledUnderItsComposition() {
    assertThat(
            index(
                    "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Composition',"
                        + "'id':'c'}},{'resource':{'resourceType':'Patient','id':'p'}}]}")
                .references())
        .containsExactly(
            new Reference("composition", "Composition/c", null),
            new Reference("message", "Composition/c", null));
  }

  @Test
  void datesAreStretches() {
    assertThat(patient("'birthDate':'2000-04'").dates())
        .containsExactly(
            new DateValue(
                "birthdate",
                Instant.parse("2000-03-31T15:00:00Z"),
                Instant.parse("2000-04-30T15:00:00Z")));
    assertThat(
            index("{'resourceType':'Encounter','period':{'start':'2020-01-01T00:00:00Z'}}").dates())
        .containsExactly(new DateValue("date", Instant.parse("2020-01-01T00:00:00Z"), Period.MAX));
    assertThat(
            index(
                    "{'resourceType':'ServiceRequest','occurrenceTiming':{'event':"
                        + "['2020-01-03T00:00:00Z','2020-01-01T00:00:00Z']}}")
                .dates())
        .containsExactly(
            new DateValue(
                "occurrence",
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2020-01-03T00:00:01Z")));
  }

  @Test
  void stringsKeepWhatWasWritten() {
    assertThat(patient("'name':[{'family':'ヤマダ','given':['タロウ']}]").strings())
        .contains(
            new StringValue("family", "ヤマダ", "やまだ"),
            new StringValue("given", "タロウ", "たろう"),
            new StringValue("name", "ヤマダ", "やまだ"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'value':5.4;                       5.4; 5.4",
        "'value':1e2;                       100; 100",
        "'value':5,'comparator':'<';        -1E+250; 5",
        "'value':5,'comparator':'>=';       5; 1E+250",
      })
  void quantitiesAreStretchesOnlyWhereTheySaySo(String row) {
    String[] cells = row.split(";\\s*");
    NumberValue found =
        index(
                "{'resourceType':'Observation','valueQuantity':{'system':'s','code':'kg',"
                    + cells[0]
                    + "}}")
            .numbers()
            .get(0);

    assertThat(found.low()).isEqualByComparingTo(new BigDecimal(cells[1]));
    assertThat(found.high()).isEqualByComparingTo(new BigDecimal(cells[2]));
    assertThat(List.of(found.system(), found.code())).containsExactly("s", "kg");
  }

  @Test
  void anUnknownTypeHasNothingToSearch() {
    assertThat(index("{'resourceType':'Nonsense'}").tokens()).isEmpty();
  }

  private static String none(String cell) {
    return cell.equals("''") ? "" : cell;
  }

  private static Index patient(String member) {
    return index("{'resourceType':'Patient'," + member + "}");
  }

  private static Index index(String json) {
    return INDEXER.index(Json.parseObject(json.replace('\'', '"').getBytes(UTF_8)));
  }
}
