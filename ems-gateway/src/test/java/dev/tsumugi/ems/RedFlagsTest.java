package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedFlagsTest {
  private static final RedFlags FLAGS = RedFlags.load();

  private static List<String> codes(String... items) {
    return FLAGS.groups(shown(items)).stream()
        .map(group -> group.objects("part").get(0).text("valueCode"))
        .toList();
  }

  private static List<Json.Obj> shown(String... items) {
    List<Json.Obj> shown = new ArrayList<>();
    for (String item : items) shown.add(json(item));
    return shown;
  }

  @Test
  void aFlagNamesTheLinesItRestsOnAndItsSource() {
    Json.Obj flag =
        FLAGS.groups(shown("{'ref':'MedicationRequest/w','marks':['anticoagulant']}")).get(0);

    assertThat(flag.text("name")).isEqualTo("flag");
    assertThat(flag.objects("part"))
        .extracting(part -> part.text("name"))
        .containsExactly("code", "text", "textEn", "source", "ref");
    assertThat(flag.objects("part").get(4).obj("valueReference"))
        .isEqualTo(json("{'reference':'MedicationRequest/w'}"));
  }

  @Test
  void aWishWithoutAnOrderIsSomethingElseThanAWishWithOne() {
    String wish = "{'ref':'Observation/w','signs':['wish-no-cpr']}";
    String order = "{'ref':'ServiceRequest/o','signs':['order-no-cpr']}";

    assertThat(codes(wish)).containsExactly("wish-no-cpr-without-order");
    assertThat(codes(wish, order)).containsExactly("order-no-cpr");
  }

  @Test
  void aWishThatContradictsAnOrderIsSaid() {
    String wish = "{'ref':'Observation/w','signs':['wish-cpr']}";
    String order = "{'ref':'ServiceRequest/o','signs':['order-no-cpr']}";

    assertThat(codes(wish)).isEmpty();
    assertThat(codes(wish, order)).containsExactly("order-no-cpr", "wish-against-order");
  }

  /** A rule whose sign nothing makes would never be seen by anybody. */
  @Test
  void everySignOfARuleIsMadeSomewhere() {
    Set<String> made =
        new HashSet<>(
            List.of(
                "wish-cpr",
                "wish-no-cpr",
                "wish-cpr-conditional",
                "order-cpr",
                "order-no-cpr",
                "contradictory"));
    for (String table :
        List.of("devices.tsv", "infections.tsv", "signs-problems.tsv", "signs-allergies.tsv")) {
      made.addAll(CodeTable.load(table).marks());
    }
    made.addAll(
        List.of(
            "anticoagulant", "antiplatelet", "insulin", "steroid", "sulfonylurea", "beta-blocker"));

    for (RedFlags.Rule rule : FLAGS.rules()) {
      List<String> signs = new ArrayList<>(rule.without());
      for (String any : rule.any()) signs.addAll(List.of(any.split("&")));
      assertThat(made).as(rule.code()).containsAll(signs);
    }
  }

  /** A reader must be able to look the reason up: a name and a year. */
  @Test
  void everyRuleNamesASourceWithAYearAndSpeaksBothLanguages() {
    for (RedFlags.Rule rule : FLAGS.rules()) {
      assertThat(rule.source()).as(rule.code()).containsPattern("(19|20)[0-9]{2}");
      assertThat(rule.text()).as(rule.code()).containsPattern("\\p{IsHan}|\\p{IsKatakana}");
      assertThat(rule.english()).as(rule.code()).doesNotContainPattern("\\p{IsHan}");
    }
    assertThat(FLAGS.rules()).extracting(RedFlags.Rule::code).doesNotHaveDuplicates();
  }
}
