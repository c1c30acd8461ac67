package dev.tsumugi.consent;

import java.util.ArrayList;
import java.util.List;

/** What stands in the way of understanding a Consent, collected whole for its writer. */
final class Faults {
  private final List<String> lines = new ArrayList<>();

  void add(String path, String why) {
    lines.add(path + ": " + why);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  Compiled.Unreadable unreadable() {
    return new Compiled.Unreadable(lines);
  }
}
