package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.testkit.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;

/** The certificate that {@code ./hub tls} makes, shown by the hub's web server to real clients. */
class HubTlsTest {
  private static final Instant NOW = Instant.now();

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Settings settings(Path data) {
    return Settings.of(Map.of("HUB_DATA", data.toString()));
  }

  private int tls(Path data, Instant now, String... arguments) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    TlsCommand command =
        new TlsCommand(settings(data), new Console(out, out), new MovableClock(now));
    return command.execute(List.of(arguments));
  }

  private static TlsCommand.Folder folder(Path data) {
    return new TlsCommand.Folder(data.toAbsolutePath().normalize().resolve("tls"));
  }

  private static Settings.Tls files(Path data) {
    return new Settings.Tls(folder(data).certificate(), folder(data).key());
  }

  /** As a phone that was told to trust the authority. */
  private static SSLContext trusting(Path data) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509Certificate authority = TlsFiles.read(files(data)).chain().get(1);
    store.setCertificateEntry("authority", authority);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private record Server(WebServer web, HubTls tls) implements AutoCloseable {
    @Override
    public void close() {
      tls.close();
      web.stop();
    }
  }

  private Server server(Path data) {
    DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();
    HubTls tls =
        new HubTls(files(data), Duration.ofMillis(100), said::add, KnownCertificates.usual());
    tls.registerBundles(registry);
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    factory.setAddress(InetAddress.getLoopbackAddress());
    factory.setSsl(Ssl.forBundle(HubTls.BUNDLE));
    factory.setSslBundles(registry);
    HubSettings city =
        new HubSettings(
            false, "https://hub.example/fhir", "https://hub.example:8180/realms/x", "1");
    WebServer web =
        factory.getWebServer(
            context -> {
              context
                  .addFilter("headers", new SecurityHeaders(city))
                  .addMappingForUrlPatterns(null, false, "/*");
              context.addServlet("config", new ConfigServlet(city, 15)).addMapping("/");
            });
    web.start();
    return new Server(web, tls);
  }

  /** The certificate that a new connection is shown. */
  private static X509Certificate shown(Server server, SSLContext context, String... protocols)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.web().getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      if (protocols.length > 0) parameters.setProtocols(protocols);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aPhoneThatTrustsTheAuthorityReachesTheHubByEachOfItsNames(@TempDir Path data)
      throws Exception {
    tls(data, NOW, "tsumugi.home.arpa", "192.168.77.9");
    HostNames here = HostNames.here();

    try (Server server = server(data)) {
      HttpClient phone = HttpClient.newBuilder().sslContext(trusting(data)).build();
      for (String host : List.of("localhost", "127.0.0.1")) {
        URI hub = URI.create("https://" + host + ":" + server.web().getPort() + "/");
        HttpResponse<Void> answer =
            phone.send(HttpRequest.newBuilder(hub).build(), BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("strict-transport-security"))
            .contains("max-age=31536000");
      }
      X509Certificate leaf = shown(server, trusting(data));
      assertThat(leaf.getSubjectAlternativeNames().toString())
          .contains("tsumugi.home.arpa", "192.168.77.9", "127.0.0.1")
          .contains(here.names());
      assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
      assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
      assertThat(Duration.between(NOW, leaf.getNotAfter().toInstant()).toDays())
          .isBetween(396L, 397L);
      assertThatThrownBy(() -> shown(server, SSLContext.getDefault()))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void whatIsOlderThanTls12IsNotSpoken(@TempDir Path data) throws Exception {
    tls(data, NOW);

    try (Server server = server(data)) {
      assertThat(shown(server, trusting(data), "TLSv1.2")).isNotNull();
      assertThat(shown(server, trusting(data), "TLSv1.3")).isNotNull();
    }
    // What Java itself still speaks if it is told to must not depend on its settings.
    assertThat(TlsFiles.read(files(data)).bundle().getOptions().getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
  }

  @Test
  void newFilesAreShownWithoutAStopAndBrokenOnesAreNot(@TempDir Path data) throws Exception {
    tls(data, NOW);
    SSLContext phone = trusting(data);
    try (Server server = server(data)) {
      X509Certificate first = shown(server, phone);

      Files.writeString(files(data).certificate(), "-----BEGIN CERTIFICATE-----\nnonsense\n");
      assertThat(said.poll(20, TimeUnit.SECONDS)).contains("not taken", "HUB_TLS_CERT");
      assertThat(shown(server, phone)).isEqualTo(first);

      tls(data, NOW, "--renew");
      assertThat(said.poll(20, TimeUnit.SECONDS)).contains("replaced");
      X509Certificate second = shown(server, phone);
      assertThat(second).isNotEqualTo(first);

      String other = Files.readString(files(data).certificate());
      tls(data, NOW, "--renew");
      assertThat(said.poll(20, TimeUnit.SECONDS)).contains("replaced");
      X509Certificate third = shown(server, phone);
      // A certificate whose key is another one.
      Files.writeString(files(data).certificate(), other);
      assertThat(said.poll(20, TimeUnit.SECONDS)).contains("not taken", "HUB_TLS_KEY");
      assertThat(shown(server, phone)).isEqualTo(third);
    }
  }

  @Test
  void theAuthoritySpeaksOfThisHouseAlone() throws Exception {
    HostNames names = new HostNames(Set.of("hub.example"), Set.of("203.0.113.9"));
    LocalAuthority authority = LocalAuthority.make(names, NOW);

    assertThat(authority.certificate().getBasicConstraints()).isZero();
    authority.certificate().verify(authority.certificate().getPublicKey());
    assertThat(holds(authority, names)).isTrue();
    assertThat(holds(authority, new HostNames(Set.of("a.hub.example"), Set.of("192.168.1.2"))))
        .isTrue();
    assertThat(holds(authority, new HostNames(Set.of("bank.example"), Set.of()))).isFalse();
    assertThat(holds(authority, new HostNames(Set.of("hub.example"), Set.of("8.8.8.8")))).isFalse();
  }

  private static boolean holds(LocalAuthority authority, HostNames names) {
    return TlsCommand.permits(authority, authority.issue(names, NOW));
  }

  @Test
  void whatIsThereStaysUnlessItIsRenewedByTheSameAuthority(@TempDir Path data) throws Exception {
    assertThatThrownBy(() -> tls(data, NOW, "--renew")).hasMessageContaining("--renew");
    tls(data, NOW);
    List<X509Certificate> first = TlsFiles.read(files(data)).chain();

    assertThatThrownBy(() -> tls(data, NOW)).hasMessageContaining("--renew");
    assertThat(TlsFiles.read(files(data)).chain()).isEqualTo(first);
    assertThatThrownBy(() -> tls(data, NOW, "--renew", "bank.example"))
        .hasMessageContaining("other names");
    assertThat(TlsFiles.read(files(data)).chain()).isEqualTo(first);
    tls(data, NOW.plus(Duration.ofDays(300)), "--renew");
    List<X509Certificate> second = TlsFiles.read(files(data)).chain();

    assertThat(second.get(0)).isNotEqualTo(first.get(0));
    assertThat(second.get(1)).isEqualTo(first.get(1));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(TlsCommand.fingerprint(first.get(1)), folder(data).authority().toString())
        .contains("HUB_TLS_CERT=", "HUB_DEMO=false")
        .doesNotContain("PRIVATE");
    for (Path secret : List.of(folder(data).key(), folder(data).authorityKey())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whatIsNeitherNameNorAddressIsRefused(@TempDir Path data) {
    for (String word : List.of("a b", "http://hub", "hub_1", "-hub", "1.2.3.4.5", "..")) {
      assertThatThrownBy(() -> tls(data, NOW, word)).isInstanceOf(Failure.class);
    }
    assertThat(data.resolve("tls/hub.pem")).doesNotExist();
  }
}
