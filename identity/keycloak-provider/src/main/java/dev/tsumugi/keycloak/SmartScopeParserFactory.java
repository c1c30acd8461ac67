package dev.tsumugi.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.rar.AuthorizationRequestParserProvider;
import org.keycloak.protocol.oidc.rar.parsers.ClientScopeAuthorizationRequestParserProviderFactory;

/** Takes the place of Keycloak's own parser: same id, higher order. Public for its loader. */
public final class SmartScopeParserFactory
    extends ClientScopeAuthorizationRequestParserProviderFactory {
  @Override
  public AuthorizationRequestParserProvider create(KeycloakSession session) {
    return new SmartScopeParser(session);
  }

  @Override
  public int order() {
    return 100;
  }
}
