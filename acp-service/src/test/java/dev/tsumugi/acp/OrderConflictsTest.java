package dev.tsumugi.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.OrderConflicts.Conflict;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderConflictsTest {
  private static final OrderConflicts CONFLICTS = new OrderConflicts();
  private static final String LOINC = "http://loinc.org";
  private static final String OWN = "https://tsumugi.dev/fhir/CodeSystem/wish-topic";

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Json.Obj wish(String topic, String answer, String more) {
    return json(
        "{'resourceType':'Observation','id':'w',"
            + more
            + "'status':'final','code':{'coding':[{'system':'"
            + (topic.contains("-care") || topic.equals("dialysis") ? OWN : LOINC)
            + "','code':'"
            + topic
            + "'}]},'effectiveDateTime':'2026-01-01','valueCodeableConcept':{'coding':["
            + "{'system':'https://tsumugi.dev/fhir/CodeSystem/wish','code':'"
            + answer
            + "'}]}}");
  }

  private static Json.Obj order(String category, String choice, String status) {
    return json(
        "{'resourceType':'ServiceRequest','id':'o','status':'"
            + status
            + "','category':[{'coding':[{'code':'"
            + category
            + "'}]}],'code':{'coding':[{'system':'"
            + LOINC
            + "','code':'"
            + choice
            + "'}]}}");
  }

  private static List<Conflict> between(Json.Obj wish, Json.Obj order) {
    return CONFLICTS.between(new Wishes().standing(List.of(wish)), List.of(order));
  }

  @ParameterizedTest(name = "{0} {1} against {2} {3}: {4}")
  @CsvSource({
    "81330-3,do-not-wish,100823-4,LA33473-2,true",
    "81330-3,wish-for,100823-4,LA33473-2,false",
    "intensive-care,trial,100823-4,LA33475-7,true",
    "dialysis,wish-for,100823-4,LA33475-7,true",
    "dialysis,do-not-wish,100823-4,LA33475-7,false",
    "81331-1,do-not-wish,100825-9,LA33489-8,true",
    "81331-1,trial,100825-9,LA33491-4,true",
    "81331-1,leave-to-proxy,100825-9,LA33491-4,false",
    "81332-9,wish-for,pmo-medically-assisted-hydration-service-request,no-hydration-desired,true",
    "81329-5,wish-for,100823-4,LA33475-7,false"
  })
  void aChoiceAndAnAnswerDifferOrNot(
      String topic, String answer, String category, String choice, boolean differ) {
    assertThat(between(wish(topic, answer, ""), order(category, choice, "active")))
        .hasSize(differ ? 1 : 0);
    assertThat(between(wish(topic, answer, ""), order(category, choice, "revoked"))).isEmpty();
  }

  @Test
  void notToPerformResuscitationIsThatOrderEvenWithoutADetail() {
    Json.Obj bare =
        json(
            "{'resourceType':'ServiceRequest','id':'o','status':'active','doNotPerform':true,"
                + "'category':[{'coding':[{'system':'http://loinc.org','code':'100822-6'}]}]}");

    assertThat(between(wish("81329-5", "wish-for", ""), bare)).hasSize(1);
    assertThat(between(wish("81329-5", "do-not-wish", ""), bare)).isEmpty();
  }

  @Test
  void underAConditionTheyDifferInThatStateOnly() {
    String state =
        "'extension':[{'url':'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-enclosedPrecondition-extension',"
            + "'valueCodeableConcept':{'text':'意識が戻らないとき'}}],";

    Conflict conflict =
        between(wish("81329-5", "do-not-wish", state), order("100822-6", "LA33470-8", "active"))
            .get(0);

    assertThat(conflict.wish()).isEqualTo("Observation/w");
    assertThat(conflict.order()).isEqualTo("ServiceRequest/o");
    assertThat(conflict.japanese()).contains("意識が戻らないとき", "その場合には", "医師とお確かめください");
    assertThat(conflict.english()).contains("in that state", "not decided here");
  }
}
