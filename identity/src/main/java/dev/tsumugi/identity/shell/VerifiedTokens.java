package dev.tsumugi.identity.shell;

import dev.tsumugi.identity.TokenClaims;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature was found right, by their SHA-256: a token itself is never kept. Holds the
 * latest used and no more than {@code most}; whether one is still good is asked at each use.
 */
final class VerifiedTokens {
  /** A token that was verified, and with which key. */
  record Verified(String keyId, IssuerKey key, TokenClaims claims) {}

  private final Map<String, Verified> byDigest;

  VerifiedTokens(int most) {
    byDigest =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > most;
          }
        };
  }

  synchronized @Nullable Verified get(String digest) {
    return byDigest.get(digest);
  }

  synchronized void put(String digest, Verified verified) {
    byDigest.put(digest, verified);
  }

  synchronized void remove(String digest) {
    byDigest.remove(digest);
  }

  synchronized int size() {
    return byDigest.size();
  }

  static String digest(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
