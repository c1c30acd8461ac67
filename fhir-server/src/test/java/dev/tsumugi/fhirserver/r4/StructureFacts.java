package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.XmlTree.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code structures.txt} out of the StructureDefinitions' snapshots. */
final class StructureFacts {
  private record Line(String name, String rest) {
    @Override
    public String toString() {
      return name + " " + rest;
    }
  }

  private final CodeFacts codes;
  private final Map<String, String> headers = new TreeMap<>();
  private final Map<String, String> bases = new TreeMap<>();
  private final Map<String, Map<String, Line>> types = new TreeMap<>();
  private final Set<String> resources = new TreeSet<>();
  private final Map<String, List<String>> compartment = new TreeMap<>();

  StructureFacts(CodeFacts codes) throws IOException {
    this.codes = codes;
    String profiles = "/org/hl7/fhir/r4/model/profile/";
    XmlTree.resources(
        profiles + "profiles-types.xml", Set.of("StructureDefinition"), this::definition);
    XmlTree.resources(
        profiles + "profiles-resources.xml",
        Set.of("StructureDefinition", "CompartmentDefinition"),
        node -> {
          if (node.name().equals("StructureDefinition")) definition(node);
          else if (node.text("code").equals("Patient")) members(node);
        });
  }

  private void definition(Node definition) {
    String name = definition.text("type");
    // Profiles such as SimpleQuantity constrain a type; their id is not the type's.
    // MetadataResource is a pattern that no resource is based on.
    if (!definition.text("id").equals(name) || name.equals("MetadataResource")) return;
    String kind = definition.text("kind");
    boolean concrete = definition.text("abstract").equals("false");
    if (kind.equals("primitive-type")) {
      headers.put(name, "primitive " + name);
      types.put(name, Map.of());
      return;
    }
    if (kind.equals("resource") && concrete) resources.add(name);
    String base = last(definition.text("baseDefinition"));
    open(name, kind.equals("resource") ? "resource" : "type", base, concrete);
    for (Node element : definition.first("snapshot").all("element")) element(element);
  }

  private void open(String name, String kind, String base, boolean concrete) {
    String abstractly = concrete ? "" : "abstract ";
    headers.put(name, abstractly + kind + " " + name + (base.isEmpty() ? "" : " < " + base));
    bases.put(name, base);
    types.put(name, new LinkedHashMap<>());
  }

  private void element(Node element) {
    String path = element.text("path");
    int dot = path.lastIndexOf('.');
    if (dot < 0) return;
    List<String> kinds = new ArrayList<>();
    for (Node type : element.all("type")) kinds.add(typeOf(path, type));
    if (!element.text("contentReference").isEmpty()) {
      kinds.add(element.text("contentReference").substring(1));
    }
    boolean inner = kinds.equals(List.of("BackboneElement")) || kinds.equals(List.of("Element"));
    if (inner) {
      open(path, "type", kinds.get(0), true);
      kinds = List.of(path);
    }
    String name = path.substring(dot + 1);
    String rest =
        element.text("min")
            + " "
            + element.text("max")
            + " "
            + String.join("|", kinds)
            + binding(element, kinds);
    types.get(path.substring(0, dot)).put(name, new Line(name, rest));
  }

  private static String typeOf(String path, Node type) {
    String code = type.text("code");
    if (!code.startsWith("http://hl7.org/fhirpath/System.")) return code;
    // The definitions give Resource.id the type string; the specification's text says id.
    if (path.endsWith(".id")) return path.matches("[A-Z][A-Za-z]+\\.id") ? "own-id" : "string";
    for (Node extension : type.all("extension")) return extension.text("valueUrl");
    return code;
  }

  private String binding(Node element, List<String> kinds) {
    Node binding = element.first("binding");
    if (!binding.text("strength").equals("required")) return "";
    boolean coded = Set.of("code", "Coding", "CodeableConcept").containsAll(kinds);
    return coded ? codes.use(binding.text("valueSet")) : "";
  }

  private void members(Node compartmentDefinition) {
    for (Node resource : compartmentDefinition.all("resource")) {
      List<String> params = resource.all("param").stream().map(Node::value).toList();
      if (!params.isEmpty()) compartment.put(resource.text("code"), params);
    }
  }

  Set<String> resources() {
    return resources;
  }

  Map<String, List<String>> compartment() {
    return compartment;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    types.forEach(
        (name, lines) -> {
          out.append(headers.get(name)).append('\n');
          Map<String, Line> inherited = inherited(name);
          for (Line line : lines.values()) {
            Line own = new Line(line.name(), line.rest().replace("own-id", idType(name)));
            if (!own.equals(inherited.get(own.name()))) out.append(' ').append(own).append('\n');
          }
        });
    return out.toString();
  }

  private String idType(String name) {
    return headers.get(name).contains("resource ") ? "id" : "string";
  }

  private Map<String, Line> inherited(String name) {
    String base = bases.getOrDefault(name, "");
    if (base.isEmpty()) return Map.of();
    Map<String, Line> all = new LinkedHashMap<>(inherited(base));
    for (Line line : types.get(base).values()) {
      all.put(line.name(), new Line(line.name(), line.rest().replace("own-id", idType(base))));
    }
    return all;
  }

  private static String last(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
