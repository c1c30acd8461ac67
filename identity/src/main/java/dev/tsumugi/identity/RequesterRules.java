package dev.tsumugi.identity;

import dev.tsumugi.consent.Purpose;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From the claims of a verified token to the requester. Equal inputs give equal answers. */
public final class RequesterRules {
  /** States the purpose of use as a code of v3-ActReason, {@code ETREAT}. */
  public static final String PURPOSE_HEADER = "X-Purpose-Of-Use";

  // What fhirUser may be: SMART App Launch 2.2, "Scopes for requesting identity data".
  private static final Set<String> PERSONS =
      Set.of("Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "Person");

  private RequesterRules() {}

  /**
   * @param purposes the values of {@link #PURPOSE_HEADER}; none means the role's usual purpose
   * @param base FHIR base address, below which absolute references are local
   */
  public static Identified identify(TokenClaims claims, List<String> purposes, String base) {
    if (claims.roles().isEmpty()) return refused(Refusal.NO_ROLE);
    // To choose one of several would let a request pick the role that may do most.
    if (claims.roles().size() > 1) return refused(Refusal.SEVERAL_ROLES);
    Optional<Role> role = Role.of(claims.roles().get(0));
    if (role.isEmpty()) return refused(Refusal.UNKNOWN_ROLE);

    Optional<Ref> actor = local(claims.fhirUser(), base, PERSONS);
    if (lost(claims.fhirUser(), actor)) return refused(Refusal.USER_NOT_HERE);
    Optional<Ref> organization = local(claims.organization(), base, Set.of("Organization"));
    if (lost(claims.organization(), organization)) return refused(Refusal.ORGANIZATION_NOT_HERE);
    Optional<Ref> patient = claims.patient().filter(Ref::isId).map(Ref::patient);
    if (lost(claims.patient(), patient)) return refused(Refusal.PATIENT_NOT_AN_ID);

    // Recorders may read what they recorded. Those who share an empty name, or residents who share
    // an organisation's, would read each other's.
    if (role.get() == Role.RESIDENT) {
      if (organization.isPresent()) return refused(Refusal.RESIDENT_IN_OFFICE);
      if (actor.isEmpty()) return refused(Refusal.NOBODY);
    }
    if (actor.isEmpty() && organization.isEmpty()) return refused(Refusal.NOBODY);

    if (purposes.size() > 1) return refused(Refusal.SEVERAL_PURPOSES);
    Purpose purpose = role.get().usualPurpose();
    if (!purposes.isEmpty()) {
      Optional<Purpose> stated = Purpose.of(purposes.get(0));
      if (stated.isEmpty()) return refused(Refusal.UNKNOWN_PURPOSE);
      if (!role.get().mayState(stated.get())) return refused(Refusal.PURPOSE_NOT_FOR_ROLE);
      purpose = stated.get();
    }

    return new Identified.As(
        new Requester(
            claims.subject(),
            claims.name(),
            actor,
            organization,
            role.get(),
            claims.scopes(),
            purpose,
            claims.client(),
            patient,
            new SignOn(claims.session(), claims.token(), claims.assurance(), claims.key())));
  }

  /** {@code Type/id}, relative or below {@code base}; empty for every other form and type. */
  private static Optional<Ref> local(Optional<String> claim, String base, Set<String> types) {
    String prefix = base + "/";
    return claim
        .map(text -> text.startsWith(prefix) ? text.substring(prefix.length()) : text)
        .flatMap(text -> Ref.parse(text).filter(ref -> ref.toString().equals(text)))
        .filter(ref -> types.contains(ref.type()));
  }

  private static boolean lost(Optional<String> claim, Optional<Ref> read) {
    return claim.isPresent() && read.isEmpty();
  }

  private static Identified refused(Refusal refusal) {
    return new Identified.Refused(refusal);
  }
}
