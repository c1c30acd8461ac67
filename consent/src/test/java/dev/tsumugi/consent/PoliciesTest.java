package dev.tsumugi.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static Policy policy(
      long choice, long order, List<String> actors, List<String> dates, List<String> ids) {
    Random shuffle = new Random(order);
    RandomConsents consents =
        new RandomConsents(
            new Random(choice),
            shuffle,
            actors::get,
            dates::get,
            which -> "Encounter/" + ids.get(0) + "-" + actors.get(0).replace('/', '-') + which);
    int count = (int) Math.floorMod(choice, 4L);
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) rules.add(Asking.rule(ids.get(i), consents.provision(0)));
    Collections.shuffle(rules, shuffle);
    List<String> unreadable = new ArrayList<>();
    for (int i = 0; i < Math.floorMod(choice, 3L); i++) unreadable.add("Consent/" + ids.get(4 + i));
    Collections.shuffle(unreadable, shuffle);
    return new Policy(rules, unreadable);
  }

  private static final List<String> DOCTORS =
      List.of("Practitioner/a", "Practitioner/b", "Practitioner/c", "Organization/d");
  private static final List<String> OTHERS =
      List.of("RelatedPerson/z", "Patient/y", "Organization/x", "Practitioner/w");
  private static final List<String> DAYS =
      List.of("2026-01-01", "2026-03-01", "2026-06-01", "2026-08-01", "2026-11-01");
  private static final List<String> LATER =
      List.of("2027-02-03", "2028", "2029-07", "2030-01-01", "2040");
  private static final List<String> IDS = List.of("c1", "c2", "c3", "c4", "u1", "u2");
  private static final List<String> MORE = List.of("q9", "q1", "q5", "q3", "v2", "v1");

  @Property(tries = 2000)
  void whatIsWrittenIsReadBack(@ForAll long choice, @ForAll long order) {
    Policy policy = policy(choice, order, DOCTORS, DAYS, IDS);

    assertThat(Policies.read(Policies.write(policy))).isEqualTo(policy);
  }

  @Property(tries = 2000)
  void equalChoicesOfTwoResidentsShareOneText(
      @ForAll long choice, @ForAll long order, @ForAll long otherOrder) {
    PolicyText mine = Policies.write(policy(choice, order, DOCTORS, DAYS, IDS));
    PolicyText yours = Policies.write(policy(choice, otherOrder, OTHERS, LATER, MORE));

    // Of so many names that they stand in the text, as manyNamesStandInTheText says.
    Assume.that(!mine.text().contains("\"slots\":"));
    assertThat(yours.text()).isEqualTo(mine.text());
    assertThat(yours.slots()).hasSameSizeAs(mine.slots());
  }

  @Property(tries = 500)
  void theOrderInWhichConsentsStandMakesNoDifference(@ForAll long choice, @ForAll long order) {
    assertThat(policy(choice, order, DOCTORS, DAYS, IDS))
        .isEqualTo(policy(choice, order + 1, DOCTORS, DAYS, IDS));
  }

  @Test
  void theTextHoldsNoNamesAndNoDates() {
    Policy policy =
        Asking.policy(
            "{'type':'permit','actor':["
                + Asking.actor("Practitioner/tanaka")
                + ","
                + Asking.working("crew")
                + "],'period':{'end':'2030'}}");

    PolicyText written = Policies.write(policy);

    assertThat(written.text())
        .isEqualTo(
            "{\"rules\":[{\"consent\":0,\"period\":1,\"root\":{\"effect\":\"PERMIT\",\"period\":2,"
                + "\"actors\":[{\"key\":3},{\"role\":\"crew\"}]}}]}");
    assertThat(written.slots())
        .containsExactly(
            "Consent/c1",
            "0001-01-01T00:00:00Z/2030-12-31T15:00:00Z",
            "0001-01-01T00:00:00Z/2030-12-31T15:00:00Z",
            "Practitioner/tanaka");
  }

  @Test
  void manyNamesStandInTheText() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      Rule rule = Asking.policy("{'type':'permit'}").rules().get(0);
      rules.add(new Rule("Consent/c" + i, rule.period(), rule.root()));
    }
    Policy policy = new Policy(rules, List.of("Consent/lost"));

    PolicyText written = Policies.write(policy);

    assertThat(written.slots()).isEmpty();
    assertThat(written.text()).contains("Consent/c79");
    assertThat(Policies.read(written)).isEqualTo(policy);
  }

  @Test
  void differentChoicesHaveDifferentTexts() {
    List<String> provisions =
        List.of(
            "{'type':'permit'}",
            "{'type':'deny'}",
            "{}",
            "{'type':'permit','period':{'end':'2030'}}",
            "{'type':'permit','purpose':[" + Asking.purpose("TREAT") + "]}",
            "{'type':'permit','class':[" + Asking.dataClass("result") + "]}",
            "{'type':'permit','class':[" + Asking.type("Observation") + "]}",
            "{'type':'permit','actor':[" + Asking.actor("Practitioner/a") + "]}",
            "{'type':'permit','actor':[" + Asking.working("crew") + "]}",
            "{'type':'permit','actor':["
                + Asking.working("proxy").replace("CodeSystem/role", "CodeSystem/relation")
                + "]}",
            "{'type':'permit','dataPeriod':{'end':'2030'}}",
            "{'type':'permit','code':[{'coding':[{'system':'s','code':'c'}]}]}",
            "{'type':'permit','code':[{'coding':[{'system':'s','code':'d'}]}]}",
            "{'type':'permit','data':[" + Asking.data("instance", "Observation/1") + "]}",
            "{'type':'permit','data':[" + Asking.data("related", "Observation/1") + "]}",
            "{'type':'permit','provision':[{'type':'deny'}]}");

    assertThat(provisions.stream().map(p -> Policies.write(Asking.policy(p)).text()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aTextThatCannotBeReadIsNoEmptyPolicy() {
    PolicyText good = Policies.write(Asking.policy("{'type':'deny'}"));

    for (String text :
        List.of(
            "", "[]", good.text().replace("DENY", "DENIES"), good.text().replace("effect", "e"))) {
      assertThatThrownBy(() -> Policies.read(new PolicyText(text, good.slots())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Policies.read(new PolicyText(good.text(), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
