package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenResponseMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.IDToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * Writes the launch context of the scope string into access token, token response and the answer of
 * introspection (SMART App Launch 2.2, launch context and token introspection). A context of
 * another session, user or client is passed over, whoever sealed it.
 */
public final class LaunchContextMapper extends AbstractOIDCProtocolMapper
    implements OIDCAccessTokenMapper, OIDCAccessTokenResponseMapper, TokenIntrospectionTokenMapper {
  static final String ID = "tsumugi-launch-context";

  private static final List<String> CLAIMS =
      List.of(
          LaunchContext.PATIENT,
          LaunchContext.ENCOUNTER,
          LaunchContext.FHIR_CONTEXT,
          LaunchContext.INTENT,
          LaunchContext.BANNER);

  private static final List<ProviderConfigProperty> CONFIG = new ArrayList<>();

  static {
    OIDCAttributeMapperHelper.addIncludeInTokensConfig(CONFIG, LaunchContextMapper.class);
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Launch context (SMART)";
  }

  @Override
  public String getDisplayCategory() {
    return TOKEN_MAPPER_CATEGORY;
  }

  @Override
  public String getHelpText() {
    return "Adds patient, encounter, fhirContext, intent and need_patient_banner of the launch";
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
    of(session, userSession, context)
        .ifPresent(launch -> token.getOtherClaims().putAll(launch.claims()));
  }

  @Override
  protected void setClaim(
      AccessTokenResponse response,
      ProtocolMapperModel mapper,
      UserSessionModel userSession,
      KeycloakSession session,
      ClientSessionContext context) {
    of(session, userSession, context)
        .ifPresent(launch -> response.getOtherClaims().putAll(launch.claims()));
  }

  /** An access token's scope does not show the context: its own claims do. */
  @Override
  public AccessToken transformIntrospectionToken(
      AccessToken token,
      ProtocolMapperModel mapper,
      KeycloakSession session,
      UserSessionModel userSession,
      ClientSessionContext context) {
    JsonNode bearer = introspected(session, token);
    if (OIDCAttributeMapperHelper.includeInIntrospection(mapper) && bearer != null) {
      for (String claim : CLAIMS) {
        if (bearer.hasNonNull(claim)) token.getOtherClaims().put(claim, bearer.get(claim));
      }
    }
    return token;
  }

  /** The token asked about, which Keycloak has verified by now; it hands its claims to nobody. */
  private static @Nullable JsonNode introspected(KeycloakSession session, AccessToken token) {
    String text =
        session.getContext().getHttpRequest().getDecodedFormParameters().getFirst("token");
    if (text == null) return null;
    try {
      JsonNode claims = new JWSInput(text).readJsonContent(JsonNode.class);
      return claims.path("jti").asText().equals(token.getId()) ? claims : null;
    } catch (JWSInputException notOurs) {
      return null; // nothing to add to what Keycloak makes of it
    }
  }

  private static Optional<LaunchContext> of(
      KeycloakSession session, UserSessionModel userSession, ClientSessionContext context) {
    Optional<SealedContext> found =
        new ContextSeals(session)
            .in(context.getScopeString(true))
            .filter(one -> one.session().equals(userSession.getId()))
            .filter(one -> one.user().equals(userSession.getUser().getId()))
            .filter(one -> one.client().equals(context.getClientSession().getClient().getId()));
    String verifier = verifier(session);
    if (found.isPresent() && verifier != null && !found.get().isProvenBy(verifier)) {
      throw new CorsErrorResponseException(
          Cors.builder()
              .auth()
              .allowedMethods("POST")
              .checkAllowedOrigins(session, context.getClientSession().getClient()),
          OAuthErrorException.INVALID_GRANT,
          "the launch of another tab came between: launch again",
          Response.Status.BAD_REQUEST);
    }
    return found.map(SealedContext::context);
  }

  /** Null if the request trades no code. */
  private static @Nullable String verifier(KeycloakSession session) {
    MultivaluedMap<String, String> form =
        session.getContext().getHttpRequest().getDecodedFormParameters();
    boolean code = OAuth2Constants.AUTHORIZATION_CODE.equals(form.getFirst("grant_type"));
    return code ? form.getFirst(OAuth2Constants.CODE_VERIFIER) : null;
  }
}
