package dev.tsumugi.ems.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message signed after <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: HMAC
 * with SHA-256 over {@code id.timestamp.body}.
 *
 * @param id {@code webhook-id}
 * @param timestamp {@code webhook-timestamp}, seconds since 1970
 * @param signature {@code webhook-signature}: one or more, {@code v1,} and base64, with blanks
 *     between
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
record Webhook(String id, String timestamp, String signature, byte[] body) {
  /** How far the sender's clock may be off, and how old a message may be. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,50}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final int MOST_SIGNATURES = 10;

  /** What is wrong with it before any key is asked; empty if nothing is. */
  Optional<String> fault(Instant now) {
    if (!ID.matcher(id).matches()) {
      return Optional.of("webhook-id must be 1 to 50 letters, digits, dots, hyphens, underscores");
    }
    if (!SECONDS.matcher(timestamp).matches()) {
      return Optional.of("webhook-timestamp must be seconds since 1970");
    }
    Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
    return off.compareTo(TOLERANCE) > 0
        ? Optional.of("webhook-timestamp is more than five minutes from the hub's clock")
        : Optional.empty();
  }

  /** Compared in a time that does not depend on how much of it is right. */
  boolean isSignedWith(byte[] secret) {
    byte[] right = hmac(secret);
    boolean signed = false;
    int count = 0;
    for (String one : signature.split(" ")) {
      if (!one.startsWith("v1,") || ++count > MOST_SIGNATURES) continue;
      signed |= MessageDigest.isEqual(right, decoded(one.substring(3)));
    }
    return signed;
  }

  private byte[] hmac(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC", impossible);
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException no) {
      return new byte[0]; // which no HMAC is
    }
  }
}
