package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.Reason;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * That something cannot be done with a plan now, and why: an OperationOutcome in both languages.
 */
record Refusal(int status, List<Found> why) {
  private static final String REASON = Shapes.BASE + "/CodeSystem/plan-refusal";
  private static final int CONFLICT = 409;

  /**
   * @param path the parameter it is about; empty for the whole
   * @param detail names of elements, never their content; may be empty
   */
  record Found(String path, Reason reason, String detail) {}

  Refusal {
    why = List.copyOf(why);
  }

  static Refusal of(Reason reason) {
    return of("", reason, "");
  }

  static Refusal of(String path, Reason reason, String detail) {
    return of(List.of(new Found(path, reason, detail)));
  }

  static Refusal of(List<Found> why) {
    return new Refusal(status(why.get(0).reason()), why);
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case NOT_THEIRS, PAPER_NEEDED -> 403;
      case SIGNED_IN_FUTURE, EXPIRES_IN_PAST, NOTHING_TO_SIGN, NO_ANSWER -> 422;
      default -> CONFLICT;
    };
  }

  private String issueCode() {
    return status == 403 ? "forbidden" : status == 422 ? "business-rule" : "conflict";
  }

  Json.Obj outcome() {
    List<Json> issues = new ArrayList<>();
    for (Found one : why) {
      Json coding = Json.object().put("system", REASON).put("code", one.reason().code()).build();
      String more = one.detail().isEmpty() ? "" : " (" + one.detail() + ")";
      issues.add(
          Json.object()
              .put("severity", "error")
              .put("code", issueCode())
              .put(
                  "details",
                  Json.object()
                      .put("coding", List.of(coding))
                      .put("text", one.reason().japanese() + more)
                      .build())
              .put("diagnostics", one.reason().english() + more)
              .put("expression", one.path().isEmpty() ? List.of() : List.of(Json.text(one.path())))
              .build());
    }
    return Outcome.of(issues);
  }
}
