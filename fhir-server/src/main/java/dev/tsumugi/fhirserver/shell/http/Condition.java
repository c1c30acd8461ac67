package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Set;

/** The search on which a write depends. It is read strictly, whatever the client prefers. */
final class Condition {
  private static final Set<String> SHAPE =
      Set.of("_sort", "_count", "_total", "_summary", "_elements", "_include", "_revinclude");

  private Condition() {}

  static Query of(QueryParser queries, String type, List<Word> words) {
    for (Word word : words) {
      if (SHAPE.contains(word.name().replaceFirst(":.*", ""))) {
        throw Problem.at(
            Problem.Kind.NOT_SUPPORTED,
            word.name(),
            "'" + word.name() + "' shapes an answer; it is no condition of a write");
      }
    }
    Query query = queries.parse(type, words);
    // All of a type would match.
    if (query.clauses().isEmpty()) {
      throw Problem.of(
          Problem.Kind.INVALID, "a condition needs at least one search criterion with a value");
    }
    return query;
  }

  /** Of {@code If-None-Exist}: a query, with or without what stands before its question mark. */
  static Query ofHeader(QueryParser queries, String type, String header) {
    return of(queries, type, Exchange.words(header.replaceFirst("^[^?]*\\?", "")));
  }
}
