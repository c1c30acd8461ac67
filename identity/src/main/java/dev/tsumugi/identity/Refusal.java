package dev.tsumugi.identity;

import dev.tsumugi.kernel.Problem;

/**
 * Why a token does not make its bearer a requester. The sentences are fixed: nothing of a token or
 * its claims can get into an answer.
 */
public enum Refusal {
  NOT_BEARER(
      Problem.Kind.UNAUTHENTICATED, "one Authorization header with a Bearer token is needed"),
  MALFORMED(Problem.Kind.UNAUTHENTICATED, "the bearer token is no readable signed JWT"),
  ALGORITHM(Problem.Kind.UNAUTHENTICATED, "the token is signed in a way that is not accepted here"),
  INCOMPLETE(
      Problem.Kind.UNAUTHENTICATED,
      "the token lacks a claim that is needed here, or has one of another form"),
  ISSUER(Problem.Kind.UNAUTHENTICATED, "the token comes from another issuer"),
  AUDIENCE(Problem.Kind.UNAUTHENTICATED, "the token is not meant for this FHIR server"),
  NOT_ACCESS_TOKEN(
      Problem.Kind.UNAUTHENTICATED, "an access token is needed, not one of another kind"),
  BOUND(
      Problem.Kind.UNAUTHENTICATED,
      "the token is bound to a key of its client, for which this server takes no proof"),
  EXPIRED(Problem.Kind.UNAUTHENTICATED, "the token has expired: sign on again"),
  NOT_YET_VALID(Problem.Kind.UNAUTHENTICATED, "the token is not valid yet"),
  DEMO_CLIENT(Problem.Kind.UNAUTHENTICATED, "this client is admitted in demo mode only"),
  UNKNOWN_KEY(
      Problem.Kind.UNAUTHENTICATED, "the token is signed with a key that the issuer does not show"),
  SIGNATURE(Problem.Kind.UNAUTHENTICATED, "the token's signature is not right"),
  /** Not a no: nobody can tell whether the token is good. */
  ISSUER_AWAY(
      Problem.Kind.UNAVAILABLE,
      "the token cannot be checked, as its issuer does not answer: try again"),

  NO_ROLE(Problem.Kind.FORBIDDEN, "the token gives no role in this hub"),
  SEVERAL_ROLES(
      Problem.Kind.FORBIDDEN,
      "the token gives several roles; a person acts in one at a time: ask the operator for one"
          + " login for each"),
  UNKNOWN_ROLE(Problem.Kind.FORBIDDEN, "the token gives a role that this hub does not know"),
  USER_NOT_HERE(
      Problem.Kind.FORBIDDEN, "the token's fhirUser is no person's resource on this server"),
  ORGANIZATION_NOT_HERE(
      Problem.Kind.FORBIDDEN, "the token's hub_organization is no Organization of this server"),
  PATIENT_NOT_AN_ID(Problem.Kind.FORBIDDEN, "the token's launch patient is no FHIR id"),
  NOBODY(
      Problem.Kind.FORBIDDEN,
      "the token says neither for which person nor for which organization its bearer acts"),
  RESIDENT_IN_OFFICE(Problem.Kind.FORBIDDEN, "a resident acts as a person and for no organization"),
  SEVERAL_PURPOSES(
      Problem.Kind.FORBIDDEN, RequesterRules.PURPOSE_HEADER + " states one purpose a request"),
  UNKNOWN_PURPOSE(
      Problem.Kind.FORBIDDEN,
      RequesterRules.PURPOSE_HEADER + " states no purpose of use that is known here"),
  PURPOSE_NOT_FOR_ROLE(
      Problem.Kind.FORBIDDEN,
      RequesterRules.PURPOSE_HEADER + " states a purpose that this role may not claim");

  private final Problem.Kind kind;
  private final String says;

  Refusal(Problem.Kind kind, String says) {
    this.kind = kind;
    this.says = says;
  }

  public Problem problem() {
    return Problem.of(kind, says);
  }
}
