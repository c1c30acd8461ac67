package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ValueSet/$expand}.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-operation-expand.html">R4 $expand</a>
 */
final class Expansion {
  /** So many codes are given in one answer when no {@code count} is asked for. */
  static final int UNPAGED = 1_000;

  /** The most of a {@code count}. */
  static final int MOST = 10_000;

  private static final String UNCLOSED =
      "http://hl7.org/fhir/StructureDefinition/valueset-unclosed";
  // Said back as they were asked for; those of versions only where they had a say.
  private static final List<String> FLAGS =
      List.of(
          "activeOnly",
          "excludeNested",
          "excludeNotForUI",
          "includeDesignations",
          "includeDefinition");

  private final Catalog catalog;
  private final Expander expander;

  Expansion(Catalog catalog) {
    this.catalog = catalog;
    this.expander = new Expander(catalog);
  }

  Json.Obj run(SetSource set, Call call) {
    catalog.demandSupplements();
    TxParameters parameters = catalog.parameters();
    Integer count = parameters.number("count");
    Integer offset = parameters.number("offset");
    int most = count == null ? UNPAGED : Math.min(count, MOST);
    Expander.Page page =
        expander.page(set, parameters.text("filter"), offset == null ? 0 : offset, most);
    if (count == null && page.total() > UNPAGED) {
      throw new Refusal(422, Words.tooCostly(set.canonical(), UNPAGED));
    }
    ExpansionWriter writer = new ExpansionWriter(catalog);
    List<Json.Obj> contains = writer.contains(catalog.content(set), page);
    Json.Builder expansion = Json.object();
    expansion.put("extension", unclosed());
    expansion.put("identifier", call.identifier()).put("timestamp", call.now());
    expansion.put("total", page.total());
    if (offset != null || count != null) expansion.put("offset", offset == null ? 0 : offset);
    expansion.put("parameter", said().list());
    expansion.put("property", writer.properties());
    expansion.put("contains", contains);
    return head(set).with("expansion", expansion.build());
  }

  private Json.Obj head(SetSource set) {
    Json.Obj resource =
        set.resource().without("text", "contained", "expansion", "meta", "description", "purpose");
    boolean whole = catalog.parameters().isTrue("includeDefinition");
    return whole ? resource : resource.without("compose", "extension");
  }

  private List<Json.Obj> unclosed() {
    List<Json.Obj> found = new ArrayList<>();
    if (expander.fragments().isEmpty()) return found;
    found.add(Json.object().put("url", UNCLOSED).put("valueBoolean", true).build());
    for (String fragment : expander.fragments()) {
      found.add(
          Json.object()
              .put("url", UNCLOSED + "-reason")
              .put(
                  "valueString",
                  "This extension is based on a fragment of the code system "
                      + Canonical.of(fragment).url())
              .build());
    }
    return found;
  }

  private ParametersWriter said() {
    TxParameters parameters = catalog.parameters();
    ParametersWriter out = new ParametersWriter();
    for (String flag : FLAGS) {
      Boolean value = parameters.flag(flag);
      if (value != null) out.flag(flag, value);
    }
    for (String number : List.of("count", "offset")) {
      Integer value = parameters.number(number);
      if (value != null) out.put(number, "valueInteger", new Json.Num(value.toString()));
    }
    out.put("filter", "valueString", parameters.text("filter"));
    for (String designation : parameters.texts("designation")) {
      out.put("designation", "valueString", designation);
    }
    if (!catalog.languages().isEmpty()) {
      out.put("displayLanguage", "valueCode", catalog.languages().written());
    }
    catalog.usedRules().forEach(rule -> out.put(rule.parameter(), "valueUri", rule.value()));
    if (expander.versionsMatched()) out.flag("versionsMatch", true);
    all(out, "used-codesystem", expander.usedSystems());
    all(out, "used-valueset", expander.usedSets());
    all(out, "used-supplement", catalog.usedSupplements());
    all(out, "used-fragment", expander.fragments());
    for (Map.Entry<String, Set<String>> warning : expander.warnings().entrySet()) {
      all(out, "warning-" + warning.getKey(), warning.getValue());
    }
    return out;
  }

  private static void all(ParametersWriter out, String name, Iterable<String> canonicals) {
    for (String canonical : canonicals) out.put(name, "valueUri", canonical);
  }
}
