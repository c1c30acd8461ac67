package dev.tsumugi.identity;

/**
 * What this module needs to know of its surroundings; the hub provides it.
 *
 * @param issuer the realm's address, exactly as its tokens state it in {@code iss}
 * @param base FHIR base address, which tokens must name in {@code aud}
 * @param demo whether the demo's own clients are admitted
 */
public record IdentitySettings(String issuer, String base, boolean demo) {
  /**
   * @throws IllegalArgumentException if an address ends with a slash
   */
  public IdentitySettings {
    if (issuer.endsWith("/") || base.endsWith("/")) {
      throw new IllegalArgumentException("issuer and base stand without a slash at the end");
    }
  }

  public IssuerEndpoints endpoints() {
    return new IssuerEndpoints(issuer);
  }
}
