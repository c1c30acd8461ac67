package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Translation.Match;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ConceptMap/$translate}, with the parameters of R4 ({@code code}, {@code system}, {@code
 * reverse}) or of R5 ({@code sourceCode}, {@code targetCode}); the answer is in the same words.
 *
 * @see <a href="https://hl7.org/fhir/R4/conceptmap-operation-translate.html">R4 $translate</a>
 */
final class TranslateOperation {
  private static final List<String> R5 =
      List.of(
          "sourceCode",
          "sourceCoding",
          "sourceCodeableConcept",
          "targetCode",
          "targetCoding",
          "targetCodeableConcept");

  private final Catalog catalog;
  private final TxParameters parameters;
  private final boolean r5;

  TranslateOperation(Catalog catalog) {
    this.catalog = catalog;
    this.parameters = catalog.parameters();
    this.r5 = R5.stream().anyMatch(parameters::has);
  }

  Json.Obj run() {
    boolean reverse =
        r5 ? R5.subList(3, 6).stream().anyMatch(parameters::has) : parameters.isTrue("reverse");
    Translation translation = new Translation(maps(), catalog.definitions());
    String other = otherSystem(reverse);
    List<Match> matches = new ArrayList<>();
    for (Coding asked : asked(reverse)) {
      matches.addAll(reverse ? translation.reverse(asked, other) : translation.of(asked, other));
    }
    boolean result = matches.stream().anyMatch(Match::counts);
    ParametersWriter out = new ParametersWriter();
    out.flag("result", result);
    if (!result) out.put("message", "valueString", "No translation was found");
    for (Match match : matches) write(match, reverse, out);
    return out.parameters();
  }

  private @Nullable String otherSystem(boolean reverse) {
    if (r5) return parameters.text(reverse ? "sourceSystem" : "targetSystem");
    String target = parameters.text("targetsystem");
    return target == null ? parameters.text("targetSystem") : target;
  }

  private List<Coding> asked(boolean reverse) {
    String side = r5 ? (reverse ? "target" : "source") : "";
    List<Json.Obj> codings = new ArrayList<>();
    Json.Obj concept = parameters.object(r5 ? side + "CodeableConcept" : "codeableConcept");
    Json.Obj coding = parameters.object(r5 ? side + "Coding" : "coding");
    if (concept != null) codings.addAll(concept.objects("coding"));
    if (coding != null) codings.add(coding);
    String code = parameters.text(r5 ? side + "Code" : "code");
    String system = parameters.text(r5 ? side + "System" : "system");
    if (code != null) {
      codings.add(Json.object().put("system", system).put("code", code).build());
    }
    List<Coding> found = new ArrayList<>();
    for (Json.Obj one : codings) {
      String ofSystem = one.text("system");
      String itself = one.text("code");
      if (itself == null || ofSystem == null) {
        throw Refusal.invalid("a code to translate needs its system");
      }
      found.add(new Coding(ofSystem, itself));
    }
    if (found.isEmpty()) {
      throw Refusal.invalid(
          "Unable to find code to translate (looked for coding | codeableConcept | code + system in"
              + " parameters)");
    }
    return found;
  }

  private List<ConceptMapDefinition> maps() {
    List<Json.Obj> sent = parameters.resources("conceptMap");
    if (!sent.isEmpty()) return sent.stream().map(ConceptMapDefinition::of).toList();
    String url = parameters.text("url");
    List<ConceptMapDefinition> found;
    if (url == null) {
      found = catalog.definitions().maps(null);
    } else {
      Canonical canonical = Canonical.of(url);
      String stated = parameters.text("conceptMapVersion");
      String version = canonical.version() == null ? stated : canonical.version();
      found =
          catalog.definitions().maps(canonical.url()).stream()
              .filter(map -> version == null || map.version().equals(version))
              .toList();
      if (found.isEmpty()) {
        throw new Refusal(
            404, Words.notFound("", "The concept map '" + url + "' is not known here", "url"));
      }
    }
    return found.stream().filter(this::inScope).toList();
  }

  /** The value sets that a map is between, where the request names one. */
  private boolean inScope(ConceptMapDefinition map) {
    return fits(
            map,
            parameters.text(r5 ? "sourceScope" : "source"),
            "sourceUri",
            "sourceCanonical",
            "sourceScopeUri",
            "sourceScopeCanonical")
        && fits(
            map,
            parameters.text(r5 ? "targetScope" : "target"),
            "targetUri",
            "targetCanonical",
            "targetScopeUri",
            "targetScopeCanonical");
  }

  private static boolean fits(
      ConceptMapDefinition map, @Nullable String wanted, String... elements) {
    if (wanted == null) return true;
    for (String element : elements) {
      String scope = map.resource().text(element);
      if (scope == null) continue;
      Canonical stated = Canonical.of(scope);
      Canonical asked = Canonical.of(wanted);
      String version = asked.version();
      boolean sameVersion =
          version == null || stated.version() == null || version.equals(stated.version());
      return stated.url().equals(asked.url()) && sameVersion;
    }
    return true;
  }

  private void write(Match match, boolean reverse, ParametersWriter out) {
    ParametersWriter part = new ParametersWriter();
    if (r5) {
      part.put("relationship", "valueCode", match.relationship());
      part.put("equivalence", "valueCode", match.equivalence());
      concept(part, "concept", match.concept(), match.display());
      if (reverse) concept(part, "source", match.source(), null);
      part.put("originMap", "valueCanonical", match.map());
    } else {
      part.put(
          "equivalence",
          "valueCode",
          reverse ? Translation.turned(match.equivalence()) : match.equivalence());
      concept(
          part,
          "concept",
          reverse ? match.source() : match.concept(),
          reverse ? null : match.display());
      part.put("source", "valueUri", match.map());
    }
    out.parts("match", part);
  }

  private static void concept(
      ParametersWriter part, String name, @Nullable Coding coding, @Nullable String display) {
    if (coding == null) return;
    part.put(
        name,
        "valueCoding",
        Json.object()
            .put("system", coding.system())
            .put("code", coding.code())
            .put("display", display)
            .build());
  }
}
