package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names inside a commit: {@code urn:uuid:} aliases, and references that are searches. */
final class Names {
  private final R4 r4;
  private final QueryParser queries;
  private final Conditions conditions;
  private final Map<String, Ref> aliases = new HashMap<>();
  private final Map<String, Ref> found = new HashMap<>();

  Names(R4 r4, QueryParser queries, Conditions conditions) {
    this.r4 = r4;
    this.queries = queries;
    this.conditions = conditions;
  }

  /**
   * @param alias empty if it has none
   */
  void call(String alias, Ref ref) {
    if (!alias.isEmpty()) aliases.put(alias, ref);
  }

  Json.Obj resolve(Json.Obj body) {
    Json.Obj resolved = Links.rewrite(body, this::resolve);
    return aliases.isEmpty() ? resolved : Links.readdress(resolved, this::address);
  }

  /** An attachment of the same commit (http.html#trules); what else an address says stays. */
  private String address(String url) {
    Ref alias = url.startsWith("urn:") ? aliases.get(url) : null;
    return alias == null ? url : alias.toString();
  }

  private String resolve(String reference) {
    Ref alias = aliases.get(reference);
    if (alias != null) return alias.toString();
    if (!Links.isConditional(reference)) return reference;
    return found.computeIfAbsent(reference, this::search).toString();
  }

  private Ref search(String reference) {
    int mark = reference.indexOf('?');
    String type = reference.substring(0, mark);
    if (!r4.isType(type)) {
      throw Problem.invalid("", "a conditional reference starts with a resource type");
    }
    List<Row> rows = two(queries.parse(type, words(reference.substring(mark + 1))));
    if (rows.size() == 1) return rows.get(0).ref();
    throw Problem.of(
        Problem.Kind.PRECONDITION,
        "a conditional reference to "
            + type
            + " must find exactly one resource, it finds "
            + (rows.isEmpty() ? "none" : "several"));
  }

  private List<Row> two(Query query) {
    try {
      return conditions.find(GateTag.MATCH_URL, query, 2);
    } catch (SQLException failure) {
      throw Database.translate(failure);
    }
  }

  private static List<QueryParser.Word> words(String query) {
    List<QueryParser.Word> words = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) throw Problem.invalid("", "a conditional reference holds name=value pairs");
      words.add(
          new QueryParser.Word(
              decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
    }
    return words;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      throw Problem.invalid("", "a %-escape in a conditional reference is broken");
    }
  }
}
