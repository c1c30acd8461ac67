package dev.tsumugi.fhirserver.shell.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.LookupCodeRequest;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Answer;
import dev.tsumugi.terminology.Call;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.Operations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Our terminology as HAPI's validator asks for it, so that {@code $validate} and {@code
 * $validate-code} never disagree. What is not known here is left to the next in HAPI's chain, which
 * warns of it.
 */
final class TermSupport implements IValidationSupport {
  private final FhirContext context;
  private final Definitions definitions;
  private final Operations operations;

  TermSupport(FhirContext context, Definitions definitions) {
    this.context = context;
    this.definitions = definitions;
    this.operations = new Operations(definitions);
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public String getName() {
    return "Tsumugi's terminology";
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext support, String system) {
    return !definitions.versions(withoutVersion(system)).isEmpty();
  }

  @Override
  public boolean isValueSetSupported(ValidationSupportContext support, String url) {
    return !definitions.valueSetVersions(withoutVersion(url)).isEmpty();
  }

  private static String withoutVersion(String canonical) {
    int bar = canonical.indexOf('|');
    return bar < 0 ? canonical : canonical.substring(0, bar);
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext support,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSet) {
    if (code == null || code.isBlank()) return null;
    List<Json> parameters = coded(options, system, code, display);
    if (valueSet != null && !valueSet.isBlank()) {
      parameters.add(text("url", valueSet));
      return result(code, operations.validateCode(call(parameters)));
    }
    if (system == null || !isCodeSystemSupported(support, system)) return null;
    parameters.add(text("url", system));
    return result(code, operations.validateSystemCode(call(parameters)));
  }

  @Override
  public @Nullable CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext support,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      IBaseResource valueSet) {
    if (code == null || code.isBlank()) return null;
    List<Json> parameters = coded(options, system, code, display);
    String json = context.newJsonParser().encodeResourceToString(valueSet);
    parameters.add(
        Json.object()
            .put("name", "valueSet")
            .put("resource", Json.parseObject(json.getBytes(StandardCharsets.UTF_8)))
            .build());
    return result(code, operations.validateCode(call(parameters)));
  }

  @Override
  public @Nullable LookupCodeResult lookupCode(
      ValidationSupportContext support, LookupCodeRequest request) {
    Concepts system = definitions.system(withoutVersion(request.getSystem()), null);
    Concept concept = system == null ? null : system.find(request.getCode());
    if (system == null || concept == null) return null;
    LookupCodeResult found = new LookupCodeResult();
    found.setFound(true);
    found.setSearchedForSystem(request.getSystem());
    found.setSearchedForCode(request.getCode());
    found.setCodeSystemDisplayName(system.about().name());
    found.setCodeDisplay(concept.display());
    return found;
  }

  private static List<Json> coded(
      ConceptValidationOptions options,
      @Nullable String system,
      String code,
      @Nullable String display) {
    List<Json> parameters = new ArrayList<>();
    parameters.add(text("code", code));
    if (options.isInferSystem() || system == null || system.isBlank()) {
      parameters.add(Json.object().put("name", "inferSystem").put("valueBoolean", true).build());
    } else {
      parameters.add(text("system", system));
    }
    if (display != null && !display.isBlank()) parameters.add(text("display", display));
    return parameters;
  }

  private static Json text(String name, String value) {
    return Json.object().put("name", name).put("valueString", value).build();
  }

  private static Call call(List<Json> parameters) {
    Json.Obj resource =
        Json.object().put("resourceType", "Parameters").put("parameter", parameters).build();
    // Nothing of an expansion leaves here, so nothing carries an identifier or a time.
    return new Call(resource, null, "", "");
  }

  /** Null where it is not known here: HAPI then asks the next of its chain. */
  private static @Nullable CodeValidationResult result(String code, Answer answer) {
    if (answer.status() != 200) return null;
    String message = "";
    String display = null;
    boolean right = false;
    for (Json.Obj parameter : answer.resource().objects("parameter")) {
      String name = parameter.text("name");
      if ("x-caused-by-unknown-system".equals(name) || "x-unknown-system".equals(name)) return null;
      if ("result".equals(name)) right = Boolean.TRUE.equals(parameter.bool("valueBoolean"));
      if ("display".equals(name)) display = parameter.text("valueString");
      if ("message".equals(name)) message = parameter.text("valueString");
    }
    CodeValidationResult result = new CodeValidationResult();
    if (right) {
      result.setCode(code);
      result.setDisplay(display);
    } else {
      result.setSeverity(IssueSeverity.ERROR);
      result.setMessage(message);
    }
    return result;
  }
}
