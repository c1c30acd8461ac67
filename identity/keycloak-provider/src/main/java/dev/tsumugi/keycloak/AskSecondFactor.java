package dev.tsumugi.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Holds if the person has a second factor and has not shown it yet in this sign-on: who came in by
 * passkey is not asked for it twice.
 */
public final class AskSecondFactor
    implements ConditionalAuthenticator, ConditionalAuthenticatorFactory, PlainAuthenticator {
  static final String ID = "tsumugi-ask-second-factor";

  @Override
  public boolean matchCondition(AuthenticationFlowContext context) {
    return SecondFactor.has(context.getUser()) && !SecondFactor.shown(context);
  }

  @Override
  public ConditionalAuthenticator getSingleton() {
    return this;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return this;
  }

  @Override
  public String getReferenceCategory() {
    return REFERENCE_CATEGORY;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    context.success(); // a condition is asked, not carried out
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    context.success();
  }

  @Override
  public boolean requiresUser() {
    return true;
  }

  @Override
  public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Condition - second factor not shown yet";
  }

  @Override
  public String getHelpText() {
    return "Holds if the person has a passkey or one-time codes and has not shown either";
  }
}
