package dev.tsumugi.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * Finds the launch context when somebody has signed on, and on single sign-on too: looks up the
 * launch that was handed over, takes the only patient there is, or asks. What it found goes sealed
 * into the scope of this one authorization request, from there into its code and refresh token.
 */
final class LaunchAction implements RequiredActionProvider {
  static final String ID = "tsumugi-launch";

  private static final Logger LOG = Logger.getLogger(LaunchAction.class);
  private static final String LAUNCH =
      AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + "launch";

  // Notes of the one sign-on: for whom the question stands, what is known already, why it fails.
  private static final String ASKED = "tsumugi.launch.asked";
  private static final String KNOWN = "tsumugi.launch.known";
  private static final String FAULT = "tsumugi.launch.fault";

  private static final String FORGED_OR_OLD =
      "launch is not known, was used before, has ended, or was made for somebody else";
  private static final String NOT_SEEN = "the patient of this launch is not to be seen";

  private final KeycloakSession session;

  LaunchAction(KeycloakSession session) {
    this.session = session;
  }

  /** Called several times in one sign-on: it looks up once, and asks once. */
  @Override
  public void evaluateTriggers(RequiredActionContext context) {
    AuthenticationSessionModel auth = context.getAuthenticationSession();
    UserModel user = context.getUser();
    // Other grants come by here as well; they have no page and no place to return to.
    String responseType = auth.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
    if (user == null || responseType == null) return;
    if (isSealed(auth, user)) return;
    LaunchNeed need = need(auth);
    if (need.nothing()) return;

    if (!user.getId().equals(auth.getAuthNote(ASKED))) {
      auth.setAuthNote(ASKED, user.getId());
      auth.removeAuthNote(KNOWN);
      auth.removeAuthNote(FAULT);
      if (found(auth, user, need)) return;
    }
    auth.addRequiredAction(ID);
  }

  @Override
  public void requiredActionChallenge(RequiredActionContext context) {
    AuthenticationSessionModel auth = context.getAuthenticationSession();
    String fault = auth.getAuthNote(FAULT);
    if (fault != null) {
      context.challenge(back(auth, fault));
      return;
    }
    show(context, "");
  }

  @Override
  public void processAction(RequiredActionContext context) {
    MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
    if (form.containsKey("cancel")) {
      context.challenge(
          back(
              context.getAuthenticationSession(),
              OAuthErrorException.ACCESS_DENIED + " no patient was chosen"));
      return;
    }
    String chosen = form.getFirst("patient");
    if (chosen == null) {
      show(context, Objects.requireNonNullElse(form.getFirst("name"), ""));
      return;
    }
    try {
      if (patients(context).sees(chosen)) {
        seal(context.getAuthenticationSession(), context.getUser(), chosen);
        context.success();
        return;
      }
      show(context, "");
    } catch (HubCalls.Away away) {
      away(context, away);
    }
  }

  /** Without asking anybody: by the launch handed over, or because there is one patient only. */
  private boolean found(AuthenticationSessionModel auth, UserModel user, LaunchNeed need) {
    var patients = new VisiblePatients(session, user, auth.getParentSession().getId());
    try {
      LaunchContext known = LaunchContext.NONE;
      if (need.resolve() != null) {
        HubCalls.Answer answer = patients.useLaunch(need.resolve(), auth.getClient().getClientId());
        if (!answer.good()) {
          return fail(auth, OAuthErrorException.INVALID_REQUEST, FORGED_OR_OLD);
        }
        known = LaunchContext.read(answer.body());
        auth.setAuthNote(KNOWN, known.json().toString());
      }
      if (known.patient() != null) {
        if (!patients.sees(known.patient())) {
          return fail(auth, OAuthErrorException.ACCESS_DENIED, NOT_SEEN);
        }
        return seal(auth, user, known);
      }
      if (!need.patient()) return seal(auth, user, known);
      Optional<PatientChoice.Entry> only = patients.find("").only();
      return only.isPresent() && seal(auth, user, known.with(only.get().id()));
    } catch (HubCalls.Away away) {
      LOG.warn("no launch context, as the hub does not answer", away);
      // Somebody who can be asked gets a page that says so, and a button to try again.
      return need.resolve() != null
          && fail(auth, OAuthErrorException.TEMPORARILY_UNAVAILABLE, "the records do not answer");
    }
  }

  private static boolean fail(AuthenticationSessionModel auth, String error, String sentence) {
    auth.setAuthNote(FAULT, error + " " + sentence);
    return false;
  }

  private void show(RequiredActionContext context, String name) {
    try {
      PatientChoice choice = patients(context).find(name);
      Optional<PatientChoice.Entry> only = choice.only();
      if (only.isPresent() && name.isBlank()) {
        seal(context.getAuthenticationSession(), context.getUser(), only.get().id());
        context.success();
        return;
      }
      context.challenge(LaunchPage.of(context.form(), choice, name, own(context.getUser())));
    } catch (HubCalls.Away away) {
      away(context, away);
    }
  }

  /** Id of the user's own record; empty for who has none. */
  private static String own(UserModel user) {
    String person = user.getFirstAttribute(FhirUserMapper.ATTRIBUTE);
    boolean resident = person != null && person.startsWith(LaunchPatient.OWN_RECORD);
    return resident ? person.substring(LaunchPatient.OWN_RECORD.length()) : "";
  }

  private static void away(RequiredActionContext context, HubCalls.Away away) {
    LOG.warn("no patient can be chosen, as the hub does not answer", away);
    context.challenge(LaunchPage.away(context.form()));
  }

  private VisiblePatients patients(RequiredActionContext context) {
    String userSession = context.getAuthenticationSession().getParentSession().getId();
    return new VisiblePatients(session, context.getUser(), userSession);
  }

  private void seal(AuthenticationSessionModel auth, UserModel user, String chosen) {
    seal(auth, user, known(auth).with(chosen));
  }

  private boolean seal(AuthenticationSessionModel auth, UserModel user, LaunchContext launch) {
    var one =
        new SealedContext(
            auth.getParentSession().getId(),
            user.getId(),
            auth.getClient().getId(),
            auth.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_PARAM),
            launch);
    List<String> scope = new ArrayList<>(words(auth));
    scope.add(new ContextSeals(session).seal(one));
    auth.setClientNote(OAuth2Constants.SCOPE, String.join(" ", scope));
    return true;
  }

  /** Whether it is done; a seal for somebody who signed on before in this request is taken off. */
  private boolean isSealed(AuthenticationSessionModel auth, UserModel user) {
    String scope = auth.getClientNote(OAuth2Constants.SCOPE);
    Optional<String> word = ContextSeals.word(scope);
    if (word.isEmpty()) return false;
    var seals = new ContextSeals(session);
    boolean fits =
        seals
            .open(word.get())
            .filter(one -> one.user().equals(user.getId()))
            .filter(one -> one.session().equals(auth.getParentSession().getId()))
            .isPresent();
    if (fits) {
      seals.admit(word.get());
    } else {
      auth.removeAuthNote(ASKED);
      auth.setClientNote(
          OAuth2Constants.SCOPE,
          String.join(" ", words(auth).stream().filter(w -> !w.equals(word.get())).toList()));
    }
    return fits;
  }

  private static LaunchNeed need(AuthenticationSessionModel auth) {
    return LaunchNeed.of(words(auth), auth.getClientNote(LAUNCH));
  }

  private static List<String> words(AuthenticationSessionModel auth) {
    return ContextSeals.words(auth.getClientNote(OAuth2Constants.SCOPE));
  }

  private static LaunchContext known(AuthenticationSessionModel auth) {
    String known = auth.getAuthNote(KNOWN);
    if (known == null) return LaunchContext.NONE;
    try {
      return LaunchContext.read(JsonSerialization.mapper.readValue(known, JsonNode.class));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a note that we wrote cannot be read", impossible);
    }
  }

  /**
   * To the app, with the error. Keycloak's own way knows no other than {@code access_denied}.
   *
   * @param fault the error's code, a space, and a sentence
   */
  private Response back(AuthenticationSessionModel auth, String fault) {
    String type = auth.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
    @Nullable String mode = auth.getClientNote(OIDCLoginProtocol.RESPONSE_MODE_PARAM);
    OIDCRedirectUriBuilder uri =
        OIDCRedirectUriBuilder.fromUri(
            auth.getRedirectUri(),
            OIDCResponseMode.parse(mode, OIDCResponseType.parse(type)),
            session,
            null);
    int space = fault.indexOf(' ');
    uri.addParam(OAuth2Constants.ERROR, fault.substring(0, space));
    uri.addParam(OAuth2Constants.ERROR_DESCRIPTION, fault.substring(space + 1));
    String state = auth.getClientNote(OIDCLoginProtocol.STATE_PARAM);
    if (state != null) uri.addParam(OAuth2Constants.STATE, state);
    uri.addParam(OAuth2Constants.ISSUER, auth.getClientNote(OIDCLoginProtocol.ISSUER));
    return uri.build();
  }

  @Override
  public void close() {}
}
