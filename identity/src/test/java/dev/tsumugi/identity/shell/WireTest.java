package dev.tsumugi.identity.shell;

import static dev.tsumugi.identity.shell.TestIssuer.RSA_FORGED;
import static dev.tsumugi.identity.shell.TestIssuer.signed;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import dev.tsumugi.identity.Claims;
import dev.tsumugi.kernel.Json;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Filter and well-known document in the container, as the hub registers them. */
class WireTest {
  @TempDir Path folder;

  private final TestIssuer issuer = new TestIssuer();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FilterServer server;
  private String base = "";

  @BeforeEach
  void start() {
    server = new FilterServer(folder, issuer, Clock.fixed(Claims.NOW, ZoneOffset.UTC));
    base = server.base();

    log.start();
    ours().setLevel(Level.TRACE);
    ours().setAdditive(false);
    ours().addAppender(log);
  }

  @AfterEach
  void stop() {
    ours().detachAppender(log);
    ours().setAdditive(true);
    ours().setLevel(null);
    server.close();
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
        .contains("client-public", "permission-v2", "launch-ehr", "context-standalone-patient")
        .doesNotContain("context-standalone-encounter", "context-style");
    assertThat(document.texts("token_endpoint_auth_signing_alg_values_supported"))
        .containsExactly("RS384", "ES384");
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
