package dev.tsumugi.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Signs on by the session that is open already, as Keycloak's own cookie authenticator does, unless
 * it has ended: then it is closed, and whoever is there now signs on anew.
 */
public final class OpenSessionAuthenticator extends CookieAuthenticator
    implements PlainAuthenticator {
  static final String ID = "tsumugi-open-session";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    AuthenticationManager.AuthResult open =
        AuthenticationManager.authenticateIdentityCookie(
            context.getSession(), context.getRealm(), true);
    if (open != null && SessionEnd.ended(open.session(), SharedTablet.now())) {
      AuthenticationManager.backchannelLogout(context.getSession(), open.session(), true);
      context.attempted();
      return;
    }
    super.authenticate(context);
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return this;
  }

  @Override
  public boolean configuredFor(
      KeycloakSession session,
      org.keycloak.models.RealmModel realm,
      org.keycloak.models.UserModel user) {
    return true;
  }

  @Override
  public void setRequiredActions(
      KeycloakSession session,
      org.keycloak.models.RealmModel realm,
      org.keycloak.models.UserModel user) {}

  @Override
  public void close() {}

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Open session";
  }

  @Override
  public String getHelpText() {
    return "As Cookie, but not after the end of the shift or of the time of use";
  }
}
