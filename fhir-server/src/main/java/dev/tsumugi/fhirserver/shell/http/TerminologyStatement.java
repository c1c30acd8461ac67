package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.List;

/** <a href="https://hl7.org/fhir/R4/terminologycapabilities.html">TerminologyCapabilities</a>. */
final class TerminologyStatement {
  private static final List<String> EXPANSION =
      List.of(
          "url",
          "valueSet",
          "valueSetVersion",
          "filter",
          "offset",
          "count",
          "activeOnly",
          "designation",
          "displayLanguage",
          "excludeNested",
          "excludeNotForUI",
          "excludePostCoordinated",
          "includeDefinition",
          "includeDesignations",
          "property",
          "system-version",
          "check-system-version",
          "force-system-version",
          "default-valueset-version",
          "useSupplement",
          "tx-resource");

  private TerminologyStatement() {}

  static Json.Obj of(String base, String version, Instant started) {
    List<Json.Obj> parameters =
        EXPANSION.stream().map(name -> Json.object().put("name", name).build()).toList();
    return Json.object()
        .put("resourceType", "TerminologyCapabilities")
        .put("url", base + "/metadata?mode=terminology")
        .put("version", version)
        .put("name", "Tsumugi")
        .put("title", "Terminology of Tsumugi")
        .put("status", "active")
        .put("date", FhirTime.instant(started))
        .put("kind", "instance")
        .put("software", Json.object().put("name", "Tsumugi").put("version", version).build())
        .put(
            "implementation",
            Json.object().put("description", "Tsumugi (紡)").put("url", base).build())
        .put("lockedDate", false)
        .put(
            "expansion",
            Json.object()
                .put("hierarchical", true)
                .put("paging", true)
                .put("incomplete", false)
                .put("parameter", parameters)
                .put(
                    "textFilter",
                    "Every word must be found in the code, the display or a designation, in any"
                        + " case")
                .build())
        .put("codeSearch", "explicit")
        .put("validateCode", Json.object().put("translations", true).build())
        .put("translation", Json.object().put("needsMap", true).build())
        .build();
  }
}
