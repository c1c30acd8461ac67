package dev.tsumugi.acp.shell;

import java.security.SecureRandom;
import java.util.Base64;

/** Codes that open something to whoever holds them: 128 random bits, 22 characters of base64url. */
final class UnguessableCodes {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  private UnguessableCodes() {}

  static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
