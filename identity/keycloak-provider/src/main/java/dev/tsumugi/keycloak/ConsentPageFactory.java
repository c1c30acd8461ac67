package dev.tsumugi.keycloak;

import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Takes the place of Keycloak's own factory of pages: same id, higher order. */
public final class ConsentPageFactory extends FreeMarkerLoginFormsProviderFactory {
  private static final int BEFORE_KEYCLOAKS_OWN = 100;

  @Override
  public LoginFormsProvider create(KeycloakSession session) {
    return new ConsentPage(session);
  }

  @Override
  public int order() {
    return BEFORE_KEYCLOAKS_OWN;
  }
}
