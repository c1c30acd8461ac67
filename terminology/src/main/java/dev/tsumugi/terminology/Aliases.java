package dev.tsumugi.terminology;

import dev.tsumugi.terminology.ContentTable.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of systems that have two: JP Core 1.1 named by OID what 1.2 and JP-CLINS name by URL,
 * and records hold both. A code under the old name is the same code.
 */
record Aliases(Map<String, String> newer) implements Definitions {
  Aliases {
    newer = Map.copyOf(newer);
  }

  /** Those of Japan's systems that are known. */
  static Aliases shipped() {
    Map<String, String> newer = new HashMap<>();
    for (Row row : ContentTable.rows("aliases")) newer.put(row.get("old"), row.get("new"));
    return new Aliases(newer);
  }

  @Override
  public String canonical(String systemUrl) {
    return newer.getOrDefault(systemUrl, systemUrl);
  }
}
