package dev.tsumugi.identity;

/**
 * The addresses of a Keycloak realm. They are derived and not discovered, so that what we publish
 * does not depend on the issuer being up.
 */
public record IssuerEndpoints(String issuer) {
  public String authorization() {
    return at("auth");
  }

  public String token() {
    return at("token");
  }

  public String introspection() {
    return at("token/introspect");
  }

  public String revocation() {
    return at("revoke");
  }

  /** The public keys, as a JSON Web Key Set (RFC 7517 section 5). */
  public String keys() {
    return at("certs");
  }

  private String at(String path) {
    return issuer + "/protocol/openid-connect/" + path;
  }
}
