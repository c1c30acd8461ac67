package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.RealmSetup;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The Keycloak child process and its realm as a part of a run. */
final class KeycloakPart implements RunPart {
  private volatile @Nullable KeycloakProcess process;

  @Override
  public String start(Run run) {
    Settings settings = run.settings();
    HubPart.Addresses addresses = HubPart.Addresses.of(settings);
    Database.Keycloak database = run.database().keycloak();
    if (database == null) {
      throw new Failure(
          "HUB_DB_URL is set but HUB_OIDC_ISSUER is not: the hub's own Keycloak needs the embedded"
              + " database; set HUB_OIDC_ISSUER to your issuer.");
    }
    KeycloakOptions options =
        new KeycloakOptions(
            settings.cache().resolve("keycloak"),
            file("hub.keycloak.zip"),
            file("hub.keycloak.provider"),
            new KeycloakOptions.Database(
                database.jdbcUrl(), database.login().user(), database.login().password()),
            addresses.idp(),
            settings.idpPort(),
            0,
            run.folder().root().resolve("keycloak-admin.password"),
            run.folder().logs().resolve("keycloak.log"));
    try {
      KeycloakProcess started = KeycloakProcess.start(options);
      process = started;
      started.onExit(() -> run.fail(new Failure("Keycloak died; see " + options.log() + ".")));
      RealmSetup.Addresses realm =
          new RealmSetup.Addresses(URI.create(addresses.hub()), URI.create(addresses.fhir()));
      new RealmSetup(
              started.url(), started.adminUser(), started.adminPassword(), realm, settings.demo())
          .apply();
    } catch (KeycloakFailure failure) {
      throw new Failure(failure.getMessage(), failure);
    }
    return "Keycloak ready at " + addresses.idp();
  }

  private static Path file(String property) {
    String path = System.getProperty(property, "");
    if (path.isEmpty()) {
      throw new Failure("Start the hub by ./hub run: it brings Keycloak (" + property + ").");
    }
    return Path.of(path);
  }

  @Override
  public void stop() {
    KeycloakProcess started = process;
    if (started != null) started.close();
  }
}
