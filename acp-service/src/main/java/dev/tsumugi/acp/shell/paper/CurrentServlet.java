package dev.tsumugi.acp.shell.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.paper.CurrentAnswer;
import dev.tsumugi.acp.paper.DocumentSignature;
import dev.tsumugi.acp.paper.PrintedState;
import dev.tsumugi.acp.paper.RateLimit;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /acp/current}: a small page, and the answer to whoever holds a paper, told from the plan
 * as it is at that moment. {@code /c}: what a passer-by sees who scans an emergency card. {@code
 * /acp/keys.json}: by which signatures of documents are checked.
 */
public final class CurrentServlet extends OpenServlet {
  private static final long serialVersionUID = 1L;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "css", "text/css;charset=UTF-8");

  private final transient Handouts handouts;
  private final transient DocumentSigner signer;
  private final transient Map<String, Answer> pages = new HashMap<>();

  CurrentServlet(RateLimit limit, Clock clock, Handouts handouts, DocumentSigner signer) {
    super(limit, clock);
    this.handouts = handouts;
    this.signer = signer;
    pages.put("/acp/current", file("current.html"));
    pages.put("/acp/current/current.js", file("current.js"));
    pages.put("/acp/current/current.css", file("current.css"));
    pages.put("/c", file("card.html"));
  }

  private static Answer file(String name) {
    try (InputStream in = CurrentServlet.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException(name + " is missing");
      String type = TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "");
      return new Answer(200, type, in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  Answer answer(HttpServletRequest request) throws IOException {
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    if (reads(request)) {
      if (path.equals("/acp/keys.json")) {
        return Answer.json(200, DocumentSignature.keys(signer.key()));
      }
      return Optional.ofNullable(pages.get(path.replaceFirst("/$", "")))
          .orElseThrow(OpenServlet::notHere);
    }
    if (!path.equals("/acp/current")) throw notHere();
    if (!request.getMethod().equals("POST")) {
      throw Problem.of(Problem.Kind.NOT_ALLOWED, "a question is a POST");
    }
    return Answer.json(200, current(body(request)));
  }

  private Json.Obj current(Json.Obj asked) {
    Instant now = clock.instant();
    Optional<Handouts.Printed> printed = CurrentAnswer.code(asked).flatMap(handouts::printed);
    if (printed.isEmpty() || printed.get().plan().isEmpty()) return CurrentAnswer.unknown();
    Json.Obj plan = Json.parseObject(printed.get().plan().get().json());
    Optional<Directive> state = PrintedState.of(plan, printed.get().died());
    return state.map(is -> CurrentAnswer.of(is, now)).orElseGet(CurrentAnswer::unknown);
  }
}
