package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.ALLERGY;
import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.actor;
import static dev.tsumugi.consent.Asking.dataClass;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.policy;
import static dev.tsumugi.consent.Asking.purpose;
import static dev.tsumugi.consent.Asking.sato;
import static dev.tsumugi.consent.Asking.type;
import static dev.tsumugi.consent.Asking.working;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Decision.Basis;
import dev.tsumugi.consent.Decision.Deny;
import dev.tsumugi.consent.Decision.Layer;
import dev.tsumugi.consent.Decision.Permit;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Consents say about a physician who has a relation to the patient. */
class DirectiveTest {
  private static Decision ask(Asking asking, Facet facet, Policy policy) {
    Requester requester = asking.requester();
    return Asking.standing(requester, sato(policy)).ask(Question.RELATED, Action.READ, facet);
  }

  private static String said(Facet facet, String... provisions) {
    return ask(physician(), facet, policy(provisions))
        .fold(permit -> "permit", deny -> deny.reason().name(), depends -> "depends");
  }

  private static String nest(String outer, String... inner) {
    String exceptions = String.join(",", inner);
    return outer.substring(0, outer.length() - 1) + ",'provision':[" + exceptions + "]}";
  }

  private static final String PERMIT = "{'type':'permit'}";
  private static final String DENY = "{'type':'deny'}";
  private static final String DENY_RESULTS =
      "{'type':'deny','class':[" + dataClass("result") + "]}";
  private static final String PERMIT_RESULTS =
      "{'type':'permit','class':[" + dataClass("result") + "]}";
  private static final String PERMIT_ME =
      "{'type':'permit','actor':[" + actor("Practitioner/physician") + "]}";
  private static final String PERMIT_OTHER =
      "{'type':'permit','actor':[" + actor("Practitioner/other") + "]}";

  @Test
  void anExceptionSpeaksForWhatItMatchesOnly() {
    assertThat(said(RESULT, nest(PERMIT, DENY_RESULTS))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(ALLERGY, nest(PERMIT, DENY_RESULTS))).isEqualTo("permit");
  }

  @Test
  void theDeepestMatchSpeaks() {
    assertThat(said(RESULT, nest(PERMIT, nest(DENY_RESULTS, PERMIT_ME)))).isEqualTo("permit");
    assertThat(said(RESULT, nest(PERMIT, nest(DENY_RESULTS, PERMIT_OTHER))))
        .isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(RESULT, nest(PERMIT, nest(DENY_RESULTS, nest(PERMIT_ME, DENY_RESULTS)))))
        .isEqualTo("DIRECTIVE_DENIES");
  }

  @Test
  void anExceptionOfWhatDoesNotMatchIsNotReached() {
    assertThat(said(RESULT, nest(PERMIT_OTHER, PERMIT_ME))).isEqualTo("NO_DIRECTIVE_COVERS");
  }

  @Test
  void withinOneLevelDenyBeatsPermit() {
    assertThat(said(RESULT, nest(PERMIT, PERMIT_ME, DENY_RESULTS))).isEqualTo("DIRECTIVE_DENIES");
    assertThat(said(RESULT, nest(DENY, DENY_RESULTS, PERMIT_ME))).isEqualTo("DIRECTIVE_DENIES");
    // An exception to one of two refusals does not lift the other.
    assertThat(said(RESULT, nest(PERMIT, nest(DENY, PERMIT_ME), DENY_RESULTS)))
        .isEqualTo("DIRECTIVE_DENIES");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 12, 25})
  void everyFurtherLevelTurnsTheAnswer(int depth) {
    String nested = depth % 2 == 1 ? PERMIT : DENY;
    for (int level = depth - 1; level > 0; level--) {
      nested = nest(level % 2 == 1 ? PERMIT : DENY, nested);
    }

    assertThat(said(RESULT, nested)).isEqualTo(depth % 2 == 1 ? "permit" : "DIRECTIVE_DENIES");
  }

  @Test
  void aRootWithoutTypeSaysNothingItself() {
    assertThat(said(RESULT, "{}")).isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(said(RESULT, "{'provision':[" + PERMIT_RESULTS + "]}")).isEqualTo("permit");
    assertThat(said(ALLERGY, "{'provision':[" + PERMIT_RESULTS + "]}"))
        .isEqualTo("NO_DIRECTIVE_COVERS");
  }

  @Test
  void anyConsentThatDeniesBeatsAllThatPermit() {
    Policy policy = policy(PERMIT, DENY_RESULTS, PERMIT_ME, DENY);

    assertThat(ask(physician(), RESULT, policy))
        .isEqualTo(
            new Deny(
                Reason.DIRECTIVE_DENIES, Layer.DIRECTIVE, List.of("Consent/c4", "Consent/c2")));
  }

  @Test
  void namesEveryConsentThatPermits() {
    Decision decision = ask(physician(), RESULT, policy(PERMIT, PERMIT_ME, PERMIT_OTHER));

    assertThat(decision).isEqualTo(new Permit(Basis.DIRECTIVE, ids(decision)));
    assertThat(ids(decision)).containsExactlyInAnyOrder("Consent/c1", "Consent/c2");
  }

  private static List<String> ids(Decision decision) {
    return decision.fold(Permit::consents, Deny::consents, depends -> depends.deny().consents());
  }

  @Test
  void decidesForMoreConsentsThanAWordHasBits() {
    List<String> provisions = new ArrayList<>();
    for (int i = 0; i < 69; i++) provisions.add(PERMIT_ME);
    assertThat(ids(ask(physician(), RESULT, policy(provisions.toArray(String[]::new)))))
        .hasSize(69);

    provisions.add(DENY_RESULTS);
    Policy policy = policy(provisions.toArray(String[]::new));
    assertThat(ids(ask(physician(), RESULT, policy))).containsExactly("Consent/c70");
    assertThat(ids(ask(physician(), ALLERGY, policy))).hasSize(69);
  }

  @Test
  void theSameStandingAnswersDifferentFacetsApart() {
    Requester requester = physician().requester();
    Standing standing = Asking.standing(requester, sato(policy(PERMIT_RESULTS, PERMIT_ME)));

    for (int i = 0; i < 2; i++) {
      assertThat(ids(standing.ask(Question.RELATED, Action.READ, RESULT))).hasSize(2);
      assertThat(ids(standing.ask(Question.RELATED, Action.READ, ALLERGY)))
          .containsExactly("Consent/c2");
    }
  }

  @ParameterizedTest(name = "{0} under a {1} permit: {2}")
  @CsvSource({
    "BTG, TREAT, false",
    "BTG, ETREAT, false",
    "BTG, BTG, true",
    "BTG, HOPERAT, false",
    "ETREAT, BTG, false",
    "ETREAT, TREAT, true",
    "ETREAT, ETREAT, true",
    "TREAT, ETREAT, false",
    "ERTREAT, TREAT, true",
    "ERTREAT, ETREAT, true",
    "COC, TREAT, true",
    "COC, ETREAT, false",
    "PATADMIN, HOPERAT, true",
    "FAMRQT, PATRQT, true",
    "PATRQT, FAMRQT, false",
    "HMARKT, TREAT, false"
  })
  void purposesFollowTheirHierarchyButBreakingTheGlassStandsAlone(
      Purpose asked, Purpose stated, boolean covered) {
    Policy policy = policy("{'type':'permit','purpose':[" + purpose(stated.name()) + "]}");

    assertThat(asked.within(stated)).isEqualTo(covered);
    assertThat(ask(physician().stating(asked), RESULT, policy).permitted()).isEqualTo(covered);
  }

  @ParameterizedTest(name = "[{0}, {1}) holds: {2}")
  @CsvSource({
    "2026-11-22T03:00:00Z, 2026-11-22T03:00:01Z, true",
    "2026-11-22T03:00:01Z, 2027, false",
    "2020, 2026-11-22T02:59:59Z, false",
    "2020, 2026-11-22T02:59:58Z, false",
    "2026-11-22, 2026-11-22, true",
    "2026-11-23, 2026-11-24, false",
    "2020, 2026-11-21, false",
    "2020, 2026, true"
  })
  void aProvisionHoldsFromItsStartUntilJustBeforeItsEnd(String start, String end, boolean holds) {
    String period = "'period':{'start':'" + start + "','end':'" + end + "'}";

    String root = said(RESULT, "{'type':'permit'," + period + "}");
    assertThat(root.equals("permit")).isEqualTo(holds);
    String exception = said(RESULT, nest(PERMIT, "{'type':'deny'," + period + "}"));
    assertThat(exception.equals("DIRECTIVE_DENIES")).isEqualTo(holds);
  }

  @Test
  void allElementsOfAProvisionMustMatchAndOneValueOfEach() {
    String provision =
        "{'type':'permit','actor':[%s,%s],'purpose':[%s,%s],'class':[%s,%s]}"
            .formatted(
                actor("Practitioner/other"),
                actor("Organization/clinic"),
                purpose("HMARKT"),
                purpose("TREAT"),
                dataClass("allergy"),
                type("Observation"));

    assertThat(said(RESULT, provision)).isEqualTo("permit");
    assertThat(said(ALLERGY, provision)).isEqualTo("permit");
    assertThat(said(Asking.facet("Condition", DataClass.PROBLEM), provision))
        .isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(ask(physician().stating(Purpose.HPAYMT), RESULT, policy(provision)).permitted())
        .isFalse();
  }

  @Test
  void aRoleWithAReferenceMeansThatPersonInThatRole() {
    String role =
        "'role':{'coding':[{'system':'https://tsumugi.dev/fhir/CodeSystem/role','code':'%s'}]}";
    String permit = "{'type':'permit','actor':[{" + role + ",'reference':{'reference':'%s'}}]}";

    assertThat(said(RESULT, permit.formatted("physician", "Organization/clinic")))
        .isEqualTo("permit");
    assertThat(said(RESULT, permit.formatted("nurse", "Organization/clinic")))
        .isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(said(RESULT, permit.formatted("physician", "Organization/other")))
        .isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(said(RESULT, "{'type':'permit','actor':[" + working("physician") + "]}"))
        .isEqualTo("permit");
    assertThat(said(RESULT, "{'type':'permit','actor':[" + working("crew") + "]}"))
        .isEqualTo("NO_DIRECTIVE_COVERS");
  }

  @Test
  void aRuleForWritingDoesNotSpeakOfReading() {
    String write =
        "{'type':'deny','action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'correct'}]}]}";

    assertThat(said(RESULT, PERMIT, write)).isEqualTo("permit");
  }

  private static String labelled(String type, String system, String code) {
    return "{'type':'%s','securityLabel':[{'system':'http://terminology.hl7.org/CodeSystem/%s','code':'%s'}]}"
        .formatted(type, system, code);
  }

  @ParameterizedTest(name = "permit up to {0}, data {1}: {2}")
  @CsvSource({"N, N, true", "N, R, false", "R, N, true", "R, R, true", "R, V, false", "V, V, true"})
  void aConfidentialityLabelIsAHighWaterMark(String stated, Confidentiality data, boolean covered) {
    Facet facet = new Facet("Observation", DataClass.RESULT, Set.of(), data, "x");

    String said = said(facet, labelled("permit", "v3-Confidentiality", stated));
    assertThat(said.equals("permit")).isEqualTo(covered);
    // A refusal reaches upward: to refuse R and leave V open would be absurd.
    boolean refused = data.compareTo(Confidentiality.valueOf(stated)) >= 0;
    assertThat(said(facet, PERMIT, labelled("deny", "v3-Confidentiality", stated)))
        .isEqualTo(refused ? "DIRECTIVE_DENIES" : "permit");
  }

  @ParameterizedTest(name = "label {0}, data {1}: {2}")
  @CsvSource({
    "PSY, PSY, true",
    "PSY, HIV, false",
    "SUD, ETHUD, true",
    "ETHUD, SUD, false",
    "SPI, OPIOIDUD, true",
    "SPI, COGN, true",
    "BH, MH, false",
    "BH, DVD, true",
    "HIV, '', false"
  })
  void aSensitivityLabelReachesWhatLiesBelowIt(String stated, String data, boolean covered) {
    Set<String> codes = data.isEmpty() ? Set.of() : Set.of("GDIS", data);
    Facet facet = new Facet("Observation", DataClass.RESULT, codes, Confidentiality.N, "x");

    assertThat(said(facet, labelled("permit", "v3-ActCode", stated)).equals("permit"))
        .isEqualTo(covered);
    assertThat(said(facet, PERMIT, labelled("deny", "v3-ActCode", stated)).equals("permit"))
        .isEqualTo(!covered);
  }

  @Test
  void anUnknownLabelOnDataMeetsEveryRefusalAndNoPermit() {
    Facet odd = new Facet("Observation", DataClass.RESULT, Set.of("X-1"), Confidentiality.N, "x");

    assertThat(said(odd, labelled("permit", "v3-ActCode", "HIV"))).isEqualTo("NO_DIRECTIVE_COVERS");
    assertThat(said(odd, PERMIT, labelled("deny", "v3-ActCode", "HIV")))
        .isEqualTo("DIRECTIVE_DENIES");
  }

  @Test
  void aRuleOutsideItsOwnPeriodIsSilent() {
    Provision root = Asking.rule("c1", PERMIT).root();
    Period ended = new Period(Period.MIN, NOW);
    Period running = new Period(NOW, Period.MAX);

    assertThat(ask(physician(), RESULT, holding(ended, root)).permitted()).isFalse();
    assertThat(ask(physician(), RESULT, holding(running, root)).permitted()).isTrue();
  }

  private static Policy holding(Period period, Provision root) {
    return new Policy(List.of(new Rule("Consent/c1", period, root)), List.of());
  }

  /** Who somebody is has no time and no code: nothing of that is missing there. */
  @Test
  void whatIsSaidOfATimeACodeOrAnAuthorLeavesTheIdentity() {
    Facet identity = Asking.facet("Patient", DataClass.IDENTITY);
    String since = "{'type':'permit','dataPeriod':{'start':'2020-01-01'}}";
    String hiv =
        "{'type':'deny','code':[{'coding':[{'system':'http://loinc.org','code':'75622-1'}]}]}";
    String past = "{'type':'deny','dataPeriod':{'end':'2019-12-31'}}";
    String authored =
        "{'type':'deny','data':[{'meaning':'authoredby','reference':{'reference':'Practitioner/x'}}]}";

    assertThat(said(identity, since)).isEqualTo("permit");
    assertThat(said(RESULT, since)).isEqualTo("depends");
    assertThat(said(identity, PERMIT, past)).isEqualTo("permit");
    RowFacts bare = new RowFacts(Ref.patient("sato"), Optional.empty(), new long[0], new long[0]);
    for (String refusal : List.of(past, hiv, authored)) {
      assertThat(ask(physician(), identity, policy(PERMIT, refusal)).on(bare).permitted()).isTrue();
      assertThat(ask(physician(), RESULT, policy(PERMIT, refusal)).on(bare).permitted()).isFalse();
    }
    String nameless = nest(since, "{'type':'deny','class':[" + type("Patient") + "]}");
    assertThat(said(identity, nameless)).isEqualTo("DIRECTIVE_DENIES");
  }
}
