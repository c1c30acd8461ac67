package dev.tsumugi.keycloak;

import java.util.List;
import java.util.Set;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.broker.provider.AbstractIdentityProviderMapper;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Makes a sign-on by the national ID one of level 3, and somebody new a resident. */
public final class NationalIdMapper extends AbstractIdentityProviderMapper {
  static final String ID = "tsumugi-national-id";

  @Override
  public void importNewUser(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      IdentityProviderMapperModel mapper,
      BrokeredIdentityContext context) {
    // Whose record it is, the hub finds out; until then the role alone opens nothing.
    if (user.getFirstAttribute("hub_roles") == null) {
      user.setSingleAttribute("hub_roles", "resident");
    }
    user.setSingleAttribute(VerifiedPerson.BY, NationalIdAuthenticator.PROVIDER);
    lift(session, context);
  }

  @Override
  public void updateBrokeredUser(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      IdentityProviderMapperModel mapper,
      BrokeredIdentityContext context) {
    user.setSingleAttribute(VerifiedPerson.BY, NationalIdAuthenticator.PROVIDER);
    lift(session, context);
  }

  private static void lift(KeycloakSession session, BrokeredIdentityContext context) {
    AuthenticationSessionModel signingOn = context.getAuthenticationSession();
    new AcrStore(session, signingOn).setLevelAuthenticated(NationalIdAuthenticator.LEVEL);
    signingOn.setUserSessionNote(Constants.LOA_MAP, signingOn.getAuthNote(Constants.LOA_MAP));
  }

  @Override
  public boolean supportsSyncMode(IdentityProviderSyncMode mode) {
    return Set.of(IdentityProviderSyncMode.values()).contains(mode);
  }

  @Override
  public String[] getCompatibleProviders() {
    return new String[] {ANY_PROVIDER};
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayCategory() {
    return "Assurance";
  }

  @Override
  public String getDisplayType() {
    return "Sign-on of level 3";
  }

  @Override
  public String getHelpText() {
    return "Marks sign-ons by this provider as level 3, and what it said as verified";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }
}
