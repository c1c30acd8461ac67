package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.XmlTree.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code codes.txt}: the closed value sets that required bindings use. */
final class CodeFacts {
  private record Concept(String code, List<String> ancestors) {}

  private final Map<String, List<Concept>> systems = new HashMap<>();
  private final Map<String, Node> sets = new HashMap<>();
  private final Map<String, Map<String, List<String>>> used = new TreeMap<>();
  private final SortedSet<String> open = new TreeSet<>();

  CodeFacts() throws IOException {
    String folder = "/org/hl7/fhir/r4/model/valueset/";
    for (String file : List.of("valuesets.xml", "v3-codesystems.xml", "v2-tables.xml")) {
      XmlTree.resources(
          folder + file,
          Set.of("CodeSystem", "ValueSet"),
          node -> {
            if (node.name().equals("ValueSet")) sets.put(node.text("url"), node);
            else if (node.text("content").equals("complete")) system(node);
          });
    }
  }

  private void system(Node system) {
    List<Concept> concepts = new ArrayList<>();
    concepts(system, List.of(), concepts);
    systems.put(system.text("url"), concepts);
  }

  private static void concepts(Node parent, List<String> above, List<Concept> into) {
    for (Node concept : parent.all("concept")) {
      String code = concept.text("code");
      List<String> ancestors = new ArrayList<>(above);
      ancestors.add(code);
      for (Node property : concept.all("property")) {
        if (property.text("code").equals("subsumedBy")) ancestors.add(property.text("valueCode"));
      }
      into.add(new Concept(code, ancestors));
      concepts(concept, ancestors, into);
    }
  }

  /** " =name" of the value set, or "" where it is open-ended. */
  String use(String canonical) {
    String url = canonical.replaceFirst("\\|.*", "");
    String name = url.substring(url.lastIndexOf('/') + 1);
    if (!used.containsKey(name)) {
      Map<String, List<String>> codes = new TreeMap<>();
      if (!expand(url, codes)) {
        open.add(name);
        return "";
      }
      used.put(name, codes);
    }
    return " =" + name;
  }

  private boolean expand(String url, Map<String, List<String>> into) {
    Node set = sets.get(url);
    if (set == null || !set.first("compose").all("exclude").isEmpty()) return false;
    for (Node include : set.first("compose").all("include")) {
      for (Node other : include.all("valueSet")) {
        if (!expand(other.value(), into)) return false;
      }
      String system = include.text("system");
      if (system.isEmpty()) continue;
      List<String> codes = codes(include, system);
      if (codes.isEmpty()) return false;
      into.computeIfAbsent(system, s -> new ArrayList<>()).addAll(codes);
    }
    return !into.isEmpty();
  }

  private List<String> codes(Node include, String system) {
    List<Node> listed = include.all("concept");
    if (!listed.isEmpty()) return listed.stream().map(c -> c.text("code")).toList();
    List<Concept> all = systems.getOrDefault(system, List.of());
    List<Node> filters = include.all("filter");
    if (filters.isEmpty()) return all.stream().map(Concept::code).toList();
    if (filters.size() > 1 || !filters.get(0).text("op").equals("is-a")) return List.of();
    String root = filters.get(0).text("value");
    return all.stream().filter(c -> c.ancestors().contains(root)).map(Concept::code).toList();
  }

  /** Value sets with a required binding that cannot be listed. */
  SortedSet<String> open() {
    return open;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    used.forEach(
        (name, systems) ->
            systems.forEach(
                (system, codes) -> {
                  out.append(name).append('\t').append(system);
                  codes.stream().distinct().forEach(code -> out.append('\t').append(code));
                  out.append('\n');
                }));
    return out.toString();
  }
}
