package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Marks;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.RowFacts;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MixedConsentsTest {
  private static final String PATIENT = "Patient/p";

  @Test
  void theEngineReadsEachAndTheClinicStillSeesCodedRows() {
    Decision decision = ManyRulesTest.decide(policy(20), DataClass.RESULT, Set.of());

    assertThat(decision).as("what stands in the row matters").isInstanceOf(Decision.Depends.class);
    assertThat(decision.on(result("4548-4")).permitted()).isTrue();
  }

  @Test
  void theRefusalsAreReal() {
    Decision decision = ManyRulesTest.decide(policy(1_000), DataClass.RESULT, Set.of());

    assertThat(decision.on(result("75622-1")).permitted()).isFalse();
    assertThat(decision.on(result("4548-4")).permitted()).isTrue();
  }

  private static RowFacts result(String code) {
    Json.Obj observation =
        Json.parseObject(
            """
            {"resourceType": "Observation", "id": "o",
             "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]},
             "subject": {"reference": "Patient/p"}}
            """
                .formatted(code)
                .getBytes(StandardCharsets.UTF_8));
    Instant when = Instant.parse("2025-02-01T00:00:00Z");
    return new RowFacts(
        new Ref("Observation", "o"),
        Optional.of(new Period(when, when.plusSeconds(1))),
        Marks.of(observation),
        new long[0]);
  }

  private static Policy policy(int count) {
    List<Rule> rules = new ArrayList<>();
    List<Json.Obj> all = new ArrayList<>(MixedConsents.of(PATIENT, count));
    all.addAll(ManyRules.of(PATIENT, 1).subList(0, 1)); // which permits the clinic
    for (Json.Obj consent : all) {
      Json.Obj stored = consent.with("id", Json.text("c" + rules.size()));
      Compiled compiled = ConsentCompiler.compile(stored);
      assertThat(compiled).isInstanceOf(Compiled.Active.class);
      rules.add(((Compiled.Active) compiled).rule());
    }
    return new Policy(rules, List.of());
  }
}
