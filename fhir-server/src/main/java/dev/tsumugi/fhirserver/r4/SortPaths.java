package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where in the JSON the text of a code, reference or uri stands, as SQL/JSON paths: hashed values
 * have no order, so a sort by them reads the body.
 */
public final class SortPaths {
  private static final Set<Kind> KINDS = Set.of(Kind.TOKEN, Kind.REFERENCE, Kind.URI);

  private SortPaths() {}

  /** Empty where there is nothing to sort by. The texts are made of R4's own names alone. */
  public static List<String> of(R4 r4, SearchParameter param) {
    boolean inBody = !param.code().startsWith("_") && !param.expression().isEmpty();
    boolean truth = param.expression().contains(" and "); // Patient.deceased: no place, but a test
    if (!KINDS.contains(param.kind()) || !inBody || truth) return List.of();
    List<String> paths = new ArrayList<>();
    for (Path path : new PathCompiler(r4.structures()).compile(param.type(), param.expression())) {
      if (Extraction.handles(param.kind(), path.leaf().name())) paths.add(path(path));
    }
    return paths;
  }

  private static String path(Path path) {
    StringBuilder text = new StringBuilder("$");
    for (Path.Step step : path.steps()) {
      text.append(".\"").append(step.json()).append('"');
      if (step.only() >= 0) text.append('[').append(step.only()).append(']');
      if (step.filter() instanceof Path.LeadsTo leads) {
        text.append(" ? (@.\"reference\" starts with \"").append(leads.type()).append("/\")");
      } else if (step.filter() instanceof Path.Has has) {
        text.append(" ? (@.\"").append(has.name()).append("\" == \"");
        text.append(has.value()).append("\")");
      }
    }
    return text + inside(path.leaf().name());
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
