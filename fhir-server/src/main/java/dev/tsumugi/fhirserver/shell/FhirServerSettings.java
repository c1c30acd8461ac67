package dev.tsumugi.fhirserver.shell;

import dev.tsumugi.fhirserver.Anomalies;
import java.nio.file.Path;
import java.util.Set;

/**
 * What the records need to know of their surroundings; the hub provides it.
 *
 * @param url JDBC address of the database, its schema up to date
 * @param app what the hub works as
 * @param node name of this hub among those on one database
 * @param keys file of the key store
 * @param base FHIR base address, without a slash at the end
 * @param authorize the issuer's authorization endpoint
 * @param token the issuer's token endpoint
 * @param hooks where notifications may go
 * @param referentialIntegrity whether references must lead to what is here
 * @param unusual from when on a line of the journal is marked
 */
public record FhirServerSettings(
    String url,
    Role app,
    String node,
    Path keys,
    String base,
    String version,
    String authorize,
    String token,
    Hooks hooks,
    boolean referentialIntegrity,
    Anomalies.Thresholds unusual) {
  /**
   * The endpoints of subscriptions.
   *
   * @param hosts {@code name} for its port 443, or {@code name:port}
   * @param loopback whether this machine itself may be called, for a demo
   */
  public record Hooks(Set<String> hosts, boolean loopback) {}

  /** A database role. */
  public record Role(String user, String password) {}
}
