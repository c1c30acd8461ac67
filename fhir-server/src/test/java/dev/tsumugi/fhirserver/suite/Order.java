package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.fhirserver.suite.Definitions.Param;
import dev.tsumugi.fhirserver.suite.Values.Value;
import dev.tsumugi.kernel.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The order that {@code _sort} asks for (<a
 * href="https://hl7.org/fhir/R4/search.html#sort">R4</a>): of several values of a resource the one
 * counts that comes first in this order; what has none comes last.
 */
public final class Order implements Comparator<String> {
  private final Corpus corpus;
  private final Definitions definitions;
  private final Matches matches;
  private final Set<Rule> broken;
  private final String type;
  private final List<String> keys;

  Order(
      Corpus corpus,
      Definitions definitions,
      Matches matches,
      Set<Rule> broken,
      Question question) {
    this.corpus = corpus;
    this.definitions = definitions;
    this.matches = matches;
    this.broken = broken;
    this.type = question.type();
    List<String> all = List.of(question.value("_sort").split(","));
    this.keys = broken.contains(Rule.SORT_SECOND_KEY) ? all.subList(0, 1) : all;
  }

  /** Less than zero if the first comes before the second, zero if the order leaves it open. */
  @Override
  public int compare(String one, String other) {
    for (String key : keys) {
      boolean asked = key.startsWith("-");
      boolean down = asked && !broken.contains(Rule.SORT_DESCENDING);
      String code = asked ? key.substring(1) : key;
      Comparable<Object> a = first(code, down, corpus.get(one));
      Comparable<Object> b = first(code, down, corpus.get(other));
      int compared = compare(a, b, down);
      if (compared != 0) return compared;
    }
    return 0;
  }

  private int compare(Comparable<Object> a, Comparable<Object> b, boolean down) {
    if (a == null || b == null) {
      int last = broken.contains(Rule.SORT_MISSING_LAST) ? -1 : 1;
      return a == b ? 0 : a == null ? last : -last;
    }
    return down ? b.compareTo(a) : a.compareTo(b);
  }

  @SuppressWarnings("unchecked")
  private Comparable<Object> first(String code, boolean down, Json.Obj resource) {
    List<Comparable<?>> values = values(code, resource);
    Comparable<Object> first = null;
    boolean last = broken.contains(Rule.SORT_FIRST_IN_ORDER) && down;
    for (Comparable<?> value : values) {
      Comparable<Object> next = (Comparable<Object>) value;
      if (first == null
          || (down && !last ? next.compareTo(first) > 0 : next.compareTo(first) < 0)) {
        first = next;
      }
    }
    return first;
  }

  private List<Comparable<?>> values(String code, Json.Obj resource) {
    List<Comparable<?>> found = new ArrayList<>();
    if (code.equals("_id")) {
      found.add(new Codepoints(resource.text("id")));
      return found;
    }
    if (code.equals("_lastUpdated")) {
      found.add(corpus.updated(resource));
      return found;
    }
    Param param = definitions.of(type, code);
    for (Value value : Values.of(resource, param)) {
      switch (param.kind()) {
        case "string" -> {
          for (String text : Matches.strings(value)) found.add(new Codepoints(matches.fold(text)));
        }
        case "date" -> matches.stretches(value).forEach(stretch -> found.add(from(stretch)));
        case "number", "quantity" -> {
          Amount amount = Amount.of(value, broken);
          if (amount != null) found.add(low(amount));
        }
        case "reference" -> {
          if (!Matches.target(value).isEmpty()) found.add(new Codepoints(Matches.target(value)));
        }
        default -> texts(value).forEach(text -> found.add(new Codepoints(text)));
      }
    }
    return found;
  }

  private static Instant from(Stretch stretch) {
    return stretch.from();
  }

  private static BigDecimal low(Amount amount) {
    return amount.inBase().low();
  }

  private static List<String> texts(Value value) {
    if (value.json() instanceof Json.Bool bool) return List.of(String.valueOf(bool.value()));
    if (value.json() instanceof Json.Text text) return List.of(text.value());
    Json.Obj object = value.object();
    List<String> texts = new ArrayList<>();
    for (Json.Obj coding : object.objects("coding")) texts.addAll(coding.texts("code"));
    texts.addAll(object.texts(value.type().equals("Coding") ? "code" : "value"));
    return texts;
  }

  /** A text in the order of its code points, which is the order of its UTF-8. */
  private record Codepoints(String text) implements Comparable<Codepoints> {
    @Override
    public int compareTo(Codepoints other) {
      return java.util.Arrays.compare(
          text.codePoints().toArray(), other.text.codePoints().toArray());
    }
  }
}
