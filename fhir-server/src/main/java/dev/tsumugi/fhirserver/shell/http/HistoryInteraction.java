package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.HistoryParser;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.HistoryQuery.Level;
import dev.tsumugi.fhirserver.HistoryQuery.Position;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code _history} of one resource, a type, all (<a
 * href="https://hl7.org/fhir/R4/http.html#history">R4</a>).
 */
final class HistoryInteraction {
  private static final String NAME = "_history";

  private final Records records;
  private final Cursors cursors;
  private final String base;

  HistoryInteraction(Records records, Cursors cursors, String base) {
    this.records = records;
    this.cursors = cursors;
    this.base = base;
  }

  Reply answer(Exchange exchange, Access access, Level level) {
    String path = level.path() + NAME;
    Optional<String> cursor = exchange.word(Cursors.WORD);
    String text;
    Optional<Position> after = Optional.empty();
    if (cursor.isPresent()) {
      Cursors.Place place = cursors.open(cursor.get(), path, access.requester());
      text = place.text();
      after = Optional.of(position(place.position()));
    } else {
      boolean counts = exchange.word("_summary").filter("count"::equals).isPresent();
      List<String> words = new ArrayList<>();
      for (QueryParser.Word word : exchange.searchWords()) {
        if (word.value().isEmpty() || View.WORDS.contains(word.name())) continue;
        if (counts && Set.of("_count", "_total").contains(word.name())) continue;
        words.add(word.name() + "=" + word.value());
      }
      if (counts) words.add("_count=0"); // which is answered with the total
      text = String.join("\n", words);
    }
    HistoryQuery query = HistoryParser.parse(level, QueryParser.words(text));
    if (after.isPresent()) query = query.from(after.get());
    Optional<HistoryQuery.Page> page = records.history(access, query);
    if (page.isEmpty()) throw absent(level);
    return Reply.json(200, bundle(exchange, path, text, access, page.get()).bytes());
  }

  private BundleBytes bundle(
      Exchange exchange, String path, String text, Access access, HistoryQuery.Page page) {
    BundleBytes bundle = new BundleBytes("history");
    page.total().ifPresent(bundle::total);
    bundle.link("self", base + "/" + path + Cursors.query(text));
    page.next()
        .ifPresent(
            next -> {
              String sealed = cursors.seal(path, text, position(next), access.requester());
              bundle.link(
                  "next", base + "/" + path + "?" + Cursors.WORD + "=" + sealed + exchange.shape());
            });
    for (StoredResource version : page.versions()) bundle.version(base, version);
    return bundle;
  }

  private static Problem absent(Level level) {
    return level instanceof Level.OfOne one
        ? Problem.notFound(one.ref())
        : Problem.of(Problem.Kind.NOT_FOUND, "there is no such history here");
  }

  private static Query.Position position(Position position) {
    String version = Integer.toString(position.version());
    return new Query.Position(List.of(position.updated().toString(), version), position.row());
  }

  private static Position position(Query.Position sealed) {
    return new Position(
        Instant.parse(sealed.values().get(0)),
        sealed.row(),
        Integer.parseInt(sealed.values().get(1)));
  }
}
