package dev.tsumugi.consent;

import static dev.tsumugi.consent.Asking.ALLERGY;
import static dev.tsumugi.consent.Asking.ASSESSED;
import static dev.tsumugi.consent.Asking.NOW;
import static dev.tsumugi.consent.Asking.RESULT;
import static dev.tsumugi.consent.Asking.as;
import static dev.tsumugi.consent.Asking.caredForBy;
import static dev.tsumugi.consent.Asking.crew;
import static dev.tsumugi.consent.Asking.custodian;
import static dev.tsumugi.consent.Asking.facet;
import static dev.tsumugi.consent.Asking.physician;
import static dev.tsumugi.consent.Asking.policy;
import static dev.tsumugi.consent.Asking.proxy;
import static dev.tsumugi.consent.Asking.registrar;
import static dev.tsumugi.consent.Asking.resident;
import static dev.tsumugi.consent.Asking.sato;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Decision.Basis;
import dev.tsumugi.consent.Decision.Deny;
import dev.tsumugi.consent.Decision.Layer;
import dev.tsumugi.consent.Decision.Permit;
import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.kernel.Period;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final Policy EVERYBODY = policy("{'type':'permit'}");
  private static final Policy NOBODY = policy("{'type':'deny'}");
  private static final Tie CLINIC = caredForBy("Organization/clinic");
  private static final Facet PROVENANCE = facet("Provenance", DataClass.OTHER);

  private static String answer(Decision decision) {
    return decision.fold(
        permit -> permit.basis().name(), deny -> deny.reason().name(), depends -> "depends");
  }

  /** What refuses at each layer, set so that all later layers would refuse as well. */
  static Stream<Arguments> refusals() {
    Optional<Service> none = Optional.empty();
    Optional<Service> good = Optional.of(ASSESSED);
    Optional<Service> narrow =
        Optional.of(new Service("app", Set.of(DataClass.OPEN), "user/*.cruds", Period.MAX));
    Optional<Service> few =
        Optional.of(new Service("app", Set.of(DataClass.values()), "user/Patient.rs", Period.MAX));
    Asking outside = physician().stating(Purpose.HMARKT);
    return Stream.of(
        Arguments.of(outside.scoped("openid"), none, RESULT, Reason.SCOPE_TOO_NARROW),
        Arguments.of(outside.scoped("user/Patient.rs"), none, RESULT, Reason.SCOPE_TOO_NARROW),
        Arguments.of(outside.scoped("user/*.s"), none, RESULT, Reason.SCOPE_TOO_NARROW),
        Arguments.of(outside.scoped("patient/*.rs"), none, RESULT, Reason.OUTSIDE_LAUNCH_PATIENT),
        Arguments.of(
            outside.scoped("patient/*.rs").launchedFor("suzuki"),
            none,
            RESULT,
            Reason.OUTSIDE_LAUNCH_PATIENT),
        Arguments.of(
            outside.scoped("user/Observation.rs?category=vital-signs"),
            none,
            RESULT,
            Reason.SCOPE_QUERY_UNSUPPORTED),
        Arguments.of(outside, none, RESULT, Reason.CLIENT_NOT_ASSESSED),
        Arguments.of(
            outside,
            Optional.of(new Service("other", ASSESSED.classes(), "user/*.cruds", Period.MAX)),
            RESULT,
            Reason.CLIENT_NOT_ASSESSED),
        Arguments.of(
            outside,
            Optional.of(new Service("app", ASSESSED.classes(), "user/*.cruds", NOW)),
            RESULT,
            Reason.ASSESSMENT_EXPIRED),
        Arguments.of(outside, narrow, RESULT, Reason.CLASS_NOT_ASSESSED),
        Arguments.of(outside, few, RESULT, Reason.CLASS_NOT_ASSESSED),
        Arguments.of(outside.scoped("system/*.rs"), narrow, RESULT, Reason.CLASS_NOT_ASSESSED),
        Arguments.of(outside, good, RESULT, Reason.PURPOSE_NOT_FOR_ROLE),
        Arguments.of(
            crew(), good, facet("Immunization", DataClass.IMMUNIZATION), Reason.ROLE_NEVER),
        Arguments.of(physician(), good, RESULT, Reason.NO_RELATION),
        Arguments.of(crew(), good, ALLERGY, Reason.DIRECTIVE_DENIES));
  }

  @ParameterizedTest(name = "{3}: {0}")
  @MethodSource("refusals")
  void theFirstLayerThatRefusesGivesTheReason(
      Asking asking, Optional<Service> service, Facet facet, Reason reason) {
    Decision decision = asking.gate(service).decide(Action.READ, facet, sato(NOBODY));

    List<String> consents = reason == Reason.DIRECTIVE_DENIES ? List.of("Consent/c1") : List.of();
    assertThat(decision).isEqualTo(new Deny(reason, reason.layer(), consents));
    assertThat(decision.permitted()).isFalse();
  }

  @Test
  void reasonsStandInTheOrderOfTheLayers() {
    assertThat(Reason.values()).isSortedAccordingTo(java.util.Comparator.comparing(Reason::layer));
    assertThat(EnumSet.allOf(Layer.class))
        .allMatch(layer -> Stream.of(Reason.values()).anyMatch(reason -> reason.layer() == layer));
  }

  static Stream<Arguments> bases() {
    Facet own = facet("Observation", DataClass.RESULT, "Organization/clinic");
    Facet open = facet("Organization", DataClass.OPEN);
    Facet contacts = facet("RelatedPerson", DataClass.CONTACTS);
    Facet care = facet("CareTeam", DataClass.CARE);
    Facet wishes = facet("Observation", DataClass.WISHES);
    Facet run = facet("Observation", DataClass.VITAL, "Organization/fire");
    Asking desk = as(Role.EMERGENCY_DESK, "Practitioner/hospital", "Organization/hospital");
    Compartment closed = sato(NOBODY);
    Compartment agreed = sato(EVERYBODY);
    Compartment cared = sato(EVERYBODY, CLINIC);
    Tie daughter = proxy("RelatedPerson/daughter", Tie.Power.READ);
    return Stream.of(
        Arguments.of(resident("Patient/sato"), RESULT, closed, "SELF"),
        Arguments.of(resident("Patient/suzuki"), RESULT, agreed, "NO_RELATION"),
        Arguments.of(resident("RelatedPerson/daughter"), RESULT, sato(NOBODY, daughter), "PROXY"),
        Arguments.of(resident("RelatedPerson/son"), RESULT, sato(NOBODY, daughter), "NO_RELATION"),
        Arguments.of(physician(), own, closed, "RECORDER"),
        Arguments.of(physician(), RESULT, cared, "DIRECTIVE"),
        Arguments.of(physician(), RESULT, agreed, "NO_RELATION"),
        Arguments.of(physician(), RESULT, sato(CLINIC), "NO_DIRECTIVE_COVERS"),
        Arguments.of(physician(), open, closed, "OPEN"),
        Arguments.of(physician(), open, Compartment.CITY, "OPEN"),
        Arguments.of(physician(), PROVENANCE, Compartment.CITY, "NO_RELATION"),
        Arguments.of(
            physician(),
            facet("Provenance", DataClass.OTHER, "Organization/clinic"),
            Compartment.CITY,
            "RECORDER"),
        Arguments.of(custodian(), RESULT, closed, "CUSTODIAN"),
        Arguments.of(custodian(), PROVENANCE, Compartment.CITY, "CUSTODIAN"),
        Arguments.of(crew(), ALLERGY, agreed, "DIRECTIVE"),
        Arguments.of(crew(), ALLERGY, sato(), "NO_DIRECTIVE_COVERS"),
        Arguments.of(crew(), run, closed, "RECORDER"),
        Arguments.of(crew(), facet("Observation", DataClass.VITAL), agreed, "DIRECTIVE"),
        Arguments.of(crew(), facet("Immunization", DataClass.IMMUNIZATION), agreed, "ROLE_NEVER"),
        Arguments.of(desk, RESULT, agreed, "DIRECTIVE"),
        Arguments.of(desk.stating(Purpose.TREAT), RESULT, agreed, "NO_RELATION"),
        Arguments.of(registrar(), contacts, closed, "REGISTER"),
        Arguments.of(registrar(), wishes, closed, "REGISTER"),
        Arguments.of(registrar(), care, agreed, "NO_RELATION"),
        Arguments.of(registrar(), RESULT, agreed, "ROLE_NEVER"),
        Arguments.of(
            as(Role.OFFICER, "Practitioner/officer", "Organization/town-hall"),
            RESULT,
            agreed,
            "ROLE_NEVER"),
        Arguments.of(
            as(Role.OPERATOR, "Practitioner/admin", "Organization/town-hall"),
            facet("Patient", DataClass.IDENTITY),
            agreed,
            "ROLE_NEVER"));
  }

  @ParameterizedTest(name = "{3}: {0} {1}")
  @MethodSource("bases")
  void readingStandsOnANamedBasis(Asking asking, Facet facet, Compartment compartment, String as) {
    assertThat(answer(asking.to(Action.READ, facet, compartment))).isEqualTo(as);
    assertThat(answer(asking.to(Action.SEARCH, facet, compartment))).isEqualTo(as);
  }

  static Stream<Arguments> writes() {
    Facet vital = facet("Observation", DataClass.VITAL, "Organization/clinic");
    Facet others = facet("Observation", DataClass.VITAL, "Organization/elsewhere");
    Facet consent = facet("Consent", DataClass.CONSENT);
    Facet wish = facet("Observation", DataClass.WISHES);
    Facet relative = facet("RelatedPerson", DataClass.CONTACTS);
    Facet patient = facet("Patient", DataClass.IDENTITY);
    Compartment closed = sato(NOBODY);
    Compartment cared = sato(CLINIC);
    Asking self = resident("Patient/sato");
    Asking daughter = resident("RelatedPerson/daughter");
    Compartment reader = sato(proxy("RelatedPerson/daughter", Tie.Power.READ));
    Compartment writer =
        sato(proxy("RelatedPerson/daughter", Tie.Power.READ, Tie.Power.WRITE_WISHES));
    Compartment guardian = sato(proxy("RelatedPerson/daughter", Tie.Power.values()));
    Compartment named =
        sato(policy("{'type':'permit','actor':[" + Asking.actor("RelatedPerson/daughter") + "]}"));
    Compartment agreed =
        sato(policy("{'type':'permit','actor':[" + Asking.actor("Practitioner/physician") + "]}"));
    Compartment shown =
        sato(
            policy(
                "{'type':'permit','actor':["
                    + Asking.actor("Practitioner/physician")
                    + "],'action':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentaction','code':'access'}]}]}"));
    return Stream.of(
        Arguments.of(physician(), Action.CREATE, vital, cared, "RECORDER"),
        Arguments.of(physician(), Action.CREATE, vital, closed, "NO_RELATION"),
        Arguments.of(physician(), Action.CREATE, vital, agreed, "RECORDER"),
        Arguments.of(physician(), Action.CREATE, vital, shown, "NO_RELATION"),
        Arguments.of(physician(), Action.CREATE, consent, cared, "ROLE_NEVER"),
        Arguments.of(physician(), Action.CREATE, patient, cared, "ROLE_NEVER"),
        Arguments.of(physician(), Action.UPDATE, vital, cared, "RECORDER"),
        Arguments.of(physician(), Action.UPDATE, vital, closed, "RECORDER"),
        Arguments.of(physician(), Action.UPDATE, others, cared, "NOT_THE_RECORDER"),
        Arguments.of(physician(), Action.UPDATE, wish, cared, "NOT_THE_RECORDER"),
        Arguments.of(physician(), Action.DELETE, others, closed, "NO_RELATION"),
        Arguments.of(crew(), Action.CREATE, others, closed, "RECORDER"),
        Arguments.of(crew(), Action.UPDATE, others, closed, "NOT_THE_RECORDER"),
        Arguments.of(crew(), Action.CREATE, ALLERGY, closed, "ROLE_NEVER"),
        Arguments.of(self, Action.CREATE, consent, closed, "SELF"),
        Arguments.of(self, Action.UPDATE, consent, closed, "SELF"),
        Arguments.of(self, Action.DELETE, wish, closed, "SELF"),
        Arguments.of(self, Action.UPDATE, others, closed, "NOT_THE_RECORDER"),
        Arguments.of(self, Action.CREATE, patient, closed, "ROLE_NEVER"),
        Arguments.of(
            self,
            Action.UPDATE,
            facet("Observation", DataClass.VITAL, "Patient/sato"),
            closed,
            "RECORDER"),
        Arguments.of(daughter, Action.CREATE, others, closed, "NO_RELATION"),
        Arguments.of(daughter, Action.CREATE, others, named, "NO_RELATION"),
        Arguments.of(daughter, Action.CREATE, others, reader, "PROXY"),
        Arguments.of(daughter, Action.CREATE, wish, reader, "NO_RELATION"),
        Arguments.of(daughter, Action.CREATE, wish, writer, "PROXY"),
        Arguments.of(daughter, Action.UPDATE, wish, writer, "PROXY"),
        Arguments.of(daughter, Action.CREATE, consent, writer, "NO_RELATION"),
        Arguments.of(daughter, Action.CREATE, relative, writer, "NO_RELATION"),
        Arguments.of(daughter, Action.CREATE, consent, guardian, "PROXY"),
        Arguments.of(daughter, Action.UPDATE, consent, guardian, "PROXY"),
        Arguments.of(daughter, Action.UPDATE, consent, reader, "NO_RELATION"),
        Arguments.of(
            daughter,
            Action.UPDATE,
            facet("Observation", DataClass.VITAL, "RelatedPerson/daughter"),
            closed,
            "NO_RELATION"),
        Arguments.of(registrar(), Action.CREATE, patient, sato(), "REGISTER"),
        Arguments.of(registrar(), Action.CREATE, consent, closed, "REGISTER"),
        Arguments.of(registrar(), Action.UPDATE, consent, closed, "REGISTER"),
        Arguments.of(registrar(), Action.UPDATE, patient, closed, "NOT_THE_RECORDER"),
        Arguments.of(registrar(), Action.CREATE, wish, closed, "REGISTER"),
        Arguments.of(registrar(), Action.CREATE, others, closed, "ROLE_NEVER"),
        Arguments.of(
            registrar(), Action.CREATE, facet("CareTeam", DataClass.CARE), closed, "REGISTER"),
        Arguments.of(custodian(), Action.CREATE, patient, sato(), "CUSTODIAN"),
        Arguments.of(custodian(), Action.DELETE, others, closed, "CUSTODIAN"),
        Arguments.of(physician(), Action.CREATE, PROVENANCE, Compartment.CITY, "RECORDER"),
        Arguments.of(
            physician(),
            Action.UPDATE,
            facet("Observation", DataClass.RESULT),
            Compartment.CITY,
            "NOT_THE_RECORDER"),
        Arguments.of(
            physician().scoped("user/*.rs"), Action.CREATE, vital, cared, "SCOPE_TOO_NARROW"));
  }

  @ParameterizedTest(name = "{1} {2} {4}")
  @MethodSource("writes")
  void writingNeedsARelationAndChangingAlsoTheRecorder(
      Asking asking, Action action, Facet facet, Compartment compartment, String expected) {
    assertThat(answer(asking.to(action, facet, compartment))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void onlyRegistrarsAndCustodiansMakePatients(Role role) {
    Asking asking = as(role, "Practitioner/x", "Organization/x");

    Decision decision = asking.to(Action.CREATE, facet("Patient", DataClass.IDENTITY), sato());

    boolean may = role == Role.REGISTRAR || role == Role.CUSTODIAN;
    assertThat(decision.permitted()).isEqualTo(may);
  }

  @Test
  void patientScopesReachTheLaunchPatientAndWhatBelongsToNobody() {
    Asking launched = physician().scoped("patient/*.rs").launchedFor("sato");

    assertThat(answer(launched.to(Action.READ, RESULT, sato(EVERYBODY, CLINIC))))
        .isEqualTo("DIRECTIVE");
    assertThat(
            answer(launched.to(Action.READ, facet("Location", DataClass.OPEN), Compartment.CITY)))
        .isEqualTo("OPEN");
    assertThat(
            answer(
                launched.to(
                    Action.READ,
                    RESULT,
                    new Compartment(
                        dev.tsumugi.kernel.Ref.patient("suzuki"), EVERYBODY, List.of(CLINIC)))))
        .isEqualTo("OUTSIDE_LAUNCH_PATIENT");
  }

  @Test
  void anAssessmentForUserScopesDoesNotCoverSystemScopes() {
    Service users = new Service("app", ASSESSED.classes(), "user/*.rs", Period.MAX);
    Compartment cared = sato(EVERYBODY, CLINIC);

    Asking patient = physician().scoped("patient/*.rs").launchedFor("sato");
    Asking system = physician().scoped("system/*.rs");

    assertThat(patient.gate(Optional.of(users)).decide(Action.READ, RESULT, cared).permitted())
        .isTrue();
    assertThat(answer(system.gate(Optional.of(users)).decide(Action.READ, RESULT, cared)))
        .isEqualTo("CLASS_NOT_ASSESSED");
  }

  @Test
  void aTieHoldsFromItsStartUntilJustBeforeItsEnd() {
    for (Tie.Kind kind : List.of(Tie.Kind.CARE, Tie.Kind.PROXY)) {
      Tie starting = tie(kind, new Period(NOW, NOW.plusSeconds(1)));
      Tie ended = tie(kind, new Period(NOW.minusSeconds(1), NOW));
      Asking asking = resident("RelatedPerson/daughter");
      if (kind == Tie.Kind.CARE) asking = physician();

      assertThat(asking.to(Action.READ, RESULT, sato(EVERYBODY, starting)).permitted()).isTrue();
      assertThat(answer(asking.to(Action.READ, RESULT, sato(EVERYBODY, ended))))
          .isEqualTo("NO_RELATION");
    }
  }

  private static Tie tie(Tie.Kind kind, Period period) {
    String who = kind == Tie.Kind.CARE ? "Organization/clinic" : "RelatedPerson/daughter";
    return new Tie(kind, who, period, Set.of(Tie.Power.READ));
  }

  @Test
  void aProxyWithoutThePowerToReadDoesNotRead() {
    Compartment compartment =
        sato(EVERYBODY, proxy("RelatedPerson/daughter", Tie.Power.WRITE_WISHES));

    assertThat(answer(resident("RelatedPerson/daughter").to(Action.READ, RESULT, compartment)))
        .isEqualTo("NO_RELATION");
  }

  @Test
  void beingNamedInAPermitIsARelation() {
    Policy named =
        policy("{'type':'permit','actor':[" + Asking.actor("Organization/clinic") + "]}");
    Policy byRole = policy("{'type':'permit','actor':[" + Asking.working("physician") + "]}");
    Policy refused =
        policy("{'type':'deny','actor':[" + Asking.actor("Organization/clinic") + "]}");

    assertThat(physician().to(Action.READ, RESULT, sato(named)))
        .isEqualTo(new Permit(Basis.DIRECTIVE, List.of("Consent/c1")));
    assertThat(answer(physician().to(Action.READ, RESULT, sato(byRole)))).isEqualTo("NO_RELATION");
    assertThat(answer(physician().to(Action.READ, RESULT, sato(refused)))).isEqualTo("NO_RELATION");
  }

  static Stream<Arguments> unreadables() {
    return Stream.of(
        Arguments.of(physician(), RESULT, "CONSENT_UNREADABLE"),
        Arguments.of(crew(), ALLERGY, "CONSENT_UNREADABLE"),
        Arguments.of(resident("Patient/sato"), RESULT, "SELF"),
        Arguments.of(resident("RelatedPerson/daughter"), RESULT, "PROXY"),
        Arguments.of(
            physician(), facet("Observation", DataClass.RESULT, "Organization/clinic"), "RECORDER"),
        Arguments.of(custodian(), RESULT, "CUSTODIAN"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("unreadables")
  void anUnreadableConsentDeniesOthersOnly(Asking asking, Facet facet, String expected) {
    Policy policy = new Policy(EVERYBODY.rules(), List.of("Consent/odd"));
    Compartment compartment = sato(policy, CLINIC, proxy("RelatedPerson/daughter", Tie.Power.READ));

    Decision decision = asking.to(Action.READ, facet, compartment);

    assertThat(answer(decision)).isEqualTo(expected);
    if (decision instanceof Deny deny) assertThat(deny.consents()).containsExactly("Consent/odd");
  }

  @Test
  void oneGateAnswersForManyCompartmentsInAnyOrder() {
    Gate gate = physician().gate();
    Compartment open = sato(EVERYBODY, CLINIC);
    Compartment shut = sato(NOBODY, CLINIC);

    for (int i = 0; i < 3; i++) {
      assertThat(answer(gate.decide(Action.READ, RESULT, open))).isEqualTo("DIRECTIVE");
      assertThat(answer(gate.decide(Action.READ, RESULT, shut))).isEqualTo("DIRECTIVE_DENIES");
    }
  }

  @Test
  void onlyAFullyAssessedCustodianWithSystemScopesSeesAll() {
    Set<DataClass> most = EnumSet.complementOf(EnumSet.of(DataClass.OTHER));
    Service narrow = new Service("app", most, "system/*.cruds", Period.MAX);
    Service users = new Service("app", ASSESSED.classes(), "user/*.cruds", Period.MAX);

    assertThat(custodian().gate().seesAll()).isTrue();
    assertThat(custodian().scoped("system/*.rs").gate().seesAll()).isTrue();
    assertThat(custodian().scoped("system/*.r").gate().seesAll()).isFalse();
    assertThat(custodian().scoped("system/Patient.rs").gate().seesAll()).isFalse();
    assertThat(custodian().scoped("user/*.cruds").gate().seesAll()).isFalse();
    assertThat(custodian().stating(Purpose.TREAT).gate().seesAll()).isFalse();
    assertThat(custodian().gate(Optional.of(narrow)).seesAll()).isFalse();
    assertThat(custodian().gate(Optional.of(users)).seesAll()).isFalse();
    assertThat(custodian().gate(Optional.empty()).seesAll()).isFalse();
    assertThat(physician().scoped("system/*.cruds").gate().seesAll()).isFalse();
  }

  @Test
  void writesUnderTheOrganisationElseThePersonElseTheClient() {
    assertThat(physician().gate().recorderKeys()).containsExactly("Organization/clinic");
    assertThat(resident("Patient/sato").gate().recorderKeys()).containsExactly("Patient/sato");
    assertThat(as(Role.CUSTODIAN, "", "").gate().recorderKeys()).containsExactly("client:app");
    assertThat(physician().requester().actorKeys())
        .containsExactlyInAnyOrder("Practitioner/physician", "Organization/clinic");
  }
}
