package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;

/**
 * Signs a crew member on by badge number and PIN, on a tablet of the crew's own organisation alone:
 * the authorization request names the tablet's key, the hub says whose it is, and the token will be
 * bound to that key. An app without such a key never shows the form. The hub is asked in the name
 * of the badge's owner, so after the PIN: before it, nobody is there to ask for.
 *
 * <p>Wrong PINs count towards the same lock as wrong passwords; an unknown badge and a wrong PIN
 * look alike.
 */
public final class BadgeAuthenticator extends AbstractUsernameFormAuthenticator
    implements PlainAuthenticator {
  static final String ID = "tsumugi-badge";
  static final String ATTRIBUTE = "badge";

  private static final Logger LOG = Logger.getLogger(BadgeAuthenticator.class);
  private static final String WRONG = "badge-wrong";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    boolean here = SharedTablet.serves(context) && context.getUser() == null;
    if (!here || tabletOf(context).isEmpty()) {
      context.attempted();
      return;
    }
    context.challenge(form(context.form(), context, null));
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
    if (form.containsKey("password")) {
      context.attempted();
      return;
    }
    Optional<UserModel> user = owner(context, form.getFirst("badge"));
    if (user.isEmpty()) {
      AuthenticatorUtils.dummyHash(context); // by the clock, an unknown badge is like a wrong PIN
      context.getEvent().error(Errors.USER_NOT_FOUND);
      fail(context, AuthenticationFlowError.INVALID_USER, WRONG);
      return;
    }
    check(context, user.get(), form);
  }

  private void check(
      AuthenticationFlowContext context, UserModel user, MultivaluedMap<String, String> form) {
    // Keycloak counts failures against the name that was tried.
    context.getAuthenticationSession().setAuthNote(ATTEMPTED_USERNAME, user.getUsername());
    context.getEvent().user(user);
    if (isDisabledByBruteForce(context, user)) return;
    String pin = PinRules.typed(form.getFirst("pin"));
    var input = new UserCredentialModel("", PinCredentials.TYPE, pin);
    if (!user.credentialManager().isValid(input)) {
      context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
      fail(context, AuthenticationFlowError.INVALID_CREDENTIALS, WRONG);
      return;
    }
    if (!enabledUser(context, user)) return;
    if (!onOwnTablet(context, user)) return;
    context.setUser(user);
    SharedTablet.endWithShift(context, form.getFirst("shift"));
    context.success(PinCredentials.TYPE);
  }

  /** Asked again after the PIN: a tablet may be revoked while its form stands open. */
  private boolean onOwnTablet(AuthenticationFlowContext context, UserModel user) {
    Optional<String> organization = tabletOf(context);
    if (organization.isPresent()
        && organization.get().equals(user.getFirstAttribute("hub_organization"))) {
      return true;
    }
    context.getEvent().error(Errors.NOT_ALLOWED);
    // Nobody's wrong guess: it does not count towards the lock.
    context.forceChallenge(form(context.form(), context, "badge-other-organization"));
    return false;
  }

  /** While the hub is away no tablet counts as registered; the password still signs on. */
  private static Optional<String> tabletOf(AuthenticationFlowContext context) {
    try {
      return SharedTablet.key(context).flatMap(TabletDesk.of(context)::organization);
    } catch (HubCalls.Away away) {
      LOG.warnf("no sign-on by badge: %s", away.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<UserModel> owner(
      AuthenticationFlowContext context, @Nullable String typed) {
    List<UserModel> found =
        PinRules.badge(typed).stream()
            .flatMap(
                number ->
                    context
                        .getSession()
                        .users()
                        .searchForUserByUserAttributeStream(context.getRealm(), ATTRIBUTE, number))
            .limit(2)
            .toList();
    // Two people with one badge: neither, until somebody has put it right.
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private void fail(AuthenticationFlowContext context, AuthenticationFlowError error, String why) {
    context.failureChallenge(error, form(context.form(), context, why));
  }

  @Override
  protected Response challenge(
      AuthenticationFlowContext context, @Nullable String error, @Nullable String field) {
    return form(context.form(), context, error);
  }

  private static Response form(
      LoginFormsProvider form, AuthenticationFlowContext context, @Nullable String error) {
    form.setExecution(context.getExecution().getId());
    form.setAttribute(
        "shifts",
        SharedTablet.shifts(context.getRealm()).choices(SharedTablet.now()).stream()
            .map(choice -> choice.clock().orElse(""))
            .toList());
    form.setAttribute("shiftHours", Long.toString(ShiftEnds.LONGEST.toHours()));
    MultivaluedMap<String, String> sent = context.getHttpRequest().getDecodedFormParameters();
    form.setAttribute("typedBadge", Objects.requireNonNullElse(sent.getFirst("badge"), ""));
    if (error != null) form.setError(error);
    return form.createForm("badge.ftl");
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Badge and PIN on a registered tablet";
  }

  @Override
  public String getHelpText() {
    return "Shown where the request names a live device of a client that serves shared tablets";
  }

  @Override
  public void close() {}
}
