package dev.tsumugi.acp.people;

import dev.tsumugi.acp.Xhtml;
import dev.tsumugi.acp.people.RoleTerms.Kind;
import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Tie.Authority;
import dev.tsumugi.consent.Tie.Power;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.PersonName;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Adi;
import dev.tsumugi.kernel.Shapes.Agent;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Policy;
import dev.tsumugi.kernel.Shapes.Purpose;
import dev.tsumugi.kernel.Shapes.Sid;
import dev.tsumugi.kernel.Shapes.Sys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A role as it stands in the record: the RelatedPerson with what they may do, and the Consent by
 * which the resident names who speaks for them (PACIO ADI ParticipantConsent).
 */
public final class RoleResources {
  private static final String AUTHORITY = Shapes.BASE + "/StructureDefinition/authority";
  private static final Set<Authority> BY_OFFICE = EnumSet.of(Authority.PARENT, Authority.GUARDIAN);

  // v3-RoleCode: by itself it makes an agent who reads, see consent's authorities.
  private static final Coding POWER_OF_ATTORNEY = new Coding(Sys.ROLE_CODE, "HPOWATT");

  private RoleResources() {}

  /** The person with the role on them, as who accepted it holds it. */
  public static Json.Obj holding(Json.Obj person, RoleTerms terms, Ref by) {
    Json.Obj held = withoutRole(person);
    if (by.type().equals("Patient")) {
      List<Json> identifiers = new ArrayList<>(held.objects("identifier"));
      identifiers.add(Json.object().put("system", Sid.PATIENT).put("value", by.id()).build());
      held = held.with("identifier", array(identifiers));
    }
    if (terms.kind().speaks()) held = asParticipant(held);
    if (terms.powers().isEmpty()) return held;
    List<Json> extensions = new ArrayList<>(held.objects("extension"));
    extensions.add(authority(terms));
    return held.with("extension", array(extensions));
  }

  private static Json authority(RoleTerms terms) {
    List<Json> parts = new ArrayList<>();
    parts.add(code("kind", terms.kind().speaks() ? "agent" : "helper"));
    for (Power power : terms.powers().stream().sorted().toList()) {
      parts.add(code("may", RoleTerms.code(power)));
    }
    return Json.object().put("url", AUTHORITY).put("extension", parts).build();
  }

  private static Json code(String url, String value) {
    return Json.object().put("url", url).put("valueCode", value).build();
  }

  /** ADI's Participant: the profile, which needs a narrative. */
  private static Json.Obj asParticipant(Json.Obj person) {
    if (Elements.hasProfile(person, Adi.PARTICIPANT)) return person;
    Json.Obj meta = person.obj("meta");
    List<Json> profiles = new ArrayList<>();
    if (meta != null) meta.texts("profile").forEach(text -> profiles.add(Json.text(text)));
    profiles.add(Json.text(Adi.PARTICIPANT));
    Json.Obj marked =
        (meta == null ? Json.object().build() : meta).with("profile", array(profiles));
    Json.Obj with = person.with("meta", marked);
    return with.has("text")
        ? with
        : with.with("text", Xhtml.narrative(List.of(PersonName.of(person).shown())));
  }

  /**
   * The person as somebody of the resident's and nothing more: no authority of theirs to give, no
   * link to who signs on. What a court or the law gave stays.
   */
  public static Json.Obj withoutRole(Json.Obj person) {
    List<Json> extensions = new ArrayList<>();
    for (Json.Obj extension : person.objects("extension")) {
      boolean authority = AUTHORITY.equals(extension.text("url"));
      if (!authority || givenByOffice(extension)) extensions.add(extension);
    }
    List<Json> identifiers = new ArrayList<>();
    for (Json.Obj identifier : person.objects("identifier")) {
      if (!Sid.PATIENT.equals(identifier.text("system"))) identifiers.add(identifier);
    }
    Json.Obj plain = put(put(person, "extension", extensions), "identifier", identifiers);
    plain = put(plain, "relationship", relationships(person));
    return withoutProfile(plain);
  }

  private static boolean givenByOffice(Json.Obj authority) {
    Json.Obj alone =
        Json.object()
            .put("resourceType", "RelatedPerson")
            .put("id", "x")
            .put("extension", List.of(authority))
            .build();
    return Ties.of(alone).stream().anyMatch(RoleResources::isByOffice);
  }

  private static boolean isByOffice(Tie tie) {
    return tie.authority().filter(BY_OFFICE::contains).isPresent();
  }

  private static List<Json> relationships(Json.Obj person) {
    List<Json> kept = new ArrayList<>();
    for (Json.Obj concept : person.objects("relationship")) {
      List<Json> codings = new ArrayList<>();
      for (Json.Obj coding : concept.objects("coding")) {
        boolean attorney =
            POWER_OF_ATTORNEY.system().equals(coding.text("system"))
                && POWER_OF_ATTORNEY.code().equals(coding.text("code"));
        if (!attorney) codings.add(coding);
      }
      Json.Obj left = put(concept, "coding", codings);
      if (left.size() > 0) kept.add(left);
    }
    return kept;
  }

  private static Json.Obj withoutProfile(Json.Obj person) {
    Json.Obj meta = person.obj("meta");
    if (meta == null || !Elements.hasProfile(person, Adi.PARTICIPANT)) return person;
    List<Json> profiles = new ArrayList<>();
    for (String profile : meta.texts("profile")) {
      if (!profile.equals(Adi.PARTICIPANT)) profiles.add(Json.text(profile));
    }
    return person.with("meta", put(meta, "profile", profiles));
  }

  /** Whether an authority of the law or of a court stands on the person at {@code at}. */
  public static boolean holdsByOffice(Json.Obj person, Instant at) {
    return Ties.of(person).stream().anyMatch(tie -> tie.period().contains(at) && isByOffice(tie));
  }

  /** Whether any authority stands on the person at {@code at}. */
  public static boolean holdsAny(Json.Obj person, Instant at) {
    return Ties.of(person).stream().anyMatch(tie -> tie.period().contains(at));
  }

  /**
   * By which the resident names who speaks for them, not active before it is accepted.
   *
   * @param role {@link Agent#PRIMARY} or an alternate
   * @param person reference to the RelatedPerson, or to a name within a commit
   */
  public static Json.Obj agent(
      Ref patient, String person, Coding role, RoleTerms terms, Instant at) {
    List<Json> actions = new ArrayList<>();
    if (terms.powers().contains(Power.READ)) actions.add(concept(Agent.MAY_SEE_HEALTH_DATA));
    if (terms.mayDecide()) actions.add(concept(Agent.MAY_DECIDE));
    Json.Builder provision =
        Json.object()
            .put("type", "permit")
            .put("actor", List.of(actor(role, person)))
            .put("purpose", List.of(coding(Purpose.POWER_OF_ATTORNEY)));
    if (!actions.isEmpty()) provision.put("action", actions);
    return consent(patient, Agent.POWERS, provision.build(), at);
  }

  /** What they may not do, in the resident's words. */
  public static Json.Obj limits(
      Ref patient, String person, Coding role, RoleTerms terms, Instant at) {
    Json.Obj provision =
        Json.object()
            .put("type", "deny")
            .put("actor", List.of(actor(role, person)))
            .put("action", List.of(Json.object().put("text", terms.limits()).build()))
            .put("purpose", List.of(coding(Purpose.POWER_OF_ATTORNEY)))
            .build();
    return consent(patient, Agent.LIMITS, provision, at)
        .with("text", Xhtml.narrative(List.of(terms.limits())));
  }

  private static Json.Obj consent(Ref patient, Coding scope, Json.Obj provision, Instant at) {
    Json.Obj resident = reference(patient.toString());
    return Json.object()
        .put("resourceType", "Consent")
        .put(
            "meta",
            Json.object().put("profile", List.of(Json.text(Adi.PARTICIPANT_CONSENT))).build())
        .put("status", "proposed")
        .put("scope", concept(scope))
        .put("category", List.of(concept(Category.ADVANCE_CARE)))
        .put("patient", resident)
        .put("dateTime", FhirTime.instant(at))
        .put("performer", List.of(resident))
        .put("policy", List.of(Json.object().put("uri", Policy.HEALTHCARE_AGENT).build()))
        .put("provision", provision)
        .build();
  }

  /** Whether this Consent gives the person a role that stands or is asked for. */
  public static boolean names(Json.Obj consent, Ref person) {
    if (!Elements.is(consent, "Consent", Set.of("proposed", "active"))) return false;
    boolean speaks =
        consent.objects("policy").stream()
            .anyMatch(policy -> Policy.HEALTHCARE_AGENT.equals(policy.text("uri")));
    Json.Obj provision = consent.obj("provision");
    if (!speaks || provision == null) return false;
    for (Json.Obj actor : provision.objects("actor")) {
      Json.Obj reference = actor.obj("reference");
      if (reference != null && person.toString().equals(reference.text("reference"))) return true;
    }
    return false;
  }

  /** The place in the order of agents that a Consent gives, of those that stand. */
  public static Set<String> places(List<Json.Obj> consents) {
    Set<String> places = new TreeSet<>();
    for (Json.Obj consent : consents) {
      Json.Obj provision = consent.obj("provision");
      if (provision == null) continue;
      boolean powers =
          Elements.codings(consent, "scope").contains(Agent.POWERS)
              && Elements.is(consent, "Consent", Set.of("proposed", "active"));
      if (!powers) continue;
      for (Json.Obj actor : provision.objects("actor")) {
        Elements.codings(actor, "role").forEach(role -> places.add(role.code()));
      }
    }
    return places;
  }

  /**
   * Which place somebody invited now would take.
   *
   * @param consents that name agents of the resident
   */
  public static Coding place(Kind kind, List<Json.Obj> consents) {
    if (kind == Kind.AGENT) return Agent.PRIMARY;
    return places(consents).contains(Agent.FIRST_ALTERNATE.code())
        ? Agent.SECOND_ALTERNATE
        : Agent.FIRST_ALTERNATE;
  }

  private static Json.Obj actor(Coding role, String person) {
    return Json.object().put("role", concept(role)).put("reference", reference(person)).build();
  }

  private static Json.Obj put(Json.Obj holder, String member, List<? extends Json> items) {
    if (items.isEmpty()) return holder.without(member);
    return holder.with(member, array(items));
  }

  private static Json.Arr array(List<? extends Json> items) {
    return Json.array(items.toArray(Json[]::new));
  }

  static Json.Obj reference(String literal) {
    return Json.object().put("reference", literal).build();
  }

  static Json.Obj concept(Coding coding) {
    return Json.object().put("coding", List.of(coding(coding))).build();
  }

  static Json.Obj coding(Coding coding) {
    return Json.object().put("system", coding.system()).put("code", coding.code()).build();
  }
}
