package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A hub as bytes on a wire: nothing is added, nothing forgiven. */
final class Wire {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI hub;

  Wire(URI hub) {
    this.hub = hub;
  }

  /**
   * @param headers by lower-case name, the first value of each
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    Json.Obj json() {
      return Json.parseObject(body);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** What an OperationOutcome says. */
    String said() {
      return json().objects("issue").get(0).text("diagnostics");
    }
  }

  Answer get(String token, String path) {
    return send("GET", path, token, new byte[0]);
  }

  Answer send(String method, String path, String token, Json.Obj body, String... headers) {
    return send(method, path, token, Json.bytes(body), headers);
  }

  /**
   * @param path from the root, {@code /fhir/Patient/x}
   * @param token empty for none
   * @param headers names and values in turn
   */
  Answer send(String method, String path, String token, byte[] body, String... headers) {
    HttpRequest.Builder request = request(path, token);
    if (body.length > 0 && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (headers.length > 0) request.headers(headers);
    return send(
        request.method(
            method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)));
  }

  /**
   * A body that is made while it is sent.
   *
   * @param length as stated; negative for none
   */
  Answer stream(String path, String token, long length, Supplier<InputStream> body) {
    HttpRequest.BodyPublisher bytes = BodyPublishers.ofInputStream(body);
    return send(
        request(path, token)
            .header("Content-Type", "application/fhir+json")
            .POST(length < 0 ? bytes : BodyPublishers.fromPublisher(bytes, length)));
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(hub + path)).timeout(Duration.ofMinutes(1));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      Map<String, String> headers = new TreeMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** A request as it stands, for what no client of good manners sends. */
  Answer raw(String request) {
    try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return parse(socket.getInputStream().readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The whole of it first, before anything of the answer is read. */
  Answer sendAll(String head, InputStream body, boolean chunked) {
    try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      byte[] part = new byte[1 << 20];
      for (int read = body.read(part); read > 0; read = body.read(part)) {
        if (chunked) out.write((Integer.toHexString(read) + "\r\n").getBytes(US_ASCII));
        out.write(part, 0, read);
        if (chunked) out.write("\r\n".getBytes(US_ASCII));
      }
      if (chunked) out.write("0\r\n\r\n".getBytes(US_ASCII));
      return parse(socket.getInputStream().readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Answer parse(byte[] response) {
    String text = new String(response, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    List<String> head = new ArrayList<>(text.substring(0, end).lines().toList());
    int status = Integer.parseInt(head.remove(0).split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line : head) {
      int colon = line.indexOf(':');
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    return new Answer(status, headers, body);
  }

  /** What every refusal holds to, whoever asked for what. */
  static void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("content-type", "application/fhir+json;charset=UTF-8");
    Json.Obj outcome = answer.json();
    assertThat(outcome.text("resourceType")).isEqualTo("OperationOutcome");
    assertThat(outcome.objects("issue"))
        .isNotEmpty()
        .allSatisfy(
            issue -> {
              assertThat(issue.text("severity")).isEqualTo("error");
              assertThat(issue.text("code")).isNotBlank();
              assertThat(issue.text("diagnostics")).isNotBlank();
            });
    assertThat(answer.text())
        .doesNotContainPattern("(?i)exception|\\bat [a-z.]+\\(|org\\.|java\\.|SQL|select ")
        .doesNotContain("dev.tsumugi", "Tomcat", "null");
  }
}
