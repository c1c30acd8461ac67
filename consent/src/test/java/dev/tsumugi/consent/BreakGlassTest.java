package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.ALLERGY;
import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.SATO;
import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.crew;
import static dev.tsumugi.consent.Asking.data;
import static dev.tsumugi.consent.Asking.facet;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.policy;
import static dev.tsumugi.consent.Asking.purpose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakGlassTest {
  private static final String BTG = "'purpose':[" + purpose("BTG") + "]";
  private static final Tie BROKEN = glass("Practitioner/crew", new Period(NOW, Period.MAX));
  private static final Policy NEVER_CHOSE = Policy.NONE;
  private static final Policy REFUSES_ALL = policy("{'type':'deny'}");
  private static final Policy REFUSES_THIS = policy("{'type':'deny'," + BTG + "}");
  private static final Tie GUARDIAN =
      new Tie(
          Tie.Kind.PROXY,
          "RelatedPerson/guardian",
          Period.ALWAYS,
          Set.of(Tie.Power.READ),
          Optional.empty(),
          Optional.of(Tie.Authority.GUARDIAN));

  private static Tie glass(String actor, Period period) {
    return new Tie(Tie.Kind.GLASS, actor, period, Set.of(Tie.Power.READ));
  }

  private static Asking breaking() {
    return crew().stating(Purpose.BTG);
  }

  private static String ask(Policy own, Policy city, Tie... ties) {
    return ask(breaking(), own, city, Optional.empty(), ties);
  }

  private static String ask(
      Asking asking, Policy own, Policy city, Optional<LocalDate> born, Tie... ties) {
    Compartment compartment =
        new Compartment(SATO, own, List.of(ties), born, Optional.empty(), Map.of());
    return said(gate(asking, city).decide(Action.READ, ALLERGY, compartment));
  }

  private static Gate gate(Asking asking, Policy city) {
    Situation situation = new Situation(Optional.of(Asking.ASSESSED), city, List.of());
    return new ConsentEngine().open(asking.requester(), NOW).in(situation);
  }

  private static String said(Decision decision) {
    return decision.fold(
        permit -> permit.basis().name(), deny -> deny.reason().name(), depends -> "DEPENDS");
  }

  @Test
  void overridesAMissingPermitAndAGeneralRefusal() {
    Policy permitsOther = policy("{'type':'permit','actor':[" + actor("Practitioner/other") + "]}");
    Policy refusesEmergencies =
        policy("{'type':'deny','purpose':[" + purpose("ETREAT") + "]}", "{'type':'deny'}");

    assertThat(ask(permitsOther, Policy.NONE, BROKEN)).isEqualTo("BREAK_GLASS");
    assertThat(ask(REFUSES_ALL, Policy.NONE, BROKEN)).isEqualTo("BREAK_GLASS");
    assertThat(ask(refusesEmergencies, Policy.NONE, BROKEN)).isEqualTo("BREAK_GLASS");
    assertThat(ask(REFUSES_ALL, REFUSES_ALL, BROKEN)).isEqualTo("BREAK_GLASS");
  }

  @Test
  void needsTheGlassOfThisPersonBrokenNow() {
    assertThat(ask(REFUSES_ALL, Policy.NONE)).isEqualTo("NO_RELATION");
    assertThat(ask(REFUSES_ALL, Policy.NONE, glass("Practitioner/other", Period.ALWAYS)))
        .isEqualTo("NO_RELATION");
    assertThat(ask(REFUSES_ALL, Policy.NONE, glass("Organization/fire", Period.ALWAYS)))
        .isEqualTo("NO_RELATION");
    Period over = new Period(NOW.minusSeconds(60), NOW);
    assertThat(ask(REFUSES_ALL, Policy.NONE, glass("Practitioner/crew", over)))
        .isEqualTo("NO_RELATION");
  }

  @Test
  void countsForThatPurposeOnly() {
    assertThat(ask(crew(), REFUSES_ALL, Policy.NONE, Optional.empty(), BROKEN))
        .isEqualTo("DIRECTIVE_DENIES");
    Tie physicians = glass("Practitioner/physician", Period.ALWAYS);
    assertThat(ask(physician(), REFUSES_ALL, Policy.NONE, Optional.empty(), physicians))
        .isEqualTo("NO_RELATION");
    assertThat(
            ask(
                physician().stating(Purpose.BTG),
                REFUSES_ALL,
                Policy.NONE,
                Optional.empty(),
                physicians))
        .isEqualTo("BREAK_GLASS");
    assertThat(
            ask(
                Asking.as(Role.NURSE, "Practitioner/crew", "").stating(Purpose.BTG),
                REFUSES_ALL,
                Policy.NONE,
                Optional.empty(),
                BROKEN))
        .isEqualTo("PURPOSE_NOT_FOR_ROLE");
  }

  @Test
  void scopeServiceAndRoleBindOn() {
    Compartment compartment = Asking.sato(REFUSES_ALL, BROKEN);
    Facet shot = facet("Immunization", DataClass.IMMUNIZATION);

    assertThat(said(breaking().to(Action.READ, shot, compartment))).isEqualTo("ROLE_NEVER");
    assertThat(said(breaking().scoped("user/Patient.rs").to(Action.READ, ALLERGY, compartment)))
        .isEqualTo("SCOPE_TOO_NARROW");
    assertThat(said(breaking().gate(Optional.empty()).decide(Action.READ, ALLERGY, compartment)))
        .isEqualTo("CLIENT_NOT_ASSESSED");
  }

  @Test
  void ofWhoNeverChoseItIsOffUnlessTheCityPermitsJustThis() {
    Policy everything = policy("{'type':'permit'}");
    Policy treatment = policy("{'type':'permit','purpose':[" + purpose("TREAT") + "]}");
    Policy rescue = policy("{'type':'permit'," + BTG + "}");

    assertThat(ask(NEVER_CHOSE, Policy.NONE, BROKEN)).isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(ask(NEVER_CHOSE, treatment, BROKEN)).isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(ask(NEVER_CHOSE, everything, BROKEN)).isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(ask(NEVER_CHOSE, rescue, BROKEN)).isEqualTo("BREAK_GLASS");
    assertThat(ask(REFUSES_THIS, rescue, BROKEN)).isEqualTo("DIRECTIVE_DENIES");
  }

  @Test
  void aStatedRefusalHoldsForAdultsWhoAnswerForThemselves() {
    Optional<LocalDate> adult = Optional.of(LocalDate.of(2008, 11, 22));
    Optional<LocalDate> minor = Optional.of(LocalDate.of(2008, 11, 23));

    assertThat(ask(REFUSES_THIS, Policy.NONE, BROKEN)).isEqualTo("DIRECTIVE_DENIES");
    assertThat(ask(breaking(), REFUSES_THIS, Policy.NONE, adult, BROKEN))
        .isEqualTo("DIRECTIVE_DENIES");
    assertThat(ask(breaking(), REFUSES_THIS, Policy.NONE, minor, BROKEN)).isEqualTo("BREAK_GLASS");
    assertThat(ask(REFUSES_THIS, Policy.NONE, BROKEN, GUARDIAN)).isEqualTo("BREAK_GLASS");
  }

  @Test
  void aRefusalOfJustThisPersonHoldsForEverybody() {
    Optional<LocalDate> minor = Optional.of(LocalDate.of(2020, 1, 1));
    for (String who : List.of("Practitioner/crew", "Organization/fire")) {
      Policy lock = policy("{'type':'permit'}", "{'type':'deny','actor':[" + actor(who) + "]}");

      assertThat(ask(lock, Policy.NONE, BROKEN)).isEqualTo("DIRECTIVE_DENIES");
      assertThat(ask(breaking(), lock, Policy.NONE, minor, BROKEN)).isEqualTo("DIRECTIVE_DENIES");
    }
    Policy role = policy("{'type':'deny','actor':[" + Asking.working("crew") + "]}");
    assertThat(ask(role, Policy.NONE, BROKEN)).isEqualTo("BREAK_GLASS");
  }

  @Test
  void whatCannotBeReadMayBeSuchARefusal() {
    Policy odd = new Policy(REFUSES_ALL.rules(), List.of("Consent/odd"));

    assertThat(ask(odd, Policy.NONE, BROKEN)).isEqualTo("CONSENT_UNREADABLE");
  }

  @Test
  void aRefusalOfOneRecordLeavesTheOthers() {
    Policy one =
        policy("{'type':'deny'," + BTG + ",'data':[" + data("instance", "Observation/o1") + "]}");
    Decision decision =
        gate(physician().stating(Purpose.BTG), Policy.NONE)
            .decide(
                Action.READ,
                RESULT,
                Asking.sato(one, glass("Practitioner/physician", Period.ALWAYS)));

    assertThat(said(decision.on(row("o1")))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(decision.on(row("o2")))).isEqualTo("BREAK_GLASS");
    assertThat(decision.permitted()).isFalse();
  }

  private static RowFacts row(String id) {
    return new RowFacts(new Ref("Observation", id), Optional.empty(), new long[0], new long[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T14:59:59Z, DIRECTIVE",
    "2026-11-22T03:00:00Z, DIRECTIVE",
    "2026-10-23T03:00:00Z, PATIENT_DIED",
    "2026-10-23T03:00:01Z, DIRECTIVE",
    "2026-11-22T03:00:01Z, DIRECTIVE",
    "0001-01-01T00:00:00Z, PATIENT_DIED"
  })
  void permitsHoldThirtyDaysBeyondDeath(Instant died, String expected) {
    Compartment compartment = dead(policy("{'type':'permit'}"), died, care());

    assertThat(said(physician().to(Action.READ, RESULT, compartment))).isEqualTo(expected);
  }

  private static Tie care() {
    return Asking.caredForBy("Organization/clinic");
  }

  private static Compartment dead(Policy policy, Instant died, Tie... ties) {
    return new Compartment(
        SATO, policy, List.of(ties), Optional.empty(), Optional.of(died), Map.of());
  }

  @Test
  void deathEndsRescueAtOnceAndOnesOwnWay() {
    Compartment gone = dead(policy("{'type':'permit'}"), NOW, BROKEN, care());
    Compartment alive = dead(policy("{'type':'permit'}"), NOW.plusSeconds(1), BROKEN);

    assertThat(said(crew().to(Action.READ, ALLERGY, alive))).isEqualTo("DIRECTIVE");
    assertThat(said(crew().to(Action.READ, ALLERGY, gone))).isEqualTo("PATIENT_DIED");
    assertThat(said(breaking().to(Action.READ, ALLERGY, alive))).isEqualTo("BREAK_GLASS");
    assertThat(said(breaking().to(Action.READ, ALLERGY, gone))).isEqualTo("PATIENT_DIED");
    Asking self = Asking.resident("Patient/sato");
    assertThat(said(self.to(Action.READ, RESULT, gone))).isEqualTo("PATIENT_DIED");
    Facet consent = facet("Consent", DataClass.CONSENT);
    assertThat(said(self.to(Action.CREATE, consent, gone))).isEqualTo("NO_RELATION");
    // Who found them dead writes it down.
    assertThat(said(crew().to(Action.CREATE, facet("Observation", DataClass.VITAL), gone)))
        .isEqualTo("RECORDER");
  }

  @Test
  void longAfterDeathRecordersRegisterAndCustodianRemain() {
    Compartment gone =
        dead(policy("{'type':'permit'}"), Period.MIN, care(), Asking.proxy("RelatedPerson/d"));
    Facet own = facet("Observation", DataClass.RESULT, "Organization/clinic");

    assertThat(said(physician().to(Action.READ, own, gone))).isEqualTo("RECORDER");
    assertThat(said(physician().to(Action.READ, RESULT, gone))).isEqualTo("PATIENT_DIED");
    assertThat(said(physician().to(Action.UPDATE, own, gone))).isEqualTo("RECORDER");
    assertThat(said(physician().to(Action.CREATE, own, gone))).isEqualTo("NO_RELATION");
    assertThat(said(Asking.registrar().to(Action.READ, facet("Patient", DataClass.IDENTITY), gone)))
        .isEqualTo("REGISTER");
    assertThat(said(Asking.custodian().to(Action.READ, RESULT, gone))).isEqualTo("CUSTODIAN");
  }

  @Test
  void refusalsBindBeyondDeath() {
    String lock = "{'type':'deny','actor':[" + actor("Organization/clinic") + "]}";
    Compartment gone = dead(policy("{'type':'permit'}", lock), NOW, care());
    Facet own = facet("Observation", DataClass.RESULT, "Organization/clinic");

    assertThat(said(physician().to(Action.READ, RESULT, gone))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(physician().to(Action.READ, own, gone))).isEqualTo("DIRECTIVE_DENIES");
  }
}
