package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Compartment;
import dev.tsumugi.consent.Compiled;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.ConsentCompiler;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.consent.Gate;
import dev.tsumugi.consent.Policies;
import dev.tsumugi.consent.Policy;
import dev.tsumugi.consent.Provision;
import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.Rule;
import dev.tsumugi.consent.Scopes;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.consent.Situation;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManyRulesTest {
  private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
  private static final String PATIENT = "Patient/p";

  @Test
  void aPatientHasTwoHundredRulesThatTheEngineReads() {
    List<Rule> rules = policy(7).rules();

    assertThat(rules).hasSize(ManyRules.CONSENTS);
    assertThat(rules.stream().mapToInt(rule -> count(rule.root())).sum())
        .isEqualTo(ManyRules.RULES);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataClass.class,
      names = {"MEDICATION", "PROBLEM", "RESULT", "VITAL", "PROCEDURE", "ENCOUNTER", "DOCUMENT"})
  void theClinicStillSeesWhatHasNoLabel(DataClass dataClass) {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(decide(policy(seed), dataClass, Set.of()).permitted()).isTrue();
    }
  }

  @Test
  void theRefusalsAreRealAndHoldWhereALabelIs() {
    assertThat(decide(policy(7), DataClass.RESULT, Set.of("HIV", "PSY", "SDV")).permitted())
        .isFalse();
  }

  @Test
  void twoPatientsDifferInMoreThanNames() {
    assertThat(Policies.write(policy(1)).text()).isNotEqualTo(Policies.write(policy(2)).text());
    assertThat(ManyRules.of(PATIENT, 3)).isEqualTo(ManyRules.of(PATIENT, 3));
  }

  @Test
  void theTransactionMakesEachConsent() {
    assertThat(ManyRules.transaction(PATIENT, 1).objects("entry"))
        .hasSize(ManyRules.CONSENTS)
        .allMatch(entry -> "Consent".equals(String.valueOf(request(entry).text("url"))));
  }

  private static Json.Obj request(Json.Obj entry) {
    Json.Obj request = entry.obj("request");
    return request == null ? Json.object().build() : request;
  }

  private static Policy policy(long seed) {
    List<Rule> rules = new ArrayList<>();
    for (Json.Obj consent : ManyRules.of(PATIENT, seed)) {
      Json.Obj stored = consent.with("id", Json.text("c" + rules.size()));
      Compiled compiled = ConsentCompiler.compile(stored);
      assertThat(compiled).isInstanceOf(Compiled.Active.class);
      rules.add(((Compiled.Active) compiled).rule());
    }
    return new Policy(rules, List.of());
  }

  private static int count(Provision provision) {
    return 1 + provision.exceptions().stream().mapToInt(ManyRulesTest::count).sum();
  }

  static Decision decide(Policy policy, DataClass dataClass, Set<String> labels) {
    Tie care = new Tie(Tie.Kind.CARE, SyntheaBundle.CLINIC, Period.ALWAYS, Set.of());
    Compartment compartment = new Compartment(ref(PATIENT), policy, List.of(care));
    Facet facet =
        new Facet("Observation", dataClass, labels, Confidentiality.N, "Organization/elsewhere");
    Requester physician =
        new Requester(
            "s",
            "Bench physician",
            Optional.of(ref("Practitioner/bench-physician")),
            Optional.of(ref(SyntheaBundle.CLINIC)),
            Role.PHYSICIAN,
            Scopes.parse("user/*.cruds"),
            Purpose.TREAT,
            "bench",
            Optional.empty(),
            new SignOn("sid", "jti", 3, Optional.empty()));
    Access access = new ConsentEngine().open(physician, NOW);
    Service service =
        new Service("bench", Set.of(DataClass.values()), "user/*.cruds", NOW.plusSeconds(60));
    Gate gate = access.in(Situation.of(Optional.of(service)));
    return gate.decide(Action.READ, facet, compartment);
  }

  private static Ref ref(String text) {
    return Ref.parse(text).orElseThrow();
  }
}
