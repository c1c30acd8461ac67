package dev.tsumugi.keycloak;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * A launch context as one more word of the scope: so it goes with the code and the refresh token,
 * and not with a session that two tabs share. A MAC binds it to the user session, the user and the
 * client: a word copied out of a refresh token is worth nothing elsewhere.
 *
 * <p>The challenge is that of the request's PKCE. Keycloak hands the scope from the sign-on to the
 * code through the client session, and two tabs that finish in the same moment share that: the code
 * that got the other tab's context is found by its verifier.
 *
 * <p>{@code smart-ctx:<payload>.<MAC>}, both base64url; the payload names the key.
 */
record SealedContext(
    String session, String user, String client, String challenge, LaunchContext context) {
  /** Name of the client scope that stands for it, which is never shown in a token's scope. */
  static final String SCOPE = "smart-ctx";

  static final String PREFIX = SCOPE + ":";

  // The key signs refresh tokens too; nothing that is signed there begins like this.
  private static final String PURPOSE = "tsumugi launch context 1\n";
  private static final String ALGORITHM = "HmacSHA256";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A key of the realm. */
  record SealKey(String id, SecretKey secret) {}

  /** True for whatever Keycloak, comparing without case, could take for our word. */
  static boolean isMeant(String scope) {
    return scope.regionMatches(true, 0, SCOPE, 0, SCOPE.length());
  }

  String seal(SealKey key) {
    ObjectNode json = JSON.createObjectNode();
    json.put("k", key.id()).put("s", session).put("u", user).put("c", client).put("p", challenge);
    json.set("v", context.json());
    String payload = encode(json.toString().getBytes(UTF_8));
    return PREFIX + payload + "." + encode(mac(key.secret(), payload));
  }

  /** Empty if it is not ours, was changed, or its key is gone. */
  static Optional<SealedContext> open(String scope, Function<String, Optional<SecretKey>> keys) {
    int dot = scope.indexOf('.');
    if (!scope.startsWith(PREFIX) || dot < 0) return Optional.empty();
    String payload = scope.substring(PREFIX.length(), dot);
    try {
      JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(payload));
      byte[] given = Base64.getUrlDecoder().decode(scope.substring(dot + 1));
      Optional<SecretKey> key = keys.apply(json.path("k").asText());
      if (key.isEmpty() || !MessageDigest.isEqual(given, mac(key.get(), payload))) {
        return Optional.empty();
      }
      return Optional.of(
          new SealedContext(
              json.path("s").asText(),
              json.path("u").asText(),
              json.path("c").asText(),
              json.path("p").asText(),
              LaunchContext.read(json.path("v"))));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty(); // as good as a wrong MAC
    }
  }

  /** Whether the context belongs to the authorization request that {@code verifier} proves. */
  boolean isProvenBy(String verifier) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return encode(sha.digest(verifier.getBytes(US_ASCII))).equals(challenge);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static byte[] mac(SecretKey key, String payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((PURPOSE + payload).getBytes(US_ASCII));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
