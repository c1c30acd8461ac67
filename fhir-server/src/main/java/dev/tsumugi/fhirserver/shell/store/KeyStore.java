package dev.tsumugi.fhirserver.shell.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.Seals;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
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
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hub's own keys, in one file of mode 0600 outside the database: a MAC key for page links, one
 * for codes that were handed out, one that seals notes, an Ed25519 pair for the journal's heads, a
 * P-256 pair for documents. Made at first start; what a hub of an older release lacks is added.
 * Every node of a hub gets the same file.
 */
public final class KeyStore implements DocumentSigner, Seals {
  private static final String CODES = "codes";
  private static final String DOCUMENT = "document";
  private static final String NOTES = "notes";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

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
      }
      if (add(keys)) save(keys, file);
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

  /** What came later than the first release. */
  private static boolean add(Properties keys) {
    boolean notes = !keys.containsKey(NOTES);
    if (notes) {
      byte[] key = new byte[32];
      RANDOM.nextBytes(key);
      keys.setProperty(NOTES, encode(key));
    }
    return addPairs(keys) || notes;
  }

  private static boolean addPairs(Properties keys) {
    boolean fresh = !keys.containsKey(CODES) || !keys.containsKey(DOCUMENT + ".private");
    if (!fresh) return false;
    try {
      byte[] codes = new byte[32];
      new SecureRandom().nextBytes(codes);
      KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
      curve.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair document = curve.generateKeyPair();
      keys.putIfAbsent(CODES, encode(codes));
      keys.setProperty(DOCUMENT + ".private", encode(document.getPrivate().getEncoded()));
      keys.setProperty(DOCUMENT + ".public", encode(document.getPublic().getEncoded()));
      return true;
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible); // P-256 is in every JDK
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

  /** How a code or passcode is kept: whoever has only the database cannot try codes against it. */
  byte[] hashOf(String code) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(decode(CODES), "HmacSHA256"));
      return mac.doFinal(code.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC", impossible);
    }
  }

  @Override
  public String seal(String use, Json.Obj note) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = notes(Cipher.ENCRYPT_MODE, use, nonce).doFinal(Json.bytes(note));
      byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has AES-GCM", impossible);
    }
  }

  @Override
  public Optional<Json.Obj> open(String use, String sealed) {
    try {
      byte[] whole = Base64.getUrlDecoder().decode(sealed);
      if (whole.length <= NONCE) return Optional.empty();
      Cipher cipher = notes(Cipher.DECRYPT_MODE, use, Arrays.copyOf(whole, NONCE));
      byte[] note = cipher.doFinal(whole, NONCE, whole.length - NONCE);
      return Optional.of(Json.parseObject(note));
    } catch (IllegalArgumentException | GeneralSecurityException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher notes(int mode, String use, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(decode(NOTES), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(use.getBytes(UTF_8));
    return cipher;
  }

  @Override
  public byte[] sign(byte[] input) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(decode(DOCUMENT + ".private")));
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the key for documents cannot sign", broken);
    }
  }

  @Override
  public Point key() {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(decode(DOCUMENT + ".public")));
      ECPoint point = ((ECPublicKey) key).getW();
      return new Point(coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the key for documents cannot be read", broken);
    }
  }

  /** As base64url of 32 bytes, RFC 7518 section 6.2.1.2. */
  private static String coordinate(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] whole = new byte[32];
    int length = Math.min(signed.length, 32);
    System.arraycopy(signed, signed.length - length, whole, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
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
