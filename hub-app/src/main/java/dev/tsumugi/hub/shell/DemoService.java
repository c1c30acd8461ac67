package dev.tsumugi.hub.shell;

import dev.tsumugi.consent.DataClass;
import java.util.Arrays;

/** What the demo's clients are assessed for: everything, as the town is not real. */
final class DemoService {
  static final String[] CLASSES =
      Arrays.stream(DataClass.values()).map(DataClass::code).toArray(String[]::new);
  static final String SCOPES = "patient/*.cruds user/*.cruds system/*.cruds";

  private DemoService() {}
}
