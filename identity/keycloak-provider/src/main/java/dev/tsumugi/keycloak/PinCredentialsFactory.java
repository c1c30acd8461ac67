package dev.tsumugi.keycloak;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Makes {@link PinCredentials}. */
public final class PinCredentialsFactory implements CredentialProviderFactory<PinCredentials> {
  @Override
  public CredentialProvider create(KeycloakSession session) {
    return new PinCredentials(session);
  }

  @Override
  public String getId() {
    return PinCredentials.TYPE;
  }
}
