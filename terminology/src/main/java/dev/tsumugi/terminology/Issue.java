package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.List;

/**
 * One thing to say about a request, as the terminology ecosystem words it.
 *
 * @param severity of {@code issue-severity}
 * @param code of {@code issue-type}
 * @param type of {@code tx-issue-type}; empty where none fits
 * @param messageId the identity of the message, whatever its words; empty where it has none
 * @param path FHIRPath of what it is about; empty for the whole
 * @see <a href="https://build.fhir.org/ig/HL7/fhir-tx-ecosystem-ig/">Terminology Ecosystem IG</a>
 */
record Issue(
    String severity, String code, String type, String messageId, String text, String path) {
  private static final String TYPES = "http://hl7.org/fhir/tools/CodeSystem/tx-issue-type";
  private static final String MESSAGE_ID =
      "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id";

  boolean isError() {
    return severity.equals("error");
  }

  Json.Obj json() {
    Json.Builder details = Json.object();
    if (!type.isEmpty()) {
      details.put("coding", List.of(Json.object().put("system", TYPES).put("code", type).build()));
    }
    Json.Builder issue = Json.object();
    if (!messageId.isEmpty()) {
      issue.put(
          "extension",
          List.of(Json.object().put("url", MESSAGE_ID).put("valueString", messageId).build()));
    }
    issue.put("severity", severity).put("code", code);
    issue.put("details", details.put("text", text).build());
    if (!path.isEmpty()) {
      issue.put("location", List.of(Json.text(path))).put("expression", List.of(Json.text(path)));
    }
    return issue.build();
  }

  static Json.Obj outcome(List<Issue> issues) {
    return Json.object()
        .put("resourceType", "OperationOutcome")
        .put("issue", issues.stream().map(Issue::json).toList())
        .build();
  }
}
