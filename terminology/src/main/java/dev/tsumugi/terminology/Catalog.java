package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.SystemVersion.Content;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definitions as one request sees them: with the resources it sent, under its rules on
 * versions, languages and supplements. Lives as long as the request.
 */
final class Catalog {
  private static final Set<String> PARAMETER_EXTENSIONS =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/valueset-expansion-parameter",
          "http://hl7.org/fhir/tools/StructureDefinition/valueset-expansion-parameter");
  private static final String SUPPLEMENT =
      "http://hl7.org/fhir/StructureDefinition/valueset-supplement";

  private final Definitions definitions;
  private TxParameters parameters;
  private Languages languages;
  private final boolean languagesGiven;
  private final Set<String> wantedSupplements = new LinkedHashSet<>();
  private final Set<String> usedSupplements = new LinkedHashSet<>();
  private final Set<Rule> usedRules = new LinkedHashSet<>();
  // By identity: to compare two large sets would cost more than to read one.
  private final Map<Json.Obj, ValueSetContent> contents = new IdentityHashMap<>();

  /**
   * @param acceptLanguage of HTTP; null if it was not sent
   */
  Catalog(Definitions base, TxParameters parameters, @Nullable String acceptLanguage) {
    List<Json.Obj> sent = new ArrayList<>(parameters.resources("tx-resource"));
    sent.addAll(parameters.resources("codeSystem"));
    Definitions standing = base.now();
    this.definitions =
        sent.isEmpty()
            ? standing
            : Definitions.chain(List.of(new ResourceDefinitions(sent), standing));
    this.parameters = parameters;
    wantedSupplements.addAll(parameters.texts("useSupplement"));
    Languages header = acceptLanguage == null ? null : Languages.parse(acceptLanguage);
    Languages asked = displayLanguage(parameters);
    this.languagesGiven = asked != null || header != null;
    this.languages = asked != null ? asked : header != null ? header : Languages.ANY;
  }

  private static @Nullable Languages displayLanguage(TxParameters parameters) {
    String asked = parameters.text("displayLanguage");
    if (asked == null) return null;
    Languages parsed = Languages.parse(asked);
    if (parsed != null) return parsed;
    throw new Refusal(
        400,
        new Issue(
            "error",
            "processing",
            "invalid-display",
            "INVALID_DISPLAY_NAME",
            "Invalid displayLanguage: '" + asked + "'",
            ""));
  }

  /** From here on this value set's own parameters hold where the request gives none. */
  void look(SetSource set) {
    List<Json.Obj> own = new ArrayList<>();
    Json.Obj compose = set.resource().obj("compose");
    if (compose != null) {
      for (Json.Obj extension : compose.objects("extension")) {
        String url = extension.text("url");
        if (url == null || !PARAMETER_EXTENSIONS.contains(url)) continue;
        String name = Extensions.code(extension.objects("extension"), "name");
        String value = Extensions.code(extension.objects("extension"), "value");
        if (name != null && value != null) {
          own.add(Json.object().put("name", name).put("valueString", value).build());
        }
      }
    }
    boolean asked = parameters.has("displayLanguage");
    parameters = parameters.or(own);
    Languages said = displayLanguage(parameters);
    if (!asked && said != null && languages.isEmpty()) languages = said;
    String language = set.resource().text("language");
    if (!languagesGiven && languages.isEmpty() && language != null) {
      Languages parsed = Languages.parse(language);
      if (parsed != null) languages = parsed;
    }
    for (Json.Obj extension : set.resource().objects("extension")) {
      if (!SUPPLEMENT.equals(extension.text("url"))) continue;
      String wanted = Extensions.text(Extensions.value(extension));
      if (wanted != null) wantedSupplements.add(wanted);
    }
  }

  TxParameters parameters() {
    return parameters;
  }

  Languages languages() {
    return languages;
  }

  Definitions definitions() {
    return definitions;
  }

  /**
   * The version of a system to use, by the request's rules; wildcards not yet resolved, null for
   * the newest. A forced version beats the value set's; a default and a checked one stand in for
   * none.
   */
  @Nullable String wanted(String url, @Nullable String stated) {
    String forced = used("force-system-version", url);
    if (forced != null) return forced;
    if (stated != null && !stated.isEmpty()) return stated;
    String byDefault = used("system-version", url);
    return byDefault != null ? byDefault : used("check-system-version", url);
  }

  /** A rule on versions that had a say in the answer. */
  record Rule(String parameter, String value) {}

  private @Nullable String used(String parameter, String url) {
    String version = rule(parameter, url);
    if (version != null) usedRules.add(new Rule(parameter, url + "|" + version));
    return version;
  }

  Set<Rule> usedRules() {
    return usedRules;
  }

  /** The version that the request demands of a system; null if it demands none. */
  @Nullable String checked(String url) {
    return rule("check-system-version", url);
  }

  private @Nullable String rule(String parameter, String url) {
    for (String written : parameters.texts(parameter)) {
      Canonical canonical = Canonical.of(written);
      if (canonical.url().equals(url)) return canonical.version();
    }
    return null;
  }

  /**
   * A system that codes can be looked for in.
   *
   * @param version may have wildcards; null for the newest
   */
  @Nullable Concepts system(String url, @Nullable String version) {
    String exact = version;
    if (version != null && Versions.isWild(version)) {
      exact = Versions.match(versions(url), version);
      if (exact == null) return null;
    }
    Concepts found = definitions.system(url, exact);
    if (found == null && !canonical(url).equals(url)) {
      found = definitions.system(canonical(url), exact);
    }
    if (found == null || found.about().content() == Content.NOT_PRESENT) return null;
    return found.about().content() == Content.SUPPLEMENT ? null : found;
  }

  /**
   * The newest version that knows the code, for records outlive editions; the newest of all if none
   * does. Null if the system is not known.
   */
  @Nullable Concepts newestWith(String url, String code) {
    Concepts newest = system(url, null);
    if (newest == null || newest.find(code) != null) return newest;
    List<String> versions = versions(url);
    for (int i = versions.size() - 1; i >= 0; i--) {
      Concepts older = system(url, versions.get(i));
      if (older != null && older.find(code) != null) return older;
    }
    return newest;
  }

  List<String> versions(String url) {
    List<String> known = definitions.versions(url);
    return known.isEmpty() ? definitions.versions(canonical(url)) : known;
  }

  /** The name of a system that has several. */
  String canonical(String url) {
    return definitions.canonical(url);
  }

  /** Do both name one system? */
  boolean isSame(String url, @Nullable String other) {
    return url.equals(other) || (other != null && canonical(url).equals(canonical(other)));
  }

  /** The concept of a code, with what wanted supplements add; null if unknown. */
  @Nullable Concept find(Concepts system, String code) {
    Concept found = system.find(code);
    return found == null ? null : supplemented(system, found);
  }

  /** A concept with what wanted supplements add. */
  Concept supplemented(Concepts system, Concept concept) {
    Concept merged = concept;
    for (Concepts supplement : wanted(system.about())) {
      usedSupplements.add(supplement.about().canonical());
      Concept more = supplement.find(concept.code());
      if (more != null) merged = merged(merged, more, supplement.about());
    }
    return merged;
  }

  private boolean isWanted(SystemVersion supplement) {
    return wantedSupplements.stream()
        .map(Canonical::of)
        .anyMatch(
            wanted ->
                wanted.url().equals(supplement.url())
                    && (wanted.version() == null
                        || Versions.covers(wanted.version(), supplement.version())));
  }

  private static Concept merged(Concept base, Concept more, SystemVersion supplement) {
    List<Concept.Designation> designations = new ArrayList<>(base.designations());
    designations.addAll(more.designations());
    String display = more.display();
    if (display != null && !display.equals(base.display())) {
      designations.add(new Concept.Designation(supplement.language(), null, display, List.of()));
    }
    List<Concept.Property> properties = new ArrayList<>(base.properties());
    properties.addAll(more.properties());
    List<Json.Obj> extensions = new ArrayList<>(base.extensions());
    extensions.addAll(more.extensions());
    return new Concept(
        base.code(),
        base.display(),
        base.definition(),
        designations,
        properties,
        base.parents(),
        base.inactive(),
        base.notSelectable(),
        extensions);
  }

  /** The properties of a system and of its wanted supplements. */
  List<SystemVersion.PropertyDefinition> properties(SystemVersion system) {
    List<SystemVersion.PropertyDefinition> all = new ArrayList<>(system.properties());
    for (Concepts supplement : wanted(system)) all.addAll(supplement.about().properties());
    return all;
  }

  /** The supplement that a wording comes from; null if it is of the system itself. */
  @Nullable String source(SystemVersion system, String code, Concept.Designation wording) {
    for (Concepts supplement : wanted(system)) {
      Concept more = supplement.find(code);
      boolean from = more != null && more.designations().contains(wording);
      if (from) return supplement.about().canonical();
    }
    return null;
  }

  private List<Concepts> wanted(SystemVersion system) {
    if (wantedSupplements.isEmpty()) return List.of();
    return definitions.supplements(system.url()).stream()
        .filter(supplement -> isWanted(supplement.about()))
        .toList();
  }

  /** Refuses if a wanted supplement is not here. */
  void demandSupplements() {
    List<String> missing = new ArrayList<>();
    for (String wanted : wantedSupplements) {
      if (!supplementExists(Canonical.of(wanted))) missing.add(wanted);
    }
    if (!missing.isEmpty()) throw new Refusal(422, Words.missingSupplement(missing));
  }

  private boolean supplementExists(Canonical wanted) {
    return definitions.supplementVersions(wanted.url()).stream()
        .anyMatch(
            version -> wanted.version() == null || Versions.covers(wanted.version(), version));
  }

  List<String> usedSupplements() {
    return List.copyOf(usedSupplements);
  }

  /** What a set says of its content; read once a request. */
  ValueSetContent content(SetSource set) {
    return contents.computeIfAbsent(set.resource(), ValueSetContent::of);
  }

  /** An imported value set; null if it is not known here. */
  @Nullable SetSource imported(SetSource from, String reference) {
    if (reference.startsWith("#")) return from.contained(reference);
    Canonical canonical = pinned(reference);
    ValueSetDefinition found = definitions.valueSet(canonical.url(), canonical.version());
    return found == null ? null : SetSource.of(found);
  }

  /** A reference with the version that the request pins it to. */
  Canonical pinned(String reference) {
    Canonical canonical = Canonical.of(reference);
    if (canonical.version() != null) return canonical;
    String pin = used("default-valueset-version", canonical.url());
    return pin == null ? canonical : new Canonical(canonical.url(), pin);
  }
}
