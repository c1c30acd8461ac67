package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The two forms of an expansion with properties: R5 has elements for them, R4 carries those as
 * extensions.
 *
 * @see <a href="https://hl7.org/fhir/versions.html#extensions">extensions for R5's elements</a>
 */
public final class R4Form {
  private static final String EXPANSION =
      "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.property";
  private static final String CONTAINS =
      "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.contains.property";

  private R4Form() {}

  /** Of R5's form; other resources than value sets stay as they are. */
  public static Json.Obj of(Json.Obj resource) {
    Json.Obj expansion = resource.obj("expansion");
    return expansion == null ? resource : resource.with("expansion", dressed(expansion, EXPANSION));
  }

  /** Back to R5's form. */
  public static Json.Obj r5(Json.Obj resource) {
    Json.Obj expansion = resource.obj("expansion");
    return expansion == null
        ? resource
        : resource.with("expansion", undressed(expansion, EXPANSION));
  }

  private static Json.Obj dressed(Json.Obj element, String url) {
    List<Json> extensions = new ArrayList<>();
    for (Json.Obj property : element.objects("property")) {
      List<Json> parts = new ArrayList<>();
      for (int i = 0; i < property.size(); i++) {
        String name = property.name(i);
        boolean value = name.startsWith("value");
        Json.Builder part = Json.object().put("url", value ? "value" : name);
        String type = name.equals("code") ? "valueCode" : "valueUri";
        parts.add(part.put(value ? name : type, property.value(i)).build());
      }
      extensions.add(Json.object().put("url", url).put("extension", parts).build());
    }
    Json.Builder out = Json.object();
    extensions.addAll(0, element.all("extension"));
    out.put("extension", extensions);
    for (int i = 0; i < element.size(); i++) {
      String name = element.name(i);
      if (name.equals("property") || name.equals("extension")) continue;
      if (name.equals("contains")) {
        out.put(name, each(element, one -> dressed(one, CONTAINS)));
      } else {
        out.put(name, element.value(i));
      }
    }
    return out.build();
  }

  private static Json.Obj undressed(Json.Obj element, String url) {
    List<Json> properties = new ArrayList<>();
    List<Json> others = new ArrayList<>();
    for (Json.Obj extension : element.objects("extension")) {
      if (!url.equals(extension.text("url"))) {
        others.add(extension);
        continue;
      }
      Json.Builder property = Json.object();
      for (Json.Obj part : extension.objects("extension")) {
        String name = part.text("url");
        for (int i = 0; i < part.size(); i++) {
          if (!part.name(i).startsWith("value") || name == null) continue;
          property.put(name.equals("value") ? part.name(i) : name, part.value(i));
        }
      }
      properties.add(property.build());
    }
    Json.Builder out = Json.object();
    out.put("extension", others);
    for (int i = 0; i < element.size(); i++) {
      String name = element.name(i);
      if (name.equals("extension")) continue;
      if (name.equals("contains")) {
        out.put(name, each(element, one -> undressed(one, CONTAINS)));
      } else {
        out.put(name, element.value(i));
      }
    }
    return out.put("property", properties).build();
  }

  private static List<Json> each(
      Json.Obj element, java.util.function.UnaryOperator<Json.Obj> change) {
    List<Json> changed = new ArrayList<>();
    for (Json.Obj one : element.objects("contains")) changed.add(change.apply(one));
    return changed;
  }
}
