package dev.tsumugi.consent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resource scopes of a token, <a
 * href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART v2</a>
 * and v1. Words that are no such scope, or break its grammar, grant nothing.
 */
@SuppressWarnings("EnumOrdinal") // as bits and places in memory; nothing stores them
public final class Scopes {
  /** Whose authority a scope draws on. */
  public enum Context {
    /** The one patient of the launch. */
    PATIENT,
    /** Whatever the user may see. */
    USER,
    /** Whatever the service may see. */
    SYSTEM
  }

  private static final Pattern V2 =
      Pattern.compile(
          "(patient|user|system)/(\\*|[A-Z][A-Za-z]+)\\.(?=[cruds])(c?r?u?d?s?)(\\?.+)?");
  private static final Pattern V1 =
      Pattern.compile("(patient|user|system)/(\\*|[A-Z][A-Za-z]+)\\.(read|write|\\*)()");

  private final List<String> words;
  // By context: resource type to the bits of actions.
  private final List<Map<String, Integer>> granted = byContext();
  private final List<Queried> queried = new ArrayList<>();

  /** A scope that is narrowed by a search. */
  private record Queried(Context context, String type, int actions, ScopeQuery query) {
    boolean isFor(Action action, String asked, Context in) {
      return context == in
          && (actions & action.bit()) != 0
          && (type.equals("*") || type.equals(asked));
    }
  }

  private Scopes(String scope) {
    List<String> kept = new ArrayList<>();
    for (String word : scope.split(" ", -1)) if (add(word)) kept.add(word);
    words = List.copyOf(kept);
  }

  /** Reads the token's {@code scope}, space separated. */
  public static Scopes parse(String scope) {
    return new Scopes(scope);
  }

  private static List<Map<String, Integer>> byContext() {
    return Stream.of(Context.values())
        .<Map<String, Integer>>map(context -> new HashMap<>())
        .toList();
  }

  private boolean add(String word) {
    Matcher scope = V2.matcher(word);
    if (!scope.matches()) scope = V1.matcher(word);
    if (!scope.matches()) return false;

    Context context =
        switch (scope.group(1)) {
          case "patient" -> Context.PATIENT;
          case "user" -> Context.USER;
          default -> Context.SYSTEM;
        };
    String type = scope.group(2);
    int actions = actions(scope.group(3));
    String query = scope.group(4);
    if (query == null || query.isEmpty()) {
      granted.get(context.ordinal()).merge(type, actions, (a, b) -> a | b);
    } else {
      queried.add(new Queried(context, type, actions, ScopeQuery.parse(query.substring(1))));
    }
    return true;
  }

  private static int actions(String permission) {
    String letters =
        switch (permission) {
          case "read" -> "rs";
          case "write" -> "cud";
          case "*" -> "cruds";
          default -> permission;
        };
    int bits = 0;
    for (Action action : Action.values()) {
      if (letters.indexOf(action.letter()) >= 0) bits |= action.bit();
    }
    return bits;
  }

  /** Whether a scope without a query grants this. */
  public boolean allows(Action action, String type, Context context) {
    return grants(granted.get(context.ordinal()), action, type);
  }

  /** The searches of the scopes that grant this to the rows they find. */
  List<ScopeQuery> queries(Action action, String type, Context context) {
    if (queried.isEmpty()) return List.of();
    return queried.stream()
        .filter(scope -> scope.isFor(action, type, context))
        .map(Queried::query)
        .toList();
  }

  private static boolean grants(Map<String, Integer> scopes, Action action, String type) {
    Integer all = scopes.get("*");
    if (all != null && (all & action.bit()) != 0) return true;
    Integer one = scopes.get(type);
    return one != null && (one & action.bit()) != 0;
  }

  /** Whether any resource scope has a search query. */
  public boolean hasQuery() {
    return !queried.isEmpty();
  }

  /** The resource scopes as they were written. */
  public List<String> words() {
    return words;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Scopes that && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
