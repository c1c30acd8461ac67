package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.paper.RateLimit;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open to everybody who holds a code, from pages of any origin: it depends on what is sent
 * and on no cookie. Each address asks so often.
 */
abstract class OpenServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(OpenServlet.class);
  private static final int LONGEST_BODY = 8 << 10;

  private final transient RateLimit limit;
  final transient Clock clock;

  OpenServlet(RateLimit limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * One answer.
   *
   * @param type of the content
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes go straight to the socket
  record Answer(int status, String type, byte[] body) {
    static Answer json(int status, Json.Obj body) {
      return new Answer(status, "application/json;charset=UTF-8", Json.bytes(body));
    }
  }

  /** Throws {@code Problem} for what cannot be served. */
  abstract Answer answer(HttpServletRequest request) throws IOException;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.setHeader("Cache-Control", "no-store");
    if (request.getMethod().equals("OPTIONS")) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
      response.setHeader("Access-Control-Allow-Headers", "Content-Type");
      response.setHeader("Access-Control-Max-Age", "600");
      return;
    }
    Answer answer;
    try {
      if (!limit.allows(request.getRemoteAddr(), clock.instant())) {
        response.setHeader("Retry-After", Long.toString(limit.seconds()));
        answer = Answer.json(429, error("slow down and ask again in a moment"));
      } else {
        answer = answer(request);
      }
    } catch (Problem problem) {
      answer = Answer.json(problem.kind().status(), error(said(problem)));
    } catch (RuntimeException failure) {
      LOG.error("an open address could not answer", failure);
      answer = Answer.json(500, error("the request could not be served"));
    }
    response.setStatus(answer.status());
    response.setContentType(answer.type());
    response.setContentLength(answer.body().length);
    if (!request.getMethod().equals("HEAD")) response.getOutputStream().write(answer.body());
  }

  static Json.Obj error(String message) {
    return Json.object().put("error", message).build();
  }

  private static String said(Problem problem) {
    return problem.issues().stream().map(Problem.Issue::message).collect(Collectors.joining("; "));
  }

  static boolean reads(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  static Problem notHere() {
    return Problem.of(Problem.Kind.NOT_FOUND, "there is nothing here");
  }

  static Json.Obj body(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, "the body must be application/json");
    }
    byte[] bytes = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw Problem.of(Problem.Kind.TOO_LARGE, "the body is longer than 8 KiB");
    }
    return Json.parseObject(bytes);
  }
}
