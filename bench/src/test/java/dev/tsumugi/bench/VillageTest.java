package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.testkit.scene.Scene;
import dev.tsumugi.testkit.scene.Scene.Expected;
import dev.tsumugi.testkit.scene.Scenes;
import dev.tsumugi.testkit.scene.Village;
import dev.tsumugi.testkit.scene.Villager;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VillageTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void aSeedMakesTheSameVillageAndScenes() {
    assertThat(Village.of(200, 7, "v")).isEqualTo(Village.of(200, 7, "v"));
    assertThat(scenes(7)).isEqualTo(scenes(7)).isNotEqualTo(scenes(8));
  }

  @Test
  void nobodyIsThereTwice() {
    List<Villager> all = Village.of(3_000, 7, "v").all();
    Set<List<Object>> askedBy = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    for (Villager one : all) {
      assertThat(askedBy.add(List.of(one.name(), one.born(), one.sex()))).isTrue();
      assertThat(numbers.add(one.number())).isTrue();
    }
    assertThat(all).hasSize(3_000);
  }

  @Test
  void everyKindOfSceneIsPlayed() {
    EnumSet<Scene.Kind> kinds = EnumSet.noneOf(Scene.Kind.class);
    for (Scene scene : scenes(7)) kinds.add(scene.kind());

    assertThat(kinds).hasSize(Scene.Kind.values().length);
  }

  @Test
  void onlyWhoAgreedIsExpectedToBeFound() {
    for (Scene scene : scenes(7)) {
      boolean found = scene.expected() != Expected.NOBODY;
      if (found) assertThat(scene.meant().hasAgreed()).as(scene.toString()).isTrue();
    }
  }

  private static List<Scene> scenes(long seed) {
    return Scenes.of(Village.of(200, 7, "v"), seed, 240, TODAY);
  }
}
