package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept.Property;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filters of {@code ValueSet.compose.include.filter} over a system in memory.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-filter-operator.html">filter operators</a>
 */
final class ConceptFilter {
  private static final Set<String> CONCEPT = Set.of("concept", "code");
  // Known of every system, whether or not it declares them.
  private static final Set<String> COMMON =
      Set.of("display", "definition", "inactive", "notSelectable", "status", "parent", "child");

  private final ResourceSystem system;
  private final Map<String, SafeRegex> compiled = new HashMap<>();

  ConceptFilter(ResourceSystem system) {
    this.system = system;
  }

  boolean meets(Concept concept, List<Condition> conditions) {
    for (Condition condition : conditions) if (!meets(concept, condition)) return false;
    return true;
  }

  /** Can a system evaluate this condition at all? */
  static boolean understands(SystemVersion about, Condition condition) {
    String property = condition.property();
    if (CONCEPT.contains(property)) return true;
    boolean hierarchical =
        switch (condition.op()) {
          case IS_A, DESCENDENT_OF, IS_NOT_A, CHILD_OF, GENERALIZES, DESCENDENT_LEAF -> true;
          default -> false;
        };
    if (hierarchical) return false;
    if (COMMON.contains(property)) return true;
    if (about.properties().stream().anyMatch(known -> known.code().equals(property))) return true;
    return about.filters().stream().anyMatch(known -> known.code().equals(property));
  }

  private boolean meets(Concept concept, Condition condition) {
    if (!understands(system.about(), condition)) {
      throw Problem.of(
          Problem.Kind.NOT_SUPPORTED,
          "The filter '%s %s %s' is not understood by %s"
              .formatted(
                  condition.property(),
                  condition.op().code(),
                  condition.value(),
                  system.about().url()));
    }
    return CONCEPT.contains(condition.property())
        ? byPlace(concept, condition)
        : byValue(values(concept, condition.property()), condition);
  }

  private boolean byPlace(Concept concept, Condition condition) {
    String value = condition.value();
    String code = concept.code();
    return switch (condition.op()) {
      case EQUALS -> same(code, value);
      case IS_A -> system.subsumes(value, code);
      case DESCENDENT_OF -> !same(code, value) && system.subsumes(value, code);
      case IS_NOT_A -> !system.subsumes(value, code);
      case GENERALIZES -> system.subsumes(code, value);
      case CHILD_OF -> concept.parents().stream().anyMatch(parent -> same(parent, value));
      case DESCENDENT_LEAF ->
          !same(code, value) && system.subsumes(value, code) && system.childrenOf(code).isEmpty();
      case REGEX -> regex(value).matches(code);
      case IN -> split(value).stream().anyMatch(one -> same(code, one));
      case NOT_IN -> split(value).stream().noneMatch(one -> same(code, one));
      case EXISTS -> Boolean.parseBoolean(value);
    };
  }

  private boolean byValue(List<String> values, Condition condition) {
    String value = condition.value();
    return switch (condition.op()) {
      case EQUALS -> values.contains(value);
      case REGEX -> values.stream().anyMatch(regex(value)::matches);
      case IN -> split(value).stream().anyMatch(values::contains);
      case NOT_IN -> split(value).stream().noneMatch(values::contains);
      case EXISTS -> values.isEmpty() != Boolean.parseBoolean(value);
      default -> throw new IllegalStateException("refused as not understood: " + condition);
    };
  }

  private SafeRegex regex(String expression) {
    return compiled.computeIfAbsent(expression, SafeRegex::of);
  }

  private boolean same(String code, String other) {
    return system.about().caseSensitive() ? code.equals(other) : code.equalsIgnoreCase(other);
  }

  private List<String> values(Concept concept, String property) {
    List<String> found = new ArrayList<>();
    for (Property one : concept.properties())
      if (one.code().equals(property)) found.add(one.text());
    if (!found.isEmpty()) return found;
    return switch (property) {
      case "display" -> listed(concept.display());
      case "definition" -> listed(concept.definition());
      case "inactive" -> List.of(Boolean.toString(concept.inactive()));
      // No word on it is no word: codes without the property are not "= false".
      case "notSelectable" -> concept.notSelectable() ? List.of("true") : List.of();
      case "parent" -> concept.parents();
      case "child" -> system.childrenOf(concept.code());
      default -> found;
    };
  }

  private static List<String> listed(@Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }

  private static List<String> split(String value) {
    return Arrays.stream(value.split(",")).map(String::trim).toList();
  }
}
