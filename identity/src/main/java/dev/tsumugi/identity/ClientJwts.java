package dev.tsumugi.identity;

import java.util.Optional;

/**
 * The JWT by which a CDS client says that it is the one that calls (<a
 * href="https://cds-hooks.hl7.org/2.0/#trusting-cds-clients">CDS Hooks 2.0.1</a>).
 */
public interface ClientJwts {
  /**
   * Why the JWT does not show that; empty if it does. A JWT counts once.
   *
   * @param audience address of the service that is called
   */
  Optional<ClientJwtRefusal> refusal(String jwt, String audience);
}
