package dev.tsumugi.terminology.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.ConceptQuery.Op;
import dev.tsumugi.terminology.Concepts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a table says of its hierarchy, against walking the parents by hand. */
final class HierarchyAnswers {
  private HierarchyAnswers() {}

  static void same(Concepts table, List<Concept> all, Map<String, List<String>> parents) {
    List<String> codes = new ArrayList<>(all.stream().map(Concept::code).toList());
    codes.add("unknown");
    for (String one : codes) {
      for (String other : codes) {
        boolean known = !one.equals("unknown") && !other.equals("unknown");
        assertThat(table.subsumes(one, other))
            .as(one + " subsumes " + other)
            .isEqualTo(known && above(parents, one, other));
      }
      Predicate<String> below = code -> !one.equals("unknown") && above(parents, one, code);
      is(table, all, Op.IS_A, one, below);
      is(table, all, Op.IS_NOT_A, one, below.negate());
      is(table, all, Op.DESCENDENT_OF, one, below.and(code -> !code.equals(one)));
      is(table, all, Op.GENERALIZES, one, code -> above(parents, code, one));
      is(table, all, Op.CHILD_OF, one, code -> of(parents, code).contains(one));
      is(
          table,
          all,
          Op.DESCENDENT_LEAF,
          one,
          below.and(code -> !code.equals(one) && code.equals("e")));
      is(table, all, Op.EQUALS, one, one::equals);
    }
    is(table, all, Op.IN, "a, e,unknown", code -> code.equals("a") || code.equals("e"));
    is(table, all, Op.NOT_IN, "a,e", code -> !code.equals("a") && !code.equals("e"));
    is(table, all, Op.REGEX, "[a-c]", code -> code.matches("[a-c]"));
    property(table, all, "kind", Op.EQUALS, "leaf", code -> code.equals("e"));
    property(table, all, "kind", Op.REGEX, "b.*", code -> !code.equals("e"));
    property(table, all, "kind", Op.IN, "leaf,branch", code -> true);
    property(table, all, "kind", Op.NOT_IN, "leaf", code -> !code.equals("e"));
    property(table, all, "kind", Op.EXISTS, "false", code -> false);
    property(table, all, "inactive", Op.EQUALS, "true", code -> code.equals("c"));
    property(table, all, "notSelectable", Op.EQUALS, "false", code -> !code.equals("a"));
    property(table, all, "parent", Op.EQUALS, "b", code -> code.equals("d"));
    assertThat(table.count(new ConceptQuery(null, List.of(), true, 0, 9)))
        .as("active ones")
        .isEqualTo(all.size() - 1L);
  }

  private static List<String> of(Map<String, List<String>> parents, String code) {
    return parents.getOrDefault(code, List.of());
  }

  private static boolean above(Map<String, List<String>> parents, String ancestor, String code) {
    if (ancestor.equals(code)) return true;
    return of(parents, code).stream().anyMatch(parent -> above(parents, ancestor, parent));
  }

  private static void is(
      Concepts table, List<Concept> all, Op op, String value, Predicate<String> expected) {
    property(table, all, "concept", op, value, expected);
  }

  private static void property(
      Concepts table,
      List<Concept> all,
      String property,
      Op op,
      String value,
      Predicate<String> expected) {
    ConceptQuery query = ConceptQuery.where(new Condition(property, op, value));
    List<Concept> wanted = all.stream().filter(one -> expected.test(one.code())).toList();
    String asked = property + " " + op.code() + " " + value;
    assertThat(table.page(query)).as(asked).isEqualTo(wanted);
    assertThat(table.count(query)).as(asked).isEqualTo(wanted.size());
  }
}
