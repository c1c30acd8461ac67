package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * A refresh keeps the launch context, whatever part of the scope is asked for, and asks the hub
 * whether the user may still see that patient: a proxy whose authority ended in the record gets no
 * new token. Scopes that were not granted are refused, not dropped (RFC 6749 section 6).
 */
final class LaunchRefreshTokens extends DefaultRefreshTokenProvider {
  LaunchRefreshTokens(KeycloakSession session) {
    super(session);
  }

  @Override
  public TokenManager.AccessTokenResponseBuilder refreshAccessToken(RefreshTokenContext asked)
      throws OAuthErrorException {
    RefreshToken token = asked.oldRefreshToken();
    List<String> granted = ContextSeals.words(token.getScope());
    Optional<String> launch = ContextSeals.word(token.getScope());
    if (launch.isPresent()) {
      var seals = new ContextSeals(session);
      SealedContext one =
          seals
              .open(launch.get())
              .orElseThrow(() -> ended("the launch context is not valid any more"));
      mustStillSee(asked, one);
      // By the key in use now: the one before may go once every refresh token has been renewed.
      String anew = seals.seal(one);
      token.setScope(token.getScope().replace(launch.get(), anew));
      launch = Optional.of(anew);
    }
    String scope = scope(granted, launch, asked.scopeParameter());
    return super.refreshAccessToken(
        new RefreshTokenContext(
            token,
            asked.grantContext(),
            asked.grant(),
            asked.tokenManager(),
            scope,
            asked.resourceParameter()));
  }

  /** The scope to refresh with: what was asked for, and the launch context. */
  static @Nullable String scope(
      List<String> granted, Optional<String> launch, @Nullable String asked)
      throws OAuthErrorException {
    if (asked == null || asked.isBlank()) return null;
    List<String> words = new ArrayList<>(ContextSeals.words(asked));
    List<String> beyond =
        words.stream()
            .filter(word -> !granted.contains(word) || SealedContext.isMeant(word))
            .distinct()
            .toList();
    if (!beyond.isEmpty()) {
      String names = String.join(", ", beyond);
      throw new OAuthErrorException(
          OAuthErrorException.INVALID_SCOPE, "not granted before: " + names);
    }
    launch.ifPresent(words::add);
    return String.join(" ", words);
  }

  private void mustStillSee(RefreshTokenContext asked, SealedContext one)
      throws OAuthErrorException {
    String patient = one.context().patient();
    UserModel user = session.users().getUserById(asked.grantContext().getRealm(), one.user());
    if (patient == null || user == null) return; // without a user Keycloak refuses by itself
    try {
      if (new VisiblePatients(session, user, one.session()).sees(patient)) return;
    } catch (HubCalls.Away away) {
      throw new CorsErrorResponseException(
          Cors.builder()
              .auth()
              .allowedMethods("POST")
              .checkAllowedOrigins(session, asked.grantContext().getClient()),
          OAuthErrorException.TEMPORARILY_UNAVAILABLE,
          "the records do not answer: try again",
          Status.SERVICE_UNAVAILABLE);
    }
    throw ended("the patient of this launch is not to be seen any more: launch again");
  }

  private static OAuthErrorException ended(String sentence) {
    return new OAuthErrorException(OAuthErrorException.INVALID_GRANT, sentence);
  }
}
