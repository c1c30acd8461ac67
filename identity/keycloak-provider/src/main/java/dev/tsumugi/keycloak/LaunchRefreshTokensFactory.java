package dev.tsumugi.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;

/** Takes the place of Keycloak's own provider: same id, higher order. Public for its loader. */
public final class LaunchRefreshTokensFactory extends DefaultRefreshTokenProviderFactory {
  @Override
  public RefreshTokenProvider create(KeycloakSession session) {
    return new LaunchRefreshTokens(session);
  }

  @Override
  public int order() {
    return 100;
  }
}
