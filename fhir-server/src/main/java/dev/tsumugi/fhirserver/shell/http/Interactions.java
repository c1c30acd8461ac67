package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;

/** read, vread, search: from an exchange to {@link Records}. */
final class Interactions {
  private final Records records;
  private final QueryParser queries;
  private final Cursors cursors;
  private final String base;

  Interactions(Records records, QueryParser queries, Cursors cursors, String base) {
    this.records = records;
    this.queries = queries;
    this.cursors = cursors;
    this.base = base;
  }

  Reply read(Exchange exchange, Access access, Ref ref) {
    exchange.refuseWordsBut(View.WORDS);
    StoredResource found = records.read(access, ref).orElseThrow(() -> Problem.notFound(ref));
    return shown(exchange, found);
  }

  Reply vread(Exchange exchange, Access access, Ref ref, String version) {
    exchange.refuseWordsBut(View.WORDS);
    Problem absent = Problem.notFound(ref);
    if (!version.matches("[1-9][0-9]{0,8}")) throw absent;
    StoredResource found =
        records.vread(access, ref, Integer.parseInt(version)).orElseThrow(() -> absent);
    if (found.change() == Change.DELETED) {
      throw Problem.of(Problem.Kind.GONE, "this version of " + ref + " is its deletion");
    }
    return shown(exchange, found);
  }

  /** What was read, as the client wants it: not at all if it has it, raw if it is a Binary. */
  private static Reply shown(Exchange exchange, StoredResource found) {
    Reply whole = resource(200, found);
    Reply wanted = IfChanged.reply(exchange.headers(), whole, found);
    boolean raw = wanted.status() == 200 && RawBinary.isWanted(exchange);
    return raw ? RawBinary.reply(wanted) : wanted;
  }

  /**
   * @param type {@link Query#SEVERAL} for a search over types
   */
  Reply search(Exchange exchange, Access access, String type) {
    Optional<String> cursor = exchange.word(Cursors.WORD);
    Query query;
    Optional<Query.Position> after = Optional.empty();
    if (cursor.isPresent()) {
      Cursors.Place place = cursors.open(cursor.get(), type, access.requester());
      query = queries.parse(type, QueryParser.words(place.text()));
      after = Optional.of(place.position());
    } else {
      query =
          exchange.prefer().lenient()
              ? queries.parseLeniently(type, exchange.searchWords())
              : queries.parse(type, exchange.searchWords());
    }
    Query.Page page = records.search(access, query, after);
    BundleBytes bundle = new BundleBytes("searchset");
    page.total().ifPresent(bundle::total);
    String address = query.overSeveral() ? base : base + "/" + type;
    bundle.link("self", address + Cursors.query(query.text()));
    page.next()
        .ifPresent(
            next ->
                bundle.link(
                    "next",
                    address
                        + "?"
                        + Cursors.WORD
                        + "="
                        + cursors.seal(type, query.text(), next, access.requester())
                        + exchange.shape()));
    for (StoredResource match : page.matches()) bundle.found(base, match, "match");
    for (StoredResource along : page.included()) bundle.found(base, along, "include");
    if (!query.leftOut().isEmpty()) bundle.outcome(Problems.leftOut(query.leftOut()));
    return Reply.json(200, bundle.bytes());
  }

  static Reply resource(int status, StoredResource stored) {
    return Reply.json(status, stored.json())
        .with("ETag", "W/\"" + stored.tag() + "\"")
        .with("Last-Modified", HttpDate.of(stored.updated()));
  }
}
