package dev.tsumugi.keycloak;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory;

/** Public for its loader. */
public final class SmartRequestCheckFactory implements AuthorizationEndpointCheckProviderFactory {
  @Override
  public AuthorizationEndpointCheckProvider create(KeycloakSession session) {
    return new SmartRequestCheck(session);
  }

  @Override
  public String getId() {
    return "tsumugi-smart";
  }

  @Override
  public boolean isSupported(Config.Scope config) {
    return true;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
