package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.Concept.Property;
import dev.tsumugi.terminology.SystemVersion;
import dev.tsumugi.terminology.SystemVersion.FilterDefinition;
import dev.tsumugi.terminology.SystemVersion.PropertyDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Concepts and systems as they lie in the tables: JSON, only what is there. */
final class TableJson {
  private TableJson() {}

  static String write(Concept concept) {
    Json.Builder json = Json.object().put("code", concept.code()).put("display", concept.display());
    json.put("definition", concept.definition());
    List<Json> designations = new ArrayList<>();
    for (Designation one : concept.designations()) {
      designations.add(
          Json.object()
              .put("language", one.language())
              .put("use", one.use())
              .put("value", one.value())
              .put("extension", one.extensions())
              .build());
    }
    List<Json> properties = new ArrayList<>();
    for (Property one : concept.properties()) {
      properties.add(
          Json.object()
              .put("code", one.code())
              .put("type", one.type())
              .put("value", one.value())
              .build());
    }
    json.put("designation", designations).put("property", properties);
    json.put("parent", concept.parents().stream().map(Json::text).toList());
    if (concept.inactive()) json.put("inactive", true);
    if (concept.notSelectable()) json.put("abstract", true);
    return text(json.put("extension", concept.extensions()).build());
  }

  static Concept concept(String stored) {
    Json.Obj json = parse(stored);
    List<Designation> designations = new ArrayList<>();
    for (Json.Obj one : json.objects("designation")) {
      designations.add(
          new Designation(
              one.text("language"), one.obj("use"), need(one, "value"), one.objects("extension")));
    }
    List<Property> properties = new ArrayList<>();
    for (Json.Obj one : json.objects("property")) {
      Json value = one.get("value");
      if (value == null) throw new IllegalStateException("a property without a value: " + stored);
      properties.add(new Property(need(one, "code"), need(one, "type"), value));
    }
    return new Concept(
        need(json, "code"),
        json.text("display"),
        json.text("definition"),
        designations,
        properties,
        json.texts("parent"),
        Boolean.TRUE.equals(json.bool("inactive")),
        Boolean.TRUE.equals(json.bool("abstract")),
        json.objects("extension"));
  }

  static String write(SystemVersion about) {
    List<Json> properties = new ArrayList<>();
    for (PropertyDefinition one : about.properties()) {
      properties.add(
          Json.object()
              .put("code", one.code())
              .put("uri", one.uri())
              .put("description", one.description())
              .put("type", one.type())
              .build());
    }
    List<Json> filters = new ArrayList<>();
    for (FilterDefinition one : about.filters()) {
      List<Json.Text> operators = one.operators().stream().map(Json::text).toList();
      filters.add(Json.object().put("code", one.code()).put("operator", operators).build());
    }
    return text(
        Json.object()
            .put("url", about.url())
            .put("version", about.version())
            .put("name", about.name())
            .put("title", about.title())
            .put("content", about.content().name())
            .put("caseSensitive", about.caseSensitive())
            .put("hierarchyMeaning", about.hierarchyMeaning())
            .put("language", about.language())
            .put("supplements", about.supplements())
            .put("status", about.standing().status())
            .put("experimental", about.standing().experimental())
            .put("standards", about.standing().standards())
            .put("property", properties)
            .put("filter", filters)
            .build());
  }

  static SystemVersion system(String stored) {
    Json.Obj json = parse(stored);
    List<PropertyDefinition> properties = new ArrayList<>();
    for (Json.Obj one : json.objects("property")) {
      properties.add(
          new PropertyDefinition(
              need(one, "code"), one.text("uri"), one.text("description"), need(one, "type")));
    }
    List<FilterDefinition> filters = new ArrayList<>();
    for (Json.Obj one : json.objects("filter")) {
      filters.add(new FilterDefinition(need(one, "code"), one.texts("operator")));
    }
    return new SystemVersion(
        need(json, "url"),
        or(json.text("version")),
        or(json.text("name")),
        json.text("title"),
        SystemVersion.Content.valueOf(need(json, "content").toUpperCase(Locale.ROOT)),
        Boolean.TRUE.equals(json.bool("caseSensitive")),
        json.text("hierarchyMeaning"),
        json.text("language"),
        json.text("supplements"),
        new SystemVersion.Standing(
            or(json.text("status")),
            Boolean.TRUE.equals(json.bool("experimental")),
            or(json.text("standards"))),
        properties,
        filters);
  }

  private static Json.Obj parse(String stored) {
    return Json.parseObject(stored.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Json.Obj json) {
    return new String(Json.bytes(json), StandardCharsets.UTF_8);
  }

  private static String need(Json.Obj json, String name) {
    String text = json.text(name);
    if (text == null) throw new IllegalStateException("a stored concept lacks its " + name);
    return text;
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }
}
