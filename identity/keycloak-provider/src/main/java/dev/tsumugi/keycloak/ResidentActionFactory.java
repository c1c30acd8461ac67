package dev.tsumugi.keycloak;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Public for its loader. */
public final class ResidentActionFactory implements RequiredActionFactory {
  @Override
  public RequiredActionProvider create(KeycloakSession session) {
    return new ResidentAction(session);
  }

  @Override
  public String getId() {
    return ResidentAction.ID;
  }

  @Override
  public String getDisplayText() {
    return "Record of a resident";
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
