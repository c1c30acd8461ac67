package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.town.Sharing;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Policy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The main job against the whole hub, as {@code ./hub story emergency} plays it. */
class EmergencyStoryTest {
  private static final TestHub HUB = TestHub.start().withTown();

  private final List<String> said = new ArrayList<>();

  @Test
  void comesOutAsItMustAndDoesSoAgain() {
    assertThat(play()).as(text()).isTrue();
    assertThat(play()).as(text()).isTrue();

    assertThat(text())
        .contains(
            "心肺蘇生: 望まない",
            "小林 節子(コバヤシ セツコ)",
            "ペニシリン",
            "つむぎ市消防本部の石塚 大輔さん(救急隊)が、救急の対応のために、救急用の情報を見ました。");
    assertThat(text()).doesNotContain("✗");
    assertThat(active()).isEmpty();
  }

  @Test
  void startsFromAnAgreementThatWasLeftBehind() {
    String token = HUB.token("citizen", "patient/*.cruds");
    var citizen = new DemoCitizen(new TokenClient(HUB.base()), token, Clock.systemUTC());
    assertThat(citizen.agrees().status()).isEqualTo(201);

    assertThat(play()).as(text()).isTrue();

    assertThat(active()).isEmpty();
  }

  @Test
  void aRefusalThatStandsEndsItAndSaysWhere() {
    TokenClient client = new TokenClient(HUB.base());
    String token = HUB.token("citizen", "patient/*.cruds");
    Json.Obj refusal = refusal();
    String id = client.post(token, "/Consent", refusal).body().text("id");

    boolean well = play();

    assertThat(well).isFalse();
    assertThat(said).anyMatch(line -> line.startsWith("   ✗ 救急シートが開きました"));
    Json.Obj ended = refusal.with("id", Json.text(id)).with("status", Json.text("inactive"));
    assertThat(client.put(token, "/Consent/" + id, ended).status()).isEqualTo(200);
    assertThat(active()).isEmpty();
  }

  /** Beside the emergency policy, so that the story does not take it for its own. */
  private static Json.Obj refusal() {
    Json.Obj agreed = Sharing.by("citizen", "2026-01-01T09:00:00+09:00").emergency();
    Json.Obj provision = Json.object().put("type", "deny").build();
    Json.Obj policy = Json.object().put("uri", Policy.WITHHOLDING).build();
    return agreed.with("provision", provision).with("policy", Json.array(policy));
  }

  private boolean play() {
    return Stories.ALL.get("emergency").play(HUB.base(), said::add);
  }

  private String text() {
    return String.join("\n", said);
  }

  private static List<Json.Obj> active() {
    TokenClient client = new TokenClient(HUB.base());
    return client
        .get(HUB.loaderToken(), "/Consent?patient=Patient/citizen&status=active")
        .body()
        .objects("entry");
  }
}
