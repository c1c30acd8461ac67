package dev.tsumugi.hub.shell;

import dev.tsumugi.identity.RequesterRules;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Speaks to a hub and its issuer as anybody outside would, with the demo's logins. */
final class TokenClient {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final HttpClient own;
  private final URI fhir;
  private final Optional<String> purpose;

  /**
   * @param hub without {@code /fhir}
   */
  TokenClient(URI hub) {
    this.fhir = URI.create(hub + "/fhir");
    this.own = http;
    this.purpose = Optional.empty();
  }

  /**
   * @param certificate the only one that the hub may show
   */
  TokenClient(URI hub, Path certificate) {
    this.fhir = URI.create(hub + "/fhir");
    this.own =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .sslContext(OwnCertificate.trusting(certificate))
            .build();
    this.purpose = Optional.empty();
  }

  private TokenClient(URI fhir, HttpClient own, String purpose) {
    this.fhir = fhir;
    this.own = own;
    this.purpose = Optional.of(purpose);
  }

  /**
   * The same, stating why it asks.
   *
   * @param why a purpose of use, code of v3-ActReason
   */
  TokenClient stating(String why) {
    return new TokenClient(fhir, own, why);
  }

  /** For the hub that this process runs, under its own certificate if it has one. */
  static TokenClient here(Settings settings) {
    URI here = URI.create(HubPart.Addresses.of(settings).here());
    Settings.Tls tls = settings.tls();
    return tls == null ? new TokenClient(here) : new TokenClient(here, tls.certificate());
  }

  /**
   * An answer, whatever its status.
   *
   * @param headers all but Date, by lower-case name
   * @param text the body as it came
   */
  record Answer(int status, Map<String, List<String>> headers, String text, Json.Obj body) {}

  /** A token of the password grant for a demo login. */
  String demoToken(String user, String scope) {
    return token(
        Map.of(
            "grant_type", "password",
            "client_id", "demo-cli",
            "username", user,
            "password", "demo",
            "scope", scope));
  }

  /** A token of the custodian. */
  String loaderToken() {
    return token(
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "loader",
            "client_secret", "demo-loader",
            "scope", "system/*.cruds"));
  }

  private String token(Map<String, String> form) {
    Answer where = send(request("/.well-known/smart-configuration").GET());
    String endpoint = where.body().text("token_endpoint");
    if (endpoint == null) throw new Failure(fhir + " names no token endpoint.");
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    Answer answer =
        send(
            HttpRequest.newBuilder(URI.create(endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    String token = answer.body().text("access_token");
    if (token != null) return token;
    throw new Failure(
        "The issuer gives no token: " + answer.body().text("error_description") + ".");
  }

  /** What the server can do; needs no sign-on. */
  Answer metadata() {
    return send(request("/metadata").GET());
  }

  Answer get(String token, String path) {
    return send(request(path).header("Authorization", "Bearer " + token).GET());
  }

  Answer post(String token, String path, Json.Obj body) {
    return send(with(token, path).POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /**
   * @param language header Accept-Language; null for none
   */
  Answer post(String token, String path, Json.Obj body, @Nullable String language) {
    HttpRequest.Builder request =
        with(token, path).POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (language != null) request.header("Accept-Language", language);
    return send(request);
  }

  Answer put(String token, String path, Json.Obj body) {
    return send(with(token, path).PUT(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  private HttpRequest.Builder with(String token, String path) {
    return request(path)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/fhir+json");
  }

  private HttpRequest.Builder request(String path) {
    // Links of a page come whole.
    URI where = URI.create(path.startsWith("http") ? path : fhir + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(where);
    purpose.ifPresent(why -> request.header(RequesterRules.PURPOSE_HEADER, why));
    return request;
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest built = request.timeout(Duration.ofMinutes(2)).build();
      // The hub's own certificate is trusted for the hub alone, not for the issuer.
      HttpClient client = built.uri().toString().startsWith(fhir.toString()) ? own : http;
      HttpResponse<byte[]> response = client.send(built, HttpResponse.BodyHandlers.ofByteArray());
      byte[] body = response.body();
      Json.Obj json = body.length == 0 ? Json.object().build() : Json.parseObject(body);
      Map<String, List<String>> headers = new TreeMap<>();
      response
          .headers()
          .map()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      // The one that tells the time, and so differs between equal answers.
      headers.remove("date");
      String text = new String(body, StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), headers, text, json);
    } catch (IOException failure) {
      throw new Failure("No hub answers at " + fhir + "; does ./hub run say READY?", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted.", interrupted);
    }
  }
}
