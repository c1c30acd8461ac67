package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where in the JSON the text of a code, reference or uri stands, as SQL/JSON paths: hashed values
 * have no order, so a sort by them reads the body.
 */
public final class SortPaths {
  private static final Set<Kind> KINDS = Set.of(Kind.TOKEN, Kind.REFERENCE, Kind.URI);

  private SortPaths() {}

  /** Empty where there is nothing to sort by, or no way to say it in SQL. */
  public static List<String> of(R4 r4, SearchParameter param) {
    boolean inBody = !param.code().startsWith("_") && !param.expression().isEmpty();
    boolean truth = param.expression().equals(Indexer.DECEASED); // no place, but a test
    if (!KINDS.contains(param.kind()) || !inBody || truth) return List.of();
    PathCompiler compiler = new PathCompiler(r4.structures());
    List<String> paths = new ArrayList<>();
    for (String alternative : PathCompiler.alternatives(param.expression())) {
      if (compiler.truth(param.type(), alternative).isPresent()) return List.of();
      for (Path path : compiler.compile(param.type(), alternative)) {
        if (!Extraction.handles(param.kind(), path.leaf().name())) continue;
        Optional<String> text = path(path);
        if (text.isEmpty()) return List.of();
        paths.add(text.get());
      }
    }
    return paths;
  }

  private static Optional<String> path(Path path) {
    StringBuilder text = new StringBuilder("$");
    for (Path.Step step : path.steps()) {
      text.append('.').append(quoted(step.json()));
      if (step.only() >= 0) text.append('[').append(step.only()).append(']');
      if (step.filter() == null) continue;
      Optional<String> condition = condition(step.filter());
      if (condition.isEmpty()) return Optional.empty();
      text.append(" ? (").append(condition.get()).append(')');
    }
    return Optional.of(text + inside(path.leaf().name()));
  }

  private static Optional<String> condition(Path.Filter filter) {
    if (filter instanceof Path.LeadsTo leads) {
      return Optional.of("@.\"reference\" starts with " + quoted(leads.type() + "/"));
    }
    if (filter instanceof Path.Has has && !has.member().isEmpty()) {
      boolean truth = has.paths().get(0).leaf().name().equals("boolean");
      String value = truth ? has.value() : quoted(has.value());
      return Optional.of("@." + quoted(has.member()) + " == " + value);
    }
    return Optional.empty();
  }

  /** A loaded parameter's words stand in these texts: nothing in them may end a string. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "_-/:.".indexOf(c) >= 0);
      if (plain) quoted.append(c);
      else quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return quoted.append('"').toString();
  }

  private static String inside(String type) {
    return switch (type) {
      case "CodeableConcept" -> ".\"coding\".\"code\"";
      case "Coding" -> ".\"code\"";
      case "Identifier", "ContactPoint" -> ".\"value\"";
      case "Reference" -> ".\"reference\"";
      case "Resource" -> ".\"id\"";
      default -> "";
    };
  }
}
