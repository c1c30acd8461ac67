package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker.AuthorizationCheckException;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;

/**
 * What SMART asks of an authorization request beyond OAuth: scopes refused by name, PKCE with S256,
 * and {@code aud}, the FHIR server the app believes to talk to (SMART App Launch 2.2, obtain
 * authorization code). What fails goes back to the app, whose address is known to be good by now.
 */
final class SmartRequestCheck implements AuthorizationEndpointCheckProvider {
  private final KeycloakSession session;

  SmartRequestCheck(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void check(AuthorizationEndpointChecker checker) throws AuthorizationCheckException {
    AuthorizationEndpointRequest request = checker.getAuthorizationEndpointRequest();
    String sent = checker.getQueryParams().getFirst(OAuth2Constants.SCOPE);
    if (sent != null && sent.length() > RefusedScopes.LONGEST) {
      throw refusal(OAuthErrorException.INVALID_SCOPE, RefusedScopes.TOO_LONG);
    }
    Optional<String> refused = new RefusedScopes(session).noted();
    if (refused.isPresent()) throw refusal(OAuthErrorException.INVALID_SCOPE, refused.get());

    boolean code = checker.getParsedResponseType().hasResponseType(OIDCResponseType.CODE);
    boolean proven =
        request.getCodeChallenge() != null
            && OIDCLoginProtocol.PKCE_METHOD_S256.equals(request.getCodeChallengeMethod());
    if (code && !proven) {
      throw refusal(
          OAuthErrorException.INVALID_REQUEST,
          "code_challenge with code_challenge_method S256 is required");
    }

    if (!isSmart(ContextSeals.words(request.getScope()))) return;
    Optional<String> fault =
        faultOfAudience(
            checker.getRealm().getAttribute(HubCalls.FHIR_BASE),
            request.getAdditionalReqParams().get("aud"));
    if (fault.isPresent()) throw refusal(OAuthErrorException.INVALID_REQUEST, fault.get());
  }

  static boolean isSmart(List<String> scopes) {
    return scopes.stream()
        .anyMatch(
            scope ->
                scope.equals("launch")
                    || scope.startsWith("launch/")
                    || SmartScope.read(scope) instanceof SmartScope.Read);
  }

  /** What is wrong with {@code aud}; one slash more at its end is the same server. */
  static Optional<String> faultOfAudience(@Nullable String base, @Nullable String audience) {
    if (base == null) return Optional.of("the server does not know its FHIR base");
    if (audience == null) return Optional.of("aud is required: the FHIR base, " + base);
    if (audience.equals(base) || audience.equals(base + "/")) return Optional.empty();
    return Optional.of("aud is not the FHIR base of this server, " + base);
  }

  private static AuthorizationCheckException refusal(String error, String sentence) {
    return new AuthorizationCheckException(Status.BAD_REQUEST, error, sentence);
  }

  @Override
  public void close() {}
}
