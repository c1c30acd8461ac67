package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Path.Filter;
import dev.tsumugi.fhirserver.r4.Path.Step;
import dev.tsumugi.fhirserver.r4.Type.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The FHIRPath that R4's search parameters use, made into {@link Path}s: dotted names, {@code |},
 * {@code as}, {@code .as()}, {@code .ofType()}, {@code [0]}, {@code .where(x='y')} and {@code
 * .where(resolve() is X)}.
 */
final class PathCompiler {
  private static final Pattern STEP =
      Pattern.compile("([A-Za-z]+)(?:\\[(\\d+)])?|(as|ofType)\\(([A-Za-z]+)\\)|where\\((.*)\\)");
  private static final Pattern LEADS_TO = Pattern.compile("resolve\\(\\) is ([A-Za-z]+)");
  private static final Pattern HAS = Pattern.compile("([A-Za-z]+) ?= ?'([^']*)'");

  /** A path under way: the type it has reached and whether that is a choice not yet narrowed. */
  private record Way(List<Step> steps, Type type, @Nullable Member last) {}

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
    for (String alternative : split(expression, '|')) {
      for (Way way : ways(type, alternative.trim())) paths.add(path(way));
    }
    return paths;
  }

  /** The same from an inner element: the expression starts with the name of a member. */
  List<Path> within(Type type, String expression) {
    List<Path> paths = new ArrayList<>();
    for (String alternative : split(expression, '|')) {
      Way start = new Way(List.of(), type, null);
      List<Way> ways = follow(List.of(start), split(alternative.trim(), '.'));
      for (Way way : ways) paths.add(path(way));
    }
    return paths;
  }

  private static Path path(Way way) {
    Member last = way.last();
    if (last == null) throw new IllegalArgumentException("a path without steps");
    CodeList codes = last.element().codes();
    boolean code = way.type().name().equals("code");
    return new Path(way.steps(), way.type(), code && codes != null ? codes.impliedSystem() : "");
  }

  private List<Way> ways(String type, String expression) {
    if (expression.startsWith("(")) {
      int end = expression.indexOf(')');
      String rest = expression.substring(end + 1);
      List<Way> inner = ways(type, expression.substring(1, end));
      return rest.isEmpty() ? inner : follow(inner, split(rest.substring(1), '.'));
    }
    int as = expression.indexOf(" as ");
    if (as > 0) {
      return narrow(ways(type, expression.substring(0, as)), expression.substring(as + 4).trim());
    }
    List<String> steps = split(expression, '.');
    String root = steps.get(0);
    if (!root.equals(type) && !root.equals("Resource") && !root.equals("DomainResource")) {
      throw new IllegalArgumentException("does not start at " + type + ": " + expression);
    }
    Way start = new Way(List.of(), structures.get(type), null);
    return follow(List.of(start), steps.subList(1, steps.size()));
  }

  private static List<Way> follow(List<Way> ways, List<String> steps) {
    List<Way> now = ways;
    for (String step : steps) {
      Matcher m = STEP.matcher(step);
      if (!m.matches()) throw new IllegalArgumentException("unknown step " + step);
      if (m.group(1) != null) now = into(now, m.group(1), m.group(2));
      else if (m.group(4) != null) now = narrow(now, m.group(4));
      else now = now.stream().map(way -> where(way, filter(m.group(5)))).toList();
    }
    return now;
  }

  private static List<Way> into(List<Way> ways, String element, @Nullable String only) {
    int index = only == null ? -1 : Integer.parseInt(only);
    List<Way> next = new ArrayList<>();
    for (Way way : ways) {
      for (Member member : way.type().membersOf(element)) {
        List<Step> steps = new ArrayList<>(way.steps());
        steps.add(new Step(member.json(), index, null));
        next.add(new Way(List.copyOf(steps), member.type(), member));
      }
    }
    if (next.isEmpty())
      throw new IllegalArgumentException("R4 has no element " + element + " there");
    return next;
  }

  private static List<Way> narrow(List<Way> ways, String type) {
    List<Way> kept = ways.stream().filter(way -> way.type().name().equals(type)).toList();
    if (kept.isEmpty()) throw new IllegalArgumentException("never a " + type);
    return kept;
  }

  private static Way where(Way way, Filter filter) {
    List<Step> steps = new ArrayList<>(way.steps());
    Step last = steps.remove(steps.size() - 1);
    steps.add(new Step(last.json(), last.only(), filter));
    return new Way(List.copyOf(steps), way.type(), way.last());
  }

  private static Filter filter(String condition) {
    Matcher leadsTo = LEADS_TO.matcher(condition);
    if (leadsTo.matches()) return new Path.LeadsTo(leadsTo.group(1));
    Matcher has = HAS.matcher(condition);
    if (has.matches()) return new Path.Has(has.group(1), has.group(2));
    throw new IllegalArgumentException("unknown condition " + condition);
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') depth++;
      if (c == ')') depth--;
      if (c == separator && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
