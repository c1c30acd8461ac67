package dev.tsumugi.ems.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /ems/dispatch}: a dispatch centre tells of an incident, in JSON, signed; see {@code
 * docs/dispatch.md}.
 */
public final class DispatchServlet extends HttpServlet {
  public static final String ADDRESS = "/ems/dispatch";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DispatchServlet.class);

  /** Bytes of a message. */
  private static final int LARGEST = 32 * 1024;

  private final transient DispatchDesk desk;
  private final transient Clock clock;

  DispatchServlet(DispatchDesk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      if (!request.getMethod().equals("POST")) {
        response.setHeader("Allow", "POST");
        throw Problem.of(Problem.Kind.NOT_ALLOWED, "an incident is told by POST");
      }
      String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
      if (!type.replaceFirst(";.*", "").strip().equals("application/json")) {
        throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, "the body must be application/json");
      }
      Webhook message =
          new Webhook(
              header(request, "webhook-id"),
              header(request, "webhook-timestamp"),
              header(request, "webhook-signature"),
              body(request));
      String incident = desk.receive(message, clock.instant()).toString();
      answer(response, 202, Json.object().put("incident", incident).build());
    } catch (Problem problem) {
      refuse(response, problem.kind().status(), problem.issues());
    } catch (RuntimeException failure) {
      String ticket = UUID.randomUUID().toString();
      LOG.error("unexpected failure {}", ticket, failure);
      refuse(response, 500, List.of(new Problem.Issue("", "unexpected failure " + ticket)));
    }
  }

  private static String header(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getHeader(name)).orElse("");
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length <= LARGEST) return body;
    throw Problem.of(Problem.Kind.TOO_LARGE, "a message has at most " + LARGEST + " bytes");
  }

  private static void refuse(HttpServletResponse response, int status, List<Problem.Issue> issues)
      throws IOException {
    List<Json.Obj> errors =
        issues.stream()
            .map(
                issue ->
                    Json.object()
                        .put("at", issue.path().isEmpty() ? null : issue.path())
                        .put("message", issue.message())
                        .build())
            .toList();
    answer(response, status, Json.object().put("errors", errors).build());
  }

  private static void answer(HttpServletResponse response, int status, Json.Obj body)
      throws IOException {
    byte[] bytes = Json.bytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding(UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
