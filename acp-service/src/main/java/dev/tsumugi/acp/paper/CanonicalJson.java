package dev.tsumugi.acp.paper;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * FHIR's canonical JSON (<a href="https://hl7.org/fhir/R4/json.html#canonical">R4 json,
 * canonicalization</a>), method {@code #document}: no white space, properties in alphabetical
 * order, of the root bundle without {@code id}, {@code meta} and the signature itself.
 */
final class CanonicalJson {
  static final String METHOD = "http://hl7.org/fhir/canonicalization/json#document";

  private CanonicalJson() {}

  static byte[] of(Json.Obj bundle) {
    return Json.bytes(sorted(bundle.without("id", "meta", "signature")));
  }

  private static Json sorted(Json value) {
    if (value instanceof Json.Obj object) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < object.size(); i++) order.add(i);
      order.sort(Comparator.comparing(object::name));
      Json.Builder builder = Json.object();
      for (int i : order) builder.put(object.name(i), sorted(object.value(i)));
      return builder.build();
    }
    if (value instanceof Json.Arr array) {
      return new Json.Arr(array.items().stream().map(CanonicalJson::sorted).toList());
    }
    return value;
  }
}
