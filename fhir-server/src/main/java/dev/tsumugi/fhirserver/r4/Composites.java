package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.Index.NumberValue;
import dev.tsumugi.fhirserver.r4.Index.Pair;
import dev.tsumugi.fhirserver.r4.SearchParameter.Component;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Composite parameters: a code and what stands beside it in one element. Where the element is the
 * resource itself, the two parameters answer together; only for inner elements ({@code
 * Observation.component}) are their values kept in pairs.
 */
public final class Composites {
  private Composites() {}

  /** The expression's alternatives. */
  public static List<String> elements(SearchParameter composite) {
    return Arrays.stream(composite.expression().split("\\|")).map(String::trim).toList();
  }

  /** Whether an alternative is the resource itself. */
  public static boolean isWhole(SearchParameter composite, String element) {
    return element.equals(composite.type());
  }

  /** The parameter of the whole resource that a component of such an alternative stands for. */
  public static String ofWhole(Component component) {
    return component.code().replaceFirst("^combo-", "");
  }

  /** A code first, and then what can be kept or asked beside it. */
  public static boolean supports(R4 r4, SearchParameter composite) {
    if (composite.components().size() != 2) return false;
    Kind first = kind(r4, composite, 0);
    Kind second = kind(r4, composite, 1);
    if (first != Kind.TOKEN) return false;
    boolean paired = second == Kind.TOKEN || second == Kind.QUANTITY;
    boolean asked = second == Kind.DATE || second == Kind.STRING;
    return paired || (asked && elements(composite).stream().allMatch(e -> isWhole(composite, e)));
  }

  private static Kind kind(R4 r4, SearchParameter composite, int at) {
    String code = composite.components().get(at).code();
    return r4.searchParameter(composite.type(), code).orElseThrow().kind();
  }

  /** How the pairs of one composite are found. */
  record Rule(String param, Path element, List<Path> first, Kind kind, List<Path> second) {
    void walk(Json.Obj resource, IndexBuilder into) {
      element.walk(
          resource,
          value -> {
            if (value instanceof Json.Obj object) pair(object, into);
          });
    }

    private void pair(Json.Obj object, IndexBuilder into) {
      Index codes = collect(Kind.TOKEN, first, object);
      List<String> forms = forms(codes);
      if (forms.isEmpty()) return;
      Index beside = collect(kind, second, object);
      for (NumberValue number : beside.numbers()) into.together(number, forms);
      for (String one : forms) {
        for (String other : forms(beside)) into.pair(new Pair(param, one, other));
      }
    }

    private Index collect(Kind kind, List<Path> paths, Json.Obj object) {
      IndexBuilder values = new IndexBuilder();
      values.param(param);
      for (Path path : paths) path.walk(object, v -> Extraction.add(kind, path, v, values));
      return values.build();
    }

    private static List<String> forms(Index index) {
      Set<String> forms = new LinkedHashSet<>();
      for (Index.Token token : index.tokens()) {
        if (token.code().isEmpty()) continue;
        forms.add(TokenText.exact(token.system(), token.code()));
        forms.add(TokenText.anySystem(token.code()));
      }
      return List.copyOf(forms);
    }
  }

  static List<Rule> rules(R4 r4, PathCompiler compiler, SearchParameter composite) {
    List<Rule> rules = new ArrayList<>();
    if (!supports(r4, composite)) return rules;
    Kind kind = kind(r4, composite, 1);
    for (String alternative : elements(composite)) {
      if (isWhole(composite, alternative)) continue;
      for (Path element : compiler.compile(composite.type(), alternative)) {
        List<Path> first = parts(compiler, element, composite.components().get(0), Kind.TOKEN);
        List<Path> second = parts(compiler, element, composite.components().get(1), kind);
        rules.add(new Rule(composite.code(), element, first, kind, second));
      }
    }
    return rules;
  }

  private static List<Path> parts(
      PathCompiler compiler, Path element, Component component, Kind kind) {
    return compiler.within(element.leaf(), component.expression()).stream()
        .filter(path -> Extraction.handles(kind, path.leaf().name()))
        .toList();
  }
}
