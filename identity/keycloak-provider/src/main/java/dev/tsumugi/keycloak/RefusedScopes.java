package dev.tsumugi.keycloak;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * Says by name which scopes are refused. Keycloak's own answer repeats the whole scope, of which a
 * client may have sent fifty words.
 *
 * <p>The token endpoint can be answered at once. At the authorization endpoint the redirect address
 * is not checked yet when scopes are read: there the refused ones are let through the parser and
 * noted, and {@link SmartRequestCheck}, which every such request passes, refuses them.
 */
final class RefusedScopes {
  /** Most characters of a scope parameter; Keycloak is started with the same number. */
  static final int LONGEST = 16_000;

  static final String TOO_LONG = "the scope is longer than " + LONGEST + " characters";

  private static final String NOTED = RefusedScopes.class.getName();
  private static final String AUTHORIZATION = "/protocol/openid-connect/auth";
  private static final String PUSHED = "/protocol/openid-connect/ext/par/request";
  private static final String TOKEN = "/protocol/openid-connect/token";

  private final KeycloakSession session;

  RefusedScopes(KeycloakSession session) {
    this.session = session;
  }

  /**
   * @param details what was understood; comes back, or more where the refusal comes later
   * @throws CorsErrorResponseException at the token endpoint, if {@code refused} holds any
   */
  List<AuthorizationDetails> told(
      ClientModel client,
      @Nullable String asked,
      List<String> refused,
      List<AuthorizationDetails> details) {
    if (at(TOKEN)) {
      String sent = sent();
      // Keycloak drops one that is too long and grants what is left: asked is null then.
      if (sent != null && sent.length() > LONGEST) throw invalid(client, TOO_LONG);
      if (!refused.isEmpty() && sent != null && sent.equals(asked)) {
        throw invalid(client, sentence(refused));
      }
    }
    if (refused.isEmpty() || !at(AUTHORIZATION)) return details;
    Optional<ClientScopeModel> any = client.getClientScopes(true).values().stream().findAny();
    if (any.isEmpty()) return details; // Keycloak refuses, in its own words
    session.setAttribute(NOTED, List.copyOf(refused));
    List<AuthorizationDetails> all = new ArrayList<>(details);
    refused.forEach(text -> all.add(SmartScopeParser.detailsOf(text, any.get())));
    return all;
  }

  /** The sentence for what this request noted; empty if nothing was refused. */
  Optional<String> noted() {
    Object noted = session.getAttribute(NOTED);
    if (!(noted instanceof List<?> list)) return Optional.empty();
    return Optional.of(sentence(list.stream().map(String::valueOf).toList()));
  }

  /** Whether a word of a scope is the client's own and not out of a code or token of ours. */
  boolean isSentByClient(String word) {
    return at(AUTHORIZATION) || at(PUSHED) || ContextSeals.words(sent()).contains(word);
  }

  static String sentence(List<String> refused) {
    return refused.stream()
        // A sealed context would be as long as the rest.
        .map(text -> SealedContext.isMeant(text) ? SealedContext.SCOPE : text)
        .distinct()
        .collect(Collectors.joining(", ", "not a scope that this client may ask for: ", ""));
  }

  private boolean at(String endpoint) {
    return session.getContext().getUri() != null
        && session.getContext().getUri().getPath().endsWith(endpoint);
  }

  private @Nullable String sent() {
    MultivaluedMap<String, String> form =
        session.getContext().getHttpRequest().getDecodedFormParameters();
    return form == null ? null : form.getFirst(OAuth2Constants.SCOPE);
  }

  private CorsErrorResponseException invalid(ClientModel client, String sentence) {
    return new CorsErrorResponseException(
        Cors.builder().auth().allowedMethods("POST").checkAllowedOrigins(session, client),
        OAuthErrorException.INVALID_SCOPE,
        sentence,
        Status.BAD_REQUEST);
  }
}
