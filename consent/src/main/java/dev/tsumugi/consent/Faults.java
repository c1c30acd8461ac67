package dev.tsumugi.consent;

import java.util.ArrayList;
import java.util.List;

/** What stands in the way of understanding a Consent, collected whole for its writer. */
final class Faults {
  /** More help nobody, and a hostile Consent has as many as it has elements. */
  private static final int MOST = 100;

  private final List<String> lines = new ArrayList<>();

  void add(String path, String why) {
    if (lines.size() < MOST) lines.add(path + ": " + why);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  Compiled.Unreadable unreadable() {
    return new Compiled.Unreadable(lines);
  }
}
