package dev.tsumugi.fhirserver.r4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompartmentsTest {
  private static final R4 FACTS = R4.load();
  private static final Compartments COMPARTMENTS = new Compartments(FACTS);

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "{'resourceType':'Patient','id':'1'} ! 1",
        "{'resourceType':'Patient','id':'1','link':[{'other':{'reference':'Patient/2'}}]} ! 1 2",
        "{'resourceType':'Observation','performer':[{'reference':'Patient/2'}],"
            + "'subject':{'reference':'Patient/1'}} ! 1 2",
        "{'resourceType':'Observation','subject':{'reference':'Patient/1/_history/3'}} ! 1",
        "{'resourceType':'Observation','subject':{'reference':'Group/1'}} ! ",
        "{'resourceType':'Observation','subject':{'reference':'https://else.where/Patient/1'}} ! ",
        "{'resourceType':'Observation','subject':{'reference':'#p'},"
            + "'contained':[{'resourceType':'Patient','id':'p'}]} ! ",
        "{'resourceType':'Coverage','policyHolder':{'reference':'Patient/2'},"
            + "'beneficiary':{'reference':'Patient/1'}} ! 1 2",
        "{'resourceType':'AllergyIntolerance','recorder':{'reference':'Patient/1'},"
            + "'patient':{'reference':'Patient/1'}} ! 1",
        "{'resourceType':'Appointment','participant':[{'actor':{'reference':'Practitioner/1'}},"
            + "{'actor':{'reference':'Patient/1'}}]} ! 1",
        "{'resourceType':'Provenance','target':[{'reference':'Patient/1'},"
            + "{'reference':'Observation/1'}]} ! 1",
        "{'resourceType':'AuditEvent','agent':[{'who':{'reference':'Patient/1'}}],"
            + "'entity':[{'what':{'reference':'Patient/2'}}]} ! 1 2",
        "{'resourceType':'Group','member':[{'entity':{'reference':'Patient/1'}},"
            + "{'entity':{'reference':'Patient/2'}}]} ! 1 2",
        "{'resourceType':'Task','for':{'reference':'Patient/1'},"
            + "'owner':{'reference':'Patient/2'}} ! 1",
        "{'resourceType':'Device','patient':{'reference':'Patient/1'}} ! 1",
        "{'resourceType':'Binary','securityContext':{'reference':'Patient/1'}} ! 1",
        "{'resourceType':'Binary','securityContext':{'reference':'Observation/1'}} ! ",
        "{'resourceType':'MessageHeader','focus':[{'reference':'Patient/1'}]} ! 1",
        "{'resourceType':'GuidanceResponse','subject':{'reference':'Patient/1'}} ! 1",
        "{'resourceType':'Contract','subject':[{'reference':'Patient/1'}]} ! 1",
        "{'resourceType':'VerificationResult','target':[{'reference':'Patient/1'}]} ! 1",
        "{'resourceType':'Subscription','criteria':'Observation?patient=Patient/1&code=x'} ! ",
        "{'resourceType':'Parameters','parameter':[{'name':'a','part':[{'name':'b',"
            + "'valueReference':{'reference':'Patient/1'}}]},{'name':'c','resource':"
            + "{'resourceType':'Patient','id':'2'}}]} ! 1 2",
        "{'resourceType':'Bundle','type':'document','entry':[{'resource':{'resourceType':"
            + "'Composition','subject':{'reference':'urn:uuid:p'}}},{'resource':{'resourceType':"
            + "'Observation','subject':{'reference':'Patient/2'}}},{'fullUrl':'urn:uuid:p',"
            + "'resource':{'resourceType':'Patient','id':'1'}}]} ! 1 2",
        "{'resourceType':'Organization','name':'x'} ! ",
        "{'resourceType':'Nonsense'} ! ",
      })
  void patientsComeOwnerFirst(String json, String ids) {
    var expected =
        ids == null
            ? java.util.List.<Ref>of()
            : java.util.Arrays.stream(ids.split(" ")).map(Ref::patient).toList();

    assertThat(COMPARTMENTS.patientsOf(Json.parseObject(json.replace('\'', '"').getBytes(UTF_8))))
        .isEqualTo(expected);
  }

  @Test
  void whatIsOpenHasNoPatient() {
    assertThat(FACTS.types().stream().filter(Compartments::isOpen))
        .hasSize(36)
        .contains("ValueSet", "Questionnaire", "Practitioner", "Medication")
        .allSatisfy(type -> assertThat(FACTS.compartmentParameters(type)).isEmpty());
    assertThat(Compartments.isOpen("Patient")).isFalse();
    assertThat(Compartments.isOpen("Basic")).isFalse();
  }
}
