package dev.tsumugi.keycloak;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Public for its loader. */
public final class LaunchActionFactory implements RequiredActionFactory {
  @Override
  public RequiredActionProvider create(KeycloakSession session) {
    return new LaunchAction(session);
  }

  @Override
  public String getId() {
    return LaunchAction.ID;
  }

  @Override
  public String getDisplayText() {
    return "SMART launch context";
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
