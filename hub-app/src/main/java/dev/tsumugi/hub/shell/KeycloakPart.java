package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.RealmFailure;
import dev.tsumugi.identity.shell.RealmSetup;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The Keycloak child process and its realm as a part of a run. */
final class KeycloakPart implements RunPart {
  /** Keycloak's administrator, and the name of the password in the hub's secrets. */
  static final String ADMIN = "hub-admin";

  static final String SECRET = "keycloak.admin";

  private @Nullable KeycloakProcess keycloak;
  private boolean stopped;

  @Override
  public String start(Run run) {
    Settings settings = run.settings();
    HubPart.Addresses addresses = HubPart.Addresses.of(settings);
    KeycloakOptions options = options(run, addresses);
    var process = new KeycloakProcess(options);
    take(process);
    boolean built = process.start();
    process.onDeath(sentence -> run.fail(new Failure(sentence)));
    var realm =
        new RealmSetup(
            process.address(),
            options.admin().user(),
            options.admin().password(),
            new RealmSetup.Addresses(
                URI.create(addresses.hub()),
                URI.create(addresses.fhir()),
                URI.create(calls(settings, addresses))),
            settings.demo());
    try {
      realm.apply();
    } catch (RealmFailure failure) {
      throw new Failure("The realm is not ready: " + failure.getMessage(), failure);
    }
    return "Keycloak ready at " + addresses.idp() + (built ? ", unpacked and built" : "");
  }

  /** Beside a balancer, unless that alone has a name that the hub's certificate bears. */
  private static String calls(Settings settings, HubPart.Addresses addresses) {
    return settings.tls() == null ? addresses.here() : addresses.hub();
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

  private static KeycloakOptions options(Run run, HubPart.Addresses addresses) {
    Database.Keycloak database = run.database().keycloak();
    if (database == null) {
      throw new Failure(
          "HUB_DB_URL is set but HUB_OIDC_ISSUER is not: the hub's own Keycloak needs the embedded"
              + " database; set HUB_OIDC_ISSUER to your issuer.");
    }
    return new KeycloakOptions(
        run.settings().cache().resolve("keycloak"),
        file("hub.keycloak.zip"),
        file("hub.keycloak.provider"),
        database,
        // Beside the database's own passwords: a backup holds both or neither.
        new Login(ADMIN, Secrets.open(run.folder().secrets()).get(SECRET)),
        addresses.idp(),
        run.settings().idpPort(),
        0,
        run.folder().root().resolve("keycloak.pid"),
        run.folder().logs().resolve("keycloak.log"),
        https(run.settings()));
  }

  private static KeycloakOptions.@Nullable Https https(Settings settings) {
    Settings.Tls tls = settings.tls();
    if (tls == null) return null;
    // The demo's passwords are known to everybody: nobody else may reach it.
    return new KeycloakOptions.Https(tls, settings.demo() ? "127.0.0.1" : "0.0.0.0");
  }

  private static Path file(String property) {
    String path = System.getProperty(property, "");
    if (path.isEmpty()) {
      throw new Failure("Start the hub by ./hub run: it brings Keycloak (" + property + ").");
    }
    return Path.of(path);
  }
}
