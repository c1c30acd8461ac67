package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.SATO;
import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.dataClass;
import static dev.tsumugi.consent.Asking.facet;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.policy;
import static dev.tsumugi.consent.Asking.resident;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Tie.Authority;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.kernel.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who acts for a patient: by what right, how long, and who can stop them. */
class ProxyTest {
  private static final Asking MOTHER = resident("RelatedPerson/mother");
  private static final Asking FATHER = resident("RelatedPerson/father");
  private static final Set<Power> ALL = Set.of(Power.READ, Power.WRITE_WISHES, Power.CONSENT);
  private static final LocalDate CHILD = LocalDate.of(2015, 4, 1);
  private static final Facet WISH = facet("Observation", DataClass.WISHES);
  private static final Facet CONSENT = facet("Consent", DataClass.CONSENT);
  private static final Facet VITAL = facet("Observation", DataClass.VITAL);

  private static Tie proxy(String who, Authority authority, Set<Power> powers) {
    return new Tie(
        Tie.Kind.PROXY,
        "RelatedPerson/" + who,
        Period.ALWAYS,
        powers,
        Optional.empty(),
        Optional.of(authority));
  }

  private static Compartment of(LocalDate born, Policy policy, Tie... ties) {
    return new Compartment(
        SATO, policy, List.of(ties), Optional.of(born), Optional.empty(), Map.of());
  }

  private static String said(Decision decision) {
    return decision.fold(
        permit -> permit.basis().name(), deny -> deny.reason().name(), depends -> "DEPENDS");
  }

  @ParameterizedTest
  @CsvSource({
    "2008-11-22, NO_RELATION",
    "2008-11-23, PROXY",
    "2008-11-21, NO_RELATION",
    "2015-04-01, PROXY",
    "1950-01-01, NO_RELATION"
  })
  void aParentsAuthorityEndsOnTheEighteenthBirthday(LocalDate born, String expected) {
    // In Japan it is noon of 22 November 2026.
    Compartment child = of(born, Policy.NONE, proxy("mother", Authority.PARENT, ALL));

    assertThat(said(MOTHER.to(Action.READ, RESULT, child))).isEqualTo(expected);
    assertThat(said(MOTHER.to(Action.CREATE, CONSENT, child))).isEqualTo(expected);
  }

  @Test
  void theBirthdayBeginsAtMidnightInTheCity() {
    assertThat(Majority.of(LocalDate.of(2008, 11, 22)))
        .isEqualTo(Instant.parse("2026-11-21T15:00:00Z"));
    assertThat(Majority.of(LocalDate.of(2008, 2, 29)))
        .isEqualTo(Instant.parse("2026-02-28T15:00:00Z"));
  }

  @Test
  void ofWhomNoBirthIsKnownNobodyIsAParent() {
    Compartment unknown = sato(proxy("mother", Authority.PARENT, ALL));

    assertThat(said(MOTHER.to(Action.READ, RESULT, unknown))).isEqualTo("NO_RELATION");
  }

  @ParameterizedTest
  @EnumSource(
      value = Authority.class,
      names = {"GUARDIAN", "AGENT", "HELPER"})
  void otherAuthoritiesDoNotEndWithMajority(Authority authority) {
    Compartment adult = of(LocalDate.of(1950, 1, 1), Policy.NONE, proxy("mother", authority, ALL));

    assertThat(said(MOTHER.to(Action.READ, RESULT, adult))).isEqualTo("PROXY");
  }

  @Test
  void anAgentReadsAndDoesNotEdit() {
    Compartment reader = sato(proxy("mother", Authority.AGENT, Set.of(Power.READ)));
    Compartment speaker =
        sato(proxy("mother", Authority.AGENT, Set.of(Power.READ, Power.WRITE_WISHES)));

    assertThat(said(MOTHER.to(Action.READ, VITAL, reader))).isEqualTo("PROXY");
    for (Facet facet : List.of(VITAL, WISH, CONSENT)) {
      assertThat(said(MOTHER.to(Action.CREATE, facet, reader))).isEqualTo("NO_RELATION");
      assertThat(said(MOTHER.to(Action.UPDATE, facet, reader))).isEqualTo("NO_RELATION");
    }
    assertThat(said(MOTHER.to(Action.CREATE, WISH, speaker))).isEqualTo("PROXY");
    assertThat(said(MOTHER.to(Action.CREATE, VITAL, speaker))).isEqualTo("NO_RELATION");
  }

  @Test
  void aHelperTypesButDoesNotConsent() {
    Compartment helped = sato(proxy("mother", Authority.HELPER, Set.of(Power.READ)));

    assertThat(said(MOTHER.to(Action.CREATE, VITAL, helped))).isEqualTo("PROXY");
    assertThat(said(MOTHER.to(Action.CREATE, CONSENT, helped))).isEqualTo("NO_RELATION");
  }

  @Test
  void whatAMinorKeepsToThemselvesTheirParentsDoNotSee() {
    Facet kept = new Facet("Observation", DataClass.RESULT, Set.of("ADOL"), Confidentiality.R, "o");
    Compartment child =
        of(
            CHILD,
            Policy.NONE,
            proxy("mother", Authority.PARENT, ALL),
            proxy("father", Authority.GUARDIAN, ALL));

    assertThat(said(MOTHER.to(Action.READ, kept, child))).isEqualTo("MINORS_CONFIDENCE");
    assertThat(said(MOTHER.to(Action.READ, RESULT, child))).isEqualTo("PROXY");
    assertThat(said(FATHER.to(Action.READ, kept, child))).isEqualTo("PROXY");
    assertThat(said(resident("Patient/sato").to(Action.READ, kept, child))).isEqualTo("SELF");
  }

  @Test
  void ofTwoWhoDisagreeTheOneWhoRefusesIsHeard() {
    // The mother lets the clinic see, the father does not; each consents by the same right.
    Policy both =
        policy(
            "{'type':'permit','actor':[" + actor("Organization/clinic") + "]}",
            "{'type':'deny','actor':[" + actor("Organization/clinic") + "]}");
    Compartment child =
        of(
            CHILD,
            both,
            proxy("mother", Authority.PARENT, ALL),
            proxy("father", Authority.PARENT, ALL),
            Asking.caredForBy("Organization/clinic"));

    assertThat(said(MOTHER.to(Action.CREATE, CONSENT, child))).isEqualTo("PROXY");
    assertThat(said(FATHER.to(Action.CREATE, CONSENT, child))).isEqualTo("PROXY");
    assertThat(said(physician().to(Action.READ, RESULT, child))).isEqualTo("DIRECTIVE_DENIES");
  }

  @Test
  void aRefusalThatNamesAProxyStopsThem() {
    Policy noFather = policy("{'type':'deny','actor':[" + actor("RelatedPerson/father") + "]}");
    Policy noProxy =
        policy(
            "{'type':'deny','actor':["
                + Asking.working("proxy").replace("CodeSystem/role", "CodeSystem/relation")
                + "]}");
    Tie mother = proxy("mother", Authority.PARENT, ALL);
    Tie father = proxy("father", Authority.PARENT, ALL);

    assertThat(said(FATHER.to(Action.READ, RESULT, of(CHILD, noFather, mother, father))))
        .isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(FATHER.to(Action.CREATE, CONSENT, of(CHILD, noFather, mother, father))))
        .isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(MOTHER.to(Action.READ, RESULT, of(CHILD, noFather, mother, father))))
        .isEqualTo("PROXY");
    assertThat(said(MOTHER.to(Action.READ, RESULT, of(CHILD, noProxy, mother))))
        .isEqualTo("DIRECTIVE_DENIES");
    // A refusal of everybody is not one of those who speak for the patient.
    assertThat(said(MOTHER.to(Action.READ, RESULT, of(CHILD, policy("{'type':'deny'}"), mother))))
        .isEqualTo("PROXY");
  }

  @Test
  void aRefusalOfSomeDataStopsAProxyThereOnly() {
    Policy some =
        policy(
            "{'type':'deny','actor':["
                + actor("RelatedPerson/father")
                + "],'class':["
                + dataClass("result")
                + "]}");
    Compartment child = of(CHILD, some, proxy("father", Authority.PARENT, ALL));

    assertThat(said(FATHER.to(Action.READ, RESULT, child))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(FATHER.to(Action.READ, VITAL, child))).isEqualTo("PROXY");
  }

  @Test
  void theLockAgainstViolenceStopsAlsoWhoRecordedIt() {
    Facet own = facet("Observation", DataClass.RESULT, "Organization/clinic");
    Policy general = policy("{'type':'deny'}");
    Policy role = policy("{'type':'deny','actor':[" + Asking.working("physician") + "]}");
    Policy lock = policy("{'type':'deny','actor':[" + actor("Practitioner/physician") + "]}");

    assertThat(said(physician().to(Action.READ, own, sato(general)))).isEqualTo("RECORDER");
    assertThat(said(physician().to(Action.READ, own, sato(role)))).isEqualTo("RECORDER");
    assertThat(said(physician().to(Action.READ, own, sato(lock)))).isEqualTo("DIRECTIVE_DENIES");
    Asking colleague = Asking.as(Role.PHYSICIAN, "Practitioner/other", "Organization/clinic");
    assertThat(said(colleague.to(Action.READ, own, sato(lock)))).isEqualTo("RECORDER");
  }

  @Test
  void anAuthorityEndsWithDeathUnlessItIsStatedToLast() {
    Set<Power> lasting = Set.of(Power.READ, Power.BEYOND_DEATH);
    Compartment gone =
        new Compartment(
            SATO,
            Policy.NONE,
            List.of(
                proxy("mother", Authority.AGENT, lasting),
                proxy("father", Authority.AGENT, Set.of(Power.READ))),
            Optional.empty(),
            Optional.of(NOW),
            Map.of());

    assertThat(said(MOTHER.to(Action.READ, RESULT, gone))).isEqualTo("PROXY");
    assertThat(said(FATHER.to(Action.READ, RESULT, gone))).isEqualTo("NO_RELATION");
  }

  @Test
  void theCitySpeaksBesideTheResident() {
    Policy refusesSocial = policy("{'type':'deny','class':[" + dataClass("social") + "]}");
    Policy permits = policy("{'type':'permit'}");
    Facet social = facet("Observation", DataClass.SOCIAL);
    Tie care = Asking.caredForBy("Organization/clinic");

    assertThat(underCity(refusesSocial, social, sato(permits, care))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(underCity(refusesSocial, RESULT, sato(permits, care))).isEqualTo("DIRECTIVE");
    assertThat(underCity(permits, RESULT, sato(Policy.NONE, care))).isEqualTo("DIRECTIVE");
    assertThat(underCity(permits, social, sato(refusesSocial, care))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(underCity(permits, RESULT, sato(Policy.NONE))).isEqualTo("NO_RELATION");
    Policy odd = new Policy(List.of(), List.of("Consent/odd"));
    assertThat(underCity(odd, RESULT, sato(permits, care))).isEqualTo("CONSENT_UNREADABLE");
  }

  private static String underCity(Policy city, Facet facet, Compartment compartment) {
    Situation situation = new Situation(Optional.of(Asking.ASSESSED), city, List.of());
    return said(
        new ConsentEngine()
            .open(physician().requester(), NOW)
            .in(situation)
            .decide(Action.READ, facet, compartment));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void onlyOfficersAndTheCustodianWriteTheCitysConsents(Role role) {
    Asking asking = Asking.as(role, "Practitioner/x", "Organization/x");

    Decision decision = asking.to(Action.CREATE, CONSENT, Compartment.CITY);

    assertThat(decision.permitted()).isEqualTo(role == Role.OFFICER || role == Role.CUSTODIAN);
  }

  @Test
  void anOfficerWritesNoResidentsConsent() {
    Asking officer = Asking.as(Role.OFFICER, "Practitioner/officer", "Organization/town-hall");

    assertThat(said(officer.to(Action.CREATE, CONSENT, sato()))).isEqualTo("NO_RELATION");
    assertThat(said(officer.to(Action.UPDATE, CONSENT, sato()))).isEqualTo("NO_RELATION");
  }

  @Test
  void whoDecidesAloneSaysWhoStandsAroundThemWhoeverNotedIt() {
    Facet noted = new Facet("RelatedPerson", DataClass.CONTACTS, Set.of(), Confidentiality.N, "o");
    Asking self = resident("Patient/sato");
    LocalDate grown = LocalDate.of(1950, 1, 1);
    Compartment alone = of(grown, Policy.NONE);
    Compartment guarded = of(grown, Policy.NONE, proxy("father", Authority.GUARDIAN, ALL));
    Compartment child = of(CHILD, Policy.NONE, proxy("mother", Authority.PARENT, ALL));

    assertThat(said(self.to(Action.UPDATE, noted, alone))).isEqualTo("SELF");
    assertThat(said(self.to(Action.DELETE, noted, alone))).isEqualTo("NOT_THE_RECORDER");
    assertThat(said(self.to(Action.UPDATE, noted, guarded))).isEqualTo("NOT_THE_RECORDER");
    assertThat(said(self.to(Action.UPDATE, noted, child))).isEqualTo("NOT_THE_RECORDER");
    assertThat(said(MOTHER.to(Action.UPDATE, noted, child))).isEqualTo("NOT_THE_RECORDER");
    assertThat(said(MOTHER.to(Action.UPDATE, noted, alone))).isEqualTo("NO_RELATION");
  }
}
