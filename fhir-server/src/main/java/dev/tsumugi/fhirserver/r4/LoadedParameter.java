package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A <a href="https://hl7.org/fhir/R4/searchparameter.html">SearchParameter</a> resource as this
 * server answers it: every modifier, prefix and chain of its type, whatever the resource says of
 * them. Equal definitions give equal values.
 *
 * @param types resource types, alphabetical; of {@code Resource} and {@code DomainResource} each
 * @param expression as written
 * @param targets types a reference may lead to; empty where the kind is not REFERENCE
 */
public record LoadedParameter(
    String url,
    String code,
    Kind kind,
    List<String> types,
    String expression,
    Set<String> targets) {
  private static final Set<Kind> KINDS =
      Set.of(
          Kind.TOKEN, Kind.REFERENCE, Kind.DATE, Kind.STRING, Kind.NUMBER, Kind.QUANTITY, Kind.URI);

  /** What these codes find is the owner of a row, not its tokens alone. */
  private static final Set<String> OWNING = Set.of("patient", "subject");

  /** Characters of an expression; its parentheses may nest. */
  private static final int MOST = 4_000;

  private static final String PATH = "SearchParameter.";

  public LoadedParameter {
    types = List.copyOf(types);
    targets = Set.copyOf(targets);
  }

  /** Whether a SearchParameter resource is to be answered at all, and not just kept. */
  public static boolean isActive(Json.Obj resource) {
    return "active".equals(resource.text("status"));
  }

  /**
   * Reads an active resource that {@link Validator} has passed.
   *
   * @param r4 without loaded parameters
   * @throws Problem UNPROCESSABLE, naming each element that cannot be answered
   */
  public static LoadedParameter of(R4 r4, Json.Obj resource) {
    List<Problem.Issue> issues = new ArrayList<>();
    String code = Objects.requireNonNullElse(resource.text("code"), "");
    Kind kind = kind(resource, issues);
    List<String> types = types(r4, resource, issues);
    if (!code.matches("[A-Za-z][A-Za-z0-9_-]{0,63}") || OWNING.contains(code)) {
      issue(issues, "code", "'" + code + "' cannot be the name of a loaded parameter");
    }
    for (String type : types) {
      if (r4.searchParameter(type, code).isEmpty()) continue;
      issue(issues, "code", "R4 has '" + code + "' for " + type + "; it cannot be replaced");
      break;
    }
    String usage = resource.text("xpathUsage");
    if (usage != null && !usage.equals("normal")) {
      issue(issues, "xpathUsage", "'" + usage + "' is not supported; only 'normal' is");
    }
    if (resource.has("modifierExtension")) {
      issue(issues, "modifierExtension", "a parameter changed by an extension is not supported");
    }
    String expression = Objects.requireNonNullElse(resource.text("expression"), "").trim();
    Set<String> targets = kind == Kind.REFERENCE ? targets(r4, resource) : Set.of();
    LoadedParameter read =
        new LoadedParameter(
            Objects.requireNonNullElse(resource.text("url"), ""),
            code,
            kind,
            types,
            expression,
            targets);
    if (expression.isEmpty()) issue(issues, "expression", "is needed");
    else if (expression.length() > MOST) issue(issues, "expression", "is longer than " + MOST);
    else if (KINDS.contains(kind)) read.check(r4, issues);
    if (!issues.isEmpty()) throw Problem.all(Problem.Kind.UNPROCESSABLE, issues);
    return read;
  }

  /** Why a SearchParameter cannot be answered as it asks; empty also for one that does not ask. */
  public static List<Problem.Issue> refusals(R4 r4, Json.Obj resource) {
    if (!isActive(resource)) return List.of();
    try {
      of(r4, resource);
      return List.of();
    } catch (Problem refused) {
      return refused.issues();
    }
  }

  private static void issue(List<Problem.Issue> issues, String element, String message) {
    issues.add(new Problem.Issue(PATH + element, message));
  }

  private static Kind kind(Json.Obj resource, List<Problem.Issue> issues) {
    String type = Objects.requireNonNullElse(resource.text("type"), "");
    for (Kind kind : KINDS) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(type)) return kind;
    }
    issue(issues, "type", "'" + type + "' is not supported for a loaded parameter");
    return Kind.SPECIAL;
  }

  private static List<String> types(R4 r4, Json.Obj resource, List<Problem.Issue> issues) {
    Set<String> types = new TreeSet<>();
    for (String base : resource.texts("base")) {
      if (base.equals("Resource")) types.addAll(r4.types());
      else if (base.equals("DomainResource")) {
        r4.types().stream().filter(r4::isDomainResource).forEach(types::add);
      } else if (r4.isType(base)) types.add(base);
      else issue(issues, "base", "R4 has no resource type '" + base + "'");
    }
    if (types.isEmpty() && issues.isEmpty()) issue(issues, "base", "is needed");
    return List.copyOf(types);
  }

  private static Set<String> targets(R4 r4, Json.Obj resource) {
    Set<String> targets = new LinkedHashSet<>(resource.texts("target"));
    targets.retainAll(r4.types());
    return targets.isEmpty() ? Set.copyOf(r4.types()) : targets;
  }

  private void check(R4 r4, List<Problem.Issue> issues) {
    PathCompiler compiler = new PathCompiler(r4.structures());
    try {
      Map<String, List<String>> parts = parts();
      for (String type : types) {
        boolean useful = false;
        for (String alternative : parts.getOrDefault(type, List.of())) {
          useful |= gives(compiler, type, alternative);
        }
        if (!useful) {
          issue(
              issues,
              "expression",
              "gives nothing of a "
                  + type
                  + " that a parameter of type "
                  + kind.name().toLowerCase(Locale.ROOT)
                  + " can search");
          return;
        }
      }
    } catch (IllegalArgumentException refused) {
      issue(issues, "expression", "not supported: " + refused.getMessage());
    }
  }

  private boolean gives(PathCompiler compiler, String type, String alternative) {
    if (compiler.truth(type, alternative).isPresent()) {
      if (kind == Kind.TOKEN) return true;
      throw new IllegalArgumentException("only a token is true or false: '" + alternative + "'");
    }
    return compiler.compile(type, alternative).stream()
        .anyMatch(path -> Extraction.handles(kind, path.leaf().name()));
  }

  /** The alternatives that speak of each type. */
  private Map<String, List<String>> parts() {
    Map<String, List<String>> parts = new HashMap<>();
    for (String alternative : PathCompiler.alternatives(expression)) {
      String root = PathCompiler.root(alternative);
      boolean general = root.equals("Resource") || root.equals("DomainResource");
      if (!general && !types.contains(root)) {
        throw new IllegalArgumentException("'" + alternative + "' does not start at a base type");
      }
      for (String type : general ? types : List.of(root)) {
        parts.computeIfAbsent(type, t -> new ArrayList<>()).add(alternative);
      }
    }
    return parts;
  }

  /** As each of its types has it, under one number. */
  public List<SearchParameter> parameters(short number) {
    Map<String, List<String>> parts = parts();
    List<SearchParameter> each = new ArrayList<>();
    for (String type : types) {
      String own = String.join(" | ", parts.getOrDefault(type, List.of()));
      each.add(new SearchParameter(type, code, number, kind, own, targets, List.of()));
    }
    return each;
  }
}
