package dev.tsumugi.acp.shell.paper;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.paper.PrintedState;
import dev.tsumugi.acp.paper.RateLimit;
import dev.tsumugi.acp.paper.SmartLink;
import dev.tsumugi.fhirserver.Handouts;
import dev.tsumugi.fhirserver.Handouts.Opening;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code /shl/*}: the manifest of a SMART Health Link by POST, its file by GET for an hour after.
 * Only ciphertext leaves; the key is in the link.
 */
public final class SmartLinkServlet extends OpenServlet {
  private static final long serialVersionUID = 1L;

  private final transient AcpSettings settings;
  private final transient Handouts handouts;

  SmartLinkServlet(RateLimit limit, Clock clock, AcpSettings settings, Handouts handouts) {
    super(limit, clock);
    this.settings = settings;
    this.handouts = handouts;
  }

  @Override
  Answer answer(HttpServletRequest request) throws IOException {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("").replaceFirst("^/", "");
    int slash = path.indexOf('/');
    if (slash < 0) {
      if (request.getMethod().equals("POST")) return manifest(path, body(request));
      throw Problem.of(Problem.Kind.NOT_ALLOWED, "the manifest of a link is asked for by POST");
    }
    if (!reads(request)) throw Problem.of(Problem.Kind.NOT_ALLOWED, "a file is fetched by GET");
    return file(path.substring(0, slash), path.substring(slash + 1));
  }

  private Answer manifest(String code, Json.Obj body) {
    SmartLink.Asked asked = SmartLink.Asked.read(body);
    Opening opening =
        handouts.open(
            code, new Handouts.Asked(asked.recipient(), asked.passcode(), clock.instant()));
    if (opening instanceof Opening.WrongPasscode wrong) {
      return Answer.json(401, Json.object().put("remainingAttempts", wrong.triesLeft()).build());
    }
    if (!(opening instanceof Opening.Opened opened)) throw gone();
    String jwe = new String(opened.ciphertext(), US_ASCII);
    boolean fits = asked.longest().filter(most -> most >= jwe.length()).isPresent();
    return Answer.json(
        200,
        SmartLink.manifest(
            status(opened.source()),
            opened.sealed(),
            fits ? Optional.of(jwe) : Optional.empty(),
            settings.hub() + LinkOperations.ADDRESS + code + "/" + opened.ticket()));
  }

  /** A plan that is there no more does not hold. */
  private String status(Optional<Handouts.Printed> source) {
    if (source.isEmpty()) return SmartLink.status(Optional.empty(), clock.instant());
    Optional<Directive> state =
        source
            .get()
            .plan()
            .flatMap(plan -> PrintedState.of(Json.parseObject(plan.json()), source.get().died()));
    return state.isEmpty() ? SmartLink.OVER : SmartLink.status(state, clock.instant());
  }

  private Answer file(String code, String ticket) {
    Opening opening = handouts.fetch(code, ticket, clock.instant());
    if (!(opening instanceof Opening.Opened opened)) throw gone();
    return new Answer(200, "application/jose", opened.ciphertext());
  }

  private static Problem gone() {
    return Problem.of(Problem.Kind.NOT_FOUND, "このリンクは使えません / this link is not active");
  }
}
