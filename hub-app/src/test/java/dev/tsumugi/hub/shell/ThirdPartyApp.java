package dev.tsumugi.hub.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * An app by somebody else, on an origin of its own: two pages around the public library {@code
 * fhirclient}, which is served as npm packs it.
 */
final class ThirdPartyApp implements AutoCloseable {
  static final String ID = "third-party";

  private static final String LIBRARY = "fhirclient-2.6.3.tgz";
  private static final String HOW =
      LIBRARY
          + " is missing; ./hub test gets it by npm pack into .hub, or name it by"
          + " -Dtsumugi.fhirclient=FILE.";
  private static final String LAUNCH =
      """
      <!doctype html><html lang="en"><title>launch</title><script src="fhir-client.js"></script>
      <script>
        const scope = new URLSearchParams(location.search).get('scope');
        FHIR.oauth2.authorize({clientId: 'third-party', scope, redirectUri: 'index.html'})
          .catch(error => { document.title = 'failed: ' + error.message; });
      </script></html>
      """;
  private static final String INDEX =
      """
      <!doctype html><html lang="en"><title>app</title><script src="fhir-client.js"></script>
      <script>
        FHIR.oauth2.settings.refreshTokenWithClientId = true;
        FHIR.oauth2.ready().then(
          ready => { window.client = ready; document.title = 'ready: ' + ready.patient.id; },
          error => { document.title = 'failed: ' + error.message; });
      </script></html>
      """;

  private final HttpServer server;
  private final byte[] library;

  /**
   * Aborts the test where the library is missing, and fails it in CI.
   *
   * @param port of its origin
   */
  static ThirdPartyApp start(int port) throws IOException {
    String named = System.getProperty("tsumugi.fhirclient", "");
    Path packed =
        named.isEmpty()
            ? KeycloakDistribution.root().resolve(".hub").resolve(LIBRARY)
            : Path.of(named);
    if (!Files.exists(packed)) {
      if ("true".equals(System.getenv("CI"))) Assertions.fail(HOW);
      Assumptions.abort(HOW);
    }
    return new ThirdPartyApp(port, unpacked(packed, "package/build/fhir-client.min.js"));
  }

  private ThirdPartyApp(int port, byte[] library) throws IOException {
    this.library = library;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private static byte[] unpacked(Path packed, String wanted) throws IOException {
    try (InputStream file = Files.newInputStream(packed);
        var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals(wanted)) return tar.readAllBytes();
      }
    }
    throw new IOException(packed + " holds no " + wanted);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body =
        switch (exchange.getRequestURI().getPath()) {
          case "/launch.html" -> LAUNCH.getBytes(StandardCharsets.UTF_8);
          case "/index.html" -> INDEX.getBytes(StandardCharsets.UTF_8);
          case "/fhir-client.js" -> library;
          default -> new byte[0];
        };
    try (exchange) {
      String type =
          exchange.getRequestURI().getPath().endsWith(".js") ? "text/javascript" : "text/html";
      exchange.getResponseHeaders().set("Content-Type", type + ";charset=utf-8");
      exchange.sendResponseHeaders(
          body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
      if (body.length > 0) exchange.getResponseBody().write(body);
    }
  }

  String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** As a public app of SMART App Launch. */
  String representation() {
    return """
        {"clientId": "third-party", "name": "よそのアプリ", "protocol": "openid-connect",
         "publicClient": true, "standardFlowEnabled": true, "directAccessGrantsEnabled": false,
         "fullScopeAllowed": true, "redirectUris": ["%1$s/index.html"], "webOrigins": ["%1$s"],
         "attributes": {"pkce.code.challenge.method": "S256"},
         "defaultClientScopes": ["basic", "acr", "hub"],
         "optionalClientScopes": ["fhirUser", "launch", "launch/patient", "online_access",
           "offline_access", "smart-patient", "smart-user"]}
        """
        .formatted(origin());
  }

  String launch(String fhir, String scope) {
    return origin() + "/launch.html?iss=" + escape(fhir) + "&scope=" + escape(scope);
  }

  /** As an EHR opens it. */
  String launch(String fhir, String scope, String launch) {
    return launch(fhir, scope) + "&launch=" + escape(launch);
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
