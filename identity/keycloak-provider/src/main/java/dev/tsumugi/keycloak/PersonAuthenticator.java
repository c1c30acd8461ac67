package dev.tsumugi.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;

/**
 * What holds for everybody, however they said who they are: nobody signs on after their time of
 * use, and on a shared tablet every sign-on ends with the shift.
 */
public final class PersonAuthenticator implements PlainAuthenticator {
  static final String ID = "tsumugi-person";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    UserModel user = context.getUser();
    if (SessionEnd.ended(user, SharedTablet.now())) {
      context.getEvent().user(user).error(Errors.USER_DISABLED);
      context.failure(
          AuthenticationFlowError.USER_DISABLED,
          context
              .form()
              .setError("employmentEnded")
              .createErrorPage(jakarta.ws.rs.core.Response.Status.FORBIDDEN));
      return;
    }
    boolean bound =
        context.getAuthenticationSession().getUserSessionNotes().containsKey(SessionEnd.NOTE);
    if (!bound && SharedTablet.serves(context)) SharedTablet.endWithShift(context, null);
    context.success();
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    context.success(); // there is no form
  }

  @Override
  public boolean requiresUser() {
    return true;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Time of use and end of shift";
  }

  @Override
  public String getHelpText() {
    return "Refuses people after their time of use; ends sign-ons on shared tablets with the shift";
  }
}
