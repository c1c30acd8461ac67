package dev.tsumugi.hub.shell;

import java.util.List;

/** What {@code ./hub verify} checks. The one place to add a check. */
final class StoreChecks {
  static final List<StoreCheck> ALL = List.of();

  private StoreChecks() {}
}
