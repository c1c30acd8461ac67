package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Path.Filter;
import dev.tsumugi.fhirserver.r4.Path.Step;
import dev.tsumugi.fhirserver.r4.Type.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The FHIRPath that search parameters use, made into {@link Path}s: dotted names, {@code |}, {@code
 * as}, {@code .as()}, {@code .ofType()}, {@code [0]}, {@code .extension('url')} and {@code
 * .where()}. A condition is {@code x='y'}, {@code x.exists()} or {@code resolve() is X}, or several
 * of them with {@code and}. A whole path may end in {@code .exists()}, {@code .exists().not()} or
 * {@code .empty()}.
 */
final class PathCompiler {
  private static final Pattern STEP =
      Pattern.compile(
          "([A-Za-z]\\w*)(?:\\[(\\d{1,3})])?"
              + "|(?:as|ofType)\\((?:FHIR\\.)?([A-Za-z]+)\\)"
              + "|extension\\(('[^'\\\\]*')\\)"
              + "|where\\((.*)\\)",
          Pattern.DOTALL);
  private static final Pattern LEADS_TO = Pattern.compile("resolve\\(\\) is ([A-Za-z]+)");
  private static final Pattern EQUALS =
      Pattern.compile("([^'=]*[^'=!<>~]) ?= ?(?:'([^'\\\\]*)'|(true|false))");
  private static final Pattern THERE =
      Pattern.compile("(.*?)\\.(?:(exists\\(\\))|(?:exists\\(\\)\\.not|empty)\\(\\))");

  /** A path under way: the type it has reached, and whether there may be several of it. */
  private record Way(List<Step> steps, Type type, @Nullable Member last, boolean several) {}

  private final Structures structures;

  PathCompiler(Structures structures) {
    this.structures = structures;
  }

  /**
   * @throws IllegalArgumentException if the expression is outside of what is understood, or names
   *     what the type does not have
   */
  List<Path> compile(String type, String expression) {
    List<Path> paths = new ArrayList<>();
    for (String alternative : alternatives(expression)) {
      for (Way way : ways(type, alternative)) paths.add(path(way));
    }
    return paths;
  }

  /** The same from an inner element: the expression starts with the name of a member. */
  List<Path> within(Type type, String expression) {
    List<Path> paths = new ArrayList<>();
    for (String alternative : alternatives(expression)) {
      Way start = new Way(List.of(), type, null, false);
      for (Way way : follow(List.of(start), split(alternative, '.'))) paths.add(path(way));
    }
    return paths;
  }

  /** What stands between the bars. */
  static List<String> alternatives(String expression) {
    return split(expression, '|').stream().map(String::trim).toList();
  }

  /** If the alternative asks whether something is there, and not what. */
  Optional<Truth> truth(String type, String alternative) {
    Matcher there = THERE.matcher(alternative);
    if (!there.matches()) return Optional.empty();
    return Optional.of(new Truth(compile(type, there.group(1)), there.group(2) != null));
  }

  /** The name an alternative starts with. */
  static String root(String alternative) {
    String bare = alternative.replaceFirst("^[(\\s]+", "");
    int end = 0;
    while (end < bare.length() && Character.isLetter(bare.charAt(end))) end++;
    return bare.substring(0, end);
  }

  private static Path path(Way way) {
    Member last = way.last();
    if (last == null) throw new IllegalArgumentException("a path without steps");
    CodeList codes = last.element().codes();
    boolean code = way.type().name().equals("code");
    return new Path(way.steps(), way.type(), code && codes != null ? codes.impliedSystem() : "");
  }

  private List<Way> ways(String type, String expression) {
    List<String> cast = apart(expression, " as ");
    if (cast.size() == 2) return narrow(ways(type, cast.get(0).trim()), cast.get(1).trim());
    List<String> steps = split(expression, '.');
    String root = steps.get(0).trim();
    List<String> rest = steps.subList(1, steps.size());
    if (root.startsWith("(") && root.endsWith(")")) {
      List<Way> inner = new ArrayList<>();
      for (String one : alternatives(root.substring(1, root.length() - 1))) {
        inner.addAll(ways(type, one));
      }
      return follow(inner, rest);
    }
    if (!root.equals(type) && !root.equals("Resource") && !root.equals("DomainResource")) {
      throw new IllegalArgumentException("does not start at " + type + ": " + expression);
    }
    return follow(List.of(new Way(List.of(), structures.get(type), null, false)), rest);
  }

  private List<Way> follow(List<Way> ways, List<String> steps) {
    List<Way> now = ways;
    for (String text : steps) {
      String step = text.trim();
      Matcher m = STEP.matcher(step);
      if (!m.matches()) throw new IllegalArgumentException("unknown step '" + step + "'");
      if (m.group(1) != null) {
        now = into(now, m.group(1), m.group(2));
      } else if (m.group(3) != null) {
        now = narrow(now, m.group(3));
      } else if (m.group(4) != null) {
        String condition = "url=" + m.group(4);
        now = into(now, "extension", null).stream().map(way -> where(way, condition)).toList();
      } else {
        now = now.stream().map(way -> where(way, m.group(5).trim())).toList();
      }
    }
    return now;
  }

  private List<Way> into(List<Way> ways, String element, @Nullable String only) {
    int index = only == null ? -1 : Integer.parseInt(only);
    List<Way> next = new ArrayList<>();
    for (Way way : ways) {
      // FHIRPath counts over all that the path has reached, a walker in one array only.
      if (index >= 0 && way.several()) {
        throw new IllegalArgumentException(
            "'" + element + "[" + index + "]' counts behind an element that repeats");
      }
      boolean beside = way.type().primitive() != null && element.equals("extension");
      Type type = beside ? structures.get("Element") : way.type();
      for (Member member : type.membersOf(element)) {
        boolean repeats = member.element().repeats();
        List<Step> steps = new ArrayList<>(beside ? beside(way) : way.steps());
        steps.add(new Step(member.json(), repeats, index, null));
        boolean several = way.several() || (repeats && index < 0);
        next.add(new Way(List.copyOf(steps), member.type(), member, several));
      }
    }
    if (next.isEmpty()) {
      throw new IllegalArgumentException("R4 has no element '" + element + "' there");
    }
    return next;
  }

  /** What a primitive value has beside it: its extensions stand in a member of their own. */
  private static List<Step> beside(Way way) {
    List<Step> steps = new ArrayList<>(way.steps());
    Step last = steps.remove(steps.size() - 1);
    if (last.filter() != null) {
      throw new IllegalArgumentException("an extension behind a condition on a primitive value");
    }
    steps.add(new Step("_" + last.json(), last.repeats(), last.only(), null));
    return steps;
  }

  private static List<Way> narrow(List<Way> ways, String type) {
    List<Way> kept = ways.stream().filter(way -> way.type().name().equals(type)).toList();
    if (kept.isEmpty()) throw new IllegalArgumentException("never a " + type);
    return kept;
  }

  private Way where(Way way, String condition) {
    if (way.steps().isEmpty()) {
      throw new IllegalArgumentException("where(" + condition + ") follows no element");
    }
    List<Step> steps = new ArrayList<>(way.steps());
    Step last = steps.remove(steps.size() - 1);
    for (String one : apart(condition, " and ")) {
      last = last.where(filter(way.type(), one.trim()));
    }
    steps.add(last);
    return new Way(List.copyOf(steps), way.type(), way.last(), way.several());
  }

  private Filter filter(Type type, String condition) {
    Matcher leadsTo = LEADS_TO.matcher(condition);
    if (leadsTo.matches()) {
      boolean leads =
          type.name().equals("Reference") && structures.resource(leadsTo.group(1)) != null;
      if (leads) return new Path.LeadsTo(leadsTo.group(1));
    }
    Matcher there = THERE.matcher(condition);
    if (there.matches()) {
      List<Path> paths = within(type, there.group(1));
      return new Path.There(new Truth(paths, there.group(2) != null));
    }
    Matcher equals = EQUALS.matcher(condition);
    if (equals.matches()) {
      boolean text = equals.group(2) != null;
      List<Path> paths = within(type, equals.group(1).trim());
      boolean comparable =
          paths.stream().allMatch(p -> p.leaf().name().equals("boolean") ? !text : isText(p, text));
      if (comparable) return new Path.Has(paths, text ? equals.group(2) : equals.group(3));
    }
    throw new IllegalArgumentException("unknown condition '" + condition + "'");
  }

  private static boolean isText(Path path, boolean asText) {
    return asText && Extraction.TEXTS.contains(path.leaf().name());
  }

  private static List<String> split(String text, char separator) {
    return apart(text, String.valueOf(separator));
  }

  /** Parts between separators that stand in no quotes and no parentheses. */
  private static List<String> apart(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') quoted = !quoted;
      if (quoted) continue;
      if (c == '(') depth++;
      if (c == ')') depth--;
      if (depth < 0) break;
      if (depth == 0 && text.startsWith(separator, i)) {
        parts.add(text.substring(start, i));
        start = i + separator.length();
        i = start - 1;
      }
    }
    if (depth != 0 || quoted) {
      throw new IllegalArgumentException("a parenthesis or quote is not closed in '" + text + "'");
    }
    parts.add(text.substring(start));
    return parts;
  }
}
