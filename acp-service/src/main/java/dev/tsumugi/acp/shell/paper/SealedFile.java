package dev.tsumugi.acp.shell.paper;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file of a SMART Health Link: compact JWE (RFC 7516), key used directly, A256GCM, packed (RFC
 * 7518 sections 4.5 and 5.3). The key leaves in the link and is not kept.
 *
 * @param key 32 random bytes, base64url
 */
record SealedFile(String key, String jwe) {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final int TAG_BYTES = 16;

  static SealedFile of(byte[] content, String contentType, SecureRandom random) {
    byte[] key = new byte[32];
    byte[] iv = new byte[12];
    random.nextBytes(key);
    random.nextBytes(iv);
    String header =
        "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"cty\":\"" + contentType + "\",\"zip\":\"DEF\"}";
    String front = URL.encodeToString(header.getBytes(US_ASCII));
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(8 * TAG_BYTES, iv));
      cipher.updateAAD(front.getBytes(US_ASCII));
      byte[] sealed = cipher.doFinal(packed(content));
      int end = sealed.length - TAG_BYTES;
      String jwe =
          String.join(
              ".",
              front,
              "",
              URL.encodeToString(iv),
              URL.encodeToString(Arrays.copyOf(sealed, end)),
              URL.encodeToString(Arrays.copyOfRange(sealed, end, sealed.length)));
      return new SealedFile(URL.encodeToString(key), jwe);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has AES/GCM", impossible);
    }
  }

  private static byte[] packed(byte[] content) {
    Deflater raw = new Deflater(Deflater.BEST_COMPRESSION, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, raw)) {
      deflating.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      raw.end();
    }
    return out.toByteArray();
  }
}
