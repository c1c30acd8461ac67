package dev.tsumugi.hub.shell;

import static dev.tsumugi.hub.shell.Wire.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bulk export and notifications as their clients meet them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlowTest {
  private static final byte[] NOTHING = new byte[0];

  private TestHub hub;
  private Wire wire;
  private String loader;

  @BeforeAll
  void start() {
    hub = TestHub.start();
    wire = new Wire(hub.base());
    loader = hub.loaderToken();
    for (String id : List.of("flow-a", "flow-b")) {
      put("Patient", id, "");
      put("Observation", "w-" + id, weight(id));
    }
    put(
        "Group",
        "flow-group",
        ",'type':'person','actual':true,'member':[{'entity':{'reference':'Patient/flow-a'}},"
            + "{'entity':{'reference':'Patient/flow-b'},'inactive':true}]");
  }

  private static String weight(String patient) {
    return ",'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'29463-7'}]},"
        + "'subject':{'reference':'Patient/"
        + patient
        + "'}";
  }

  private Answer put(String type, String id, String more) {
    String text = "{'resourceType':'" + type + "','id':'" + id + "'" + more + "}";
    byte[] body = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Answer answer = wire.send("PUT", "/fhir/" + type + "/" + id, loader, body);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return answer;
  }

  private Answer kickOff(String token, String path) {
    return wire.send("GET", path, token, NOTHING, "Prefer", "respond-async");
  }

  private String polled(Answer kickOff) {
    assertThat(kickOff.status()).as(kickOff.text()).isEqualTo(202);
    String address = kickOff.headers().get("content-location");
    assertThat(address).startsWith(hub.base() + "/fhir/$export-status/");
    return URI.create(address).getRawPath();
  }

  private Answer finished(String token, String status) {
    Instant patience = Instant.now().plus(Duration.ofSeconds(60));
    Answer answer = wire.get(token, status);
    while (answer.status() == 202) {
      assertThat(answer.headers()).containsKeys("x-progress", "retry-after");
      assertThat(Instant.now()).isBefore(patience);
      answer = wire.get(token, status);
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  private List<String> refs(String token, Answer manifest) {
    List<String> refs = new ArrayList<>();
    for (Json.Obj output : manifest.json().objects("output")) {
      Answer file = wire.get(token, URI.create(output.text("url")).getRawPath());
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.headers().get("content-type")).startsWith("application/fhir+ndjson");
      for (String line : file.text().lines().toList()) {
        Json.Obj json = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
        assertThat(json.text("resourceType")).isEqualTo(output.text("type"));
        refs.add(json.text("resourceType") + "/" + json.text("id"));
      }
    }
    return refs;
  }

  @Test
  void anExportIsAskedForPolledFetchedAndForgotten() {
    Answer asked =
        kickOff(loader, "/fhir/Patient/$export?_type=Patient,Observation&_outputFormat=ndjson");
    String status = polled(asked);

    Answer manifest = finished(loader, status);

    assertThat(manifest.headers().get("content-type")).startsWith("application/json");
    assertThat(manifest.headers()).containsKey("expires");
    assertThat(manifest.json().text("request"))
        .isEqualTo(
            hub.base() + "/fhir/Patient/$export?_type=Patient%2CObservation&_outputFormat=ndjson");
    assertThat(manifest.json().bool("requiresAccessToken")).isTrue();
    assertThat(manifest.json().text("transactionTime")).isNotBlank();
    assertThat(manifest.json().has("error")).isTrue();
    assertThat(refs(loader, manifest))
        .contains("Patient/flow-a", "Patient/flow-b", "Observation/w-flow-a")
        .doesNotContain("Group/flow-group");

    String file = URI.create(manifest.json().objects("output").get(0).text("url")).getRawPath();
    String crew = hub.token("crew", "user/*.rs");
    for (String address : List.of(status, file)) {
      Answer hidden = wire.get(crew, address);
      assertRefused(hidden, 404);
      String absent = address.replaceFirst("[0-9a-f]{8}-", "00000000-");
      assertThat(wire.get(crew, absent).text()).isEqualTo(hidden.text());
      assertRefused(wire.get("", address), 401);
    }
    assertRefused(wire.send("DELETE", status, crew, NOTHING), 404);

    assertThat(wire.send("DELETE", status, loader, NOTHING).status()).isEqualTo(202);
    assertRefused(wire.get(loader, status), 404);
    assertRefused(wire.get(loader, file), 404);
    assertRefused(wire.send("DELETE", status, loader, NOTHING), 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /fhir/$export | GET, POST",
        "PUT | /fhir/Group/flow-group/$export | GET, POST",
        "POST | /fhir/$export-status/none | GET, HEAD, DELETE",
        "POST | /fhir/$export-file/none/0.ndjson | GET",
      })
  void aMethodThatIsNotOfferedIsToldWhatIs(String method, String path, String allow) {
    Answer answer = wire.send(method, path, loader, NOTHING);

    assertRefused(answer, 405);
    assertThat(answer.headers()).containsEntry("allow", allow);
  }

  @Test
  void aGroupIsExportedByPost() {
    Json.Obj input =
        Json.parseObject(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_type\",\"valueString\":\"Patient\"},{\"name\":\"_type\",\"valueString\":\"Observation\"}]}"
                .getBytes(StandardCharsets.UTF_8));
    Answer asked =
        wire.send(
            "POST", "/fhir/Group/flow-group/$export", loader, input, "Prefer", "respond-async");

    assertThat(refs(loader, finished(loader, polled(asked))))
        .containsExactlyInAnyOrder("Patient/flow-a", "Observation/w-flow-a");
    assertRefused(kickOff(loader, "/fhir/Group/nobody/$export"), 404);
    assertThat(kickOff(hub.token("crew", "user/*.rs"), "/fhir/Group/flow-group/$export").said())
        .isEqualTo(
            kickOff(loader, "/fhir/Group/nobody/$export").said().replace("nobody", "flow-group"));
  }

  @Test
  void whatAnExportDoesNotOfferIsRefusedByName() {
    assertRefused(wire.get(loader, "/fhir/$export"), 400);
    for (String word : List.of("_typeFilter", "_elements", "patient")) {
      Answer refused = kickOff(loader, "/fhir/$export?" + word + "=x");
      assertRefused(refused, 400);
      assertThat(refused.said()).contains(word);
    }
    assertRefused(kickOff(loader, "/fhir/$export?_type=Nonsense"), 400);
    assertRefused(kickOff(loader, "/fhir/$export?_since=yesterday"), 400);
    assertRefused(kickOff(loader, "/fhir/$export?_outputFormat=text/csv"), 400);
    assertRefused(kickOff("", "/fhir/$export"), 401);
    Answer lenient =
        wire.send(
            "GET",
            "/fhir/$export?_elements=id&_type=Group",
            loader,
            NOTHING,
            "Prefer",
            "respond-async, handling=lenient");
    assertThat(refs(loader, finished(loader, polled(lenient)))).contains("Group/flow-group");
  }

  @Test
  void theServerSaysWhatItOffers() {
    Json.Obj rest = wire.get("", "/fhir/metadata").json().objects("rest").get(0);

    assertThat(rest.objects("operation"))
        .extracting(operation -> operation.text("definition"))
        .contains("http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export");
    for (Json.Obj resource : rest.objects("resource")) {
      boolean exports =
          resource.objects("operation").stream().anyMatch(o -> "export".equals(o.text("name")));
      assertThat(exports).isEqualTo(List.of("Patient", "Group").contains(resource.text("type")));
    }
  }

  @Test
  void aSubscriberIsToldOverHttp() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    HttpServer listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/in",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            exchange.sendResponseHeaders(204, -1);
          }
        });
    listener.start();
    try {
      int port = listener.getAddress().getPort();
      put(
          "Subscription",
          "flow-sub",
          ",'status':'requested','reason':'test','criteria':'Observation?patient=flow-b',"
              + "'channel':{'type':'rest-hook','payload':'application/fhir+json','endpoint':"
              + "'http://127.0.0.1:"
              + port
              + "/in'}");
      put("Observation", "flow-news", weight("flow-b"));

      String first = told.poll(30, TimeUnit.SECONDS);
      while (first != null && !first.contains("flow-news")) first = told.poll(30, TimeUnit.SECONDS);

      assertThat(first)
          .startsWith("PUT /in/Observation/flow-news {\"resourceType\":\"Observation\"");
      assertThat(wire.get(loader, "/fhir/Subscription/flow-sub").json().text("status"))
          .isEqualTo("active");
      assertRefused(
          wire.get(hub.token("physician", "user/*.rs"), "/fhir/Subscription/flow-sub"), 404);
    } finally {
      wire.send("DELETE", "/fhir/Subscription/flow-sub", loader, NOTHING);
      listener.stop(0);
    }
    byte[] far =
        "{\"resourceType\":\"Subscription\",\"status\":\"requested\",\"reason\":\"x\",\"criteria\":\"Observation\",\"channel\":{\"type\":\"rest-hook\",\"endpoint\":\"https://10.0.0.1/\"}}"
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(wire.send("POST", "/fhir/Subscription", loader, far), 422);
  }
}
