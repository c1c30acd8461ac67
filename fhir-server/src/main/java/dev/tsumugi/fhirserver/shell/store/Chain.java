package dev.tsumugi.fhirserver.shell.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * How one journal row follows from the one before. The chain holds digests, not contents: an
 * erasure can take content and salt away and the chain still proves that the row was there.
 */
final class Chain {
  static final byte[] START = new byte[32];

  private Chain() {}

  static byte[] digest(byte[] salt, byte[] content) {
    MessageDigest sha = sha256();
    sha.update(salt);
    return sha.digest(content);
  }

  @SuppressWarnings(
      "JavaInstantGetSecondsGetNano") // whole microseconds, as the database keeps them
  static byte[] hash(
      byte[] previous,
      String node,
      long seq,
      Instant at,
      long patient,
      String kind,
      byte[] digest) {
    MessageDigest sha = sha256();
    sha.update(previous);
    sha.update(node.getBytes(StandardCharsets.UTF_8));
    long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    sha.update(ByteBuffer.allocate(24).putLong(seq).putLong(micros).putLong(patient).array());
    sha.update(kind.getBytes(StandardCharsets.UTF_8));
    return sha.digest(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible); // every Java platform has it
    }
  }
}
