package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.Expander.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the codes of an expansion as {@code ValueSet.expansion}, properties as R5 has them. */
final class ExpansionWriter {
  private static final Set<String> SHOWN_EXTENSIONS =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/rendering-style",
          "http://hl7.org/fhir/StructureDefinition/rendering-xhtml");
  private static final Set<String> SET_EXTENSIONS =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/valueset-deprecated",
          "http://hl7.org/fhir/StructureDefinition/valueset-concept-definition",
          SystemReader.STANDARDS_STATUS);
  private static final Set<String> DESIGNATION_EXTENSIONS =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/coding-sctdescid",
          SystemReader.STANDARDS_STATUS);

  private final Catalog catalog;
  private final boolean designations;
  private final List<String> wantedDesignations;
  private final List<String> wantedProperties;
  private final Map<String, String> properties = new LinkedHashMap<>();
  private Set<String> severalVersions = Set.of();

  ExpansionWriter(Catalog catalog) {
    this.catalog = catalog;
    TxParameters parameters = catalog.parameters();
    this.wantedDesignations = parameters.texts("designation");
    this.designations = parameters.isTrue("includeDesignations") || !wantedDesignations.isEmpty();
    this.wantedProperties = parameters.texts("property");
  }

  /** {@code expansion.contains}. */
  List<Json.Obj> contains(ValueSetContent content, Expander.Page page) {
    Map<String, Set<String>> versions = new HashMap<>();
    for (Entry entry : page.entries()) {
      versions
          .computeIfAbsent(entry.system().url(), any -> new TreeSet<>())
          .add(entry.system().version());
    }
    versions.values().removeIf(all -> all.size() < 2);
    severalVersions = versions.keySet();
    severalVersions =
        Stream.concat(severalVersions.stream(), content.namedInSeveralVersions().stream())
            .collect(Collectors.toSet());
    boolean flat = catalog.parameters().isTrue("excludeNested");
    return page.nested() && !flat ? nested(page.entries()) : flat(page.entries());
  }

  /** {@code expansion.property}: what the properties written mean. */
  List<Json.Obj> properties() {
    List<Json.Obj> found = new ArrayList<>();
    properties.forEach(
        (code, uri) -> found.add(Json.object().put("code", code).put("uri", uri).build()));
    return found;
  }

  private List<Json.Obj> flat(List<Entry> entries) {
    List<Json.Obj> found = new ArrayList<>();
    for (Entry entry : entries) found.add(write(entry).build());
    return found;
  }

  private List<Json.Obj> nested(List<Entry> entries) {
    Map<String, List<Entry>> below = new LinkedHashMap<>();
    Set<String> here = new HashSet<>();
    for (Entry entry : entries) here.add(entry.concept().code());
    List<Entry> roots = new ArrayList<>();
    for (Entry entry : entries) {
      String parent =
          entry.concept().parents().stream().filter(here::contains).findFirst().orElse(null);
      if (parent == null) {
        roots.add(entry);
      } else {
        below.computeIfAbsent(parent, any -> new ArrayList<>()).add(entry);
      }
    }
    return tree(roots, below);
  }

  private List<Json.Obj> tree(List<Entry> level, Map<String, List<Entry>> below) {
    List<Json.Obj> found = new ArrayList<>();
    for (Entry entry : level) {
      Json.Builder written = write(entry);
      List<Entry> children = below.getOrDefault(entry.concept().code(), List.of());
      found.add(written.put("contains", tree(children, below)).build());
    }
    return found;
  }

  private Json.Builder write(Entry entry) {
    Concept concept = entry.concept();
    Wordings wordings = new Wordings(concept, entry.system().language());
    ValueSetContent.Listed listed = entry.listed();
    if (listed != null) wordings = wordings.with(listed.display(), listed.designations());
    Designation display = wordings.preferred(catalog.languages());
    Json.Builder out = Json.object();
    out.put("extension", extensions(entry));
    out.put("system", entry.system().url());
    if (concept.notSelectable()) out.put("abstract", true);
    if (concept.inactive()) out.put("inactive", true);
    if (severalVersions.contains(entry.system().url()) && !entry.system().version().isEmpty()) {
      out.put("version", entry.system().version());
    }
    out.put("code", concept.code());
    if (display != null) out.put("display", display.value());
    if (designations) out.put("designation", designations(wordings, display));
    return out.put("property", properties(entry));
  }

  private List<Json.Obj> designations(Wordings wordings, @Nullable Designation display) {
    List<Json.Obj> found = new ArrayList<>();
    for (Designation one : wordings.except(display)) {
      if (!wanted(one)) continue;
      List<Json.Obj> shown =
          one.extensions().stream()
              .filter(extension -> isOf(extension, DESIGNATION_EXTENSIONS))
              .toList();
      found.add(Wordings.json(new Designation(one.language(), one.use(), one.value(), shown)));
    }
    return found;
  }

  /** {@code designation} names a language ({@code urn:ietf:bcp:47|de}) or a use. */
  private boolean wanted(Designation one) {
    if (wantedDesignations.isEmpty()) return true;
    for (String wanted : wantedDesignations) {
      String system = wanted.contains("|") ? wanted.substring(0, wanted.indexOf('|')) : "";
      String code = wanted.substring(wanted.indexOf('|') + 1);
      if (system.equals("urn:ietf:bcp:47")) {
        String language = one.language();
        if (code.equals(language)) return true;
      } else if (one.use() != null
          && code.equals(one.use().text("code"))
          && (system.isEmpty() || system.equals(one.use().text("system")))) {
        return true;
      }
    }
    return false;
  }

  private static List<Json.Obj> extensions(Entry entry) {
    List<Json.Obj> found = new ArrayList<>();
    for (Json.Obj extension : entry.concept().extensions()) {
      if (isOf(extension, SHOWN_EXTENSIONS)) found.add(extension);
    }
    ValueSetContent.Listed listed = entry.listed();
    if (listed == null) return found;
    for (Json.Obj extension : listed.extensions()) {
      if (isOf(extension, SHOWN_EXTENSIONS) || isOf(extension, SET_EXTENSIONS)) {
        found.add(extension);
      }
    }
    return found;
  }

  private static boolean isOf(Json.Obj extension, Set<String> urls) {
    String url = extension.text("url");
    return url != null && urls.contains(url);
  }

  private List<Json.Obj> properties(Entry entry) {
    List<Json.Obj> found = new ArrayList<>();
    Concept concept = entry.concept();
    for (String wanted : wantedProperties) {
      if (wanted.equals("definition") && concept.definition() != null) {
        found.add(
            known("definition", "definition", "valueString", Json.text(concept.definition())));
      }
      for (Concept.Property property : concept.properties()) {
        if (property.code().equals(wanted) || wanted.equals("*")) found.add(own(entry, property));
      }
    }
    List<Json.Obj> extensions = new ArrayList<>();
    if (entry.listed() != null) extensions.addAll(entry.listed().extensions());
    extensions.addAll(concept.extensions());
    fromExtension(extensions, "label", "label", "valueString", "valueset-label", "codesystem-label")
        .ifPresent(found::add);
    fromExtension(
            extensions,
            "order",
            "order",
            "valueDecimal",
            "valueset-conceptOrder",
            "codesystem-conceptOrder")
        .ifPresent(found::add);
    fromExtension(extensions, "weight", "itemWeight", "valueDecimal", "itemWeight")
        .ifPresent(found::add);
    String status = ConceptStatus.stated(entry.system(), concept);
    boolean given = wantedProperties.contains("status") || wantedProperties.contains("*");
    if (status != null
        && !status.equals("active")
        && !(given && concept.property("status") != null)) {
      found.add(known("status", "status", "valueCode", Json.text(status)));
    }
    return found;
  }

  private Optional<Json.Obj> fromExtension(
      List<Json.Obj> extensions, String code, String uri, String type, String... names) {
    for (String name : names) {
      Json.Obj found = Extensions.of(extensions, "http://hl7.org/fhir/StructureDefinition/" + name);
      Json value = found == null ? null : Extensions.value(found);
      if (value != null) return Optional.of(known(code, uri, type, value));
    }
    return Optional.empty();
  }

  private Json.Obj known(String code, String uri, String type, Json value) {
    properties.put(code, SystemReader.CONCEPT_PROPERTIES + uri);
    return Json.object().put("code", code).put(type, value).build();
  }

  private Json.Obj own(Entry entry, Concept.Property property) {
    String uri = SystemReader.CONCEPT_PROPERTIES + property.code();
    for (SystemVersion.PropertyDefinition definition : catalog.properties(entry.system())) {
      if (definition.code().equals(property.code()) && definition.uri() != null) {
        uri = definition.uri();
      }
    }
    properties.put(property.code(), uri);
    return Json.object()
        .put("code", property.code())
        .put(valueName(property), property.value())
        .build();
  }

  /** {@code valueString}, {@code valueCoding} and so on, of a property. */
  static String valueName(Concept.Property property) {
    String type = property.type();
    return "value" + Character.toUpperCase(type.charAt(0)) + type.substring(1);
  }
}
