package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code search.txt} and {@code numbers.txt} out of the SearchParameter definitions. */
final class SearchFacts {
  private final Map<String, TreeMap<String, String>> byType = new TreeMap<>();
  private final Map<String, Integer> numbers;

  /**
   * @param numbers what was given before, which never changes; new codes get the next free ones
   */
  SearchFacts(Map<String, Integer> numbers) throws IOException {
    this.numbers = new HashMap<>(numbers);
    List<Json.Obj> definitions = new ArrayList<>();
    Map<String, String> codeOf = new HashMap<>();
    try (InputStream in =
        getClass().getResourceAsStream("/org/hl7/fhir/r4/model/sp/search-parameters.json")) {
      for (Json.Obj entry : Json.parseObject(in.readAllBytes()).objects("entry")) {
        Json.Obj definition = entry.obj("resource");
        definitions.add(definition);
        codeOf.put(definition.text("url"), definition.text("code"));
      }
    }
    for (String code : new TreeSet<>(codeOf.values())) {
      this.numbers.computeIfAbsent(
          code, c -> this.numbers.values().stream().mapToInt(n -> n).max().orElse(0) + 1);
    }
    for (Json.Obj definition : definitions) {
      for (String base : definition.texts("base")) {
        String earlier =
            byType
                .computeIfAbsent(base, b -> new TreeMap<>())
                .put(definition.text("code"), line(definition, base, codeOf));
        if (earlier != null) throw new IOException("twice: " + base + " " + earlier);
      }
    }
  }

  private static String line(Json.Obj definition, String base, Map<String, String> codeOf) {
    String components =
        definition.objects("component").stream()
            .map(c -> codeOf.get(c.text("definition")) + "=" + c.text("expression"))
            .collect(Collectors.joining(";"));
    return String.join(
        "\t",
        definition.text("code"),
        definition.text("type").toUpperCase(Locale.ROOT),
        expression(definition, base),
        targets(definition),
        components);
  }

  /** "*" for every type. */
  private static String targets(Json.Obj definition) {
    List<String> targets = definition.texts("target");
    return targets.size() > 140 ? "*" : String.join(" ", new TreeSet<>(targets));
  }

  /** Only the alternatives that start at {@code base}: a definition may serve many types. */
  private static String expression(Json.Obj definition, String base) {
    String whole = definition.text("expression");
    if (whole == null) return "";
    List<String> own = new ArrayList<>();
    for (String alternative : whole.split("\\s*\\|\\s*")) {
      String path = alternative.trim();
      // InsurancePlan.name is written as "name | alias".
      if (Character.isLowerCase(path.charAt(0))) path = base + "." + path;
      String bare = path.replaceFirst("^\\(", "");
      if (bare.equals(base) || bare.startsWith(base + ".")) own.add(path);
    }
    return String.join(" | ", own);
  }

  String search() {
    StringBuilder out = new StringBuilder();
    byType.forEach(
        (type, lines) -> {
          out.append(type).append('\n');
          lines.values().forEach(line -> out.append('\t').append(line).append('\n'));
        });
    return out.toString();
  }

  String numbers() {
    TreeMap<Integer, String> sorted = new TreeMap<>();
    numbers.forEach((code, number) -> sorted.put(number, code));
    return sorted.entrySet().stream()
        .map(e -> e.getKey() + "\t" + e.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
