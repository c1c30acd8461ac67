package dev.tsumugi.hub.shell;

import dev.tsumugi.consent.DataClass;
import java.util.Arrays;
import java.util.Map;

/** Which clients count as assessed in the demo, and for what: all data, as the town is not real. */
final class DemoService {
  static final String[] CLASSES =
      Arrays.stream(DataClass.values()).map(DataClass::code).toArray(String[]::new);
  static final String SCOPES = "patient/*.cruds user/*.cruds system/*.cruds";

  /**
   * Client to the scopes its assessment covers: the clinician's app reads, and writes down talks
   * and proposals.
   */
  static final Map<String, String> CLIENTS =
      Map.of(
          "demo-cli", SCOPES,
          "loader", SCOPES,
          "smart-app", SCOPES,
          "smart-app-confidential", SCOPES,
          "smart-app-asymmetric", SCOPES,
          "backend-app", SCOPES,
          "ems", "user/*.cruds",
          "dispatch", "user/Encounter.crus user/Organization.rs",
          "care", "patient/*.rs user/*.rs user/Composition.c user/Observation.c",
          "my", "user/*.cruds");

  private DemoService() {}
}
