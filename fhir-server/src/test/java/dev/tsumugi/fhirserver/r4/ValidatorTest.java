package dev.tsumugi.fhirserver.r4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {
  private static final Validator VALIDATOR = new Validator(R4.load());

  private static final String OBSERVATION =
      "'resourceType':'Observation','status':'final','code':{'text':'weight'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'resourceType':'Patient'}",
        "{'id':'a','resourceType':'Patient','gender':'female','birthDate':'1950-02-28'}",
        "{'resourceType':'Patient','deceasedBoolean':false,'multipleBirthInteger':2}",
        "{'resourceType':'Patient','_birthDate':{'extension':[{'url':'u','valueCode':'unknown'}]}}",
        "{'resourceType':'Patient','birthDate':'1950','_birthDate':{'id':'b1'}}",
        "{'resourceType':'Patient','name':[{'given':['A',null],"
            + "'_given':[null,{'extension':[{'url':'u','valueString':'x'}]}]}]}",
        "{'resourceType':'Patient','link':[{'other':{'reference':'#r'},'type':'seealso'}],"
            + "'contained':[{'resourceType':'RelatedPerson','id':'r','patient':{'reference':'#'}}]}",
        "{'resourceType':'Patient','extension':[{'url':'u','extension':[{'url':'v','valueAge':"
            + "{'value':1.50}}]}]}",
        "{'resourceType':'Patient','text':{'status':'generated','div':"
            + "'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><p>a &amp; b</p></div>'}}",
        "{'resourceType':'Binary','contentType':'text/plain','data':'YWJj ZA=='}",
        "{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':"
            + "'Patient','managingOrganization':{'reference':'Organization?identifier=1'}}}]}",
        "{'resourceType':'Questionnaire','status':'draft','item':[{'linkId':'1','type':'group',"
            + "'item':[{'linkId':'1.1','type':'string'}]}]}",
      })
  void goodResourcesPass(String json) {
    assertThat(issues(json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "'name':'A'                                  ! Patient.name           ! must be an array",
        "'name':[]                                   ! Patient.name           ! empty array",
        "'name':['A']                                ! Patient.name[0]        ! must be an object",
        "'name':[{}]                                 ! Patient.name[0]        ! is empty",
        "'name':[{'id':'a'}]                         ! Patient.name[0]        ! is empty",
        "'name':[null]                               ! Patient.name[0]        ! is null",
        "'gender':['male']                           ! Patient.gender         ! may not be an array",
        "'gender':null                               ! Patient.gender         ! is null",
        "'gender':1                                  ! Patient.gender         ! in quotes",
        "'gender':'Male'                             ! Patient.gender ! male, female, other, unknown",
        "'gender':''                                 ! Patient.gender         ! at least one",
        "'nickname':'A'                              ! Patient.nickname       ! no element",
        "'_name':[{}]                                ! Patient._name          ! no element",
        "'_resourceType':{}                          ! Patient._resourceType  ! no element",
        "'a b':1                                     ! Patient                ! no element",
        "'deceasedString':'x'                        ! Patient.deceasedString ! no element",
        "'deceasedBoolean':'true'           ! Patient.deceased.ofType(boolean) ! without quotes",
        "'deceasedBoolean':true,'deceasedDateTime':'2020' ! Patient.deceased  ! one type only",
        "'deceasedBoolean':true,'_deceasedDateTime':{'extension':[{'url':'u','valueCode':'x'}]}"
            + "! Patient.deceased ! one type only",
        "'contact':[{'gender':'male'},{'gender':'m'}]! Patient.contact[1].gender ! must be one of",
        "'communication':[{'preferred':true}] ! Patient.communication[0].language ! is missing",
        "'_birthDate':{'id':'a'}                     ! Patient.birthDate      ! is empty",
        "'_birthDate':[]                             ! Patient.birthDate      ! may not be an array",
        "'_birthDate':'x'                            ! Patient.birthDate      ! must be an object",
        "'_birthDate':{'url':'x'}                    ! Patient.birthDate.url  ! no element",
        "'name':[{'given':[null]}]                   ! Patient.name[0].given[0] ! is null",
        "'name':[{'given':['A',null],'_given':[{'id':'1'}]}]"
            + " ! Patient.name[0].given[1] ! is null",
        "'name':[{'given':['A'],'_given':[null,null]}] ! Patient.name[0].given[1] ! is null",
        "'extension':[{'url':'u'}]                   ! Patient.extension[0]   ! needs a value",
        "'extension':[{'valueCode':'a'}]             ! Patient.extension[0].url ! is missing",
        "'extension':[{'url':'u','valueCode':'a','extension':[{'url':'u','valueCode':'a'}]}]"
            + " ! Patient.extension[0] ! one of them",
        "'extension':[{'url':'u','valueWeird':'a'}]  ! Patient.extension[0].valueWeird ! no element",
        "'contained':[{'resourceType':'Basic','code':{'text':'x'}}]"
            + " ! Patient.contained[0].id ! is missing",
        "'contained':[{'resourceType':'Basic','id':'a'}] ! Patient.contained[0].code ! is missing",
        "'contained':[{'resourceType':'Nonsense','id':'a'}]"
            + " ! Patient.contained[0].resourceType ! no resource type",
        "'contained':[{'id':'a'}] ! Patient.contained[0].resourceType ! is missing",
        "'contained':[{'resourceType':'Patient','id':'a','contained':[{'resourceType':'Patient',"
            + "'id':'b'}]}] ! Patient.contained[0].contained[0] ! may not contain another",
        "'managingOrganization':{'reference':'#o'}"
            + " ! Patient.managingOrganization.reference ! no contained",
        "'managingOrganization':{'reference':'Clinic/1'}"
            + " ! Patient.managingOrganization.reference ! Type/id",
        "'managingOrganization':{'reference':'Organization'}"
            + " ! Patient.managingOrganization.reference ! Type/id",
        "'managingOrganization':{'reference':'Organization/a b'}"
            + " ! Patient.managingOrganization.reference ! Type/id",
        "'text':{'status':'generated','div':'hello'} ! Patient.text.div ! well-formed",
        "'text':{'status':'generated'}               ! Patient.text.div ! is missing",
        "'meta':{'profile':'http://a'}               ! Patient.meta.profile ! must be an array",
      })
  void faultsAreNamedByPath(String member, String path, String words) {
    List<Problem.Issue> found = issues("{'resourceType':'Patient'," + member + "}");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path()).isEqualTo(path);
    assertThat(found.get(0).message()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'valueQuantity':{'value':'1'}",
        "'valueQuantity':{'value':1e999999999}",
        "'valueInteger':1.0",
        "'valueInteger':2147483648",
        "'valueInteger':-0",
        "'valueTime':'24:00:00'",
        "'valueTime':'10:00'",
        "'valueDateTime':'2021-02-29'",
        "'valueDateTime':'2020-01-01T10:00Z'",
        "'valueDateTime':'2020-01-01T10:00:00'",
        "'valueDateTime':'2020-01-01T10:00:00.Z'",
        "'valueDateTime':'2020-01-01T10:00:00+15:00'",
        "'effectiveInstant':'2020-01-01'",
        "'valueString':'a\\u0001b'",
        "'valueString':'  '",
        "'language':'ja '",
        "'implicitRules':'a b'",
        "'id':'a_b'",
      })
  void valuesOutsideTheirTypeAreRefused(String member) {
    assertThat(issues("{" + OBSERVATION + "," + member + "}")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'valueQuantity':{'value':-1.50e3,'unit':'kg','system':'http://unitsofmeasure.org'}",
        "'valueInteger':-2147483648",
        "'valueTime':'23:59:60.5'",
        "'valueDateTime':'2020-02-29'",
        "'valueDateTime':'0001'",
        "'valueDateTime':'2020-12-31T23:59:60-14:00'",
        "'effectiveInstant':'2020-01-01T00:00:00.123456789Z'",
        "'valueString':'a\\nb'",
      })
  void valuesInsideTheirTypePass(String member) {
    assertThat(issues("{" + OBSERVATION + "," + member + "}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'coding':[{'system':'S','code':'active'}]|true",
        "'coding':[{'code':'active'}]|false",
        "'coding':[{'system':'S','code':'inactive-ish'}]|false",
        "'coding':[{'system':'x'}]|false",
        "'text':'active'|false",
      })
  void aRequiredConceptNeedsACodingOfItsSet(String row) {
    String[] cells = row.split("\\|");
    String concept =
        cells[0].replace("'S'", "'http://terminology.hl7.org/CodeSystem/condition-clinical'");

    List<Problem.Issue> found =
        issues(
            "{'resourceType':'Condition','subject':{'reference':'Patient/1'},'clinicalStatus':{"
                + concept
                + "}}");

    if (cells[1].equals("true")) assertThat(found).isEmpty();
    else {
      assertThat(found).hasSize(1);
      assertThat(found.get(0).path()).isEqualTo("Condition.clinicalStatus");
      assertThat(found.get(0).message()).contains("condition-clinical", "active, recurrence");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>x</p>",
        "<div>no namespace</div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'/>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>open</div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'>&nbsp;x</div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><script>x</script></div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><p onclick='x'>x</p></div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><a href=' JavaScript:x'>x</a></div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><svg:p xmlns:svg='http://svg'>x</svg:p></div>",
        "<!DOCTYPE div [<!ENTITY e 'x'>]><div xmlns='http://www.w3.org/1999/xhtml'>&e;</div>",
        "<!DOCTYPE d SYSTEM 'file:///x'><div xmlns='http://www.w3.org/1999/xhtml'>x</div>",
      })
  void narrativesThatRunOrBreakAreRefused(String div) {
    assertThat(Xhtml.check(div)).isNotNull();
  }

  @Test
  void theRootMustSayWhatItIs() {
    assertThat(issues("{'id':'a'}"))
        .containsExactly(
            new Problem.Issue(
                "resourceType", "is missing: say which resource this is, as a string"));
    assertThat(issues("{'resourceType':'Person-al'}")).hasSize(1);
    assertThat(issues("{'resourceType':'DomainResource'}")).hasSize(1);
    assertThat(issues("{'resourceType':5}")).hasSize(1);
  }

  @Test
  void messagesNeverHoldValues() {
    String secret = "Yamada";
    List<Problem.Issue> found =
        issues(
            "{'resourceType':'Patient','gender':'S','birthDate':'S','active':'S','name':'S',"
                    .replace("S", secret)
                + ("'telecom':[{'system':'S','value':['S']}],'S S':1,'photo':[{'data':'S'}],"
                        + "'managingOrganization':{'reference':'S'}}")
                    .replace("S", secret));

    assertThat(found).hasSizeGreaterThan(7);
    assertThat(found.toString()).doesNotContain(secret);
  }

  @Test
  void noMoreThanTwentyIssuesAreTold() {
    String names = "{'use':'x'},".repeat(30);

    assertThat(
            issues(
                "{'resourceType':'Patient','name':["
                    + names.substring(0, names.length() - 1)
                    + "]}"))
        .hasSize(Validator.MOST_ISSUES);
  }

  @Test
  void containedIdsDoNotLeakIntoOtherEntries() {
    String entry =
        "{'resource':{'resourceType':'Patient','managingOrganization':{'reference':'#o'}CONTAINED}}";
    String contained = ",'contained':[{'resourceType':'Organization','id':'o','name':'x'}]";

    assertThat(
            issues(
                "{'resourceType':'Bundle','type':'collection','entry':["
                    + entry.replace("CONTAINED", contained)
                    + ","
                    + entry.replace("CONTAINED", "")
                    + "]}"))
        .extracting(Problem.Issue::path)
        .containsExactly("Bundle.entry[1].resource.managingOrganization.reference");
  }

  private static List<Problem.Issue> issues(String json) {
    return VALIDATOR.check(Json.parseObject(json.replace('\'', '"').getBytes(UTF_8)));
  }
}
