package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom this process trusts when it calls: the authorities that Java knows, and those in the hub's
 * own chain, for its own Keycloak shows the hub's certificate. Names are checked as ever.
 */
final class KnownCertificates extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager usual;
  private volatile X509ExtendedTrustManager own;

  private KnownCertificates(X509ExtendedTrustManager usual) {
    this.usual = usual;
    this.own = usual;
  }

  /** The usual ones, and those of the hub's own chain. */
  static KnownCertificates of(Settings.Tls files) {
    KnownCertificates known = usual();
    known.trust(TlsFiles.read(files).chain());
    return known;
  }

  /** As Java has it, until more are trusted. */
  static KnownCertificates usual() {
    return new KnownCertificates(manager(null));
  }

  /** What calls of this process hold to from now on, if they name nothing else. */
  void becomeDefault() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      SSLContext.setDefault(context);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** These in place of those trusted before, beside the usual ones. */
  void trust(Collection<X509Certificate> chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (X509Certificate one : chain) store.setCertificateEntry("own-" + number++, one);
      own = manager(store);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager found) return found;
      }
      throw new IllegalStateException("Java has no trust manager");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void either(Check check) throws CertificateException {
    try {
      check.by(own);
    } catch (CertificateException notOurs) {
      check.by(usual);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    either(manager -> manager.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    either(manager -> manager.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    either(manager -> manager.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    usual.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    usual.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    usual.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    List<X509Certificate> all = new java.util.ArrayList<>(List.of(usual.getAcceptedIssuers()));
    all.addAll(List.of(own.getAcceptedIssuers()));
    return all.toArray(X509Certificate[]::new);
  }
}
