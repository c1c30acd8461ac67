package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
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
    return Json.object()
        .put("severity", severity)
        .put("code", code)
        .put("diagnostics", message)
        .put("expression", path.isEmpty() ? List.of() : List.of(Json.text(path)))
        .build();
  }
}
