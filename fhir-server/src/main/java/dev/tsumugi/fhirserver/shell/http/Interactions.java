package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** read, vread, history, search, create, update, delete: from an exchange to {@link Records}. */
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
    refuseWords(exchange);
    StoredResource found = records.read(access, ref).orElseThrow(() -> Problem.notFound(ref));
    return resource(200, found);
  }

  Reply vread(Access access, Ref ref, String version) {
    Problem absent = Problem.notFound(ref);
    if (!version.matches("[1-9][0-9]{0,8}")) throw absent;
    StoredResource found =
        records.vread(access, ref, Integer.parseInt(version)).orElseThrow(() -> absent);
    if (found.change() == Change.DELETED) {
      throw Problem.of(Problem.Kind.GONE, "this version of " + ref + " is its deletion");
    }
    return resource(200, found);
  }

  Reply history(Exchange exchange, Access access, Ref ref) {
    refuseWords(exchange);
    List<StoredResource> versions = records.history(access, ref);
    if (versions.isEmpty()) throw Problem.notFound(ref);
    BundleBytes bundle =
        new BundleBytes("history")
            .total(versions.size())
            .link("self", base + "/" + ref + "/_history");
    for (StoredResource version : versions) bundle.version(base, version);
    return Reply.json(200, bundle.bytes());
  }

  Reply search(Exchange exchange, Access access, String type) {
    Optional<String> cursor = exchange.word(Cursors.WORD);
    Query query;
    Optional<Query.Position> after = Optional.empty();
    if (cursor.isPresent()) {
      Cursors.Place place = cursors.open(cursor.get(), type, access.requester());
      query = queries.parse(type, QueryParser.words(place.text()));
      after = Optional.of(place.position());
    } else {
      boolean lenient = exchange.headers().getOrDefault("prefer", "").contains("handling=lenient");
      query =
          lenient
              ? queries.parseLeniently(type, exchange.searchWords())
              : queries.parse(type, exchange.searchWords());
    }
    Query.Page page = records.search(access, query, after);
    BundleBytes bundle = new BundleBytes("searchset");
    page.total().ifPresent(bundle::total);
    bundle.link("self", base + "/" + type + Cursors.query(query.text()));
    page.next()
        .ifPresent(
            next ->
                bundle.link(
                    "next",
                    base
                        + "/"
                        + type
                        + "?"
                        + Cursors.WORD
                        + "="
                        + cursors.seal(type, query.text(), next, access.requester())));
    for (StoredResource match : page.matches()) bundle.found(base, match, "match");
    for (StoredResource along : page.included()) bundle.found(base, along, "include");
    if (!query.leftOut().isEmpty()) bundle.outcome(Problems.leftOut(query.leftOut()));
    return Reply.json(200, bundle.bytes());
  }

  Reply create(Exchange exchange, Access access, String type) {
    Optional<Query> unless =
        Optional.ofNullable(exchange.headers().get("if-none-exist"))
            .map(
                header ->
                    queries.parse(type, Exchange.words(header.replaceFirst("^[^?]*\\?", ""))));
    return written(exchange, access, new Write.Create(type, exchange.json(), "", unless));
  }

  Reply update(Exchange exchange, Access access, Ref ref) {
    refuseWords(exchange);
    var body = exchange.json();
    if (!ref.id().equals(body.text("id"))) {
      throw Problem.invalid(ref.type() + ".id", "the body's id must be the id of the address");
    }
    return written(exchange, access, new Write.Update(ref, body, "", exchange.ifMatch()));
  }

  Reply delete(Exchange exchange, Access access, Ref ref) {
    refuseWords(exchange);
    records.commit(access, List.of(new Write.Delete(ref, exchange.ifMatch())));
    return new Reply(204, java.util.Map.of(), new byte[0]);
  }

  private Reply written(Exchange exchange, Access access, Write write) {
    Written done = records.commit(access, List.of(write)).get(0);
    StoredResource stored = done.resource();
    boolean minimal = exchange.headers().getOrDefault("prefer", "").contains("return=minimal");
    Reply reply = resource(done.kind().status(), stored);
    if (minimal) reply = new Reply(reply.status(), reply.headers(), new byte[0]);
    return reply.with("Location", base + "/" + stored.ref() + "/_history/" + stored.version());
  }

  private static void refuseWords(Exchange exchange) {
    for (QueryParser.Word word : exchange.searchWords()) {
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED, word.name(), "'" + word.name() + "' is not supported here");
    }
  }

  private static Reply resource(int status, StoredResource stored) {
    return Reply.json(status, stored.json())
        .with("ETag", "W/\"" + stored.version() + "\"")
        .with(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.updated().atOffset(ZoneOffset.UTC)));
  }
}
