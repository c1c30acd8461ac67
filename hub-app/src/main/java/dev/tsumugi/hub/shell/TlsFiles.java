package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** What stands in HUB_TLS_CERT and HUB_TLS_KEY, read and found to belong together. */
record TlsFiles(List<X509Certificate> chain, PrivateKey key) {
  /** What is older is broken, or has no forward secrecy by default (RFC 9325 section 3.1.1). */
  static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  TlsFiles {
    chain = List.copyOf(chain);
  }

  /**
   * @throws Failure naming the file that cannot be used, and why
   */
  static TlsFiles read(Settings.Tls tls) {
    String certificate = text("HUB_TLS_CERT", tls.certificate());
    String key = text("HUB_TLS_KEY", tls.key());
    TlsFiles files = parse(tls, certificate, key);
    if (!files.belongTogether()) {
      throw new Failure(
          "The key in HUB_TLS_KEY "
              + tls.key()
              + " is not that of the first certificate in HUB_TLS_CERT "
              + tls.certificate()
              + ".");
    }
    return files;
  }

  private static TlsFiles parse(Settings.Tls tls, String certificate, String key) {
    try {
      PemSslStore store =
          PemSslStore.load(PemSslStoreDetails.forCertificates(certificate).withPrivateKey(key));
      List<X509Certificate> chain = store == null ? null : store.certificates();
      PrivateKey read = store == null ? null : store.privateKey();
      if (chain != null && !chain.isEmpty() && read != null) return new TlsFiles(chain, read);
    } catch (RuntimeException unreadable) {
      // Its words may hold the key.
      throw unreadable(tls);
    }
    throw unreadable(tls);
  }

  private static Failure unreadable(Settings.Tls tls) {
    return new Failure(
        "HUB_TLS_CERT "
            + tls.certificate()
            + " or HUB_TLS_KEY "
            + tls.key()
            + " is no PEM file that can be read.");
  }

  private static String text(String variable, java.nio.file.Path file) {
    try {
      String text = Files.readString(file);
      if (text.contains("-----BEGIN ")) return text;
      throw new Failure(variable + " " + file + " is no PEM file that can be read.");
    } catch (IOException failure) {
      throw new Failure(
          variable + " " + file + " cannot be read: " + DataFolder.reason(failure) + ".", failure);
    }
  }

  private boolean belongTogether() {
    byte[] said = {1, 2, 3};
    try {
      PublicKey open = chain.get(0).getPublicKey();
      Signature signs = Signature.getInstance(algorithm());
      signs.initSign(key);
      signs.update(said);
      Signature verifies = Signature.getInstance(algorithm());
      verifies.initVerify(open);
      verifies.update(said);
      return verifies.verify(signs.sign());
    } catch (GeneralSecurityException others) {
      return false;
    }
  }

  private String algorithm() {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  /** As the web server takes it. */
  SslBundle bundle() {
    return SslBundle.of(
        new PemSslStoreBundle(PemSslStore.of(chain, key), null),
        SslBundleKey.NONE,
        SslOptions.of(null, PROTOCOLS));
  }
}
