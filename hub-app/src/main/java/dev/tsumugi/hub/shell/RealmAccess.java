package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.shell.Accounts;
import dev.tsumugi.identity.shell.RealmKeys;
import java.net.URI;
import java.util.Map;

/**
 * The hub's own Keycloak, as a command on the same machine administers it: by the password that
 * lies in HUB_DATA, which only the hub's own user reads.
 *
 * @param server where Keycloak answers
 */
record RealmAccess(URI server, Login admin) {
  /**
   * @throws Failure if there is no Keycloak of the hub's own
   */
  static RealmAccess of(Map<String, String> environment) {
    Settings settings = Settings.of(environment);
    if (settings.oidcIssuer() != null) {
      throw new Failure(
          "HUB_OIDC_ISSUER is set: accounts and keys are kept by that issuer, not by the hub.");
    }
    Secrets secrets = Secrets.open(new DataFolder(settings.data()).secrets());
    if (!secrets.has(KeycloakPart.SECRET)) {
      throw new Failure(
          "There is no Keycloak administrator in "
              + settings.data()
              + "; set HUB_DATA to the folder of the hub that runs.");
    }
    return new RealmAccess(
        URI.create(HubPart.Addresses.of(settings).idp()),
        new Login(KeycloakPart.ADMIN, secrets.get(KeycloakPart.SECRET)));
  }

  Accounts accounts() {
    return new Accounts(server, admin.user(), admin.password());
  }

  RealmKeys keys() {
    return new RealmKeys(server, admin.user(), admin.password());
  }
}
