package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponseException;

/**
 * Writes the claim {@code session_ends} (epoch seconds) and lets no access token outlive it. After
 * the end, or when the person's time of use is over, no grant gives a token any more: every one of
 * them, refresh and password included, makes its tokens here.
 */
public final class SessionEndMapper extends AbstractOIDCProtocolMapper
    implements OIDCAccessTokenMapper {
  static final String ID = "tsumugi-session-end";
  static final String CLAIM = "session_ends";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "End of the sign-on";
  }

  @Override
  public String getDisplayCategory() {
    return TOKEN_MAPPER_CATEGORY;
  }

  @Override
  public String getHelpText() {
    return "Adds the claim session_ends and refuses tokens after the end of shift or employment";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return new ArrayList<>();
  }

  @Override
  public AccessToken transformAccessToken(
      AccessToken token,
      ProtocolMapperModel mapper,
      KeycloakSession session,
      UserSessionModel userSession,
      ClientSessionContext context) {
    if (SessionEnd.ended(userSession, Instant.ofEpochMilli(Time.currentTimeMillis()))) {
      throw new ErrorResponseException(
          OAuthErrorException.INVALID_GRANT, "This sign-on has ended.", Status.BAD_REQUEST);
    }
    SessionEnd.of(userSession)
        .map(Instant::getEpochSecond)
        .ifPresent(
            end -> {
              token.getOtherClaims().put(CLAIM, end);
              if (token.getExp() == null || token.getExp() > end) token.exp(end);
            });
    return token;
  }
}
