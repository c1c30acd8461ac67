package dev.tsumugi.consent;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requesters, facets and compartments in prose. */
record Asking(
    Role role, Purpose purpose, String actor, String organization, String scope, String launch) {
  static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  static final Ref SATO = Ref.patient("sato");
  static final Service ASSESSED =
      new Service(
          "app",
          Set.of(DataClass.values()),
          "user/*.cruds system/*.cruds",
          Instant.parse("2027-01-01T00:00:00Z"));

  static Asking as(Role role, String actor, String organization) {
    return new Asking(role, role.usualPurpose(), actor, organization, "user/*.cruds", "");
  }

  static Asking physician() {
    return as(Role.PHYSICIAN, "Practitioner/physician", "Organization/clinic");
  }

  static Asking crew() {
    return as(Role.CREW, "Practitioner/crew", "Organization/fire");
  }

  static Asking registrar() {
    return as(Role.REGISTRAR, "Practitioner/registrar", "Organization/town-hall");
  }

  static Asking resident(String actor) {
    return as(Role.RESIDENT, actor, "");
  }

  static Asking custodian() {
    return as(Role.CUSTODIAN, "", "Organization/town-hall").scoped("system/*.cruds");
  }

  Asking scoped(String other) {
    return new Asking(role, purpose, actor, organization, other, launch);
  }

  Asking launchedFor(String patient) {
    return new Asking(role, purpose, actor, organization, scope, patient);
  }

  Asking stating(Purpose other) {
    return new Asking(role, other, actor, organization, scope, launch);
  }

  Requester requester() {
    return new Requester(
        "sub",
        "name",
        Ref.parse(actor),
        Ref.parse(organization),
        role,
        Scopes.parse(scope),
        purpose,
        "app",
        launch.isEmpty() ? Optional.empty() : Optional.of(Ref.patient(launch)),
        new SignOn("sid", "jti", 3, Optional.empty()));
  }

  Gate gate() {
    return gate(Optional.of(ASSESSED));
  }

  Gate gate(Optional<Service> service) {
    return new ConsentEngine().open(requester(), NOW).in(Situation.of(service));
  }

  Decision to(Action action, Facet facet, Compartment compartment) {
    return gate().decide(action, facet, compartment);
  }

  /** How the requester stands to the compartment, with a memory of its own. */
  static Standing standing(Requester requester, Compartment compartment) {
    return standing(requester, compartment, NOW, new RulesMemory());
  }

  static Standing standing(
      Requester requester, Compartment compartment, Instant at, RulesMemory memory) {
    Keys keys = Keys.of(requester.actorKeys());
    return new Standing(requester, keys, false, at, compartment, Policy.NONE, memory);
  }

  static Facet facet(String type, DataClass dataClass) {
    return facet(type, dataClass, "Organization/elsewhere");
  }

  static Facet facet(String type, DataClass dataClass, String recorder) {
    return new Facet(type, dataClass, Set.of(), Confidentiality.N, recorder);
  }

  static final Facet ALLERGY = facet("AllergyIntolerance", DataClass.ALLERGY);
  static final Facet RESULT = facet("Observation", DataClass.RESULT);

  static Compartment sato(Policy policy, Tie... ties) {
    return new Compartment(SATO, policy, List.of(ties));
  }

  static Compartment sato(Tie... ties) {
    return sato(Policy.NONE, ties);
  }

  static Tie caredForBy(String actor) {
    return new Tie(Tie.Kind.CARE, actor, Period.ALWAYS, Set.of(Tie.Power.READ));
  }

  static Tie proxy(String actor, Tie.Power... powers) {
    return new Tie(Tie.Kind.PROXY, actor, Period.ALWAYS, Set.of(powers));
  }

  /** JSON with single quotes. */
  static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static Json.Obj consent(String id, String provision) {
    return json(
        """
        {'resourceType':'Consent','id':'%s','status':'active',
         'scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},
         'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],
         'patient':{'reference':'Patient/sato'},
         'policy':[{'uri':'https://tsumugi.dev/fhir/policy/care-sharing'}],
         'provision':%s}
        """
            .formatted(id, provision));
  }

  static Rule rule(String id, String provision) {
    Compiled compiled = ConsentCompiler.compile(consent(id, provision));
    if (compiled instanceof Compiled.Active active) return active.rule();
    throw new AssertionError(compiled.toString());
  }

  static Policy policy(String... provisions) {
    List<Rule> rules = new java.util.ArrayList<>();
    for (String provision : provisions) rules.add(rule("c" + (rules.size() + 1), provision));
    return new Policy(rules, List.of());
  }

  static final String IRCP =
      "'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]}";

  static String actor(String reference) {
    return "{" + IRCP + ",'reference':{'reference':'" + reference + "'}}";
  }

  static String working(String role) {
    return "{"
        + IRCP
        + ",'reference':{'identifier':{'system':'https://tsumugi.dev/fhir/CodeSystem/role','value':'"
        + role
        + "'}}}";
  }

  static String purpose(String code) {
    return "{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'" + code + "'}";
  }

  static String dataClass(String code) {
    return "{'system':'https://tsumugi.dev/fhir/CodeSystem/data-class','code':'" + code + "'}";
  }

  static String type(String code) {
    return "{'system':'http://hl7.org/fhir/resource-types','code':'" + code + "'}";
  }

  static String data(String meaning, String reference) {
    return "{'meaning':'" + meaning + "','reference':{'reference':'" + reference + "'}}";
  }
}
