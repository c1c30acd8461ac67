package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole hub as tests start it answers its own tokens, and no others. */
class TestHubTest {
  @Test
  void theTownIsThereForWhoMayReadIt() {
    TestHub hub = TestHub.start().withTown();
    TokenClient client = new TokenClient(hub.base());

    TokenClient.Answer own = client.get(hub.token("citizen", "patient/*.rs"), "/Patient/citizen");

    assertThat(own.status()).isEqualTo(200);
    assertThat(own.body().text("birthDate")).isNotNull();
    assertThat(client.get(hub.loaderToken(), "/Library/demo-town").status()).isEqualTo(200);
  }

  /** Keiko shows nobody what concerns her mental health: her drug must not tell it. */
  @Test
  void whatADrugTellsIsHiddenWithTheDiagnosis() {
    TestHub hub = TestHub.start().withTown();
    TokenClient client = new TokenClient(hub.base());
    String drugs = "/MedicationRequest?patient=Patient/ito-keiko";

    List<Json.Obj> all = client.get(hub.loaderToken(), drugs).body().objects("entry");
    List<Json.Obj> told = new ArrayList<>();
    for (Json.Obj entry : all) if (entry.toString().contains("1179046F2156")) told.add(entry);
    assertThat(told).isNotEmpty().allMatch(entry -> entry.toString().contains("\"PSY\""));
    Json.Obj keiko = client.get(hub.loaderToken(), "/Patient/ito-keiko").body();
    Json.Obj number = keiko.objects("identifier").get(0);
    Json parameter =
        Json.object()
            .put("name", "identifier")
            .put("valueIdentifier", number.without("type"))
            .build();
    Json.Obj lookup =
        Json.object()
            .put("resourceType", "Parameters")
            .put("parameter", List.of(parameter))
            .build();
    TokenClient.Answer sheet =
        client.post(hub.token("crew", "user/*.rs"), "/$emergency-lookup", lookup);
    assertThat(sheet.status()).isEqualTo(200);
    assertThat(sheet.body().toString())
        .contains("found", "高血圧症", "ノルバスク")
        .doesNotContain("セルトラリン", "うつ病");
  }

  @Test
  void aTokenSignedByAnotherKeyIsRefused() {
    TestHub hub = TestHub.start();
    JWTClaimsSet.Builder claims = hub.issuer().claims("crew", "user/*.rs", null);

    TokenClient client = new TokenClient(hub.base());

    assertThat(client.get(hub.issuer().sign(claims), "/Organization").status()).isEqualTo(200);
    assertThat(client.get(hub.issuer().forge(claims), "/Organization").status()).isEqualTo(401);
  }

  @Test
  void outsideTheDemoItsClientsAreRefused() {
    TestHub city = TestHub.demo(false);

    TokenClient client = new TokenClient(city.base());

    assertThat(client.get(city.token("crew", "user/*.rs"), "/Organization").status())
        .isEqualTo(401);
    assertThat(client.get(city.loaderToken(), "/Organization").status()).isEqualTo(401);
  }
}
