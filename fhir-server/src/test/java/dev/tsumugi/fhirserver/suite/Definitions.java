package dev.tsumugi.fhirserver.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code searches/parameters.txt} says of each type's parameters. */
final class Definitions {
  /**
   * @param elements of a composite: where its pairs stand; {@code .} is the resource itself
   * @param parts of a composite: its two components within an element
   * @param targets types that a reference may lead to; {@code *} for any
   */
  record Param(
      String code,
      String kind,
      List<Place> places,
      List<String> elements,
      List<Param> parts,
      Set<String> targets) {}

  /**
   * @param steps names from the resource down, each with its condition
   * @param type of what stands there
   * @param system that a code is of, by its binding; "" if unknown
   * @param only type that a reference leads to; "" for any
   */
  record Place(List<Step> steps, String type, String system, String only) {}

  record Step(String name, String having, String value) {}

  private final Map<String, Map<String, Param>> byType = new HashMap<>();

  private Definitions() {}

  static Definitions read() {
    Definitions read = new Definitions();
    Map<String, Param> type = new TreeMap<>();
    for (String line : Corpus.lines("parameters.txt")) {
      if (line.isEmpty() || line.startsWith("#")) continue;
      if (line.startsWith("[")) {
        type = new TreeMap<>();
        read.byType.put(line.substring(1, line.length() - 1), type);
        continue;
      }
      String[] cells = line.split(" \\| ");
      Set<String> targets = cells.length > 3 ? Set.of(cells[3].split(" ")) : Set.of();
      type.put(cells[0], param(cells[0], cells[1], cells[2], targets));
    }
    return read;
  }

  private static Param param(String code, String kind, String where, Set<String> targets) {
    if (!kind.equals("composite")) {
      return new Param(code, kind, places(where.split(" ")), List.of(), List.of(), targets);
    }
    String[] parts = where.split(" ; ");
    List<Param> components = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      List<Place> places = places(parts[i].substring(equals + 1).split(","));
      String own = parts[i].substring(0, equals);
      components.add(new Param(code, own, places, List.of(), List.of(), Set.of()));
    }
    return new Param(code, kind, List.of(), List.of(parts[0].split(" ")), components, targets);
  }

  private static List<Place> places(String[] words) {
    List<Place> places = new ArrayList<>();
    for (String word : words) {
      if (word.equals("deceased")) continue; // Patient.deceased is a test, not a place
      int at = word.indexOf('@');
      String[] only = word.substring(at + 1).split(">");
      String[] system = only[0].split("!");
      List<Step> steps = new ArrayList<>();
      for (String step : word.substring(0, at).split("/")) steps.add(step(step));
      places.add(
          new Place(
              steps,
              system[0],
              system.length > 1 ? system[1] : "",
              only.length > 1 ? only[1] : ""));
    }
    return places;
  }

  private static Step step(String text) {
    int open = text.indexOf('[');
    if (open < 0 || text.endsWith("[0]")) return new Step(text.replace("[0]", ""), "", "");
    String[] condition = text.substring(open + 1, text.length() - 1).split("=");
    return new Step(text.substring(0, open), condition[0], condition[1]);
  }

  boolean knows(String type, String code) {
    return byType.getOrDefault(type, Map.of()).containsKey(code);
  }

  Param of(String type, String code) {
    Param param = byType.getOrDefault(type, Map.of()).get(code);
    if (param == null) throw new IllegalArgumentException("no definition of " + type + "." + code);
    return param;
  }

  List<Param> of(String type) {
    return List.copyOf(byType.getOrDefault(type, Map.of()).values());
  }

  List<Param> references(String type) {
    return of(type).stream().filter(param -> param.kind().equals("reference")).toList();
  }
}
