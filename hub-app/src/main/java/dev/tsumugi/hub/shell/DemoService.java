package dev.tsumugi.hub.shell;

import dev.tsumugi.consent.DataClass;
import java.util.Arrays;
import java.util.List;

/** What the demo's clients are assessed for: everything, as the town is not real. */
final class DemoService {
  static final List<String> CLIENTS =
      List.of(
          "demo-cli",
          "loader",
          "ems",
          "smart-app",
          "smart-app-confidential",
          "smart-app-asymmetric",
          "backend-app");
  static final String[] CLASSES =
      Arrays.stream(DataClass.values()).map(DataClass::code).toArray(String[]::new);
  static final String SCOPES = "patient/*.cruds user/*.cruds system/*.cruds";

  private DemoService() {}
}
