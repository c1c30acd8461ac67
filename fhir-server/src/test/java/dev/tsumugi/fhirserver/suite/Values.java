package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.fhirserver.suite.Definitions.Param;
import dev.tsumugi.fhirserver.suite.Definitions.Place;
import dev.tsumugi.fhirserver.suite.Definitions.Step;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What stands in a resource where a parameter looks. */
final class Values {
  private static final Set<String> META = Set.of("_tag", "_security", "_profile", "_source");

  /**
   * @param type R4's name of it
   * @param system of a code, by its binding
   */
  record Value(String type, Json json, String system, String only) {
    String text() {
      return json instanceof Json.Text text ? text.value() : "";
    }

    Json.Obj object() {
      return json instanceof Json.Obj object ? object : Json.object().build();
    }
  }

  private Values() {}

  static List<Value> of(Json.Obj element, Param param) {
    List<Value> values = new ArrayList<>();
    if (param.code().equals("deceased")) {
      Json told = element.get("deceasedBoolean");
      boolean dead = element.has("deceasedDateTime") || new Json.Bool(true).equals(told);
      values.add(new Value("boolean", new Json.Bool(dead), "", ""));
    }
    for (Place place : param.places()) collect(element, place, 0, values);
    return values;
  }

  static boolean isMeta(String code) {
    return META.contains(code);
  }

  static List<Value> meta(Json.Obj resource, String code) {
    Json.Obj meta = resource.obj("meta");
    List<Value> values = new ArrayList<>();
    if (meta == null) return values;
    String type = code.equals("_tag") || code.equals("_security") ? "Coding" : "uri";
    if (code.equals("_profile")) type = "canonical";
    for (Json json : meta.all(code.substring(1))) values.add(new Value(type, json, "", ""));
    return values;
  }

  /** The elements of a composite. */
  static List<Json.Obj> elements(Json.Obj resource, Param composite) {
    List<Json.Obj> elements = new ArrayList<>();
    for (String name : composite.elements()) {
      if (name.equals(".")) elements.add(resource);
      else elements.addAll(resource.objects(name));
    }
    return elements;
  }

  private static void collect(Json.Obj from, Place place, int at, List<Value> into) {
    Step step = place.steps().get(at);
    for (Json json : from.all(step.name())) {
      boolean fits =
          step.having().isEmpty()
              || (json instanceof Json.Obj object
                  && step.value().equals(object.text(step.having())));
      if (!fits) continue;
      if (at + 1 == place.steps().size()) {
        into.add(new Value(place.type(), json, place.system(), place.only()));
      } else if (json instanceof Json.Obj object) {
        collect(object, place, at + 1, into);
      }
    }
  }
}
