package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate, the hub's own, whatever name it is for: the hub looks at itself under
 * {@code localhost}, and its certificate is for the name that others know, or self-signed.
 */
final class OwnCertificate extends X509ExtendedTrustManager {
  private final X509Certificate own;

  private OwnCertificate(X509Certificate own) {
    this.own = own;
  }

  /**
   * @throws Failure if the file holds no certificate
   */
  static SSLContext trusting(Path file) {
    try (var in = Files.newInputStream(file)) {
      var own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OwnCertificate(own)}, null);
      return context;
    } catch (IOException | GeneralSecurityException failure) {
      throw new Failure(
          "HUB_TLS_CERT " + file + " holds no certificate that can be read.", failure);
    }
  }

  private void demandOwn(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !chain[0].equals(own)) {
      throw new CertificateException("what answers shows another certificate than the hub's own");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    demandOwn(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    demandOwn(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    demandOwn(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    demandOwn(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    demandOwn(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    demandOwn(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
