package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.identity.Refusal;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands below {@code /smart/}: JSON in, JSON out, and a refusal as OAuth words it ({@code
 * error} and {@code error_description}, RFC 6749 section 5.2). One place turns a {@link Problem}
 * into HTTP.
 */
abstract class SmartServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SmartServlet.class);
  private static final int LONGEST_BODY = 64 * 1024;
  private static final Pattern ERROR = Pattern.compile("error=\"([a-z_]+)\"");

  /** What is answered; a body of null is none. */
  record Answer(int status, Json.@Nullable Obj body) {}

  /**
   * Answers one request.
   *
   * @throws Problem for every expected failure
   */
  abstract Answer answer(HttpServletRequest request) throws IOException;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer;
    try {
      answer = answer(request);
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
        response.setHeader("WWW-Authenticate", problem.challenge());
      }
      answer = new Answer(problem.kind().status(), refusal(problem));
    } catch (RuntimeException failure) {
      LOG.error("{} failed", request.getServletPath(), failure);
      answer = new Answer(500, error("server_error", "the request could not be served"));
    }
    response.setStatus(answer.status());
    response.setHeader("Cache-Control", "no-store");
    if (answer.body() == null) return;
    response.setContentType("application/json;charset=UTF-8");
    byte[] bytes = Json.bytes(answer.body());
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static Json.Obj refusal(Problem problem) {
    String error =
        switch (problem.kind()) {
          case UNAUTHENTICATED -> named(problem.challenge());
          case FORBIDDEN -> "access_denied";
          case UNAVAILABLE -> "temporarily_unavailable";
          default -> "invalid_request";
        };
    String says =
        problem.issues().stream()
            .map(issue -> (issue.path() + " " + issue.message()).strip())
            .collect(Collectors.joining("; "));
    return error(error, says);
  }

  /** The error that the challenge names, so that header and body say one thing. */
  private static String named(String challenge) {
    Matcher named = ERROR.matcher(challenge);
    return named.find() ? named.group(1) : "invalid_token";
  }

  private static Json.Obj error(String error, @Nullable String description) {
    return Json.object().put("error", error).put("error_description", description).build();
  }

  /**
   * @param allow the methods that are offered at this address, with commas between
   * @throws Problem NOT_ALLOWED for another
   */
  static void demandMethod(HttpServletRequest request, String allow) {
    for (String method : allow.split(", ", -1)) if (method.equals(request.getMethod())) return;
    throw Problem.of(Problem.Kind.NOT_ALLOWED, "offered at this address is: " + allow);
  }

  /**
   * Who asks, as {@link TokenFilter} found it.
   *
   * @throws Problem if there is no token, or it is not good
   */
  static Requester requester(HttpServletRequest request) {
    Object who = request.getAttribute(Requester.class.getName());
    if (who instanceof Requester requester) return requester;
    if (who instanceof Problem problem) throw problem;
    throw Refusal.NOT_BEARER.problem();
  }

  /**
   * The body as a JSON object of at most 64 KiB.
   *
   * @throws Problem if it is something else
   */
  static Json.Obj body(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, "the body must be application/json");
    }
    byte[] bytes = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw Problem.of(Problem.Kind.TOO_LARGE, "the body is longer than 64 KiB");
    }
    return Json.parseObject(bytes);
  }
}
