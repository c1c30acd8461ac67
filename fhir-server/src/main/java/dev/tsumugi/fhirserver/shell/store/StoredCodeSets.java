package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.CodeSets;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.ConceptQuery.Op;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.Terminology;
import java.util.List;

/** The codes that search modifiers stand for, by all definitions known at that moment. */
record StoredCodeSets(Definitions definitions) implements CodeSets {
  @Override
  public List<Coding> in(String valueSet) {
    try {
      return Terminology.over(definitions).codesOf(valueSet, MOST);
    } catch (Problem problem) {
      // The address is right: it is the value that names nothing.
      if (problem.kind() != Problem.Kind.NOT_FOUND) throw problem;
      throw Problem.invalid("", problem.issues().get(0).message());
    }
  }

  @Override
  public List<Coding> below(Coding code) {
    return related(code, Op.IS_A);
  }

  @Override
  public List<Coding> above(Coding code) {
    return related(code, Op.GENERALIZES);
  }

  private List<Coding> related(Coding code, Op op) {
    Concepts system = definitions.system(code.system(), null);
    if (system == null) {
      throw Problem.invalid("", "the code system " + code.system() + " is not known here");
    }
    Concept concept = system.find(code.code());
    if (concept == null) {
      throw Problem.invalid("", "the code system " + code.system() + " has no such code");
    }
    if (system.about().content() != Content.COMPLETE) {
      throw Problem.of(
          Problem.Kind.UNPROCESSABLE,
          "only a part of " + code.system() + " is here: what lies above and below cannot be told");
    }
    if (!system.listable()) return List.of(code);
    ConceptQuery query =
        ConceptQuery.where(new Condition("concept", op, concept.code())).from(0, MOST + 1);
    return system.page(query).stream()
        .map(found -> new Coding(code.system(), found.code()))
        .toList();
  }
}
