package dev.tsumugi.fhirserver.shell.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Who was shown a link's manifest may fetch its file for an hour: until when, and who they said
 * they are, under a MAC. Nothing is kept of it.
 */
final class Tickets {
  static final Duration LIFE = Duration.ofHours(1);
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private Tickets() {}

  static String give(KeyStore keys, String code, String recipient, Instant at) {
    String until = Long.toString(at.plus(LIFE).getEpochSecond());
    String holder = URL.encodeToString(recipient.getBytes(UTF_8));
    return until + "." + holder + "." + mac(keys, code, until, holder);
  }

  private static String mac(KeyStore keys, String code, String until, String holder) {
    return URL.encodeToString(keys.hashOf("ticket " + code + " " + until + " " + holder));
  }

  /** Who holds it; empty if it is none, or too old. */
  static Optional<String> holder(KeyStore keys, String code, String ticket, Instant at) {
    String[] parts = ticket.split("\\.", -1);
    if (parts.length != 3 || !parts[0].matches("[0-9]{1,12}")) return Optional.empty();
    byte[] mac = mac(keys, code, parts[0], parts[1]).getBytes(UTF_8);
    boolean ours = MessageDigest.isEqual(mac, parts[2].getBytes(UTF_8));
    boolean lives = at.getEpochSecond() < Long.parseLong(parts[0]);
    if (!ours || !lives) return Optional.empty();
    return Optional.of(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8));
  }
}
