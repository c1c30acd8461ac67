package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.Concept.Property;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.SystemVersion.FilterDefinition;
import dev.tsumugi.terminology.SystemVersion.PropertyDefinition;
import dev.tsumugi.terminology.SystemVersion.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CodeSystem resource into concepts. What a property means is told by its uri ({@code
 * http://hl7.org/fhir/concept-properties#…}), or by its code where no uri is stated.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem.html#properties">R4, CodeSystem properties</a>
 */
final class SystemReader {
  static final String CONCEPT_PROPERTIES = "http://hl7.org/fhir/concept-properties#";
  static final String STANDARDS_STATUS =
      "http://hl7.org/fhir/StructureDefinition/structuredefinition-standards-status";
  private static final Set<String> MEANT =
      Set.of("parent", "child", "status", "inactive", "notSelectable");
  private static final Set<String> NOT_ACTIVE = Set.of("retired", "inactive", "withdrawn");

  private final SystemVersion about;
  private final Map<String, Concept> concepts = new LinkedHashMap<>();
  private final Map<String, Set<String>> parents = new HashMap<>();
  private final Map<String, List<String>> children = new HashMap<>();
  private final Map<String, String> meanings = new HashMap<>();

  SystemReader(SystemVersion about) {
    this.about = about;
    for (PropertyDefinition property : about.properties()) {
      String uri = property.uri();
      if (uri != null && uri.startsWith(CONCEPT_PROPERTIES)) {
        meanings.put(property.code(), uri.substring(CONCEPT_PROPERTIES.length()));
      }
    }
  }

  private String meaning(String property) {
    String known = meanings.get(property);
    // A uri that means nothing to us says no more than the code does.
    return known != null && MEANT.contains(known) ? known : property;
  }

  static SystemVersion about(Json.Obj codeSystem) {
    String url = codeSystem.text("url");
    if (url == null) throw Problem.invalid("CodeSystem.url", "a code system needs a url");
    Boolean caseSensitive = codeSystem.bool("caseSensitive");
    return new SystemVersion(
        url,
        or(codeSystem.text("version"), ""),
        or(codeSystem.text("name"), ""),
        codeSystem.text("title"),
        Content.of(codeSystem.text("content")),
        // R4 leaves an absent flag open; most systems mean it, and guessing "no" would match more.
        caseSensitive == null || caseSensitive,
        codeSystem.text("hierarchyMeaning"),
        codeSystem.text("language"),
        codeSystem.text("supplements"),
        standing(codeSystem),
        properties(codeSystem),
        filters(codeSystem));
  }

  static Standing standing(Json.Obj resource) {
    return new Standing(
        or(resource.text("status"), ""),
        Boolean.TRUE.equals(resource.bool("experimental")),
        or(Extensions.code(resource.objects("extension"), STANDARDS_STATUS), ""));
  }

  private static List<PropertyDefinition> properties(Json.Obj codeSystem) {
    List<PropertyDefinition> found = new ArrayList<>();
    for (Json.Obj property : codeSystem.objects("property")) {
      String code = property.text("code");
      if (code == null) continue;
      found.add(
          new PropertyDefinition(
              code,
              property.text("uri"),
              property.text("description"),
              or(property.text("type"), "string")));
    }
    return found;
  }

  private static List<FilterDefinition> filters(Json.Obj codeSystem) {
    List<FilterDefinition> found = new ArrayList<>();
    for (Json.Obj filter : codeSystem.objects("filter")) {
      String code = filter.text("code");
      if (code != null) found.add(new FilterDefinition(code, filter.texts("operator")));
    }
    return found;
  }

  void read(List<Json.Obj> written) {
    for (Json.Obj concept : written) read(concept, null);
    linkParents();
  }

  private void read(Json.Obj written, @Nullable String parent) {
    String code = written.text("code");
    if (code == null) return;
    List<Property> properties = properties(written.objects("property"));
    Set<String> above = parents.computeIfAbsent(key(code), any -> new LinkedHashSet<>());
    if (parent != null) above.add(parent);
    String status = "";
    boolean inactive = false;
    boolean notSelectable = false;
    for (Property property : properties) {
      switch (meaning(property.code())) {
        case "parent", "subsumedBy" -> above.add(property.text());
        case "child" ->
            parents.computeIfAbsent(key(property.text()), any -> new LinkedHashSet<>()).add(code);
        case "status" -> status = property.text();
        case "inactive" -> inactive |= property.text().equals("true");
        case "notSelectable", "abstract" -> notSelectable |= property.text().equals("true");
        default -> {}
      }
    }
    concepts.putIfAbsent(
        key(code),
        new Concept(
            code,
            written.text("display"),
            written.text("definition"),
            designations(written.objects("designation")),
            properties,
            List.of(),
            inactive || NOT_ACTIVE.contains(status),
            notSelectable,
            written.objects("extension")));
    for (Json.Obj child : written.objects("concept")) read(child, code);
  }

  static List<Designation> designations(List<Json.Obj> written) {
    List<Designation> found = new ArrayList<>();
    for (Json.Obj designation : written) {
      String value = designation.text("value");
      if (value == null) continue;
      found.add(
          new Designation(
              designation.text("language"),
              designation.obj("use"),
              value,
              designation.objects("extension")));
    }
    return found;
  }

  private static List<Property> properties(List<Json.Obj> written) {
    List<Property> found = new ArrayList<>();
    for (Json.Obj property : written) {
      String code = property.text("code");
      if (code == null) continue;
      for (int i = 0; i < property.size(); i++) {
        String name = property.name(i);
        if (!name.startsWith("value")) continue;
        String type = name.substring(5);
        String fhirType =
            type.equals("Coding")
                ? type
                : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        found.add(new Property(code, fhirType, property.value(i)));
      }
    }
    return found;
  }

  /** Gives each concept its parents; an edge that would close a cycle is left out. */
  private void linkParents() {
    Map<String, List<String>> kept = new HashMap<>();
    for (Map.Entry<String, Concept> entry : concepts.entrySet()) {
      List<String> linked = new ArrayList<>();
      for (String parent : parents.getOrDefault(entry.getKey(), Set.of())) {
        Concept above = concepts.get(key(parent));
        if (above == null || reaches(kept, key(parent), entry.getKey())) continue;
        linked.add(above.code());
        kept.put(entry.getKey(), linked);
      }
    }
    for (Map.Entry<String, Concept> entry : concepts.entrySet()) {
      List<String> linked = kept.getOrDefault(entry.getKey(), List.of());
      for (String parent : linked) {
        children
            .computeIfAbsent(key(parent), any -> new ArrayList<>())
            .add(entry.getValue().code());
      }
      entry.setValue(withParents(entry.getValue(), linked));
    }
  }

  /** Is {@code goal} at or above {@code from}? */
  private boolean reaches(Map<String, List<String>> edges, String from, String goal) {
    List<String> open = new ArrayList<>(List.of(from));
    Set<String> seen = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (next.equals(goal)) return true;
      if (!seen.add(next)) continue;
      for (String parent : edges.getOrDefault(next, List.of())) open.add(key(parent));
    }
    return false;
  }

  private static Concept withParents(Concept concept, List<String> linked) {
    if (linked.isEmpty()) return concept;
    return new Concept(
        concept.code(),
        concept.display(),
        concept.definition(),
        concept.designations(),
        concept.properties(),
        linked,
        concept.inactive(),
        concept.notSelectable(),
        concept.extensions());
  }

  private String key(String code) {
    return about.caseSensitive() ? code : code.toLowerCase(Locale.ROOT);
  }

  Map<String, Concept> concepts() {
    return concepts;
  }

  Map<String, List<String>> children() {
    return children;
  }

  static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
