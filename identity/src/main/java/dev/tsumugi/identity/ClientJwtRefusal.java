package dev.tsumugi.identity;

/** Why a client's JWT is not taken. The sentences are fixed: nothing of it gets into an answer. */
public enum ClientJwtRefusal {
  MALFORMED("the client's JWT is no readable signed JWT"),
  ALGORITHM("the client's JWT is signed in a way that is not accepted here"),
  INCOMPLETE("the client's JWT needs kid, and iss, aud, iat, exp and jti"),
  ISSUER("the client's JWT comes from a client that is not registered here"),
  AUDIENCE("the client's JWT is not meant for this service: aud is the service's address"),
  EXPIRED("the client's JWT has expired"),
  NOT_YET_VALID("the client's JWT is not valid yet"),
  TOO_LONG("the client's JWT is valid for more than five minutes"),
  UNKNOWN_KEY("the client's JWT is signed with a key that the client does not show"),
  SIGNATURE("the client's JWT has a signature that is not right"),
  REPLAYED("the client's JWT was used before"),
  /** Not a no: nobody can tell whether it is good. */
  KEYS_AWAY("the client's JWT cannot be checked, as the client's keys cannot be had: try again");

  private final String says;

  ClientJwtRefusal(String says) {
    this.says = says;
  }

  public String says() {
    return says;
  }
}
