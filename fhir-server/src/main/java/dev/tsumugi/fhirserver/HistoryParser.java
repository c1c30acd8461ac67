package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of a history; what is not offered is refused by its name. */
public final class HistoryParser {
  private HistoryParser() {}

  public static HistoryQuery parse(HistoryQuery.Level level, List<Word> words) {
    Optional<Instant> since = Optional.empty();
    Optional<Period> at = Optional.empty();
    int count = Limits.DEFAULT_COUNT;
    Query.Total total = Query.Total.NONE;
    Set<String> seen = new HashSet<>();
    for (Word word : words) {
      String name = word.name();
      if (word.value().isEmpty()) continue;
      if (!seen.add(name)) throw Problem.invalid(name, "may be given once");
      switch (name) {
        case "_since" -> since = Optional.of(time(word).from());
        case "_at" -> at = Optional.of(time(word));
        case "_count" -> count = QueryParser.count(word.value());
        case "_total" -> total = QueryParser.total(word.value());
        default ->
            throw Problem.at(
                Problem.Kind.NOT_SUPPORTED,
                name,
                "'" + name + "' is not supported for a history; _since, _at, _count, _total are");
      }
    }
    if (count == 0 && total == Query.Total.NONE) total = Query.Total.ACCURATE;
    return new HistoryQuery(level, since, at, count, total, Optional.empty());
  }

  private static Period time(Word word) {
    return FhirTime.parse(word.value())
        .orElseThrow(
            () ->
                Problem.invalid(
                    word.name(), "a time is written 2026, 2026-11, 2026-11-22 or with a time"));
  }
}
