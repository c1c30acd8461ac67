package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.RealmFailure;
import dev.tsumugi.identity.shell.RealmSetup;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The hub's own Keycloak and its realm as a part of a run. */
final class KeycloakPart implements RunPart {
  private static final String ADMIN = "hub-admin";

  /** In the city's own database, which the hub's tables share. */
  private static final String SCHEMA_BESIDE_OURS = "keycloak";

  private @Nullable KeycloakProcess keycloak;
  private boolean stopped;

  @Override
  public String start(Run run) {
    KeycloakOptions options = options(run);
    var process = new KeycloakProcess(options);
    take(process);
    boolean built = process.start();
    process.onDeath(sentence -> run.fail(new Failure(sentence)));
    try {
      setup(run.settings(), process, options.admin()).apply();
    } catch (RealmFailure e) {
      throw new Failure("The realm is not ready: " + e.getMessage(), e);
    }
    return "Keycloak ready at " + options.url() + (built ? ", unpacked and built" : "");
  }

  /** A start under way ends with the process that it waits for. */
  @Override
  public void stop() {
    KeycloakProcess process;
    synchronized (this) {
      stopped = true;
      process = keycloak;
    }
    if (process != null) process.close();
  }

  private synchronized void take(KeycloakProcess process) {
    if (stopped) throw new Failure("Keycloak is not started, as the hub is stopping.");
    keycloak = process;
  }

  private static RealmSetup setup(Settings settings, KeycloakProcess process, Login admin) {
    String scheme = settings.tls() == null ? "http" : "https";
    String hub = scheme + "://localhost:" + settings.port();
    return new RealmSetup(
        process.address(),
        admin.user(),
        admin.password(),
        new RealmSetup.Addresses(URI.create(hub), URI.create(hub + "/fhir")),
        settings.demo());
  }

  private static KeycloakOptions options(Run run) {
    Database database = run.database();
    Database.Keycloak own = database.keycloak();
    if (own == null) makeSchema(database);
    Path folder = run.folder().root().resolve("keycloak");
    int port = run.settings().idpPort();
    return new KeycloakOptions(
        folder,
        file("hub.keycloak.zip"),
        file("hub.keycloak.provider"),
        own == null ? new Database.Keycloak(database.jdbcUrl(), database.owner()) : own,
        own == null ? SCHEMA_BESIDE_OURS : "public",
        // Beside the database's own passwords: a backup holds both or neither.
        new Login(ADMIN, Secrets.open(run.folder().secrets()).get("keycloak.admin")),
        "http://localhost:" + port,
        port,
        0,
        run.folder().logs().resolve("keycloak.log"));
  }

  private static void makeSchema(Database database) {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema if not exists " + SCHEMA_BESIDE_OURS);
    } catch (SQLException e) {
      throw new Failure(
          "HUB_DB_USER cannot make the schema "
              + SCHEMA_BESIDE_OURS
              + " for Keycloak; allow it, or set HUB_OIDC_ISSUER.",
          e);
    }
  }

  private static Path file(String property) {
    String file = System.getProperty(property, "");
    if (!file.isBlank()) return Path.of(file);
    throw new Failure(
        "Where Keycloak lies is not said (" + property + "): start the hub by ./hub run.");
  }
}
