package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.Concept.Property;
import dev.tsumugi.terminology.ConceptQuery.Condition;
import dev.tsumugi.terminology.ConceptQuery.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code CodeSystem/$lookup}.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-operation-lookup.html">R4 $lookup</a>
 */
final class Lookup {
  private final Catalog catalog;
  private final List<String> wanted;

  Lookup(Catalog catalog) {
    this.catalog = catalog;
    this.wanted = catalog.parameters().texts("property");
  }

  Json.Obj run(String url, @Nullable String version, String code) {
    catalog.demandSupplements();
    String resolved = catalog.wanted(url, version);
    Concepts system =
        resolved == null ? catalog.newestWith(url, code) : catalog.system(url, resolved);
    if (system == null) {
      throw new Refusal(
          404, Words.unknownSystem(url, resolved, catalog.versions(url), false, "system"));
    }
    Concept concept = catalog.find(system, code);
    SystemVersion about = system.about();
    if (concept == null) {
      throw new Refusal(404, notFound(about, code));
    }
    Wordings wordings = new Wordings(concept, about.language());
    Designation display = wordings.preferred(catalog.languages());
    ParametersWriter out = new ParametersWriter();
    out.put("name", "valueString", about.name().isEmpty() ? url : about.name());
    out.put("code", "valueCode", concept.code());
    out.put("system", "valueUri", url);
    if (!about.version().isEmpty()) out.put("version", "valueString", about.version());
    String shown = display == null ? concept.display() : display.value();
    out.put("display", "valueString", shown == null ? concept.code() : shown);
    if (wants("definition", true)) out.put("definition", "valueString", concept.definition());
    if (wants("abstract", true)) out.flag("abstract", concept.notSelectable());
    if (wants("designation", true)) designations(about, concept, wordings, out);
    properties(system, concept, out);
    for (String used : catalog.usedSupplements())
      out.put("used-supplement", "valueCanonical", used);
    return out.parameters();
  }

  private static Issue notFound(SystemVersion about, String code) {
    Issue unknown = Words.unknownCode(about, code, "code");
    return new Issue(
        "error", "not-found", "invalid-code", unknown.messageId(), unknown.text(), "code");
  }

  /** Is a property asked for, or given anyway where none is named? */
  private boolean wants(String property, boolean byDefault) {
    if (wanted.isEmpty()) return byDefault;
    return wanted.contains("*") || wanted.contains(property);
  }

  private void designations(
      SystemVersion about, Concept concept, Wordings wordings, ParametersWriter out) {
    for (Designation one : wordings.except(null)) {
      ParametersWriter part = new ParametersWriter();
      part.put("language", "valueCode", one.language());
      if (one.use() != null) part.put("use", "valueCoding", one.use());
      part.put("value", "valueString", one.value());
      part.put("source", "valueCanonical", catalog.source(about, concept.code(), one));
      out.parts("designation", part);
    }
  }

  private void properties(Concepts system, Concept concept, ParametersWriter out) {
    if (wants("inactive", true)) {
      out.parts(
          "property", property("inactive", "valueBoolean", new Json.Bool(concept.inactive())));
    }
    if (wants("parent", true)) {
      for (String parent : concept.parents()) relative("parent", system.find(parent), out);
    }
    if (wants("child", true) && system.listable()) {
      ConceptQuery children =
          ConceptQuery.where(new Condition("concept", Op.CHILD_OF, concept.code())).from(0, 1_000);
      for (Concept child : system.page(children)) relative("child", child, out);
    }
    for (Property property : concept.properties()) {
      boolean said = property.code().equals("inactive");
      if (said || property.code().equals("parent") || property.code().equals("child")) continue;
      if (!wants(property.code(), true)) continue;
      out.parts(
          "property",
          property(property.code(), ExpansionWriter.valueName(property), property.value()));
    }
  }

  private static void relative(String name, @Nullable Concept other, ParametersWriter out) {
    if (other == null) return;
    ParametersWriter part = property(name, "valueCode", Json.text(other.code()));
    out.parts("property", part.put("description", "valueString", other.display()));
  }

  private static ParametersWriter property(String code, String type, Json value) {
    return new ParametersWriter().put("code", "valueCode", code).put("value", type, value);
  }
}
