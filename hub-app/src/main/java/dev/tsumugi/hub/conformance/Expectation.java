package dev.tsumugi.hub.conformance;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares an answer with what a suite expects: any order of members and of array items, and the
 * suites' own words ({@code $optional$}, {@code $optional-properties$}, {@code $count-arrays$},
 * {@code $choice:…$}, {@code $fragments:…$}, {@code $external:…$}, {@code $uuid$} and others).
 *
 * <p>Quotation marks within texts are passed over: the suites write the same message of the same
 * check with and without them ({@code CodeSystem 'x'}, {@code CodeSystem x}), so that no server
 * could match both to the letter. For the same reason an issue may carry {@code location} as well
 * as {@code expression} where only the latter is expected.
 *
 * @see <a href="https://github.com/HL7/fhir-tx-ecosystem-ig/tree/main/tests">the suites</a>
 */
public final class Expectation {
  private static final String OPTIONAL = "$optional$";

  private final Set<String> modes;

  /**
   * @param modes what the server is run as; {@code $optional$} may name one
   */
  public Expectation(Set<String> modes) {
    this.modes = Set.copyOf(modes);
  }

  /** The first difference found, with its place; null if the answer is as expected. */
  public @Nullable String difference(Json expected, Json actual) {
    return difference("$", expected, actual);
  }

  private @Nullable String difference(String path, Json expected, @Nullable Json actual) {
    if (actual == null) return path + " is missing";
    if (expected instanceof Json.Obj wanted) {
      return actual instanceof Json.Obj given
          ? objects(path, wanted, given)
          : path + " should be an object";
    }
    if (expected instanceof Json.Arr wanted) {
      return actual instanceof Json.Arr given
          ? arrays(path, wanted.items(), given.items())
          : path + " should be an array";
    }
    if (expected instanceof Json.Text wanted) {
      String given = actual instanceof Json.Text text ? text.value() : actual.toString();
      boolean fits = actual instanceof Json.Text && matches(wanted.value(), given);
      return fits ? null : path + " should be " + wanted.value() + " and is " + given;
    }
    if (expected instanceof Json.Num wanted && actual instanceof Json.Num given) {
      boolean same =
          new java.math.BigDecimal(wanted.literal())
                  .compareTo(new java.math.BigDecimal(given.literal()))
              == 0;
      return same ? null : path + " should be " + wanted.literal() + " and is " + given.literal();
    }
    return expected.equals(actual) ? null : path + " should be " + expected + " and is " + actual;
  }

  private @Nullable String objects(String path, Json.Obj expected, Json.Obj actual) {
    Set<String> optional = new HashSet<>(expected.texts("$optional-properties$"));
    Set<String> counted = new HashSet<>(expected.texts("$count-arrays$"));
    for (int i = 0; i < expected.size(); i++) {
      String name = expected.name(i);
      if (name.startsWith("$")) continue;
      Json given = actual.get(name);
      boolean mayLack =
          optional.contains(name) || optional.contains("*") || allOptional(expected.value(i));
      if (given == null && mayLack) continue;
      String below = path + "." + name;
      String difference =
          counted.contains(name)
              ? counts(below, expected.all(name), actual.all(name))
              : difference(below, expected.value(i), given);
      if (difference != null) return difference;
    }
    for (int i = 0; i < actual.size(); i++) {
      String name = actual.name(i);
      boolean known = expected.has(name) || optional.contains(name) || optional.contains("*");
      if (!known && !repeats(name, actual))
        return path + "." + name + " is not expected: " + actual.value(i);
    }
    return null;
  }

  /** The old {@code location} of an issue, which only repeats its {@code expression}. */
  private static boolean repeats(String name, Json.Obj issue) {
    return name.equals("location")
        && issue.has("severity")
        && issue.all(name).equals(issue.all("expression"));
  }

  private static @Nullable String counts(String path, List<Json> expected, List<Json> actual) {
    return expected.size() == actual.size()
        ? null
        : path + " should have " + expected.size() + " items and has " + actual.size();
  }

  private boolean allOptional(Json expected) {
    if (expected instanceof Json.Arr arr) return arr.items().stream().allMatch(this::isOptional);
    return isOptional(expected);
  }

  private boolean isOptional(Json expected) {
    if (!(expected instanceof Json.Obj obj)) return false;
    Json mark = obj.get(OPTIONAL);
    if (mark instanceof Json.Bool bool) return bool.value();
    if (!(mark instanceof Json.Text text)) return false;
    String word = text.value();
    // "warning:…" asks a runner to warn; whether it lacks is no failure.
    if (word.startsWith("warning:")) return true;
    return word.startsWith("!") ? !modes.contains(word.substring(1)) : modes.contains(word);
  }

  /** Each item of one side finds its own on the other, in any order; optional ones may lack. */
  private @Nullable String arrays(String path, List<Json> expected, List<Json> actual) {
    int[] takenBy = new int[actual.size()];
    Arrays.fill(takenBy, -1);
    for (int i = 0; i < expected.size(); i++) {
      boolean placed = place(i, expected, actual, takenBy, new boolean[actual.size()]);
      if (!placed && !isOptional(expected.get(i))) {
        return closest(path + "[" + i + "]", expected.get(i), actual, takenBy);
      }
    }
    for (int i = 0; i < takenBy.length; i++) {
      if (takenBy[i] < 0) return path + "[" + i + "] is not expected: " + actual.get(i);
    }
    return null;
  }

  /** One step of bipartite matching. */
  private boolean place(
      int wanted, List<Json> expected, List<Json> actual, int[] takenBy, boolean[] tried) {
    for (int i = 0; i < takenBy.length; i++) {
      if (tried[i] || difference("", expected.get(wanted), actual.get(i)) != null) continue;
      tried[i] = true;
      if (takenBy[i] < 0 || place(takenBy[i], expected, actual, takenBy, tried)) {
        takenBy[i] = wanted;
        return true;
      }
    }
    return false;
  }

  private String closest(String path, Json expected, List<Json> actual, int[] takenBy) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < actual.size(); i++) {
      if (takenBy[i] >= 0) continue;
      String difference = difference(path, expected, actual.get(i));
      if (difference != null) differences.add(difference);
    }
    // The deepest difference is in the item that is most alike.
    return differences.stream()
        .max((a, b) -> Integer.compare(depth(a), depth(b)))
        .orElse(path + " is missing: " + expected);
  }

  private static int depth(String difference) {
    String path = difference.substring(0, difference.indexOf(' '));
    return (int) path.chars().filter(c -> c == '.').count();
  }

  private static boolean matches(String expected, String actual) {
    int version = expected.indexOf("$version$");
    if (version > 0) {
      String before = expected.substring(0, version);
      return actual.startsWith(before) && actual.length() > before.length();
    }
    if (!expected.startsWith("$") || !expected.endsWith("$") || expected.length() < 2) {
      return unquoted(expected).equals(unquoted(actual));
    }
    String word = expected.substring(1, expected.length() - 1);
    if (word.startsWith("choice:")) return List.of(word.substring(7).split("\\|")).contains(actual);
    if (word.startsWith("fragments:")) {
      return Arrays.stream(word.substring(10).split("\\|")).allMatch(part -> has(actual, part));
    }
    if (word.startsWith("external:")) {
      // The number is of a message that each server words for itself; a text after it is fixed.
      int colon = word.indexOf(':', 9);
      return colon < 0 || has(unquoted(actual), unquoted(word.substring(colon + 1)));
    }
    return switch (word) {
      case "" -> true;
      case "string" -> !actual.isEmpty();
      case "uuid" ->
          actual.matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
      case "instant" -> actual.matches("[0-9-]{10}T[0-9:]{8}(\\.[0-9]+)?(Z|[+-][0-9:]{5})");
      case "date" -> actual.matches("[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.*)?)?)?");
      case "id" -> actual.matches("[A-Za-z0-9.-]{1,64}");
      case "url" -> actual.matches("https?://\\S+");
      case "token" -> actual.matches("[0-9a-zA-Z_][0-9a-zA-Z_.-]*");
      case "semver" -> actual.matches("[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?");
      case "version" -> actual.matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
      default -> false;
    };
  }

  private static boolean has(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static String unquoted(String text) {
    return text.replace("'", "");
  }
}
