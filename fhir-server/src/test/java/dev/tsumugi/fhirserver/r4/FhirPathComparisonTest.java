package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Our walkers against HAPI's FHIRPath engine and model, every parameter of a seeded sample of
 * public resources; no tests where those are not present.
 */
class FhirPathComparisonTest {
  private static final R4 FACTS = R4.load();
  private static final Indexer INDEXER = new Indexer(FACTS);
  private static final FhirContext HAPI = FhirContext.forR4Cached();
  private static final IFhirPath PATHS = HAPI.newFhirPath();
  private static final Map<String, IFhirPath.IParsedExpression> PARSED = new TreeMap<>();

  static {
    PATHS.setEvaluationContext(
        new IFhirPathEvaluationContext() {
          @Override
          public IBase resolveReference(IIdType reference, IBase context) {
            String type = reference.getResourceType();
            if (type == null && context instanceof Reference stated) type = stated.getType();
            return type == null || !FACTS.isType(type)
                ? null
                : HAPI.getResourceDefinition(type).newInstance();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> findsWhatHapiFinds() {
    return Stream.of("synthea", "ips", "adi", "clins")
        .map(folder -> Map.entry(folder, SharedData.resources(folder)))
        .filter(folder -> !folder.getValue().isEmpty())
        .map(
            folder ->
                DynamicTest.dynamicTest(folder.getKey(), () -> compare(sample(folder.getValue()))));
  }

  private static List<Json.Obj> sample(List<Json.Obj> all) {
    Map<String, String> types = new HashMap<>();
    for (Json.Obj one : all) types.put("urn:uuid:" + one.text("id"), one.text("resourceType"));
    List<Json.Obj> shuffled = new ArrayList<>();
    for (Json.Obj one : all) shuffled.add((Json.Obj) stored(one, types));
    Collections.shuffle(shuffled, new Random(7));
    return shuffled.subList(0, Math.min(200, shuffled.size()));
  }

  /**
   * References as a transaction leaves them; and without the type of logical ones, which HAPI's
   * resolve() cannot see and we do.
   */
  private static Json stored(Json value, Map<String, String> types) {
    if (value instanceof Json.Arr array) {
      return new Json.Arr(array.items().stream().map(item -> stored(item, types)).toList());
    }
    if (!(value instanceof Json.Obj object)) return value;
    Json.Builder changed = Json.object();
    boolean logical = object.has("identifier") && !object.has("reference");
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      Json member = stored(object.value(i), types);
      if (name.equals("reference") && member instanceof Json.Text text) {
        String type = types.get(text.value());
        changed.put(
            name,
            type == null
                ? text.value().replaceFirst("\\?.*", "/1")
                : text.value().replace("urn:uuid:", type + "/"));
      } else if (!(logical && name.equals("type") && member instanceof Json.Text)) {
        changed.put(name, member);
      }
    }
    return changed.build();
  }

  private static void compare(List<Json.Obj> resources) {
    int values = 0;
    for (Json.Obj resource : resources) {
      String type = resource.text("resourceType");
      Map<String, List<String>> ours = Values.of(INDEXER.index(resource));
      Map<String, List<String>> theirs = hapi(type, resource);
      assertThat(ours).as(type + " " + resource.text("id")).isEqualTo(theirs);
      values += ours.values().stream().mapToInt(List::size).sum();
    }
    assertThat(values).isGreaterThan(resources.size());
  }

  private static Map<String, List<String>> hapi(String type, Json.Obj resource) {
    String json = new String(Json.bytes(resource), StandardCharsets.UTF_8);
    IBaseResource parsed = HAPI.newJsonParser().parseResource(json);
    Map<String, List<String>> all = new TreeMap<>();
    for (SearchParameter parameter : FACTS.searchParameters(type)) {
      boolean indexed =
          !Set.of("_id", "_lastUpdated").contains(parameter.code())
              && !Set.of(Kind.COMPOSITE, Kind.SPECIAL).contains(parameter.kind())
              && !parameter.expression().isEmpty();
      if (!indexed) continue;
      for (IBase value : evaluate((Resource) parsed, parameter.expression())) {
        for (String text : Values.of(parameter.kind(), value)) {
          all.computeIfAbsent(parameter.code(), c -> new ArrayList<>()).add(text);
        }
      }
    }
    all.values().forEach(Collections::sort);
    return all;
  }

  /** One alternative at a time: HAPI's union compares quantities with UCUM, which it then lacks. */
  static List<IBase> evaluate(Resource resource, String expression) {
    List<IBase> found = new ArrayList<>();
    for (String alternative : expression.split(" \\| ")) {
      var parsed = PARSED.computeIfAbsent(alternative, FhirPathComparisonTest::parse);
      found.addAll(PATHS.evaluate(resource, parsed, IBase.class));
    }
    return found;
  }

  private static IFhirPath.IParsedExpression parse(String expression) {
    try {
      return PATHS.parse(expression);
    } catch (Exception broken) {
      throw new IllegalArgumentException(expression, broken);
    }
  }
}
