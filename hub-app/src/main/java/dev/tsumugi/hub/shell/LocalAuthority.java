package dev.tsumugi.hub.shell;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority of one house, for devices that are told to trust it (RFC 5280). It may
 * only speak of this house: names that were given when it was made, and private addresses. Whoever
 * steals its key can pretend to be the hub, and nobody else.
 */
record LocalAuthority(X509Certificate certificate, PrivateKey key) {
  /** Phones and browsers take no longer one of a server (CA/Browser Forum, 2020 on: 398 days). */
  static final Duration LEAF_LIFE = Duration.ofDays(397);

  private static final Duration LIFE = Duration.ofDays(3650);

  /** Clocks of phones and tablets differ. */
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final byte[] SIGNED = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));

  /** Private, link-local and loopback networks, as address and mask. */
  private static final List<String> NETWORKS =
      List.of(
          "127.0.0.0/255.0.0.0",
          "10.0.0.0/255.0.0.0",
          "172.16.0.0/255.240.0.0",
          "192.168.0.0/255.255.0.0",
          "169.254.0.0/255.255.0.0",
          "::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
          "fc00::/fe00::",
          "fe80::/ffc0::");

  /** A key and what was said of it. */
  record Issued(X509Certificate certificate, PrivateKey key) {}

  /**
   * @param names that it may ever speak of, beside private addresses
   */
  static LocalAuthority make(HostNames names, Instant now) {
    KeyPair pair = pair();
    String name = "Tsumugi " + now.toString().substring(0, 10);
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(
        extension("2.5.29.19", true, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))));
    extensions.add(extension("2.5.29.15", true, Der.bits(1, (byte) 0x06)));
    extensions.add(extension("2.5.29.30", true, permitted(names)));
    extensions.add(extension("2.5.29.14", false, Der.octets(keyId(pair.getPublic()))));
    byte[] body = body(name(name), name(name), now.plus(LIFE), now, pair.getPublic(), extensions);
    return new LocalAuthority(sign(body, pair.getPrivate()), pair.getPrivate());
  }

  /** For a server that is reached by these. */
  Issued issue(HostNames names, Instant now) {
    KeyPair pair = pair();
    Instant end = now.plus(LEAF_LIFE);
    Instant last = certificate.getNotAfter().toInstant();
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(extension("2.5.29.19", true, Der.sequence()));
    extensions.add(extension("2.5.29.15", true, Der.bits(7, (byte) 0x80)));
    extensions.add(extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))));
    extensions.add(extension("2.5.29.17", false, alternatives(names)));
    extensions.add(extension("2.5.29.14", false, Der.octets(keyId(pair.getPublic()))));
    extensions.add(
        extension(
            "2.5.29.35",
            false,
            Der.sequence(Der.tagged(0, false, keyId(certificate.getPublicKey())))));
    byte[] body =
        body(
            certificate.getSubjectX500Principal().getEncoded(),
            name("Tsumugi hub"),
            end.isBefore(last) ? end : last,
            now,
            pair.getPublic(),
            extensions);
    return new Issued(sign(body, key), pair.getPrivate());
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] body(
      byte[] issuer,
      byte[] subject,
      Instant until,
      Instant now,
      PublicKey key,
      List<byte[]> extensions) {
    return Der.sequence(
        Der.tagged(0, true, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
        SIGNED,
        issuer,
        Der.sequence(Der.time(now.minus(EARLIER)), Der.time(until)),
        subject,
        key.getEncoded(),
        Der.tagged(3, true, Der.sequence(extensions.toArray(byte[][]::new))));
  }

  private static X509Certificate sign(byte[] body, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(body);
      byte[] whole = Der.sequence(body, SIGNED, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  /** RFC 5280 section 4.2.1.2, first method, near enough: any short digest of the key does. */
  private static byte[] keyId(PublicKey key) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] alternatives(HostNames names) {
    List<byte[]> all = new ArrayList<>();
    for (String name : names.names()) all.add(dns(name));
    for (String address : names.addresses()) {
      all.add(Der.tagged(7, false, HostNames.address(address).getAddress()));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }

  private static byte[] permitted(HostNames names) {
    List<byte[]> all = new ArrayList<>();
    for (String name : names.names()) all.add(Der.sequence(dns(name)));
    for (String network : NETWORKS) {
      String[] parts = network.split("/");
      all.add(Der.sequence(network(parts[0], parts[1])));
    }
    for (String address : names.addresses()) {
      boolean four = HostNames.address(address).getAddress().length == 4;
      String one = four ? "255.255.255.255" : "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
      all.add(Der.sequence(network(address, one)));
    }
    return Der.sequence(Der.tagged(0, true, all.toArray(byte[][]::new)));
  }

  private static byte[] dns(String name) {
    return Der.tagged(2, false, name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static byte[] network(String address, String mask) {
    return Der.tagged(
        7, false, HostNames.address(address).getAddress(), HostNames.address(mask).getAddress());
  }
}
