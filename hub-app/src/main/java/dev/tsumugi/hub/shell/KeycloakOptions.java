package dev.tsumugi.hub.shell;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the hub's own Keycloak needs to run.
 *
 * @param folder where the server is unpacked and built, once for all hubs of this machine's user
 * @param zip the distribution as Maven Central has it ({@code keycloak-quarkus-dist-26.7.0.zip});
 *     may be gone once unpacked
 * @param providerJar the jar of {@code identity/keycloak-provider}
 * @param database its own, which must exist
 * @param admin administrator of the realm {@code master}, made at the first start on a database;
 *     belongs to the database from then on
 * @param url the address that browsers and tokens see, such as {@code http://localhost:8180}
 * @param port on the loopback interface
 * @param managementPort for health, on the loopback interface; 0 takes any free one
 * @param pidFile notes the processes of this hub's server
 * @param log takes what the server prints; the last run's is kept beside it as {@code .1}
 * @param https null to serve plain http on the loopback interface
 */
record KeycloakOptions(
    Path folder,
    Path zip,
    Path providerJar,
    Database.Keycloak database,
    Login admin,
    String url,
    int port,
    int managementPort,
    Path pidFile,
    Path log,
    @Nullable Https https) {

  /**
   * The hub's own certificate, which this server shows too.
   *
   * @param host the interface it listens on
   */
  record Https(Settings.Tls files, String host) {}

  /** On the loopback interface, without a certificate. */
  KeycloakOptions(
      Path folder,
      Path zip,
      Path providerJar,
      Database.Keycloak database,
      Login admin,
      String url,
      int port,
      int managementPort,
      Path pidFile,
      Path log) {
    this(folder, zip, providerJar, database, admin, url, port, managementPort, pidFile, log, null);
  }

  KeycloakOptions {
    folder = folder.toAbsolutePath();
    zip = zip.toAbsolutePath();
    providerJar = providerJar.toAbsolutePath();
    pidFile = pidFile.toAbsolutePath();
    log = log.toAbsolutePath();
  }

  KeycloakOptions(
      Path folder,
      Path zip,
      Path providerJar,
      Database.Keycloak database,
      Login admin,
      String url,
      int port,
      int managementPort,
      Path pidFile,
      Path log) {
    this(folder, zip, providerJar, database, admin, url, port, managementPort, pidFile, log, null);
  }
}
