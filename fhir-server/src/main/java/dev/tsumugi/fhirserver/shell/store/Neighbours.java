package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the resources refer to that a Consent names together with their neighbours ({@code
 * data.meaning} related). Few Consents do: for all others the column is null at the price of a
 * comparison.
 */
final class Neighbours {
  /** A column; {@code c} is the patient's row of {@code compartment}, {@code y} the city's. */
  static final String COLUMN =
      "case when c.related_ids <> '{}' or y.related_ids <> '{}' then array(select k.ref || E'\\n' ||"
          + " coalesce(convert_from('\\x7b'::bytea || n.body, 'UTF8'), '{}') from"
          + " unnest(c.related_types || y.related_types, c.related_ids || y.related_ids)"
          + " k (type, ref) left join resource n on n.type = k.type and n.id ="
          + " split_part(k.ref, '/', 2)) end";

  private Neighbours() {}

  /** Adds what one element of the column says. */
  static void read(String told, Map<Ref, Set<Ref>> into) {
    int end = told.indexOf('\n');
    Set<Ref> named = new HashSet<>();
    collect(Json.parseObject(told.substring(end + 1).getBytes(StandardCharsets.UTF_8)), named);
    into.put(Ref.parse(told.substring(0, end)).orElseThrow(), Set.copyOf(named));
  }

  private static void collect(Json value, Set<Ref> into) {
    if (value instanceof Json.Arr items) {
      for (Json item : items.items()) collect(item, into);
    } else if (value instanceof Json.Obj element) {
      String literal = element.text("reference");
      if (literal != null) Ref.parse(literal).ifPresent(into::add);
      for (int i = 0; i < element.size(); i++) collect(element.value(i), into);
    }
  }
}
