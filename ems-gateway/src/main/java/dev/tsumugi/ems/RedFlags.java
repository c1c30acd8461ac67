package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the lines shown mean for what a crew does, by {@code red-flags.tsv}, which names the source
 * of each. Only what is shown counts: a flag that rested on a withheld line would tell of it, and
 * so would one that is missing because of it.
 */
final class RedFlags {
  private static final int CELLS = 6;

  /**
   * @param any one of these signs is shown
   * @param without none of these is shown
   */
  record Rule(
      String code,
      List<String> any,
      List<String> without,
      String text,
      String english,
      String source) {}

  private final List<Rule> rules;

  private RedFlags(List<Rule> rules) {
    this.rules = rules;
  }

  static RedFlags load() {
    List<Rule> rules = new ArrayList<>();
    for (List<String> row : Table.rows(RedFlags.class, "red-flags.tsv", CELLS)) {
      rules.add(
          new Rule(
              row.get(0),
              Table.words(row.get(1)),
              Table.words(row.get(2)),
              row.get(3),
              row.get(4),
              row.get(5)));
    }
    return new RedFlags(List.copyOf(rules));
  }

  List<Rule> rules() {
    return rules;
  }

  /**
   * The {@code flag} groups, in the order of the table.
   *
   * @param shown items of all blocks that are in the answer
   */
  List<Json.Obj> groups(List<Json.Obj> shown) {
    Map<String, Set<String>> refs = new LinkedHashMap<>();
    for (Json.Obj item : shown) {
      String ref = item.text("ref");
      for (String member : List.of("signs", "marks")) {
        for (String sign : item.texts(member)) {
          Set<String> of = refs.computeIfAbsent(sign, s -> new LinkedHashSet<>());
          if (ref != null) of.add(ref);
        }
      }
    }
    List<Json.Obj> groups = new ArrayList<>();
    for (Rule rule : rules) {
      Set<String> of = new LinkedHashSet<>();
      for (String signs : rule.any()) of.addAll(together(List.of(signs.split("&", -1)), refs));
      if (of.isEmpty() || rule.without().stream().anyMatch(refs::containsKey)) continue;
      List<Json.Obj> parts = new ArrayList<>();
      parts.add(Parts.code("code", rule.code()));
      parts.add(Parts.text("text", rule.text()));
      parts.add(Parts.text("textEn", rule.english()));
      parts.add(Parts.text("source", rule.source()));
      for (String ref : of) parts.add(Parts.reference("ref", ref));
      groups.add(Parts.group("flag", parts));
    }
    return groups;
  }

  /** What the signs stand on, if all of them are there. */
  private static Set<String> together(List<String> signs, Map<String, Set<String>> refs) {
    Set<String> of = new LinkedHashSet<>();
    for (String sign : signs) {
      Set<String> here = refs.get(sign);
      if (here == null) return Set.of();
      of.addAll(here);
    }
    return of;
  }
}
