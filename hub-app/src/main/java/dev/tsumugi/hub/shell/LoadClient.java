package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.LoadRequest;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Speaks FHIR to a hub as the loading client: fetches tokens, and tries again what a restart of a
 * part of the hub interrupted. A request is tried again only where twice is as good as once.
 */
final class LoadClient {
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final int TRIES = 8;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI hub;
  private final String client;
  private final String secret;
  private String token = "";
  private long tokenEnds;

  /**
   * @param hub without {@code /fhir}
   */
  LoadClient(URI hub, String client, String secret) {
    this.hub = hub;
    this.client = client;
    this.secret = secret;
  }

  /**
   * @param body a resource, mostly a Bundle or an OperationOutcome; an empty object if there was
   *     none
   */
  record Answer(int status, Json.Obj body) {
    boolean succeeded() {
      return status >= 200 && status < 300;
    }
  }

  /** Finds the hub and signs on; better now than after half the work. */
  void signOn() {
    bearer(false);
  }

  /**
   * @throws Failure if the hub cannot be reached or does not let us in
   */
  Answer send(LoadRequest request) {
    byte[] body = Json.bytes(request.body());
    boolean repeatable = request.entries().stream().noneMatch(entry -> entry.id().isEmpty());
    boolean renewed = false;
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= TRIES;
      try {
        Answer answer = sendOnce(request, body);
        if (answer.status() == 401 && !renewed) {
          renewed = true;
          bearer(true);
        } else if (last || !passes(request, answer, repeatable)) {
          return answer;
        }
      } catch (IOException e) {
        if (last || !repeatable) throw unreachable(e);
      }
      // 0.25 s to 16 s, half a minute in all: what a database needs to come back.
      pause(Duration.ofMillis(Math.min(250L << (attempt - 1), 16_000)));
    }
  }

  /**
   * Reads one page.
   *
   * @param path below the FHIR base, encoded
   * @throws Failure if the hub cannot be reached or does not let us in
   */
  Answer get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(hub + "/fhir/" + path))
              .timeout(Duration.ofMinutes(1))
              .header("Authorization", "Bearer " + bearer(false))
              .header("Accept", "application/fhir+json")
              .build();
      HttpResponse<byte[]> response = exchange(request);
      return new Answer(response.statusCode(), parsed(response.body()));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static boolean passes(LoadRequest request, Answer answer, boolean repeatable) {
    if (PASSING.contains(answer.status())) return true;
    if (!repeatable || !request.answersPerEntry() || !answer.succeeded()) return false;
    return answer.body().objects("entry").stream()
        .map(entry -> entry.obj("response"))
        .anyMatch(response -> response != null && status(response).startsWith("503"));
  }

  private static String status(Json.Obj response) {
    String status = response.text("status");
    return status == null ? "" : status;
  }

  private Answer sendOnce(LoadRequest request, byte[] body) throws IOException {
    String path = request.path().isEmpty() ? "/fhir" : "/fhir/" + request.path();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(hub + path))
            .timeout(Duration.ofMinutes(10))
            .header("Authorization", "Bearer " + bearer(false))
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            // Failures are told as OperationOutcome in any case; what was stored we have.
            .header("Prefer", "return=minimal")
            .method(request.method().name(), HttpRequest.BodyPublishers.ofByteArray(body));
    HttpResponse<byte[]> response = exchange(builder.build());
    return new Answer(response.statusCode(), parsed(response.body()));
  }

  private synchronized String bearer(boolean renew) {
    if (!renew && System.nanoTime() < tokenEnds) return token;
    try {
      URI endpoint = tokenEndpoint();
      String credentials =
          URLEncoder.encode(client, StandardCharsets.UTF_8)
              + ":"
              + URLEncoder.encode(secret, StandardCharsets.UTF_8);
      byte[] basic = credentials.getBytes(StandardCharsets.UTF_8);
      HttpRequest request =
          HttpRequest.newBuilder(endpoint)
              .timeout(Duration.ofSeconds(30))
              .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(basic))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "grant_type=client_credentials&scope=system%2F*.cruds"))
              .build();
      HttpResponse<byte[]> response = exchange(request);
      Json.Obj answer = parsed(response.body());
      String fresh = answer.text("access_token");
      if (response.statusCode() != 200 || fresh == null) {
        String why = answer.text("error_description");
        throw new Failure(
            "The client "
                + client
                + " gets no token ("
                + (why == null ? "status " + response.statusCode() : why)
                + "); see HUB_LOAD_CLIENT and HUB_LOAD_SECRET.");
      }
      token = fresh;
      // Renewed a little early: a token that ends on the way is refused.
      long seconds = answer.get("expires_in") instanceof Json.Num n ? whole(n) : 60;
      tokenEnds = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(1, seconds - 10));
      return fresh;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private URI tokenEndpoint() throws IOException {
    URI configuration = URI.create(hub + "/fhir/.well-known/smart-configuration");
    HttpResponse<byte[]> response =
        exchange(HttpRequest.newBuilder(configuration).timeout(Duration.ofSeconds(30)).build());
    String endpoint = parsed(response.body()).text("token_endpoint");
    if (response.statusCode() == 200 && endpoint != null) return URI.create(endpoint);
    throw new Failure(hub + " answers, but not as a hub: it names no token endpoint.");
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Json.Obj parsed(byte[] body) {
    try {
      return Json.parseObject(body);
    } catch (Problem notJson) {
      return Json.object().build();
    }
  }

  private static long whole(Json.Num number) {
    try {
      return Long.parseLong(number.literal());
    } catch (NumberFormatException odd) {
      return 60;
    }
  }

  private Failure unreachable(IOException e) {
    return e instanceof ConnectException
        ? new Failure("No hub answers at " + hub + "; does ./hub run say READY?", e)
        : new Failure("The hub at " + hub + " broke off: " + DataFolder.reason(e) + ".", e);
  }

  private static void pause(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The load was interrupted.", e);
    }
  }
}
