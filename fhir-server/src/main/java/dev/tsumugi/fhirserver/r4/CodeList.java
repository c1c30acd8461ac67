package dev.tsumugi.fhirserver.r4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A closed value set: its codes by system. */
record CodeList(String name, Map<String, Set<String>> codes) {
  private static final int QUOTED = 8;

  static Map<String, CodeList> load() {
    Map<String, CodeList> lists = new HashMap<>();
    for (String line : FactsFile.lines("codes.txt")) {
      List<String> cells = List.of(line.split("\t"));
      lists
          .computeIfAbsent(cells.get(0), name -> new CodeList(name, new LinkedHashMap<>()))
          .codes()
          .put(cells.get(1), new LinkedHashSet<>(cells.subList(2, cells.size())));
    }
    return lists;
  }

  /** For the type {@code code}, whose system is implied. */
  boolean has(String code) {
    for (Set<String> known : codes.values()) if (known.contains(code)) return true;
    return false;
  }

  boolean has(String system, String code) {
    Set<String> known = codes.get(system);
    return known != null && known.contains(code);
  }

  /** The system a bare {@code code} has here; "" where there are several. */
  String impliedSystem() {
    return codes.size() == 1 ? codes.keySet().iterator().next() : "";
  }

  /** "a, b, c" or "a, b, … (and 12 more of the value set x)". */
  String alternatives() {
    List<String> all = new ArrayList<>();
    codes.values().forEach(all::addAll);
    if (all.size() <= QUOTED) return String.join(", ", all);
    return String.join(", ", all.subList(0, QUOTED))
        + " and "
        + (all.size() - QUOTED)
        + " more (value set "
        + name
        + ")";
  }
}
