package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @Test
  void theHubKnowsItselfByItsCertificateUnderAnyNameAndNobodyElse(@TempDir Path folder)
      throws Exception {
    Path own = certificate(folder, "own");
    Path other = certificate(folder, "other");
    HttpsServer server = server(folder.resolve("own.p12"));
    try {
      URI hub = URI.create("https://localhost:" + server.getAddress().getPort());

      assertThat(new TokenClient(hub, own).metadata().status()).isEqualTo(200);
      assertThatThrownBy(() -> new TokenClient(hub, other).metadata()).isInstanceOf(Failure.class);
      assertThatThrownBy(() -> new TokenClient(hub).metadata()).isInstanceOf(Failure.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFileThatIsNoCertificateIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");

    assertThatThrownBy(() -> OwnCertificate.trusting(file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("HUB_TLS_CERT");
  }

  private static HttpsServer server(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** For a name that is not localhost, as a city's is. */
  private static Path certificate(Path folder, String name) throws Exception {
    Path keys = folder.resolve(name + ".p12");
    Path pem = folder.resolve(name + ".pem");
    String password = new String(PASSWORD);
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=hub.example",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys.toString(),
        "-storepass",
        password);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        name,
        "-file",
        pem.toString(),
        "-keystore",
        keys.toString(),
        "-storepass",
        password);
    return pem;
  }

  private static void keytool(String... arguments) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new java.util.ArrayList<>(List.of(keytool.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }
}
