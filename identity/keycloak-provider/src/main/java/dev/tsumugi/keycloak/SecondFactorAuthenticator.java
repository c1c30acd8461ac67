package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.events.Errors;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Closes level 2: it is reached by a passkey or one-time code that was shown just now. Who has
 * neither sets up a first passkey here, if the configuration trusts that first use ({@value
 * #ENROL}); where passkeys are handed out at a counter it does not. Never on a shared tablet.
 */
public final class SecondFactorAuthenticator implements PlainAuthenticator {
  static final String ID = "tsumugi-second-factor";
  static final String ENROL = "enrol.first.passkey";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (SecondFactor.shown(context)) {
      context.success();
    } else if (!SecondFactor.has(context.getUser()) && enrols(context)) {
      // Keycloak gives no token before the action is done.
      context
          .getAuthenticationSession()
          .addRequiredAction(WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);
      context.success();
    } else {
      context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
      context.failure(
          AuthenticationFlowError.CREDENTIAL_SETUP_REQUIRED,
          context
              .form()
              .setError("credentialSetupRequired")
              .createErrorPage(Response.Status.FORBIDDEN));
    }
  }

  private static boolean enrols(AuthenticationFlowContext context) {
    var config = context.getAuthenticatorConfig();
    Map<String, String> settings = config == null ? Map.of() : config.getConfig();
    // A passkey in a tablet that many share would be everybody's.
    return Boolean.parseBoolean(settings.get(ENROL)) && !SharedTablet.serves(context);
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    authenticate(context); // there is no form
  }

  @Override
  public boolean requiresUser() {
    return true;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Second factor shown, or first passkey";
  }

  @Override
  public String getHelpText() {
    return "Fails unless a passkey or one-time code was shown; may let people set up their first";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of(
        new ProviderConfigProperty(
            ENROL,
            "Set up a first passkey",
            "Who has no second factor yet may set up a passkey on the strength of the password",
            ProviderConfigProperty.BOOLEAN_TYPE,
            "false"));
  }
}
