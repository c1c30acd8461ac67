package dev.tsumugi.fhirserver.shell.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tsumugi.fhirserver.Hook.Message;
import dev.tsumugi.fhirserver.Hook.Outcome;
import dev.tsumugi.fhirserver.HookRules;
import dev.tsumugi.fhirserver.HookTarget;
import dev.tsumugi.fhirserver.r4.R4;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestHookTest {
  private static final HookRules RULES =
      new HookRules(R4.load(), new HookRules.Allowed(Set.of("hooks.example"), true));
  private static final Message PING = new Message("POST", "", new byte[0]);

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger answer = new AtomicInteger(200);
  private HttpServer server;
  private String address;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + " "
                    + body);
            exchange.getResponseHeaders().set("Location", address + "/elsewhere");
            exchange.sendResponseHeaders(answer.get(), -1);
          }
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static RestHook hook(RestHook.Names names) {
    return new RestHook(
        RULES, names, Duration.ofMillis(500), (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  private static HookTarget target(String address, boolean payload) {
    return new HookTarget(URI.create(address), List.of("Authorization: Bearer s"), payload);
  }

  @Test
  void whatIsToldArrivesAsWritten() {
    try (RestHook hook = hook(InetAddress::getAllByName)) {
      byte[] body = "{\"名\":1}".getBytes(StandardCharsets.UTF_8);
      HookTarget target = target(address + "/in/", true);

      assertThat(hook.refusal(target)).isEmpty();
      assertThat(hook.send(target, new Message("PUT", "Observation/1", body)))
          .isEqualTo(new Outcome.Delivered());
      assertThat(hook.send(target(address + "/in?a=b", false), PING))
          .isEqualTo(new Outcome.Delivered());
    }
    assertThat(requests)
        .containsExactly(
            "PUT /in/Observation/1 Bearer s application/fhir+json {\"名\":1}",
            "POST /in?a=b Bearer s null ");
  }

  @Test
  void redirectsAreNotFollowed() {
    answer.set(307);
    try (RestHook hook = hook(InetAddress::getAllByName)) {
      assertThat(hook.send(target(address, false), PING))
          .isEqualTo(new Outcome.Failed("the answer was 307"));
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void aNameThatLeadsToAPrivateAddressIsRefusedAlsoWhenItDidNotBefore() {
    List<String> answers = new ArrayList<>(List.of("1.1.1.1", "127.0.0.1"));
    HookTarget target = target("https://hooks.example/", false);
    RestHook.Names rebinding = host -> new InetAddress[] {InetAddress.getByName(answers.remove(0))};
    try (RestHook hook = hook(rebinding)) {
      assertThat(hook.refusal(target)).isEmpty();
      assertThat(hook.send(target, PING)).isInstanceOf(Outcome.Refused.class);
    }
    // One private address among public ones is enough.
    RestHook.Names mixed =
        host ->
            new InetAddress[] {
              InetAddress.getByName("1.1.1.1"), InetAddress.getByName("169.254.169.254")
            };
    try (RestHook hook = hook(mixed)) {
      assertThat(hook.send(target, PING)).isInstanceOf(Outcome.Refused.class);
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void anUnlistedHostIsNotEvenLookedUp() {
    RestHook.Names never =
        host -> {
          throw new AssertionError(host);
        };
    try (RestHook hook = hook(never)) {
      assertThat(hook.send(target("https://evil.example/", false), PING))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void anUnknownNameIsTriedAgain() {
    RestHook.Names unknown =
        host -> {
          throw new UnknownHostException(host);
        };
    try (RestHook hook = hook(unknown)) {
      assertThat(hook.refusal(target("https://hooks.example/", false))).isEmpty();
      assertThat(hook.send(target("https://hooks.example/", false), PING))
          .isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void whoNeverAnswersHoldsNobody() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RestHook hook = hook(InetAddress::getAllByName)) {
      HookTarget target = target("http://127.0.0.1:" + silent.getLocalPort() + "/", false);

      assertThat(hook.send(target, PING)).isInstanceOf(Outcome.Failed.class);
    }
  }
}
