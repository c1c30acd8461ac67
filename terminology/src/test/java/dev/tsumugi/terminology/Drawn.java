package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Code systems and value sets drawn at random: small, so that they overlap. */
final class Drawn {
  static final String SYSTEM = "http://example.org/drawn";
  static final String SET = "http://example.org/set";
  static final String OTHER_SET = "http://example.org/other-set";
  static final int CODES = 8;

  private Drawn() {}

  static String code(int number) {
    return "c" + number;
  }

  /** Up to two parents for each code, of any codes: cycles too; some codes are inactive. */
  static Arbitrary<Json.Obj> system() {
    Arbitrary<List<Integer>> parents =
        Arbitraries.integers().between(-3, CODES - 1).list().ofSize(2 * CODES);
    Arbitrary<List<Boolean>> inactive = Arbitraries.of(true, false, false).list().ofSize(CODES);
    Arbitrary<List<String>> colours = Arbitraries.of("red", "blue", "").list().ofSize(CODES);
    return Combinators.combine(parents, inactive, colours).as(Drawn::system);
  }

  private static Json.Obj system(
      List<Integer> parents, List<Boolean> inactive, List<String> colours) {
    List<Json> concepts = new ArrayList<>();
    for (int i = 0; i < CODES; i++) {
      List<Json> properties = new ArrayList<>();
      for (int p : List.of(parents.get(2 * i), parents.get(2 * i + 1))) {
        if (p >= 0) properties.add(property("parent", "valueCode", Json.text(code(p))));
      }
      if (inactive.get(i)) {
        properties.add(property("inactive", "valueBoolean", new Json.Bool(true)));
      }
      if (!colours.get(i).isEmpty()) {
        properties.add(property("colour", "valueString", Json.text(colours.get(i))));
      }
      concepts.add(Json.object().put("code", code(i)).put("property", properties).build());
    }
    Json colour = Json.object().put("code", "colour").put("type", "string").build();
    return Json.object()
        .put("resourceType", "CodeSystem")
        .put("url", SYSTEM)
        .put("content", "complete")
        .put("caseSensitive", true)
        .put("property", List.of(colour))
        .put("concept", concepts)
        .build();
  }

  private static Json property(String code, String type, Json value) {
    return Json.object().put("code", code).put(type, value).build();
  }

  /** Includes, excludes, filters, lists, an import, active codes only or not. */
  static Arbitrary<Json.Obj> valueSet(String url, boolean imports) {
    Arbitrary<List<Json>> includes = part(imports).list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<List<Json>> excludes = part(imports).list().ofMaxSize(2);
    return Combinators.combine(includes, excludes, Arbitraries.of("", "true", "false"))
        .as(
            (include, exclude, inactive) -> {
              Json.Builder compose = Json.object();
              if (!inactive.isEmpty()) compose.put("inactive", inactive.equals("true"));
              return Json.object()
                  .put("resourceType", "ValueSet")
                  .put("url", url)
                  .put("compose", compose.put("include", include).put("exclude", exclude).build())
                  .build();
            });
  }

  private static Arbitrary<Json> part(boolean imports) {
    Arbitrary<Json> listed =
        Arbitraries.integers()
            .between(0, CODES)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(
                numbers ->
                    Json.object()
                        .put("system", SYSTEM)
                        .put(
                            "concept",
                            numbers.stream()
                                .distinct()
                                .map(n -> Json.object().put("code", code(n)).build())
                                .toList())
                        .build());
    Arbitrary<Json> filtered =
        Combinators.combine(
                Arbitraries.of(
                    "is-a",
                    "descendent-of",
                    "is-not-a",
                    "generalizes",
                    "child-of",
                    "=",
                    "in",
                    "not-in",
                    "regex",
                    "descendent-leaf"),
                Arbitraries.integers().between(0, CODES - 1),
                Arbitraries.of("", "red", "blue"))
            .as(Drawn::filtered);
    Arbitrary<Json> whole = Arbitraries.just(Json.object().put("system", SYSTEM).build());
    if (!imports) return Arbitraries.oneOf(listed, filtered, whole);
    Arbitrary<Json> imported =
        Arbitraries.oneOf(listed, filtered, whole, Arbitraries.just(Json.object().build()))
            .map(one -> ((Json.Obj) one).with("valueSet", Json.array(Json.text(OTHER_SET))));
    return Arbitraries.oneOf(listed, filtered, whole, imported);
  }

  private static Json filtered(String op, int number, String colour) {
    String value =
        switch (op) {
          case "in", "not-in" -> code(number) + "," + code((number + 3) % CODES);
          case "regex" -> "c[" + number + "-9]";
          default -> code(number);
        };
    List<Json> filters = new ArrayList<>();
    filters.add(Json.object().put("property", "concept").put("op", op).put("value", value).build());
    if (!colour.isEmpty()) {
      filters.add(
          Json.object().put("property", "colour").put("op", "=").put("value", colour).build());
    }
    return Json.object().put("system", SYSTEM).put("filter", filters).build();
  }

  /** Every code there is, and one that there is not. */
  static List<String> codes() {
    return IntStream.rangeClosed(0, CODES).mapToObj(Drawn::code).toList();
  }
}
