package dev.tsumugi.keycloak;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Seals and opens launch contexts by the realm's HS512 key, the one that signs its refresh tokens:
 * a context is good exactly as long as the refresh token that bears it. A key that was rotated out
 * of use still opens what it sealed while the realm keeps it; each refresh seals anew.
 */
final class ContextSeals {
  // In the Keycloak session, which is one request: what this request itself put into a scope.
  private static final String OURS = ContextSeals.class.getName();

  private final KeycloakSession session;

  ContextSeals(KeycloakSession session) {
    this.session = session;
  }

  String seal(SealedContext context) {
    RealmModel realm = session.getContext().getRealm();
    KeyWrapper key = session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512);
    String one = context.seal(new SealedContext.SealKey(key.getKid(), key.getSecretKey()));
    session.setAttribute(OURS, one);
    return one;
  }

  Optional<SealedContext> open(String scope) {
    return SealedContext.open(scope, this::key);
  }

  /** The one context in a scope string; empty if there is none, or one that does not open. */
  Optional<SealedContext> in(@Nullable String scopes) {
    return word(scopes).flatMap(this::open);
  }

  /** Whether this request put the word there, and not whoever sent it. */
  boolean isOurs(String scope) {
    return scope.equals(session.getAttribute(OURS));
  }

  /** Says that a word which came back from a safe place may be taken for ours. */
  void admit(String scope) {
    session.setAttribute(OURS, scope);
  }

  static Optional<String> word(@Nullable String scopes) {
    return words(scopes).stream().filter(SealedContext::isMeant).findFirst();
  }

  static List<String> words(@Nullable String scopes) {
    return scopes == null || scopes.isEmpty() ? List.of() : Arrays.asList(scopes.split(" "));
  }

  private Optional<SecretKey> key(String id) {
    RealmModel realm = session.getContext().getRealm();
    KeyWrapper key = session.keys().getKey(realm, id, KeyUse.SIG, Algorithm.HS512);
    return Optional.ofNullable(key).map(KeyWrapper::getSecretKey);
  }
}
