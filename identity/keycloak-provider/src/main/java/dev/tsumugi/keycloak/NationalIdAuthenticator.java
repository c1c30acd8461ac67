package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.IdentityProviderAuthenticator;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.events.Errors;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Sends whoever asks for level 3 to the national ID's identity provider, once. While that provider
 * is switched off, or did not work, a page says so: no level below stands in for it.
 */
public final class NationalIdAuthenticator extends IdentityProviderAuthenticator
    implements PlainAuthenticator {
  static final String ID = "tsumugi-national-id";

  /** Alias of the identity provider in the realm. */
  static final String PROVIDER = "national-id";

  static final int LEVEL = 3;

  private static final String ASKED = "tsumugi.national-id.asked";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    AcrStore levels = new AcrStore(context.getSession(), context.getAuthenticationSession());
    if (levels.getRequestedLevelOfAuthentication(context.getTopLevelFlow()) < LEVEL) {
      context.attempted();
      return;
    }
    boolean asked = context.getAuthenticationSession().getAuthNote(ASKED) != null;
    IdentityProviderModel provider = context.getSession().identityProviders().getByAlias(PROVIDER);
    if (asked || provider == null || !provider.isEnabled()) {
      context.getEvent().error(Errors.IDENTITY_PROVIDER_ERROR);
      context.failure(
          AuthenticationFlowError.IDENTITY_PROVIDER_ERROR,
          context
              .form()
              .setError(asked ? "nationalIdFailed" : "nationalIdMissing")
              .createErrorPage(Response.Status.FORBIDDEN));
      return;
    }
    context.getAuthenticationSession().setAuthNote(ASKED, "true");
    redirect(context, PROVIDER);
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    context.attempted(); // there is no form
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return this;
  }

  @Override
  public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

  @Override
  public void close() {}

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "National ID for level 3";
  }

  @Override
  public String getHelpText() {
    return "Redirects to the identity provider national-id where level 3 is asked for";
  }

  @Override
  public @Nullable String getReferenceCategory() {
    return null;
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }
}
