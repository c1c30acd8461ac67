package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A client's view of the identity server: forms out, JSON in. */
final class Idp {
  /** An answer of the token endpoint. */
  record Answer(int status, Json.Obj body) {
    String error() {
      return body.text("error");
    }

    Json.Obj claims() {
      return claimsOf("access_token");
    }

    Json.Obj claimsOf(String token) {
      String payload = body.text(token).split("\\.")[1];
      return Json.parseObject(Base64.getUrlDecoder().decode(payload));
    }

    Set<String> scopes() {
      return Arrays.stream(body.text("scope").split(" ")).collect(Collectors.toSet());
    }
  }

  // As a browser on a plain connection: the switch to HTTP/2 breaks off a large form.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> cookies = new TreeMap<>();
  private final URI server;

  Idp(URI server) {
    this.server = server;
  }

  Answer token(String realm, Map<String, String> form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(openid(realm, "token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form)))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), Json.parseObject(response.body()));
  }

  Json.Obj userInfo(String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(openid("tsumugi", "userinfo"))
            .header("Authorization", "Bearer " + token)
            .build();
    return Json.parseObject(http.send(request, BodyHandlers.ofByteArray()).body());
  }

  HttpResponse<String> authorize(Map<String, String> query)
      throws IOException, InterruptedException {
    URI uri = URI.create(openid("tsumugi", "auth") + "?" + encode(query));
    return browse(HttpRequest.newBuilder(uri));
  }

  HttpResponse<String> visit(URI page) throws IOException, InterruptedException {
    return browse(HttpRequest.newBuilder(page));
  }

  /** A form posted to an endpoint of the realm, {@code token/introspect}. */
  HttpResponse<String> post(String endpoint, Map<String, String> form)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(openid("tsumugi", endpoint))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form)))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> submit(URI action, Map<String, String> form)
      throws IOException, InterruptedException {
    return browse(
        HttpRequest.newBuilder(action)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form))));
  }

  /** As browsers do, takes http://localhost for safe: Java's cookie store would not. */
  private HttpResponse<String> browse(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    // Two tabs may ask at the same time.
    synchronized (cookies) {
      String all =
          cookies.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining("; "));
      if (!all.isEmpty()) request.header("Cookie", all);
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    synchronized (cookies) {
      for (String cookie : response.headers().allValues("Set-Cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
    }
    return response;
  }

  int admin(String method, String path, String token, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/admin/realms" + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(json))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  URI openid(String realm, String endpoint) {
    return server.resolve("/realms/" + realm + "/protocol/openid-connect/" + endpoint);
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
