package dev.tsumugi.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tsumugi.keycloak.PatientChoice.Entry;
import org.junit.jupiter.api.Test;

class PatientChoiceTest {
  private static final String KANA =
      "{\"extension\": [{\"url\":"
          + " \"http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation\","
          + " \"valueCode\": \"SYL\"}], \"text\": \"%s\"}";

  @Test
  void patientsStandInTheOrderOfTheirKana() throws Exception {
    PatientChoice choice =
        read(
            patient("b", "高橋 蓮", "タカハシ レン"),
            patient("a", "小林 節子", "コバヤシ セツコ"),
            "{\"resourceType\": \"OperationOutcome\"}");

    assertThat(choice.entries())
        .containsExactly(
            new Entry("a", "小林 節子", "コバヤシ セツコ", "1948-03-02", "female"),
            new Entry("b", "高橋 蓮", "タカハシ レン", "1948-03-02", "female"));
    assertThat(choice.only()).isEmpty();
  }

  @Test
  void onesOwnRecordStandsFirst() throws Exception {
    PatientChoice choice =
        read(
            patient("a", "高橋 葵", "タカハシ アオイ"),
            patient("b", "高橋 由美", "タカハシ ユミ"),
            patient("c", "高橋 蓮", "タカハシ レン"));

    assertThat(choice.first("b").entries()).extracting(Entry::id).containsExactly("b", "a", "c");
    assertThat(choice.first("").entries()).extracting(Entry::id).containsExactly("a", "b", "c");
  }

  @Test
  void nobodyIsAskedAboutOneAlone() throws Exception {
    assertThat(read(patient("a", "小林 節子", "コバヤシ セツコ")).only().map(Entry::id)).contains("a");
    assertThat(read().only()).isEmpty();
    assertThat(read()).isEqualTo(PatientChoice.NOBODY);
  }

  @Test
  void oneOnAPageOfMoreIsNotTheOnlyOne() throws Exception {
    PatientChoice choice =
        PatientChoice.read(
            new ObjectMapper()
                .readTree(
                    "{\"link\": [{\"relation\": \"next\"}], \"entry\": [{\"resource\": "
                        + patient("a", "小林 節子", "コバヤシ セツコ")
                        + "}]}"));

    assertThat(choice.more()).isTrue();
    assertThat(choice.only()).isEmpty();
  }

  @Test
  void whatIsNotOnRecordIsEmpty() throws Exception {
    assertThat(read("{\"resourceType\": \"Patient\", \"id\": \"x\"}").entries())
        .containsExactly(new Entry("x", "", "", "", "unknown"));
    assertThat(
            read("{\"resourceType\": \"Patient\", \"id\": \"x\", \"name\": [{\"use\": \"old\","
                    + " \"text\": \"旧姓\"}, {\"family\": \"Sato\", \"given\": [\"Mika\"]}]}")
                .entries())
        .extracting(Entry::name)
        .containsExactly("Sato Mika");
  }

  private static PatientChoice read(String... resources) throws Exception {
    String entries =
        java.util.Arrays.stream(resources)
            .map(resource -> "{\"resource\": " + resource + "}")
            .collect(java.util.stream.Collectors.joining(","));
    return PatientChoice.read(new ObjectMapper().readTree("{\"entry\": [" + entries + "]}"));
  }

  private static String patient(String id, String name, String kana) {
    return "{\"resourceType\": \"Patient\", \"id\": \""
        + id
        + "\", \"birthDate\": \"1948-03-02\", \"gender\": \"female\", \"name\": ["
        + KANA.formatted(kana)
        + ", {\"text\": \""
        + name
        + "\"}]}";
  }
}
