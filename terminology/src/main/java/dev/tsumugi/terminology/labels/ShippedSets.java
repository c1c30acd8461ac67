package dev.tsumugi.terminology.labels;

import dev.tsumugi.kernel.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The value sets that are in force where none is stored: {@code sensitivity.tsv}, fact by fact,
 * each with its reason and source.
 */
public final class ShippedSets {
  /** Of the facts in the table; grows with every release that changes them. */
  static final String VERSION = "1";

  /** On each include and exclude: why, and by whose word. */
  static final String REASON = "https://tsumugi.dev/fhir/StructureDefinition/sensitivity-reason";

  private final Map<String, List<String>> systems = new HashMap<>();
  private final Map<String, List<Json>> includes = new TreeMap<>();
  private final Map<String, List<Json>> excludes = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if a line cannot be understood
   */
  ShippedSets(List<String> lines) {
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) continue;
      String[] cells = line.split("\t", -1);
      if (line.startsWith("@")) systems.put(cells[0].substring(1), words(cells[1]));
      else fact(cells);
    }
  }

  private static final List<Json.Obj> MADE = List.copyOf(new ShippedSets(lines()).made());

  /** One ValueSet a label, by label. */
  public static List<Json.Obj> valueSets() {
    return MADE;
  }

  private static List<String> lines() {
    try (InputStream in = ShippedSets.class.getResourceAsStream("sensitivity.tsv")) {
      if (in == null) throw new IllegalStateException("sensitivity.tsv is missing");
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> words(String cell) {
    return List.of(cell.split(" ", -1));
  }

  private void fact(String[] cells) {
    if (cells.length != 7) {
      throw new IllegalArgumentException("seven cells are needed: " + String.join("|", cells));
    }
    List<String> urls = systems.get(cells[1]);
    if (urls == null) throw new IllegalArgumentException("no such system: " + cells[1]);
    List<String> codes = words(cells[3]);
    for (String url : urls) {
      for (Json part : parts(url, cells, codes)) {
        for (String label : words(cells[0])) {
          (cells[2].equals("not") ? excludes : includes)
              .computeIfAbsent(label, l -> new ArrayList<>())
              .add(part);
        }
      }
    }
  }

  /** Filters of one include must all hold, so that each prefix has an include of its own. */
  private static List<Json> parts(String url, String[] cells, List<String> codes) {
    Json reason =
        Json.object()
            .put("url", REASON)
            .put("valueString", cells[4] + " — " + cells[5] + " (" + cells[6] + ")")
            .build();
    Json.Builder part = Json.object().put("extension", List.of(reason)).put("system", url);
    switch (cells[2]) {
      case "code", "not" -> {
        List<Json.Obj> concepts =
            codes.stream().map(code -> Json.object().put("code", code).build()).toList();
        return List.of(part.put("concept", concepts).build());
      }
      case "starts" -> {
        String value =
            codes.size() == 1
                ? begins(codes.get(0))
                : "(" + String.join("|", escaped(codes)) + ").*";
        Json filter =
            Json.object().put("property", "code").put("op", "regex").put("value", value).build();
        return List.of(part.put("filter", List.of(filter)).build());
      }
      default -> throw new IllegalArgumentException("no such kind: " + cells[2]);
    }
  }

  private static String begins(String code) {
    return escaped(List.of(code)).get(0) + ".*";
  }

  private static List<String> escaped(List<String> codes) {
    return codes.stream().map(code -> code.replace(".", "\\.")).toList();
  }

  private List<Json.Obj> made() {
    List<Json.Obj> made = new ArrayList<>();
    for (Map.Entry<String, List<Json>> set : includes.entrySet()) {
      String label = set.getKey();
      made.add(
          Json.object()
              .put("resourceType", "ValueSet")
              .put("id", SensitivitySet.ID + label)
              .put("url", SensitivitySet.CANONICAL + label)
              .put("version", VERSION)
              .put("name", "Sensitivity" + label)
              .put("title", "Codes that reveal " + label + " (v3-ActCode)")
              .put("status", "active")
              .put("description", DESCRIPTION)
              .put("compose", compose(set.getValue(), excludes.getOrDefault(label, List.of())))
              .build());
    }
    return made;
  }

  private static final String DESCRIPTION =
      "What carries one of these codes is labelled so when it is written. Store a ValueSet under this"
          + " id to put another in force.";

  private static Json.Obj compose(List<Json> includes, List<Json> excludes) {
    Json.Builder compose = Json.object().put("include", includes);
    if (!excludes.isEmpty()) compose.put("exclude", excludes);
    return compose.build();
  }
}
