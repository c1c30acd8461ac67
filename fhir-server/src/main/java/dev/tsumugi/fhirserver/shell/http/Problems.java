package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become HTTP. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static Reply reply(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof Problem)) cause = cause.getCause();
    if (cause instanceof Problem problem) {
      Reply reply = Reply.json(problem.kind().status(), outcome(problem));
      if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
        return reply.with("WWW-Authenticate", problem.challenge());
      }
      if (problem.retryAfter() > 0) {
        return reply.with("Retry-After", Long.toString(problem.retryAfter()));
      }
      return problem.kind() == Problem.Kind.UNAVAILABLE ? reply.with("Retry-After", "2") : reply;
    }
    // The message may hold a record's content: it goes to the log's exception alone, not to the
    // wire.
    String ticket = UUID.randomUUID().toString();
    log.error("unexpected failure {}: {}", ticket, safe(thrown));
    log.debug("trace of {}", ticket, thrown);
    return Reply.json(
        500,
        Outcome.of(
            List.of(
                Outcome.issue(
                    "error",
                    "exception",
                    "",
                    "unexpected failure; the operator finds it as " + ticket))));
  }

  /**
   * RFC 9110 section 15.5.6 demands the header.
   *
   * @param method as it was asked
   * @param allow the methods that are offered at this address
   * @param more what else to say; may be empty
   */
  static Reply notAllowed(String method, String allow, String more) {
    String named = method.matches("[A-Z]{1,20}") ? method : "this method";
    Problem problem =
        Problem.of(
            Problem.Kind.NOT_ALLOWED,
            named + " is not offered at this address; offered is: " + allow + more);
    return reply(problem).with("Allow", allow);
  }

  /** Types and places, never messages: a database's message can quote a row. */
  private static String safe(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = thrown; t != null && text.length() < 2_000; t = t.getCause()) {
      text.append(text.length() == 0 ? "" : " <- ").append(t.getClass().getName());
      for (StackTraceElement frame : t.getStackTrace()) {
        if (!frame.getClassName().startsWith("dev.tsumugi")) continue;
        text.append(" at ").append(frame);
        break;
      }
    }
    return text.toString();
  }

  static Json.Obj outcome(Problem problem) {
    List<Json> issues = new ArrayList<>();
    for (Problem.Issue issue : problem.issues()) {
      issues.add(Outcome.issue("error", problem.kind().issueCode(), issue));
    }
    return Outcome.of(issues);
  }

  /** What a search did not look at, as lenient handling allows. */
  static Json.Obj leftOut(List<String> names) {
    List<Json> issues = new ArrayList<>();
    for (String name : names) {
      String message = "'" + name + "' is not supported and was left out";
      issues.add(Outcome.issue("warning", "not-supported", name, message));
    }
    return Outcome.of(issues);
  }

  /** The end of a stream whose requester may not see any more what it began with. */
  static Json.Obj withdrawn() {
    String message =
        "what may be seen changed while this was being sent: the rest is left out; ask again";
    return Outcome.of(List.of(Outcome.issue("warning", "incomplete", "", message)));
  }
}
