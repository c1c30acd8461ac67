package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Played;
import dev.tsumugi.testkit.scene.Scene;
import dev.tsumugi.testkit.scene.Scene.Finder;
import dev.tsumugi.testkit.scene.ScenePlay;
import dev.tsumugi.testkit.scene.SceneTally;
import dev.tsumugi.testkit.scene.Scenes;
import dev.tsumugi.testkit.scene.Village;
import dev.tsumugi.testkit.scene.Villager;
import dev.tsumugi.testkit.scene.VillagerRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Crews look for people of a generated village, in scenes made by a generator that knows nothing of
 * how people are found. The same scenes, 500 of them, are played by {@code ./hub bench emergency}.
 */
class ScenesTest {
  private static final boolean FULL = Boolean.getBoolean("tsumugi.test.full");
  private static final int SCENES = FULL ? 500 : 48;
  private static final int PEOPLE = FULL ? 500 : 100;
  private static final int AT_ONCE = 50;
  private static final long SEED = 8;

  private static SceneTally tally;

  @BeforeAll
  static void play() {
    TestHub hub = TestHub.start();
    Wire wire = new Wire(hub.base());
    Village village = Village.of(PEOPLE, SEED, "scene");
    for (int from = 0; from < PEOPLE; from += AT_ONCE) {
      List<Json.Obj> resources = new ArrayList<>();
      for (Villager one : village.all().subList(from, Math.min(PEOPLE, from + AT_ONCE))) {
        resources.addAll(VillagerRecord.whole(one));
      }
      Answer loaded =
          wire.send("POST", "/fhir", hub.loaderToken(), VillagerRecord.transaction(resources));
      assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
    }
    ScenePlay play = new ScenePlay(new OverHttp(hub, wire));
    List<Played> played = new ArrayList<>();
    LocalDate today = LocalDate.now(ZoneOffset.ofHours(9));
    for (Scene scene : Scenes.of(village, SEED, SCENES, today)) played.add(play.play(scene));
    tally = new SceneTally(played);
  }

  @Test
  void noSheetOfSomebodyElseOpens() {
    assertThat(tally.falseMatches()).isEmpty();
  }

  @Test
  void whoDidNotAgreeIsNeverTold() {
    assertThat(tally.leaks()).isEmpty();
  }

  @Test
  void cardsAndNumbersFindEverybodyWhoAgreed() {
    assertThat(tally.hitRate(scene -> scene.finder() == Finder.CARD)).isEqualTo(1);
    assertThat(tally.hitRate(scene -> scene.finder() == Finder.NUMBER)).isEqualTo(1);
  }

  /** What is nearly right finds nearly everybody; the crew's word then opens the right sheet. */
  @Test
  void tolerantQuestionsFindMost() {
    assertThat(tally.hitRate(scene -> scene.finder() == Finder.EXACT)).isEqualTo(1);
    assertThat(tally.hitRate(scene -> scene.finder() == Finder.FOUR_ITEMS))
        .as(() -> tally.notRight().toString())
        .isGreaterThanOrEqualTo(0.85);
  }

  /** Each crew and each resident with a token of their own. */
  private record OverHttp(
      TestHub hub, Wire wire, Map<String, String> cards, Map<Integer, String> crews)
      implements ScenePlay.Hub {
    OverHttp(TestHub hub, Wire wire) {
      this(hub, wire, new HashMap<>(), new HashMap<>());
    }

    @Override
    public ScenePlay.Answer lookUp(int crew, Json.Obj parameters) {
      // It stays signed on: a code to confirm by is good in its own session alone.
      String token = crews.computeIfAbsent(crew, this::signedOn);
      Answer answer = wire.send("POST", "/fhir/$emergency-lookup", token, parameters);
      return new ScenePlay.Answer(answer.status(), answer.json());
    }

    private String signedOn(int crew) {
      return hub.mint("crew", "user/*.cruds", claims -> claims.subject("scene-crew-" + crew));
    }

    @Override
    public String card(Villager of) {
      Json.Obj card = deed(of, "$emergency-card", List.of());
      cards.put(of.id(), value(card, "id", "valueId"));
      return value(card, "code", "valueString");
    }

    @Override
    public void endCards(Villager of) {
      Json.Obj id = Json.object().put("name", "id").put("valueId", cards.get(of.id())).build();
      deed(of, "$end-emergency-card", List.of(id));
    }

    private Json.Obj deed(Villager by, String operation, List<Json.Obj> parameters) {
      String token =
          hub.mint(
              "citizen",
              "user/*.cruds",
              claims ->
                  claims
                      .subject(by.id())
                      .claim("fhirUser", hub.base() + "/fhir/Patient/" + by.id()));
      Json.Obj body =
          Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
      Answer answer = wire.send("POST", "/fhir/Patient/" + by.id() + "/" + operation, token, body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      return answer.json();
    }

    @Override
    public void revoke(Villager who) {
      Json.Obj consent = VillagerRecord.revoked(who);
      Answer answer =
          wire.send("PUT", "/fhir/Consent/" + consent.text("id"), hub.loaderToken(), consent);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String value(Json.Obj parameters, String name, String member) {
      return parameters.objects("parameter").stream()
          .filter(one -> name.equals(one.text("name")))
          .map(one -> String.valueOf(one.text(member)))
          .findFirst()
          .orElseThrow();
    }
  }
}
