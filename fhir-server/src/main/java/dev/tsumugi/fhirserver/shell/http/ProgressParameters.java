package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far work in the background is, as Parameters: a state, then counts by their names. */
final class ProgressParameters {
  private final List<Json> parts = new ArrayList<>();

  /**
   * @param state in the letters of a constant or of a code; it leaves in small ones
   */
  ProgressParameters(String state) {
    String code = state.toLowerCase(Locale.ROOT);
    parts.add(Json.object().put("name", "state").put("valueCode", code).build());
  }

  ProgressParameters count(String name, long number) {
    parts.add(Json.object().put("name", name).put("valueDecimal", number).build());
    return this;
  }

  byte[] bytes() {
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", parts).build());
  }
}
