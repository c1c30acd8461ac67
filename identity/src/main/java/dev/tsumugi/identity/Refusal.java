package dev.tsumugi.identity;

import dev.tsumugi.consent.StepUp;
import dev.tsumugi.kernel.Problem;

/**
 * Why a token does not make its bearer a requester. The sentences are fixed: nothing of a token or
 * its claims can get into an answer.
 */
public enum Refusal {
  NOT_BEARER(
      Problem.Kind.UNAUTHENTICATED,
      "one Authorization header with a Bearer or DPoP token is needed"),
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
  SHIFT_OVER(
      Problem.Kind.UNAUTHENTICATED, "the shift that was signed on for has ended: sign on again"),
  BOUND_AS_BEARER(
      Problem.Kind.UNAUTHENTICATED,
      "the token is bound to a key of its client: show it as DPoP, with a proof"),
  UNBOUND_AS_DPOP(
      Problem.Kind.UNAUTHENTICATED, "the token is bound to no key: it is no DPoP token"),
  UNSURE(
      Problem.Kind.UNAUTHENTICATED,
      "this needs a surer sign-on: a passkey or a second factor (ASSURANCE_TOO_LOW)"),
  /** Not in the token, but known here: the sign-on holds no longer. */
  OVER(Problem.Kind.UNAUTHENTICATED, "this sign-on has ended, or its device was revoked"),
  PROOF_MISSING(Problem.Kind.UNAUTHENTICATED, "one DPoP header with a proof is needed"),
  PROOF_MALFORMED(
      Problem.Kind.UNAUTHENTICATED, "the DPoP proof is no readable signed JWT of type dpop+jwt"),
  PROOF_ALGORITHM(
      Problem.Kind.UNAUTHENTICATED,
      "the DPoP proof is signed in a way, or with a key, that is not accepted here"),
  PROOF_OF_ANOTHER_KEY(
      Problem.Kind.UNAUTHENTICATED, "the DPoP proof is not of the key that the token is bound to"),
  PROOF_ELSEWHERE(
      Problem.Kind.UNAUTHENTICATED, "the DPoP proof was made for another method or address"),
  PROOF_TIME(
      Problem.Kind.UNAUTHENTICATED,
      "the DPoP proof is too old, or from the future: make a new one"),
  PROOF_OF_ANOTHER_TOKEN(Problem.Kind.UNAUTHENTICATED, "the DPoP proof was made for another token"),
  PROOF_SIGNATURE(Problem.Kind.UNAUTHENTICATED, "the DPoP proof's signature is not right"),
  PROOF_REPLAYED(
      Problem.Kind.UNAUTHENTICATED, "the DPoP proof was shown before: make a new one each time"),
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

  private static final String DPOP = "DPoP realm=\"tsumugi\", algs=\"RS256 PS256 ES256\"";

  private final Problem.Kind kind;
  private final String says;

  Refusal(Problem.Kind kind, String says) {
    this.kind = kind;
    this.says = says;
  }

  public Problem problem() {
    if (kind != Problem.Kind.UNAUTHENTICATED) return Problem.of(kind, says);
    return Problem.challenging(challenge(), says);
  }

  /**
   * RFC 6750 section 3 and RFC 9449 section 7.1. Where nothing was shown that could be wrong, no
   * error is named.
   */
  private String challenge() {
    boolean proof = name().startsWith("PROOF_");
    boolean dpop = proof || this == BOUND_AS_BEARER;
    if (this == NOT_BEARER) return "Bearer realm=\"tsumugi\", " + DPOP;
    if (this == UNSURE) {
      return "Bearer realm=\"tsumugi\", error=\"insufficient_user_authentication\", acr_values=\""
          + StepUp.NEEDED
          + "\"";
    }
    String error = proof ? "invalid_dpop_proof" : "invalid_token";
    return (dpop ? DPOP : "Bearer realm=\"tsumugi\"")
        + ", error=\""
        + error
        + "\", error_description=\""
        + says
        + "\"";
  }
}
