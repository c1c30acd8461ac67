package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The token modifiers that terminology answers (<a
 * href="https://hl7.org/fhir/R4/search.html#modifiers">R4 search</a>). Each becomes the codes it
 * stands for at the moment of the search; what cannot be told whole is refused, for a search by a
 * part would look complete.
 */
record CodeModifiers(CodeSets sets) {
  Clause clause(SearchParameter param, String modifier, List<String> values, String name) {
    Set<String> texts = new LinkedHashSet<>();
    for (String value : values) {
      for (Coding code : codes(modifier, value, name)) {
        texts.add(TokenText.exact(code.system(), code.code()));
      }
    }
    if (texts.size() > CodeSets.MOST) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE,
          name,
          "stands for " + texts.size() + " codes; a search may look for " + CodeSets.MOST);
    }
    return new Clause.Tokens(param, new ArrayList<>(texts), modifier.equals("not-in"));
  }

  private List<Coding> codes(String modifier, String value, String name) {
    try {
      return switch (modifier) {
        case "below" -> sets.below(coding(value, name));
        case "above" -> sets.above(coding(value, name));
        default -> sets.in(QueryValues.unescape(value));
      };
    } catch (Problem problem) {
      throw Problem.at(problem.kind(), name, problem.issues().get(0).message());
    }
  }

  private static Coding coding(String value, String name) {
    List<String> parts = QueryValues.apart(value, '|');
    boolean both = parts.size() == 2 && !parts.get(0).isEmpty() && !parts.get(1).isEmpty();
    if (!both) throw Problem.invalid(name, "is written system|code");
    return new Coding(QueryValues.unescape(parts.get(0)), QueryValues.unescape(parts.get(1)));
  }
}
