package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The terminology operations of FHIR, from Parameters to an {@link Answer}. A request that cannot
 * be answered gets an OperationOutcome with the codes of the terminology ecosystem; nothing is
 * thrown but what a source of definitions throws because it is away.
 *
 * @see <a href="https://hl7.org/fhir/R4/terminology-service.html">R4 terminology service</a>
 * @see <a href="https://build.fhir.org/ig/HL7/fhir-tx-ecosystem-ig/">Terminology Ecosystem IG</a>
 */
public final class Operations {
  private final Definitions definitions;

  public Operations(Definitions definitions) {
    this.definitions = definitions;
  }

  /** {@code CodeSystem/$lookup}. */
  public Answer lookup(Call call) {
    return answer(
        call,
        catalog -> {
          TxParameters parameters = catalog.parameters();
          Json.Obj coding = parameters.object("coding");
          String code = coding == null ? parameters.text("code") : coding.text("code");
          String system = coding == null ? parameters.text("system") : coding.text("system");
          String version = coding == null ? parameters.text("version") : coding.text("version");
          if (code == null || system == null) {
            throw Refusal.invalid("$lookup needs a code and its system, or a coding");
          }
          return new Lookup(catalog).run(system, version, code);
        });
  }

  /** {@code ValueSet/$validate-code}. */
  public Answer validateCode(Call call) {
    return answer(call, catalog -> validate(catalog, valueSet(catalog), false));
  }

  /** {@code CodeSystem/$validate-code}: against all codes of a system. */
  public Answer validateSystemCode(Call call) {
    return answer(call, catalog -> validate(catalog, wholeSystem(catalog), true));
  }

  /** {@code CodeSystem/$subsumes}. */
  public Answer subsumes(Call call) {
    return answer(call, catalog -> new SubsumesOperation(catalog).run());
  }

  /** {@code ValueSet/$expand}. */
  public Answer expand(Call call) {
    return answer(
        call,
        catalog -> {
          SetSource set = valueSet(catalog);
          catalog.look(set);
          return new Expansion(catalog).run(set, call);
        });
  }

  /** {@code ConceptMap/$translate}. */
  public Answer translate(Call call) {
    return answer(call, catalog -> new TranslateOperation(catalog).run());
  }

  /**
   * {@code ValueSet/$batch-validate-code}: several validations, each a {@code validation}
   * Parameters; what stands beside them holds for each that does not say otherwise.
   */
  public Answer batchValidate(Call call) {
    List<Json.Obj> common = new ArrayList<>();
    List<Json.Obj> each = new ArrayList<>();
    for (Json.Obj parameter : call.parameters().objects("parameter")) {
      boolean one = "validation".equals(parameter.text("name"));
      Json.Obj resource = parameter.obj("resource");
      if (one && resource != null) each.add(resource);
      if (!one) common.add(parameter);
    }
    ParametersWriter out = new ParametersWriter();
    for (Json.Obj one : each) {
      List<Json.Obj> all = new ArrayList<>(one.objects("parameter"));
      for (Json.Obj parameter : common) {
        String name = parameter.text("name");
        boolean several = "tx-resource".equals(name);
        if (several || !new TxParameters(one).has(SystemReader.or(name, ""))) {
          all.add(parameter);
        }
      }
      Json.Obj parameters =
          Json.object().put("resourceType", "Parameters").put("parameter", all).build();
      TxParameters read = new TxParameters(parameters);
      boolean ofSet = read.has("url") || read.has("valueSet");
      Call own = call.with(parameters);
      out.resource("validation", (ofSet ? validateCode(own) : validateSystemCode(own)).resource());
    }
    return new Answer(200, out.parameters());
  }

  private Answer answer(Call call, Function<Catalog, Json.Obj> operation) {
    try {
      Catalog catalog =
          new Catalog(definitions, new TxParameters(call.parameters()), call.acceptLanguage());
      return new Answer(200, operation.apply(catalog));
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.UNAVAILABLE) throw problem;
      return Refusal.of(problem).answer();
    }
  }

  private static Json.Obj validate(Catalog catalog, SetSource set, boolean ofSystem) {
    TxParameters parameters = catalog.parameters();
    CodeValidation.Mode mode;
    Json.Obj given;
    Json.Obj concept = parameters.object("codeableConcept");
    Json.Obj coding = parameters.object("coding");
    String code = parameters.text("code");
    if (concept != null) {
      mode = CodeValidation.Mode.CONCEPT;
      given = concept;
    } else if (coding != null) {
      mode = CodeValidation.Mode.CODING;
      given = Json.object().put("coding", List.of(coding)).build();
    } else if (code != null && (hasSystem(parameters) || ofSystem)) {
      mode = CodeValidation.Mode.CODE;
      String url = ofSystem ? parameters.text("url") : null;
      String system = url == null ? parameters.text("system") : Canonical.of(url).url();
      String version = parameters.text("systemVersion");
      Json.Obj one =
          Json.object()
              .put("system", system == null && ofSystem ? onlySystem(set) : system)
              .put("version", ofSystem ? null : version)
              .put("code", code)
              .put("display", parameters.text("display"))
              .build();
      given = Json.object().put("coding", List.of(one)).build();
    } else {
      throw Refusal.invalid(
          "Unable to find code to validate (looked for coding | codeableConcept | code+system |"
              + " code+inferSystem in parameters");
    }
    catalog.look(set);
    return new CodeValidation(catalog, set, ofSystem, mode, given).run();
  }

  private static boolean hasSystem(TxParameters parameters) {
    return parameters.has("system") || parameters.isTrue("inferSystem");
  }

  private static @Nullable String onlySystem(SetSource set) {
    return ValueSetContent.of(set.resource()).includes().get(0).system();
  }

  private static SetSource valueSet(Catalog catalog) {
    TxParameters parameters = catalog.parameters();
    List<Json.Obj> sent = parameters.resources("valueSet");
    if (!sent.isEmpty()) return SetSource.of(ValueSetDefinition.of(sent.get(0)));
    if (parameters.has("context")) {
      throw Refusal.notSupported("the parameter context is not supported; name the value set");
    }
    String url = parameters.text("url");
    if (url == null) throw Refusal.invalid("a value set is needed: url or valueSet");
    Canonical canonical = catalog.pinned(url);
    String stated = parameters.text("valueSetVersion");
    String version = stated == null ? canonical.version() : stated;
    ValueSetDefinition found = catalog.definitions().valueSet(canonical.url(), version);
    if (found != null) return SetSource.of(found);
    SetSource implicit = implicit(catalog, canonical.url());
    if (implicit != null) return implicit;
    throw new Refusal(404, Words.unknownValueSet(Canonical.write(canonical.url(), version)));
  }

  /** {@code <system>?fhir_vs}: every code of a system. */
  private static @Nullable SetSource implicit(Catalog catalog, String url) {
    if (!url.endsWith("?fhir_vs")) return null;
    String system = url.substring(0, url.length() - "?fhir_vs".length());
    return catalog.versions(system).isEmpty() ? null : whole(url, system, null);
  }

  private static SetSource wholeSystem(Catalog catalog) {
    TxParameters parameters = catalog.parameters();
    List<Json.Obj> sent = parameters.resources("codeSystem");
    String url = parameters.text("url");
    String version = parameters.text("version");
    if (url == null && !sent.isEmpty()) {
      url = sent.get(0).text("url");
      version = sent.get(0).text("version");
    }
    Json.Obj coding = parameters.object("coding");
    if (url == null && coding != null) url = coding.text("system");
    if (url == null) url = parameters.text("system");
    Json.Obj concept = parameters.object("codeableConcept");
    if (url == null && concept != null && !concept.objects("coding").isEmpty()) {
      url = concept.objects("coding").get(0).text("system");
    }
    if (url == null) throw Refusal.invalid("a code system is needed: url, codeSystem or coding");
    Canonical canonical = Canonical.of(url);
    return whole("", canonical.url(), version == null ? canonical.version() : version);
  }

  private static SetSource whole(String url, String system, @Nullable String version) {
    Json.Obj include = Json.object().put("system", system).put("version", version).build();
    Json.Obj set =
        Json.object()
            .put("resourceType", "ValueSet")
            .put("url", url.isEmpty() ? null : url)
            .put("status", "active")
            .put("compose", Json.object().put("include", List.of(include)).build())
            .build();
    return SetSource.of(ValueSetDefinition.of(set));
  }
}
