package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;

/** <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a> in JSON. */
public final class Outcome {
  private Outcome() {}

  public static Json.Obj of(List<Json> issues) {
    return Json.object().put("resourceType", "OperationOutcome").put("issue", issues).build();
  }

  /**
   * @param severity fatal, error, warning or information
   * @param code of http://hl7.org/fhir/issue-type
   * @param path FHIRPath of what it is about, or the name of a parameter; empty for none
   */
  public static Json issue(String severity, String code, String path, String message) {
    return issue(severity, code, new Problem.Issue(path, message));
  }

  /** The same, with its Japanese text as the details. */
  public static Json issue(String severity, String code, Problem.Issue issue) {
    String path = issue.path();
    Json.Obj details =
        issue.japanese().isEmpty() ? null : Json.object().put("text", issue.japanese()).build();
    return Json.object()
        .put("severity", severity)
        .put("code", code)
        .put("details", details)
        .put("diagnostics", issue.message())
        .put("expression", path.isEmpty() ? List.of() : List.of(Json.text(path)))
        .build();
  }
}
