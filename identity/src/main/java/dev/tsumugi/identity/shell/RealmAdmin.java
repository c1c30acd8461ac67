package dev.tsumugi.identity.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keycloak's Admin REST API, as much of it as a realm's setup needs. Paths are relative to {@code
 * /admin/realms} and come URL-encoded.
 */
final class RealmAdmin {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  // Keycloak's tokens for administrators live 60 seconds.
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(40);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI server;
  private final String user;
  private final String password;
  private String token = "";
  private long tokenUntil;

  RealmAdmin(URI server, String user, String password) {
    this.server = server;
    this.user = user;
    this.password = password;
  }

  /** The object at {@code path}; empty if there is none. */
  Optional<Json.Obj> get(String path) {
    HttpResponse<byte[]> response = send(authorized(path).GET().build());
    if (response.statusCode() == 404) return Optional.empty();
    return Optional.of(Json.parseObject(demandGood(response)));
  }

  List<Json.Obj> list(String path) {
    byte[] array = demandGood(send(authorized(path).GET().build()));
    var object = new ByteArrayOutputStream(array.length + 16);
    object.writeBytes("{\"items\":".getBytes(UTF_8)); // our reader takes objects only
    object.writeBytes(array);
    object.write('}');
    return Json.parseObject(object.toByteArray()).objects("items");
  }

  void post(String path, Json body) {
    demandGood(send(json(path).POST(BodyPublishers.ofByteArray(Json.bytes(body))).build()));
  }

  void put(String path, Json body) {
    demandGood(send(json(path).PUT(BodyPublishers.ofByteArray(Json.bytes(body))).build()));
  }

  void delete(String path) {
    demandGood(send(authorized(path).DELETE().build()));
  }

  /** A new realm's rights are not in a token made before it. */
  void signInAnew() {
    tokenUntil = System.nanoTime();
    token = "";
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder json(String path) {
    return authorized(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder authorized(String path) {
    return HttpRequest.newBuilder(server.resolve("/admin/realms" + path))
        .timeout(TIMEOUT)
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token());
  }

  private String token() {
    if (!token.isEmpty() && System.nanoTime() - tokenUntil < 0) return token;
    String form =
        "grant_type=password&client_id=admin-cli&username="
            + encode(user)
            + "&password="
            + encode(password);
    HttpResponse<byte[]> response =
        send(
            HttpRequest.newBuilder(server.resolve("/realms/master/protocol/openid-connect/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    if (response.statusCode() == 401) {
      throw new RealmFailure(
          "Keycloak does not accept the stored administrator password of "
              + user
              + ": the password file and Keycloak's database do not belong together.");
    }
    String fresh = Json.parseObject(demandGood(response)).text("access_token");
    if (fresh == null) throw new RealmFailure("Keycloak answered without an access token.");
    token = fresh;
    tokenUntil = System.nanoTime() + TOKEN_LIFE.toNanos();
    return fresh;
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new RealmFailure("Keycloak does not answer at " + request.uri() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RealmFailure("The setup of the realm was interrupted.", e);
    }
  }

  private static byte[] demandGood(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 == 2) return response.body();
    throw new RealmFailure(
        "Keycloak answered "
            + response.statusCode()
            + " to "
            + response.request().method()
            + " "
            + response.uri().getPath()
            + ": "
            + new String(response.body(), UTF_8)
            + ".");
  }
}
