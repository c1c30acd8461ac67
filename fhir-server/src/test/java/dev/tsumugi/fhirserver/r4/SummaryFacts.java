package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.XmlTree.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code summary.txt} out of the resources' StructureDefinitions. */
final class SummaryFacts {
  private final Map<String, List<String>> summary = new TreeMap<>();
  private final Map<String, List<String>> modifiers = new TreeMap<>();

  SummaryFacts() throws IOException {
    XmlTree.resources(
        "/org/hl7/fhir/r4/model/profile/profiles-resources.xml",
        Set.of("StructureDefinition"),
        this::definition);
  }

  private void definition(Node definition) {
    String name = definition.text("type");
    boolean concrete = definition.text("abstract").equals("false");
    if (!definition.text("id").equals(name) || !concrete) return;
    for (Node element : definition.first("snapshot").all("element")) {
      String path = element.text("path").replace("[x]", "");
      int dot = path.lastIndexOf('.');
      if (dot < 0) continue;
      add(element.text("isSummary"), summary, path, dot);
      add(element.text("isModifier"), modifiers, path, dot);
    }
  }

  private static void add(String flag, Map<String, List<String>> into, String path, int dot) {
    if (!flag.equals("true")) return;
    into.computeIfAbsent(path.substring(0, dot), p -> new ArrayList<>())
        .add(path.substring(dot + 1));
  }

  String text() {
    Set<String> paths = new TreeSet<>(summary.keySet());
    paths.addAll(modifiers.keySet());
    StringBuilder out = new StringBuilder();
    for (String path : paths) {
      out.append(path)
          .append('\t')
          .append(String.join(" ", summary.getOrDefault(path, List.of())))
          .append('\t')
          .append(String.join(" ", modifiers.getOrDefault(path, List.of())))
          .append('\n');
    }
    return out.toString();
  }
}
