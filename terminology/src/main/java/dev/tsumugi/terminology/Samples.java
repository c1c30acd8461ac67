package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.terminology.ContentTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The code systems, concept maps, second names and plain words that come with the hub: single
 * facts, each with its source, of tables whose whole is not ours to give. They have no version, so
 * that any that is loaded is newer.
 */
public final class Samples {
  private Samples() {}

  public static Definitions shipped() {
    Map<String, Row> systems = new LinkedHashMap<>();
    for (Row row : ContentTable.rows("systems")) systems.put(row.get("key"), row);
    List<Json.Obj> resources = new ArrayList<>(codeSystems(systems));
    resources.addAll(maps(systems));
    resources.add(renamed("jp-core-oid-to-url", "old", "new"));
    resources.add(renamed("jp-core-url-to-oid", "new", "old"));
    Definitions plain = PlainSupplement.definitions(PlainWords.shipped());
    return Definitions.chain(List.of(new ResourceDefinitions(resources), plain, Aliases.shipped()));
  }

  private static List<Json.Obj> codeSystems(Map<String, Row> systems) {
    Map<String, List<Json>> concepts = new HashMap<>();
    for (Row row : ContentTable.rows("codes")) {
      boolean japanese = system(systems, row.get("system")).get("language").equals("ja");
      Json.Builder concept =
          Json.object()
              .put("code", row.get("code"))
              .put("display", row.get(japanese ? "ja" : "en"))
              .put("designation", List.of(other(row, japanese)));
      if (!row.get("parent").isEmpty()) {
        Json.Obj parent =
            Json.object().put("code", "parent").put("valueCode", row.get("parent")).build();
        concept.put("property", List.of(parent));
      }
      concepts.computeIfAbsent(row.get("system"), any -> new ArrayList<>()).add(concept.build());
    }
    List<Json.Obj> all = new ArrayList<>();
    systems.forEach(
        (key, row) ->
            all.add(
                Json.object()
                    .put("resourceType", "CodeSystem")
                    .put("language", row.get("language"))
                    .put("url", row.get("url"))
                    .put("name", row.get("name"))
                    .put("title", row.get("title"))
                    .put("status", "active")
                    .put("caseSensitive", !key.equals("loinc"))
                    .put("hierarchyMeaning", "is-a")
                    .put("content", row.get("content"))
                    .put("concept", concepts.getOrDefault(key, List.of()))
                    .build()));
    return all;
  }

  private static Json.Obj other(Row row, boolean japanese) {
    return Json.object()
        .put("language", japanese ? "en" : "ja")
        .put("value", row.get(japanese ? "en" : "ja"))
        .build();
  }

  private static Row system(Map<String, Row> systems, String key) {
    Row row = systems.get(key);
    if (row == null) throw new IllegalStateException("no system " + key + " in systems.tsv");
    return row;
  }

  private static List<Json.Obj> maps(Map<String, Row> systems) {
    Map<String, List<Row>> maps = new LinkedHashMap<>();
    for (Row row : ContentTable.rows("maps")) {
      maps.computeIfAbsent(row.get("map"), any -> new ArrayList<>()).add(row);
    }
    List<Json.Obj> all = new ArrayList<>();
    maps.forEach(
        (name, rows) -> {
          List<Json> elements = new ArrayList<>();
          for (Row row : rows) elements.add(element(row));
          Json.Obj group =
              Json.object()
                  .put("source", system(systems, rows.get(0).get("source")).get("url"))
                  .put("target", system(systems, rows.get(0).get("target")).get("url"))
                  .put("element", elements)
                  .build();
          all.add(map(name, List.of(group)));
        });
    return all;
  }

  private static Json.Obj element(Row row) {
    String comment = row.get("comment");
    Json.Obj target =
        Json.object()
            .put("code", row.get("target-code"))
            .put("equivalence", row.get("equivalence"))
            .put("comment", comment.isEmpty() ? null : comment)
            .build();
    return Json.object().put("code", row.get("source-code")).put("target", List.of(target)).build();
  }

  /** Two names of a system: every code is itself. */
  private static Json.Obj renamed(String name, String from, String to) {
    Json.Obj itself = Json.object().put("mode", "provided").build();
    List<Json> groups = new ArrayList<>();
    for (Row row : ContentTable.rows("aliases")) {
      groups.add(
          Json.object()
              .put("source", row.get(from))
              .put("target", row.get(to))
              .put("unmapped", itself)
              .build());
    }
    return map(name, groups);
  }

  private static Json.Obj map(String name, List<? extends Json> groups) {
    return Json.object()
        .put("resourceType", "ConceptMap")
        .put("url", Shapes.BASE + "/ConceptMap/" + name)
        .put("name", name)
        .put("status", "active")
        .put("group", groups)
        .build();
  }
}
