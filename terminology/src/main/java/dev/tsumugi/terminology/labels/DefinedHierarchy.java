package dev.tsumugi.terminology.labels;

import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.SystemVersion.Content;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What lies below a concept by the newest complete version of its system that is known here. */
public final class DefinedHierarchy implements Hierarchy {
  private static final String PROPERTY = "concept";

  private final Definitions definitions;

  public DefinedHierarchy(Definitions definitions) {
    this.definitions = definitions;
  }

  @Override
  public Optional<Set<String>> below(String system, String code) {
    Concepts concepts = definitions.system(system, null);
    // Of a part nobody can tell what else lies below.
    if (concepts == null || concepts.about().content() != Content.COMPLETE) return Optional.empty();
    Set<String> codes = new TreeSet<>(Set.of(code));
    ConceptQuery query =
        ConceptQuery.where(new ConceptQuery.Condition(PROPERTY, ConceptQuery.Op.IS_A, code));
    for (Concept one : concepts.page(query)) codes.add(one.code());
    return Optional.of(codes);
  }
}
