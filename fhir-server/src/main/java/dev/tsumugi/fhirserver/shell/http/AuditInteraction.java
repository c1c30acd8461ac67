package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.AuditEvents;
import dev.tsumugi.fhirserver.AuditLine;
import dev.tsumugi.fhirserver.AuditQuery;
import dev.tsumugi.fhirserver.AuditTrail;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;

/**
 * read and search of AuditEvent: the journal. It writes them itself, so nothing else is offered.
 */
final class AuditInteraction {
  private static final String BY_ITSELF = "; the journal writes its AuditEvents by itself";

  private final AuditTrail trail;
  private final Cursors cursors;
  private final String base;

  AuditInteraction(AuditTrail trail, Cursors cursors, String base) {
    this.trail = trail;
    this.cursors = cursors;
    this.base = base;
  }

  static boolean takes(List<String> path) {
    return !path.isEmpty() && path.get(0).equals(AuditEvents.TYPE);
  }

  Reply answer(Exchange exchange, Access access) {
    List<String> path = exchange.path();
    boolean searches = path.size() == 2 && path.get(1).equals("_search");
    if (searches) {
      if (exchange.method().equals("POST")) return search(exchange, access);
      return Problems.notAllowed(exchange.method(), "POST", "");
    }
    if (path.size() > 2 || (path.size() == 2 && path.get(1).startsWith("_"))) {
      throw Problem.of(
          Problem.Kind.NOT_SUPPORTED,
          "an AuditEvent has one version, so vread and _history are not supported for it");
    }
    if (!exchange.isGet()) {
      return Problems.notAllowed(exchange.method(), "GET, HEAD", BY_ITSELF);
    }
    return path.size() == 1 ? search(exchange, access) : read(exchange, access, path.get(1));
  }

  private Reply read(Exchange exchange, Access access, String id) {
    exchange.refuseWordsBut(View.WORDS);
    if (!Ref.isId(id)) {
      throw Problem.of(
          Problem.Kind.NOT_FOUND, "an id has 1 to 64 of A-Z, a-z, 0-9, hyphen and dot");
    }
    AuditLine line =
        trail.event(access, id).orElseThrow(() -> Problem.notFound(new Ref(AuditEvents.TYPE, id)));
    StoredResource event = event(line);
    return IfChanged.reply(exchange.headers(), Interactions.resource(200, event), event);
  }

  private Reply search(Exchange exchange, Access access) {
    Optional<String> cursor = exchange.word(Cursors.WORD);
    AuditQuery query;
    Optional<Query.Position> after = Optional.empty();
    if (cursor.isPresent()) {
      Cursors.Place place = cursors.open(cursor.get(), AuditEvents.TYPE, access.requester());
      query = AuditQuery.parse(QueryParser.words(place.text()));
      after = Optional.of(place.position());
    } else {
      query = AuditQuery.parse(exchange.searchWords());
    }
    AuditTrail.Page page = trail.events(access, query, after);
    String address = base + "/" + AuditEvents.TYPE;
    BundleBytes bundle = new BundleBytes("searchset");
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
                        + cursors.seal(AuditEvents.TYPE, query.text(), next, access.requester())
                        + exchange.shape()));
    for (AuditLine line : page.lines()) bundle.found(base, event(line), "match");
    return Reply.json(200, bundle.bytes());
  }

  private static StoredResource event(AuditLine line) {
    Ref ref = new Ref(AuditEvents.TYPE, line.key().id());
    byte[] json = Json.bytes(AuditEvents.of(line));
    return new StoredResource(ref, 1, line.at(), Change.CREATED, json);
  }
}
