package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderBlockTest {
  private static String order(String status, String detail) {
    return "{'resourceType':'ServiceRequest','id':'dnar','status':'"
        + status
        + "','intent':'directive','doNotPerform':true,"
        + "'category':[{'coding':[{'system':'http://loinc.org','code':'100822-6'}]}],"
        + "'code':{'coding':[{'system':'http://loinc.org','code':'100822-6'}],'text':'心肺蘇生'},"
        + "'orderDetail':[{'coding':[{'system':'http://loinc.org','code':'"
        + detail
        + "'}],'text':'DNAR'}],'authoredOn':'2026-02-03','requester':{'display':'霜田 康夫'}}";
  }

  @Test
  void anOrderNamesWhatIsNotToBeDoneAndWhoSaysSo() {
    Json.Obj line = items("order", order("active", "LA33471-6")).get(0);

    assertThat(line.text("text")).isEqualTo("心肺蘇生: 行わない「DNAR」 指示: 霜田 康夫");
    assertThat(line.text("textEn")).isEqualTo("Cardiopulmonary resuscitation: do not perform");
    assertThat(line.text("date")).isEqualTo("2026-02-03");
    assertThat(line.texts("marks")).containsExactly("do-not-perform");
    assertThat(items("wishes", order("active", "LA33471-6"))).as("no wish").isEmpty();
  }

  @Test
  void anOrderThatContradictsItselfSaysSo() {
    assertThat(items("order", order("active", "LA33470-8")).get(0).texts("marks"))
        .containsExactly("do-not-perform", "contradictory");
  }

  @ParameterizedTest
  @CsvSource({
    "draft,0",
    "on-hold,0",
    "revoked,0",
    "completed,0",
    "entered-in-error,0",
    "unknown,0",
    "active,1"
  })
  void onlyAnOrderInForceShows(String status, int lines) {
    assertThat(items("order", order(status, "LA33471-6"))).hasSize(lines);
  }

  @Test
  void otherRequestsAreNoPortableOrders() {
    assertThat(
            items(
                "order",
                "{'resourceType':'ServiceRequest','id':'x','status':'active','intent':'order','code':{'text':'採血'}}"))
        .isEmpty();
  }
}
