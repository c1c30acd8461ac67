package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.Subsets;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How much of each resource is shown: {@code _summary} and {@code _elements} (<a
 * href="https://hl7.org/fhir/R4/search.html#summary">R4</a>). Less is shown than was decided and
 * journalled, never more.
 */
final class View {
  /** What shapes an answer and asks nothing of the records. */
  static final Set<String> WORDS = Set.of("_format", "_pretty", "_summary", "_elements");

  private final R4 r4;
  private final Subsets subsets;

  View(R4 r4) {
    this.r4 = r4;
    this.subsets = new Subsets(r4);
  }

  /** Takes an answer's body to what is shown of it. */
  interface Cut extends UnaryOperator<Reply> {}

  private static final Cut WHOLE = reply -> reply;

  /**
   * What the request asks to see.
   *
   * @throws Problem NOT_SUPPORTED naming what is not known, or does not fit the interaction
   */
  Cut of(Exchange exchange) {
    if (!exchange.asks("_summary") && !exchange.asks("_elements")) return WHOLE;
    Optional<String> summary = word(exchange, "_summary").filter(word -> !word.equals("false"));
    Optional<String> elements = word(exchange, "_elements");
    if (summary.isEmpty() && elements.isEmpty()) return WHOLE;
    String name = summary.isPresent() ? "_summary" : "_elements";
    if (!reads(exchange)) throw refused(name, "shapes what is read; it does not fit a write");
    if (summary.isPresent() && elements.isPresent()) {
      throw refused("_elements", "does not go together with _summary");
    }
    if (summary.isEmpty()) {
      Map<String, Set<String>> wanted = wanted(exchange, elements.orElseThrow());
      return reply -> cut(reply, exchange, name, resource -> elements(resource, wanted));
    }
    return switch (summary.get()) {
      case "true" -> reply -> cut(reply, exchange, name, subsets::summary);
      case "data" -> reply -> cut(reply, exchange, name, subsets::data);
      case "text" -> {
        refuseIncludes(exchange);
        yield reply -> cut(reply, exchange, name, subsets::text);
      }
      case "count" -> {
        if (isInstance(exchange)) throw refused("_summary=count", "counts; this is one resource");
        yield this::count;
      }
      default -> throw refused("_summary", "is true, text, data, count or false");
    };
  }

  private static Optional<String> word(Exchange exchange, String name) {
    List<String> values =
        exchange.words().stream()
            .filter(word -> word.name().equals(name) && !word.value().isEmpty())
            .map(Word::value)
            .toList();
    if (values.size() > 1) throw Problem.invalid(name, "may be given once");
    return values.stream().findFirst();
  }

  private static boolean reads(Exchange exchange) {
    if (exchange.isGet()) return true;
    List<String> path = exchange.path();
    String last = path.isEmpty() ? "" : path.get(path.size() - 1);
    return exchange.method().equals("POST") && (last.equals("_search") || last.startsWith("$"));
  }

  /** One resource by its id, rather than a bundle of some. */
  private static boolean isInstance(Exchange exchange) {
    List<String> path = exchange.path();
    boolean version = path.size() == 4 && path.get(2).equals("_history");
    boolean instance = path.size() == 2 && !path.get(1).startsWith("_");
    return (version || instance) && !path.get(path.size() - 1).startsWith("$");
  }

  /** R4: "the _include and _revinclude parameters cannot be mixed with _summary=text". */
  private static void refuseIncludes(Exchange exchange) {
    for (Word word : exchange.words()) {
      if (word.name().startsWith("_include") || word.name().startsWith("_revinclude")) {
        throw refused(word.name(), "does not go together with _summary=text");
      }
    }
  }

  /** Wanted elements by type; of types that are not named, the whole is shown. */
  private Map<String, Set<String>> wanted(Exchange exchange, String list) {
    String first = exchange.path().isEmpty() ? "" : exchange.path().get(0);
    List<String> plain = r4.isType(first) ? List.of(first) : r4.types();
    Map<String, Set<String>> wanted = new HashMap<>();
    for (String item : list.split(",", -1)) {
      String name = item.strip();
      int dot = name.indexOf('.');
      boolean typed = dot > 0 && r4.isType(name.substring(0, dot));
      String element = typed ? name.substring(dot + 1) : name;
      boolean known = false;
      for (String type : typed ? List.of(name.substring(0, dot)) : plain) {
        if (!subsets.isElement(type, element)) continue;
        wanted.computeIfAbsent(type, t -> new HashSet<>()).add(element);
        known = true;
      }
      if (!known) {
        String shown = name.matches("[A-Za-z][A-Za-z0-9_.\\[\\]]{0,80}") ? "'" + name + "'" : "one";
        throw refused("_elements", "names " + shown + ", which is no root element here");
      }
    }
    return wanted;
  }

  private Json.Obj elements(Json.Obj resource, Map<String, Set<String>> wanted) {
    Set<String> names = wanted.get(String.valueOf(resource.text("resourceType")));
    return names == null ? resource : subsets.elements(resource, names);
  }

  private static Reply cut(
      Reply reply, Exchange exchange, String word, UnaryOperator<Json.Obj> part) {
    if (!isResource(reply)) return reply;
    Json.Obj body = Json.parseObject(reply.whole().body());
    if (isInstance(exchange) || exchange.path().equals(List.of("metadata"))) {
      return body(reply, part.apply(body));
    }
    if (!isList(body)) throw refused(word, "does not fit what is answered here, which is whole");
    List<Json> entries = new ArrayList<>();
    for (Json.Obj entry : body.objects("entry")) {
      Json.Obj resource = entry.obj("resource");
      boolean shown = resource != null && !isOutcome(entry);
      entries.add(shown ? entry.with("resource", part.apply(resource)) : entry);
    }
    return body(reply, entries.isEmpty() ? body : body.with("entry", new Json.Arr(entries)));
  }

  private Reply count(Reply reply) {
    if (!isResource(reply)) return reply;
    Json.Obj body = Json.parseObject(reply.whole().body());
    if (!isList(body) || !body.has("total")) {
      throw refused("_summary=count", "does not fit what is answered here");
    }
    return body(reply, body.without("entry"));
  }

  private static boolean isResource(Reply reply) {
    boolean fhir = !reply.headers().containsKey("Content-Type");
    return fhir && reply.status() == 200 && reply.body().length > 0;
  }

  private static boolean isList(Json.Obj body) {
    String type = body.text("type");
    return "Bundle".equals(body.text("resourceType"))
        && ("searchset".equals(type) || "history".equals(type));
  }

  private static boolean isOutcome(Json.Obj entry) {
    Json.Obj search = entry.obj("search");
    return search != null && "outcome".equals(search.text("mode"));
  }

  private static Reply body(Reply reply, Json.Obj body) {
    return new Reply(reply.status(), reply.headers(), Json.bytes(body));
  }

  private static Problem refused(String word, String message) {
    return Problem.at(Problem.Kind.NOT_SUPPORTED, word, "'" + word + "' " + message);
  }
}
