package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.hub.town.StatedWish;
import dev.tsumugi.hub.town.WishTopic;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Wish;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A plan as the residents' app asks for it: bytes on the wire, real tokens, the whole hub. */
class PlanOverHttpTest {
  private static final TestHub HUB = TestHub.start().withTown();
  private static final Wire WIRE = new Wire(HUB.base());
  private static final String SCOPES = "user/*.cruds";

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static Answer ask(String user, String operation, String parameters) {
    return WIRE.send(
        "POST",
        "/fhir/Patient/citizen/" + operation,
        HUB.token(user, SCOPES),
        utf8("{'resourceType':'Parameters','parameter':[" + parameters + "]}"));
  }

  private static String state(String user) {
    Answer answer = WIRE.get(HUB.token(user, SCOPES), "/fhir/Patient/citizen/$acp-state");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().objects("parameter").get(0).text("valueCode");
  }

  @Test
  void theCitizenSignsConfirmsAndWithdraws() {
    assertThat(state("citizen")).isEqualTo("none");
    Json.Obj draft =
        new StatedWish(
                "citizen",
                WishTopic.RESUSCITATION,
                Wish.DO_NOT_WISH,
                "静かに見送ってください。",
                Wish.WRITTEN,
                "2026-11-01")
            .observation()
            .with("status", Json.text("preliminary"));
    Answer written =
        WIRE.send("POST", "/fhir/Observation", HUB.token("citizen", SCOPES), Json.bytes(draft));
    assertThat(written.status()).as(written.text()).isEqualTo(201);
    String ref = "Observation/" + written.json().text("id");
    assertThat(state("citizen")).isEqualTo("draft");
    String seen = "{'name':'draft','valueReference':{'reference':'" + ref + "/_history/1'}}";

    Answer physician = ask("physician", "$acp-sign", seen);
    assertThat(physician.status()).as("hidden and absent alike").isIn(403, 404);
    Answer signed = ask("citizen", "$acp-sign", seen + ",{'name':'command','valueString':'a'}");
    assertThat(signed.status()).as(signed.text()).isEqualTo(200);
    assertThat(state("citizen")).isEqualTo("current");

    Answer again = ask("citizen", "$acp-sign", seen);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().text("resourceType")).isEqualTo("OperationOutcome");
    assertThat(again.text()).contains("changed", "見ていただいた後に", "draft[0]").doesNotContain("静かに");
    Answer rewritten =
        WIRE.send(
            "PUT",
            "/fhir/" + ref,
            HUB.token("citizen", SCOPES),
            Json.bytes(draft.with("id", Json.text(ref.substring(12)))));
    assertThat(rewritten.status()).isEqualTo(409);
    assertThat(rewritten.text()).contains("$acp-sign");

    assertThat(ask("citizen", "$acp-confirm", "").status()).isEqualTo(200);
    assertThat(ask("citizen", "$acp-withdraw", "").status()).isEqualTo(200);
    assertThat(state("citizen")).isEqualTo("withdrawn");
    assertThat(ask("citizen", "$acp-confirm", "").text()).contains("withdrawn", "取り消されています");
  }
}
