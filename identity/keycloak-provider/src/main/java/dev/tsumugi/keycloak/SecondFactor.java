package dev.tsumugi.keycloak;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Which of a person's credentials lift a sign-on to level 2, and whether one was shown just now.
 */
final class SecondFactor {
  private static final List<String> TYPES =
      List.of(WebAuthnCredentialModel.TYPE_PASSWORDLESS, OTPCredentialModel.TYPE);

  private SecondFactor() {}

  static boolean has(UserModel user) {
    return types().anyMatch(user.credentialManager()::isConfiguredFor);
  }

  static boolean shown(AuthenticationFlowContext context) {
    List<String> shown = AuthenticatorUtil.getAuthnCredentials(context.getAuthenticationSession());
    return types().anyMatch(shown::contains);
  }

  private static Stream<String> types() {
    return TYPES.stream();
  }
}
