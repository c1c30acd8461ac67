package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.shell.TestIssuer.RSA_FORGED;
import static dev.tsumugi.identity.shell.TestIssuer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.identity.Claims;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Filter and well-known document in the container, as the hub registers them. */
class WireTest {
  @TempDir Path folder;

  private final TestIssuer issuer = new TestIssuer();
  private final Tomcat tomcat = new Tomcat();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  // Held, as the logging system holds its loggers weakly: the container's start is no news here.
  private final java.util.logging.Logger container =
      java.util.logging.Logger.getLogger("org.apache");
  private String base = "";

  /** Writes who the filter said it was, as a FHIR servlet would. */
  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Object who = request.getAttribute(Requester.class.getName());
      response.setContentType("text/plain;charset=UTF-8");
      if (who instanceof Problem problem) {
        response.setStatus(problem.kind().status());
        response.getWriter().write(problem.getMessage());
      } else if (who instanceof Requester requester) {
        response.getWriter().write(requester.role() + " " + requester.purpose());
      } else {
        response.getWriter().write("nobody said anything: " + who);
      }
    }
  }

  @BeforeEach
  void start() throws LifecycleException {
    Clock clock = Clock.fixed(Claims.NOW, ZoneOffset.UTC);
    IdentityModule module = new IdentityModule();
    container.setLevel(java.util.logging.Level.SEVERE);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    FilterDef filter = new FilterDef();
    filter.setFilterName("token");
    filter.setFilter(module.tokenFilter(module.tokenDesk(issuer.settings(false), clock)));
    context.addFilterDef(filter);
    FilterMap map = new FilterMap();
    map.setFilterName("token");
    map.addURLPattern("/fhir/*");
    context.addFilterMap(map);
    add(context, "/fhir/*", new Echo());
    add(
        context,
        "/fhir/.well-known/smart-configuration",
        module.smartConfigurationServlet(issuer.settings(false)));
    tomcat.start();
    base = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir";

    log.start();
    ours().setLevel(Level.TRACE);
    ours().setAdditive(false);
    ours().addAppender(log);
  }

  private static void add(Context context, String path, HttpServlet servlet) {
    Tomcat.addServlet(context, path, servlet);
    context.addServletMappingDecoded(path, path);
  }

  @AfterEach
  void stop() throws LifecycleException {
    ours().detachAppender(log);
    ours().setAdditive(true);
    ours().setLevel(null);
    tomcat.stop();
    tomcat.destroy();
    issuer.close();
  }

  @Test
  void saysWhoAsksAndForWhat() {
    assertThat(get("Bearer " + signed(issuer.crew())).body()).isEqualTo("CREW ETREAT");
    assertThat(get("bearer  " + signed(issuer.crew())).body()).isEqualTo("CREW ETREAT");
  }

  @Test
  void saysNothingWithoutAnAuthorizationHeader() {
    HttpResponse<String> answer = send(request("/Patient?access_token=" + signed(issuer.crew())));

    assertThat(answer.body()).isEqualTo("nobody said anything: null");
  }

  @Test
  void takesOneBearerTokenAndNothingElse() {
    String token = signed(issuer.crew());

    assertThat(get("Basic Y3JldzpkZW1v").statusCode()).isEqualTo(401);
    assertThat(get("Bearer").statusCode()).isEqualTo(401);
    assertThat(get(token).statusCode()).isEqualTo(401);
    assertThat(get("Bearer " + token, "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(401);
  }

  @Test
  void readsThePurposeFromItsHeader() {
    String bearer = "Bearer " + signed(issuer.crew());

    assertThat(get(bearer, "X-Purpose-Of-Use", "ETREAT").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = get(bearer, "X-Purpose-Of-Use", "HMARKT");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("X-Purpose-Of-Use").doesNotContain("HMARKT");
  }

  @Test
  void answersAndLogsHoldNothingOfTokensOrClaims() {
    Json.Obj secret =
        issuer
            .crew()
            .with("name", Json.text("Secretname"))
            .with("fhirUser", Json.text("Practitioner/secret-person"))
            .with("hub_organization", Json.text("Organization/secret-org"))
            .with("jti", Json.text("secret-jti"))
            .with("sub", Json.text("secret-sub"))
            .with("sid", Json.text("secret-sid"));
    List<String> tokens = new ArrayList<>();
    tokens.add(signed(secret));
    tokens.add(signed(secret, JWSAlgorithm.RS256, RSA_FORGED));
    tokens.add(signed(secret).substring(20));
    for (String claim :
        List.of("iss", "aud", "typ", "azp", "fhirUser", "hub_roles", "hub_organization")) {
      tokens.add(signed(secret.with(claim, Json.text("secret-" + claim))));
    }
    tokens.add(signed(secret.with("exp", Claims.seconds(Claims.NOW))));
    tokens.add(signed(secret.with("nbf", Claims.seconds(Claims.EXPIRES))));
    tokens.add(signed(secret.with("patient", Json.text("secret patient"))));

    List<String> said = new ArrayList<>();
    for (String token : tokens) {
      HttpResponse<String> answer = get("Bearer " + token, "X-Purpose-Of-Use", "ETREAT");
      said.add(answer.headers().map() + answer.body());
    }
    for (ILoggingEvent event : List.copyOf(log.list)) {
      said.add(event.getFormattedMessage() + event.getThrowableProxy());
    }

    assertThat(said).hasSizeGreaterThan(tokens.size());
    for (String text : said) {
      assertThat(text).doesNotContainIgnoringCase("secret");
      for (String token : tokens) {
        for (String part : token.split("\\.", -1)) {
          if (part.length() > 8) assertThat(text).doesNotContain(part);
        }
      }
    }
  }

  @Test
  void describesSigningOnToEverybodyAsJson() {
    HttpResponse<String> answer =
        get(
            "Bearer nonsense",
            "/.well-known/smart-configuration",
            "Accept",
            "application/fhir+xml");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    Json.Obj document = Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8));
    String realm = issuer.address() + "/protocol/openid-connect/";
    assertThat(document.text("issuer")).isEqualTo(issuer.address());
    assertThat(document.text("authorization_endpoint")).isEqualTo(realm + "auth");
    assertThat(document.text("token_endpoint")).isEqualTo(realm + "token");
    assertThat(document.text("introspection_endpoint")).isEqualTo(realm + "token/introspect");
    assertThat(document.text("revocation_endpoint")).isEqualTo(realm + "revoke");
    assertThat(document.texts("code_challenge_methods_supported")).containsExactly("S256");
    assertThat(document.texts("grant_types_supported")).doesNotContain("password");
    assertThat(document.texts("capabilities"))
        .contains("client-public", "permission-v2")
        .noneMatch(word -> word.startsWith("launch-") || word.startsWith("context-"));
    assertThat(send(HttpRequest.newBuilder(URI.create(document.text("jwks_uri")))).body())
        .contains("rsa-1");
  }

  @Test
  void refusesToWriteTheDocumentAndAnswersPreflights() {
    String path = "/.well-known/smart-configuration";
    HttpResponse<String> head = send(request(path).method("HEAD", noBody()));
    HttpResponse<String> preflight = send(request(path).method("OPTIONS", noBody()));
    HttpResponse<String> post = send(request(path).POST(noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
  }

  private HttpResponse<String> get(String authorization, String... more) {
    boolean elsewhere = more.length % 2 == 1;
    HttpRequest.Builder request = request(elsewhere ? more[0] : "/Patient");
    request.header("Authorization", authorization);
    for (int i = elsewhere ? 1 : 0; i < more.length; i += 2) request.header(more[i], more[i + 1]);
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static HttpRequest.BodyPublisher noBody() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private static Logger ours() {
    return (Logger) LoggerFactory.getLogger("dev.tsumugi");
  }
}
