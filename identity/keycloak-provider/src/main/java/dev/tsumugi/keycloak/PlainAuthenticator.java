package dev.tsumugi.keycloak;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What our authenticators have in common: they keep nothing, so that each is its own factory, and
 * have no credential to set up.
 */
interface PlainAuthenticator extends Authenticator, AuthenticatorFactory {
  @Override
  default Authenticator create(KeycloakSession session) {
    return this;
  }

  @Override
  default boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

  @Override
  default @Nullable String getReferenceCategory() {
    return null;
  }

  @Override
  default boolean isConfigurable() {
    return !getConfigProperties().isEmpty();
  }

  @Override
  default Requirement[] getRequirementChoices() {
    return REQUIREMENT_CHOICES.clone();
  }

  @Override
  default boolean isUserSetupAllowed() {
    return false;
  }

  @Override
  default List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  default void init(Config.Scope config) {}

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
