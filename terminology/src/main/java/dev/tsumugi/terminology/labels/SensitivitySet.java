package dev.tsumugi.terminology.labels;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.SafeRegex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value set of codes that reveal one kind of sensitive thing. It works on the codes as they are
 * written: single codes, {@code code regex} for ranges and prefixes (the whole code must match),
 * and {@code concept is-a} where the content of the system is known.
 *
 * @param label v3-ActCode
 */
public record SensitivitySet(
    String label, String url, String version, List<Part> includes, List<Part> excludes) {
  /** Canonical of the set for a label: this and the label's code. */
  public static final String CANONICAL = "https://tsumugi.dev/fhir/ValueSet/sensitivity-";

  /** Id of the resource that states it: this and the label's code. */
  public static final String ID = "sensitivity-";

  /** What begins as one of these does: told apart from other expressions, for it is looked up. */
  private static final Pattern BEGINS =
      Pattern.compile("(?:((?:[A-Za-z0-9-]|\\\\\\.)+)|\\(((?:[A-Za-z0-9|-]|\\\\\\.)+)\\))\\.\\*");

  public SensitivitySet {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /** Codes of one system. */
  sealed interface Part {
    String system();

    /** Every code. */
    record All(String system) implements Part {}

    record Codes(String system, Set<String> codes) implements Part {}

    record Prefixes(String system, Set<String> prefixes) implements Part {}

    /** Those that a filter lets through; all of several. */
    record Filtered(String system, Predicate<String> filter) implements Part {}

    /**
     * An {@code is-a} over content that is not known here: which codes are meant cannot be told.
     */
    record Untold(String system) implements Part {}
  }

  /** The label that a ValueSet's id stands for; empty if it is none of these sets. */
  public static Optional<String> labelOfId(@Nullable String id) {
    return id != null && id.startsWith(ID)
        ? Optional.of(id.substring(ID.length()))
        : Optional.empty();
  }

  /**
   * Reads a ValueSet.
   *
   * @throws Problem UNPROCESSABLE if it says what cannot be worked out code by code, or names a
   *     hierarchy that is not known here: a set that is in force must not be half understood
   */
  public static SensitivitySet of(Json.Obj valueSet, Hierarchy hierarchy) {
    SensitivitySet set = read(valueSet, hierarchy);
    for (Part part : set.includes) demandTold(part, "ValueSet.compose.include");
    for (Part part : set.excludes) demandTold(part, "ValueSet.compose.exclude");
    return set;
  }

  private static void demandTold(Part part, String path) {
    if (!(part instanceof Part.Untold)) return;
    throw refused(
        path + ".filter",
        "is-a needs the content of "
            + part.system()
            + ", which is not loaded here; list its codes, or use a regex over them");
  }

  /**
   * The same set with what it says of hierarchies written out, and nothing but what it works by: so
   * that it means the same wherever it is read again.
   *
   * @throws Problem as {@link #of}
   */
  public static Json.Obj settled(Json.Obj valueSet, Hierarchy hierarchy) {
    SensitivitySet set = of(valueSet, hierarchy);
    Json.Obj compose = valueSet.obj("compose");
    if (compose == null) throw new IllegalStateException("a set without codes was let pass");
    Json.Builder settled = Json.object();
    settled.put("include", settled(compose, "include", set.includes));
    if (compose.has("exclude")) {
      settled.put("exclude", settled(compose, "exclude", set.excludes));
    }
    return Json.object()
        .put("resourceType", "ValueSet")
        .put("id", ID + set.label)
        .put("url", set.url)
        .put("version", set.version.isEmpty() ? null : set.version)
        .put("status", "active")
        .put("compose", settled.build())
        .build();
  }

  private static List<Json> settled(Json.Obj compose, String name, List<Part> parts) {
    List<Json> settled = new ArrayList<>();
    List<Json.Obj> written = compose.objects(name);
    for (int i = 0; i < written.size(); i++) {
      boolean hangs =
          written.get(i).objects("filter").stream().anyMatch(f -> "is-a".equals(f.text("op")));
      if (!hangs) {
        settled.add(written.get(i));
      } else if (parts.get(i) instanceof Part.Codes codes) {
        List<Json> concepts = new ArrayList<>();
        for (String code : new TreeSet<>(codes.codes())) {
          concepts.add(Json.object().put("code", code).build());
        }
        settled.add(written.get(i).without("filter").with("concept", new Json.Arr(concepts)));
      } else {
        throw refused("ValueSet.compose." + name + ".filter", "is-a stands alone in these sets");
      }
    }
    return settled;
  }

  /** As {@link #of}; what hangs on content that is gone since cannot be told. */
  static SensitivitySet read(Json.Obj valueSet, Hierarchy hierarchy) {
    String url = String.valueOf(valueSet.text("url"));
    if (!url.startsWith(CANONICAL)) {
      throw refused("ValueSet.url", "is " + CANONICAL + " and the code of a label");
    }
    String version = valueSet.text("version");
    Json.Obj compose = valueSet.obj("compose");
    if (compose == null) throw refused("ValueSet.compose", "is needed: it says which codes count");
    return new SensitivitySet(
        url.substring(CANONICAL.length()),
        url,
        version == null ? "" : version,
        parts(compose, "include", hierarchy),
        parts(compose, "exclude", hierarchy));
  }

  private static List<Part> parts(Json.Obj compose, String name, Hierarchy hierarchy) {
    List<Part> parts = new ArrayList<>();
    for (Json.Obj include : compose.objects(name)) {
      parts.add(part(include, "ValueSet.compose." + name, hierarchy));
    }
    return parts;
  }

  private static Part part(Json.Obj include, String path, Hierarchy hierarchy) {
    String system = include.text("system");
    if (include.has("valueSet"))
      throw refused(path + ".valueSet", "is not supported in these sets");
    if (system == null) throw refused(path + ".system", "is needed");
    List<Json.Obj> filters = include.objects("filter");
    if (include.has("concept")) {
      Set<String> codes = new HashSet<>();
      for (Json.Obj concept : include.objects("concept")) {
        String code = concept.text("code");
        if (code != null) codes.add(code);
      }
      return new Part.Codes(system, Set.copyOf(codes));
    }
    if (filters.isEmpty()) return new Part.All(system);
    if (filters.size() == 1) return filtered(system, filters.get(0), path + ".filter", hierarchy);
    Predicate<String> all = code -> true;
    for (Json.Obj filter : filters) {
      Part one = filtered(system, filter, path + ".filter", hierarchy);
      if (one instanceof Part.Untold) return one;
      all = all.and(test(one));
    }
    return new Part.Filtered(system, all);
  }

  private static Predicate<String> test(Part part) {
    if (part instanceof Part.Codes codes) return codes.codes()::contains;
    if (part instanceof Part.Prefixes some) {
      return code -> some.prefixes().stream().anyMatch(code::startsWith);
    }
    if (part instanceof Part.Filtered filtered) return filtered.filter();
    throw new IllegalStateException("no test of its own");
  }

  private static Part filtered(String system, Json.Obj filter, String path, Hierarchy hierarchy) {
    String property = String.valueOf(filter.text("property"));
    String op = String.valueOf(filter.text("op"));
    String value = filter.text("value");
    if (value == null || value.isEmpty()) throw refused(path + ".value", "is needed");
    boolean byCode = property.equals("code") || property.equals("concept");
    if (byCode && op.equals("regex")) return regex(system, value, path);
    if (byCode && op.equals("=")) return new Part.Codes(system, Set.of(value));
    if (byCode && op.equals("in")) {
      return new Part.Codes(system, Set.of(value.split(",", -1)));
    }
    if (byCode && op.equals("is-a")) {
      Optional<Set<String>> below = hierarchy.below(system, value);
      return below.isPresent() ? new Part.Codes(system, below.get()) : new Part.Untold(system);
    }
    throw refused(path, "here code or concept is filtered by =, in, regex or is-a");
  }

  private static Part regex(String system, String value, String path) {
    Matcher begins = BEGINS.matcher(value);
    if (begins.matches()) {
      String some = begins.group(1) == null ? begins.group(2) : begins.group(1);
      return new Part.Prefixes(system, Set.of(some.replace("\\.", ".").split("\\|", -1)));
    }
    try {
      SafeRegex regex = SafeRegex.of(value);
      return new Part.Filtered(system, code -> matches(regex, code));
    } catch (Problem unreadable) {
      throw refused(path + ".value", unreadable.issues().get(0).message());
    }
  }

  /** What takes too long to tell counts as a match: the label hides, its absence shows. */
  private static boolean matches(SafeRegex regex, String code) {
    try {
      return regex.matches(code);
    } catch (Problem tooCostly) {
      return true;
    }
  }

  private static Problem refused(String path, String why) {
    return Problem.at(Problem.Kind.UNPROCESSABLE, path, why);
  }
}
