package dev.tsumugi.fhirserver.shell.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/**
 * The hub's own keys, in one file of mode 0600 outside the database: a MAC key for page links, an
 * Ed25519 pair for the journal's heads. Made at first start; every node of a hub gets the same
 * file.
 */
public final class KeyStore {
  private final Properties keys;

  private KeyStore(Properties keys) {
    this.keys = keys;
  }

  public static KeyStore open(Path file) {
    try {
      Properties keys = new Properties();
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          keys.load(in);
        }
      } else {
        make(keys);
        save(keys, file);
      }
      return new KeyStore(keys);
    } catch (IOException failure) {
      throw new UncheckedIOException("the key store " + file + " cannot be used", failure);
    }
  }

  /** The keys of a hub that has run; none are made. */
  public static Optional<KeyStore> existing(Path file) {
    return Files.exists(file) ? Optional.of(open(file)) : Optional.empty();
  }

  private static void make(Properties keys) {
    try {
      byte[] cursor = new byte[32];
      new SecureRandom().nextBytes(cursor);
      KeyPair journal = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      keys.setProperty("cursor", encode(cursor));
      keys.setProperty("journal.id", "1");
      keys.setProperty("journal.private", encode(journal.getPrivate().getEncoded()));
      keys.setProperty("journal.public", encode(journal.getPublic().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible); // Ed25519 is in every JDK since 15
    }
  }

  /** Whole or not at all: a torn key file would make every signed head unverifiable. */
  private static void save(Properties keys, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            "keys",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(fresh)) {
      keys.store(out, "Tsumugi's own keys. Keep a copy apart from the database.");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  public byte[] cursorKey() {
    return decode("cursor");
  }

  public String journalKeyId() {
    return keys.getProperty("journal.id");
  }

  public byte[] signJournal(byte[] hash) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(decode("journal.private")));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(hash);
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the journal's key cannot sign", broken);
    }
  }

  public boolean verifyJournal(byte[] hash, byte[] signed) {
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(decode("journal.public")));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(hash);
      return signature.verify(signed);
    } catch (GeneralSecurityException broken) {
      return false; // a signature that cannot even be read is not ours
    }
  }

  private byte[] decode(String name) {
    String value = keys.getProperty(name);
    if (value == null) throw new IllegalStateException("the key store lacks the key " + name);
    return Base64.getDecoder().decode(value);
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
