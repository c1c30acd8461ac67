package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenResponseMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.IDToken;
import org.keycloak.services.ErrorResponseException;

/**
 * The launch patient of the demo's command-line client. With the password grant the form parameter
 * {@code patient} (a FHIR id) becomes the claim {@code patient} of access token, token response and
 * introspection, if the token carries a {@code patient/} scope or {@code launch/patient}. Without
 * the parameter the user's own Patient is taken; who has none gets {@code invalid_request}, because
 * such a scope without a patient means nothing (SMART App Launch 2.2).
 *
 * <p>Belongs on {@code demo-cli} alone. The choice is kept in a client-session note, which is safe
 * only because every password grant opens a session of its own: in a browser's single sign-on
 * session the patients of two tabs would mix.
 */
public final class DemoPatientMapper extends AbstractOIDCProtocolMapper
    implements OIDCAccessTokenMapper, OIDCAccessTokenResponseMapper, TokenIntrospectionTokenMapper {
  static final String ID = "tsumugi-demo-patient";

  private static final String PATIENT = "patient"; // both the parameter and the claim
  private static final String NOTE = "tsumugi.patient";
  private static final Set<String> SCOPES_ABOUT_A_PATIENT =
      Set.of(SmartScope.Level.PATIENT.baseScope(), "launch/patient");

  private static final List<ProviderConfigProperty> CONFIG = new ArrayList<>();

  static {
    OIDCAttributeMapperHelper.addIncludeInTokensConfig(CONFIG, DemoPatientMapper.class);
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Launch patient of the demo client";
  }

  @Override
  public String getDisplayCategory() {
    return TOKEN_MAPPER_CATEGORY;
  }

  @Override
  public String getHelpText() {
    return "Turns the form parameter patient of a password grant into the claim patient";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return CONFIG;
  }

  @Override
  protected void setClaim(
      IDToken token,
      ProtocolMapperModel mapper,
      UserSessionModel userSession,
      KeycloakSession session,
      ClientSessionContext context) {
    patientOf(session, userSession, context)
        .ifPresent(patient -> token.getOtherClaims().put(PATIENT, patient));
  }

  @Override
  protected void setClaim(
      AccessTokenResponse response,
      ProtocolMapperModel mapper,
      UserSessionModel userSession,
      KeycloakSession session,
      ClientSessionContext context) {
    patientOf(session, userSession, context)
        .ifPresent(patient -> response.getOtherClaims().put(PATIENT, patient));
  }

  private static Optional<String> patientOf(
      KeycloakSession session, UserSessionModel userSession, ClientSessionContext context) {
    boolean aboutAPatient =
        context
            .getClientScopesStream()
            .map(ClientScopeModel::getName)
            .anyMatch(SCOPES_ABOUT_A_PATIENT::contains);
    if (!aboutAPatient) {
      return Optional.empty();
    }
    AuthenticatedClientSessionModel clientSession = context.getClientSession();
    String chosen = clientSession.getNote(NOTE);
    String grant = context.getAttribute(Constants.GRANT_TYPE, String.class);
    // Only the grant that opens the session chooses; a refresh cannot move to another patient.
    if (chosen == null && OAuth2Constants.PASSWORD.equals(grant)) {
      chosen = choose(session, userSession);
      clientSession.setNote(NOTE, chosen);
    }
    return Optional.ofNullable(chosen);
  }

  private static String choose(KeycloakSession session, UserSessionModel userSession) {
    LaunchPatient choice =
        LaunchPatient.choose(
            session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(PATIENT),
            userSession.getUser().getFirstAttribute(FhirUserMapper.ATTRIBUTE));
    if (choice instanceof LaunchPatient.Chosen chosen) {
      return chosen.id();
    }
    String why = ((LaunchPatient.Refused) choice).why();
    throw new ErrorResponseException(OAuthErrorException.INVALID_REQUEST, why, Status.BAD_REQUEST);
  }
}
