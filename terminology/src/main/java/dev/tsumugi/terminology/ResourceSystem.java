package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A code system held in memory, as a FHIR CodeSystem resource states it. Its hierarchy is that of
 * nesting and of the parent and child properties together; an edge that would close a cycle is left
 * out, so that subsumption is always a partial order.
 */
public final class ResourceSystem implements Concepts {
  private final SystemVersion about;
  private final Map<String, Concept> concepts;
  private final Map<String, List<String>> children;

  private ResourceSystem(
      SystemVersion about, Map<String, Concept> concepts, Map<String, List<String>> children) {
    this.about = about;
    this.concepts = concepts;
    this.children = children;
  }

  /**
   * Of a CodeSystem resource, R4 or R5, supplements included.
   *
   * @throws Problem INVALID without a url
   */
  public static ResourceSystem of(Json.Obj codeSystem) {
    SystemVersion about = SystemReader.about(codeSystem);
    SystemReader reader = new SystemReader(about);
    reader.read(codeSystem.objects("concept"));
    return new ResourceSystem(about, reader.concepts(), reader.children());
  }

  @Override
  public SystemVersion about() {
    return about;
  }

  @Override
  public @Nullable Concept find(String code) {
    return concepts.get(key(code));
  }

  private String key(String code) {
    return about.caseSensitive() ? code : code.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean subsumes(String ancestor, String code) {
    Concept above = find(ancestor);
    Concept from = find(code);
    if (above == null || from == null) return false;
    Deque<Concept> open = new ArrayDeque<>(List.of(from));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Concept next = open.pop();
      if (next.code().equals(above.code())) return true;
      if (!seen.add(next.code())) continue;
      for (String parent : next.parents()) {
        Concept found = find(parent);
        if (found != null) open.push(found);
      }
    }
    return false;
  }

  /** Codes of the direct children, in the order of the definition. */
  List<String> childrenOf(String code) {
    return children.getOrDefault(key(code), List.of());
  }

  @Override
  public List<Concept> page(ConceptQuery query) {
    return matching(query).skip(query.offset()).limit(query.count()).toList();
  }

  @Override
  public long count(ConceptQuery query) {
    return matching(query).count();
  }

  private Stream<Concept> matching(ConceptQuery query) {
    List<Condition> conditions = query.conditions();
    for (Condition condition : conditions) {
      if (condition.property().equals("concept") || condition.property().equals("code")) {
        if (condition.op() == ConceptQuery.Op.EQUALS) return one(condition.value(), query);
      }
    }
    return concepts.values().stream().filter(concept -> meets(concept, query));
  }

  private Stream<Concept> one(String code, ConceptQuery query) {
    Concept found = find(code);
    return found != null && meets(found, query) ? Stream.of(found) : Stream.empty();
  }

  private boolean meets(Concept concept, ConceptQuery query) {
    if (query.activeOnly() && concept.inactive()) return false;
    if (query.text() != null && !TextFilter.matches(query.text(), concept)) return false;
    List<Condition> conditions = query.conditions();
    return conditions.isEmpty() || new ConceptFilter(this).meets(concept, conditions);
  }

  /** Every code, in the order of the definition. */
  List<String> codes() {
    List<String> all = new ArrayList<>(concepts.size());
    for (Concept concept : concepts.values()) all.add(concept.code());
    return all;
  }
}
