package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.CdsService;
import dev.tsumugi.acp.HookCall;
import dev.tsumugi.identity.ClientJwtRefusal;
import dev.tsumugi.identity.ClientJwts;
import dev.tsumugi.identity.RequesterRules;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /cds-services}: discovery, and the calls of the service (<a
 * href="https://cds-hooks.hl7.org/2.0/">CDS Hooks 2.0.1</a>). The header Authorization is the
 * calling software's own JWT, checked when it is there; whose eyes the cards are for is told by the
 * access token in the body, and without one there is nothing to tell (docs/adr/0026).
 *
 * <p>Open to pages of any origin: an answer depends on what the body holds and on no cookie.
 */
public final class CdsServices extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CdsServices.class);
  private static final String SERVICE = "/" + CdsService.ID;
  // Clients may prefetch much; it is read past, but a body has to end.
  private static final int LONGEST_BODY = 2 << 20;

  private final transient AcpSettings settings;
  private final transient ClientJwts clients;
  private final transient WishCards cards;

  CdsServices(AcpSettings settings, ClientJwts clients, WishCards cards) {
    this.settings = settings;
    this.clients = clients;
    this.cards = cards;
  }

  private record Answer(int status, Json.Obj body) {}

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cache-Control", "no-store");
    if (request.getMethod().equals("OPTIONS")) {
      preflight(response);
      return;
    }
    Answer answer;
    try {
      answer = answer(request);
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
        response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      }
      answer = new Answer(problem.kind().status(), refusal(problem));
    } catch (RuntimeException failure) {
      LOG.error("the cards could not be made", failure);
      answer = new Answer(500, error("server_error", "the request could not be served"));
    }
    byte[] bytes = Json.bytes(answer.body());
    response.setStatus(answer.status());
    response.setContentType("application/json;charset=UTF-8");
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) response.getOutputStream().write(bytes);
  }

  private static void preflight(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Accept-Language, " + RequesterRules.PURPOSE_HEADER);
    response.setHeader("Access-Control-Max-Age", "600");
  }

  private Answer answer(HttpServletRequest request) throws IOException {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    String method = request.getMethod();
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (path.isEmpty() || path.equals("/")) {
      if (reads) return new Answer(200, CdsService.discovery());
      throw Problem.of(Problem.Kind.NOT_ALLOWED, "discovery is a GET");
    }
    if (path.equals(SERVICE + "/feedback")) {
      throw Problem.of(
          Problem.Kind.NOT_SUPPORTED, "feedback is not taken here: it names nobody who gives it");
    }
    if (!path.equals(SERVICE)) throw Problem.of(Problem.Kind.NOT_FOUND, "there is no such service");
    if (!method.equals("POST")) throw Problem.of(Problem.Kind.NOT_ALLOWED, "a call is a POST");
    demandClient(request);
    HookCall call = HookCall.read(body(request));
    return new Answer(200, cards.answer(call, purposes(request), english(request)));
  }

  private static List<String> purposes(HttpServletRequest request) {
    return Collections.list(request.getHeaders(RequesterRules.PURPOSE_HEADER));
  }

  private static boolean english(HttpServletRequest request) {
    return CdsService.wantsEnglish(
        String.join(",", Collections.list(request.getHeaders("Accept-Language"))));
  }

  /** A JWT that is shown must be right; none need be. */
  private void demandClient(HttpServletRequest request) {
    List<String> shown = Collections.list(request.getHeaders("Authorization"));
    if (shown.isEmpty()) return;
    String only = shown.size() == 1 ? shown.get(0) : "";
    Optional<ClientJwtRefusal> refusal =
        only.toLowerCase(Locale.ROOT).startsWith("bearer ")
            ? clients.refusal(
                only.substring("bearer ".length()).strip(),
                settings.hub() + "/cds-services" + SERVICE)
            : Optional.of(ClientJwtRefusal.MALFORMED);
    if (refusal.isEmpty()) return;
    boolean away = refusal.get() == ClientJwtRefusal.KEYS_AWAY;
    throw Problem.of(
        away ? Problem.Kind.UNAVAILABLE : Problem.Kind.UNAUTHENTICATED, refusal.get().says());
  }

  private static Json.Obj body(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, "the body must be application/json");
    }
    byte[] bytes = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw Problem.of(Problem.Kind.TOO_LARGE, "the body is longer than 2 MiB");
    }
    return Json.parseObject(bytes);
  }

  private static Json.Obj refusal(Problem problem) {
    String error =
        switch (problem.kind()) {
          case UNAUTHENTICATED -> "invalid_token";
          case PRECONDITION -> "precondition_failed";
          case NOT_FOUND -> "not_found";
          case NOT_SUPPORTED -> "not_supported";
          case UNAVAILABLE -> "temporarily_unavailable";
          default -> "invalid_request";
        };
    String says =
        problem.issues().stream()
            .map(issue -> (issue.path() + " " + issue.message()).strip())
            .collect(Collectors.joining("; "));
    return error(error, says);
  }

  private static Json.Obj error(String error, String description) {
    return Json.object().put("error", error).put("error_description", description).build();
  }
}
