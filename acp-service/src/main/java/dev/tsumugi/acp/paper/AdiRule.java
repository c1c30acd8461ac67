package dev.tsumugi.acp.paper;

import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Agent;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What <a href="http://hl7.org/fhir/us/pacio-adi">PACIO ADI 1.0.0</a> demands of a personal advance
 * care plan, rule by rule. What we write keeps them all; of what comes in we tell which it breaks.
 */
public enum AdiRule {
  HEADER_LANGUAGE("ADI-Composition-Header, language 1..1", d -> d.composition().has("language")),
  HEADER_IDENTIFIER(
      "ADI-Composition-Header, identifier 1..1", d -> d.composition().obj("identifier") != null),
  HEADER_STATUS(
      "ADI-Composition-Header, status preliminary, final or amended",
      d -> AdiDocument.in(d.composition().text("status"), "preliminary", "final", "amended")),
  HEADER_CATEGORY(
      "ADI-Composition-Header, category 42348-3 1..1",
      d -> d.codes("category").filter(Category.ADVANCE_DIRECTIVE::equals).count() == 1),
  HEADER_SUBJECT(
      "ADI-Composition-Header, subject 1..1 Patient",
      d -> d.is(d.composition().obj("subject"), "Patient")),
  HEADER_CUSTODIAN(
      "ADI-Composition-Header, custodian 1..1", d -> d.composition().obj("custodian") != null),
  HEADER_LABEL(
      "ADI-Composition-Header, confidentiality 0..0", d -> !d.composition().has("confidentiality")),
  SECTION_TEXT(
      "ADI-Composition-Header, section 1..*, each with text 1..1",
      d -> !d.sections().isEmpty() && d.sections().stream().allMatch(s -> s.obj("text") != null)),
  PLAN_TYPE(
      "ADI-PACPComposition, type of the value set",
      d -> d.codes("type").map(Coding::code).anyMatch(AdiDocument.TYPES::contains)),
  PLAN_AUTHOR(
      "ADI-PACPComposition, author only Patient",
      d -> {
        List<Json.Obj> authors = d.composition().objects("author");
        return !authors.isEmpty() && authors.stream().allMatch(a -> d.is(a, "Patient"));
      }),
  PLAN_ATTESTER(
      "ADI-PACPComposition, attester 1..* personal",
      d -> {
        List<Json.Obj> attesters = d.composition().objects("attester");
        return !attesters.isEmpty()
            && attesters.stream().allMatch(a -> "personal".equals(a.text("mode")));
      }),
  AGENT_SECTION(
      "ADI-PACPComposition, exactly one section of healthcare agents for these types",
      d -> !d.needsAgents() || d.sectionsOf(Plan.SECTION_AGENT).size() == 1),
  AGENT_SECTION_EMPTY(
      "ADI-PACPComposition, an agent section without entry has an emptyReason",
      d ->
          d.sectionsOf(Plan.SECTION_AGENT).stream()
              .allMatch(s -> s.has("entry") != (s.obj("emptyReason") != null))),
  AGENT_SECTION_BOTH(
      "ADI-PACPComposition, an agent section with entries has Consent and RelatedPerson",
      d ->
          d.sectionsOf(Plan.SECTION_AGENT).stream()
              .filter(s -> s.has("entry"))
              .allMatch(s -> d.names(s, "Consent") && d.names(s, "RelatedPerson"))),
  SECTIONS_ONCE(
      "ADI-PACPComposition, each known section 0..1",
      d -> AdiDocument.SECTIONS.stream().allMatch(code -> d.sectionsOf(code).size() <= 1)),
  REFERENCES(
      "R4 documents, what the Composition refers to is in the bundle",
      d -> d.references().allMatch(reference -> d.target(reference).isPresent())),
  PREFERENCE(
      "ADI-PersonalInterventionPreference, ADI-CareExperiencePreference: status, category, code,"
          + " text, subject, performer, value",
      d -> d.all("Observation").filter(AdiDocument::isPreference).allMatch(AdiDocument::isWhole)),
  AGENT_PERSON(
      "ADI-Participant, patient, name 1..*, telecom 1..*",
      d ->
          d.all("RelatedPerson")
              .allMatch(
                  p ->
                      p.obj("patient") != null
                          && !p.objects("name").isEmpty()
                          && !p.objects("telecom").isEmpty())),
  AGENT_CONSENT_CATEGORY(
      "ADI-ParticipantConsent, category acd 1..1",
      d ->
          d.all("Consent")
              .allMatch(c -> Elements.codings(c, "category").contains(Category.ADVANCE_CARE))),
  AGENT_CONSENT_SCOPE(
      "ADI-ParticipantConsent, scope: powers are a permit, limits a deny",
      d -> d.all("Consent").allMatch(AdiRule::scopeFits)),
  AGENT_CONSENT_ACTOR(
      "ADI-ParticipantConsent, provision.actor 1..* with the role of an agent",
      d -> d.all("Consent").allMatch(AdiRule::namesAnAgent));

  private static final Set<Coding> AGENTS =
      Set.of(Agent.PRIMARY, Agent.FIRST_ALTERNATE, Agent.SECOND_ALTERNATE, Agent.ADVISOR);

  private final String demands;
  private final Predicate<AdiDocument> holds;

  AdiRule(String demands, Predicate<AdiDocument> holds) {
    this.demands = demands;
    this.holds = holds;
  }

  /** Where it stands, and what it says. */
  public String demands() {
    return demands;
  }

  /**
   * Those that a document breaks; all of them read from its first entry, if that is a Composition.
   */
  public static List<AdiRule> broken(Json.Obj bundle) {
    Optional<AdiDocument> document = AdiDocument.of(bundle);
    return List.of(values()).stream()
        .filter(rule -> document.filter(rule.holds).isEmpty())
        .toList();
  }

  private static boolean scopeFits(Json.Obj consent) {
    Json.Obj provision = consent.obj("provision");
    String type = provision == null ? null : provision.text("type");
    List<Coding> scope = Elements.codings(consent, "scope");
    if (scope.contains(Agent.LIMITS)) return "deny".equals(type);
    return scope.contains(Agent.POWERS) && "permit".equals(type);
  }

  private static boolean namesAnAgent(Json.Obj consent) {
    Json.Obj provision =
        Objects.requireNonNullElse(consent.obj("provision"), Json.object().build());
    List<Json.Obj> actors = provision.objects("actor");
    return !actors.isEmpty()
        && actors.stream()
            .allMatch(actor -> Elements.codings(actor, "role").stream().anyMatch(AGENTS::contains));
  }
}
