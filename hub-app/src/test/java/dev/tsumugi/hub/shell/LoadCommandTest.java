package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire side of a load against a small server that speaks just enough FHIR. */
class LoadCommandTest {
  @TempDir Path temp;

  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger busyAnswers = new AtomicInteger();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/fhir/.well-known/smart-configuration", this::configuration);
    server.createContext("/token", this::token);
    server.createContext("/fhir", this::fhir);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void placesGoBeforePeopleWhateverTheOrderOfTheWords() throws IOException {
    Path people = gzip("a.json.gz", bundle("Patient", "p"));
    Path places = Files.writeString(temp.resolve("b.json"), bundle("Organization", "o"));

    assertThat(load(people, places)).isZero();

    assertThat(received).containsExactly("POST /fhir Organization", "POST /fhir Patient");
    assertThat(out.toString(UTF_8)).containsPattern("Organization +1 +1 +0");
    assertThat(out.toString(UTF_8)).containsPattern("all +2 +2 +0");
  }

  @Test
  void aHubThatIsAwayForAWhileIsAskedAgain() throws IOException {
    busyAnswers.set(2);

    assertThat(load(Files.writeString(temp.resolve("b.json"), bundle("Patient", "p")))).isZero();

    assertThat(received).hasSize(3);
  }

  @Test
  void failuresAreNamedByFileAndEntry() throws IOException {
    Path refused = Files.writeString(temp.resolve("bad.json"), bundle("Refused", "r"));
    Path broken = Files.writeString(temp.resolve("broken.json"), "{");
    Path good = Files.writeString(temp.resolve("good.json"), bundle("Patient", "p"));

    assertThat(load(refused, broken, good)).isEqualTo(1);

    assertThat(error.toString(UTF_8))
        .contains("bad.json: entry 1, Refused/r: 400 Refused.code: it is not wanted")
        .contains("broken.json: ");
    assertThat(out.toString(UTF_8)).containsPattern("Patient +1 +1 +0");
  }

  @Test
  void aWrongSecretIsOneSentence() throws IOException {
    Path file = Files.writeString(temp.resolve("b.json"), bundle("Patient", "p"));

    int exit =
        new CommandLine(Map.of("HUB_LOAD_SECRET", "wrong"), console())
            .execute(List.of("load", "--url", url(), file.toString()));

    assertThat(exit).isEqualTo(1);
    assertThat(error.toString(UTF_8)).contains("loader gets no token").hasLineCount(1);
    assertThat(received).isEmpty();
  }

  private int load(Path... files) {
    List<String> arguments = new ArrayList<>(List.of("load", "--url", url()));
    for (Path file : files) arguments.add(file.toString());
    return new CommandLine(Map.of(), console()).execute(arguments);
  }

  private Console console() {
    return new Console(new PrintStream(out, true, UTF_8), new PrintStream(error, true, UTF_8));
  }

  private String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private Path gzip(String name, String content) throws IOException {
    Path file = temp.resolve(name);
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(content.getBytes(UTF_8));
    }
    return file;
  }

  private static String bundle(String type, String id) {
    return """
        {"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"urn:uuid:%2$s",
         "resource":{"resourceType":"%1$s"},"request":{"method":"POST","url":"%1$s"}}]}
        """
        .formatted(type, id);
  }

  private void configuration(HttpExchange exchange) throws IOException {
    answer(exchange, 200, "{\"token_endpoint\":\"" + url() + "/token\"}");
  }

  private void token(HttpExchange exchange) throws IOException {
    // loader:demo-loader
    boolean known =
        "Basic bG9hZGVyOmRlbW8tbG9hZGVy"
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String given = "{\"access_token\":\"t\",\"expires_in\":300}";
    answer(exchange, known ? 200 : 401, known ? given : "{\"error\":\"invalid_client\"}");
  }

  private void fhir(HttpExchange exchange) throws IOException {
    Json.Obj bundle = Json.parseObject(exchange.getRequestBody().readAllBytes());
    String type = bundle.objects("entry").get(0).obj("resource").text("resourceType");
    received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + type);
    if (!"Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{}");
    } else if (busyAnswers.getAndDecrement() > 0) {
      answer(exchange, 503, "{}");
    } else if (type.equals("Refused")) {
      answer(
          exchange,
          200,
          "{\"resourceType\":\"Bundle\",\"entry\":[{\"response\":{\"status\":\"400\",\"outcome\":"
              + "{\"issue\":[{\"diagnostics\":\"it is not wanted\","
              + "\"expression\":[\"Refused.code\"]}]}}}]}");
    } else {
      answer(
          exchange,
          200,
          "{\"resourceType\":\"Bundle\",\"entry\":[{\"response\":{\"status\":\"201 Created\"}}]}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream response = exchange.getResponseBody()) {
      response.write(bytes);
    }
  }
}
