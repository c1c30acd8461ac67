package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** <a href="https://hl7.org/fhir/R4/http.html#transaction">batch and transaction</a>. */
final class Bundles {
  private static final int MAX_ENTRIES = 20_000;

  private final Records records;
  private final QueryParser queries;
  private final String base;
  private final BiFunction<Exchange, Access, Reply> single;

  /**
   * @param single answers one request, for batches and for the GETs of a transaction
   */
  Bundles(
      Records records,
      QueryParser queries,
      String base,
      BiFunction<Exchange, Access, Reply> single) {
    this.records = records;
    this.queries = queries;
    this.base = base;
    this.single = single;
  }

  /** For inside a bundle: bundles do not nest. */
  static Bundles none(Records records, QueryParser queries) {
    return new Bundles(
        records,
        queries,
        "",
        (exchange, access) -> {
          throw Problem.of(Problem.Kind.NOT_SUPPORTED, "a bundle inside a bundle is not taken");
        });
  }

  private record Entry(int index, String fullUrl, Json.Obj json, String method, String url) {
    String path() {
      return "Bundle.entry[" + index + "]";
    }
  }

  Reply answer(Exchange exchange, Access access) {
    Json.Obj bundle = exchange.json();
    if (!"Bundle".equals(bundle.text("resourceType"))) {
      throw Problem.invalid("", "a Bundle is needed at this address");
    }
    List<Entry> entries = entries(bundle);
    boolean minimal = exchange.headers().getOrDefault("prefer", "").contains("return=minimal");
    String type = Optional.ofNullable(bundle.text("type")).orElse("");
    return switch (type) {
      case "transaction" -> transaction(entries, access, !minimal);
      case "batch" -> batch(entries, access);
      default ->
          throw Problem.invalid(
              "Bundle.type", "here a batch or a transaction is taken; store others at /Bundle");
    };
  }

  private static List<Entry> entries(Json.Obj bundle) {
    List<Json.Obj> objects = bundle.objects("entry");
    if (objects.size() > MAX_ENTRIES) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE, "Bundle.entry", "at most " + MAX_ENTRIES + " entries a bundle");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      Json.Obj json = objects.get(i);
      Json.Obj request = json.obj("request");
      String method = request == null ? null : request.text("method");
      String url = request == null ? null : request.text("url");
      if (method == null || url == null) {
        throw Problem.invalid("Bundle.entry[" + i + "].request", "method and url are needed");
      }
      String fullUrl = Optional.ofNullable(json.text("fullUrl")).orElse("");
      entries.add(new Entry(i, fullUrl, json, method, url));
    }
    return entries;
  }

  private Reply batch(List<Entry> entries, Access access) {
    BundleBytes answer = new BundleBytes("batch-response");
    for (Entry entry : entries) answer.answered(alone(entry, access));
    return Reply.json(200, answer.bytes());
  }

  private Reply alone(Entry entry, Access access) {
    try {
      return single.apply(exchange(entry), access);
    } catch (RuntimeException failure) {
      return Problems.reply(failure);
    }
  }

  private Reply transaction(List<Entry> entries, Access access, boolean withBodies) {
    List<Write> writes = new ArrayList<>();
    Map<Integer, Integer> writeOf = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.method().equals("GET") || entry.method().equals("HEAD")) continue;
      writeOf.put(entry.index(), writes.size());
      try {
        writes.add(write(entry));
      } catch (Problem problem) {
        throw problem.under(entry.path());
      }
    }
    List<Written> written = writes.isEmpty() ? List.of() : records.commit(access, writes);

    BundleBytes answer = new BundleBytes("transaction-response");
    for (Entry entry : entries) {
      Integer at = writeOf.get(entry.index());
      if (at == null) {
        // Committed by now: a read that fails must not make the whole look undone.
        answer.answered(alone(entry, access));
      } else {
        Written done = written.get(at);
        StoredResource stored = done.resource();
        boolean deleted = done.kind() == Written.Kind.DELETED;
        String location =
            deleted ? "" : base + "/" + stored.ref() + "/_history/" + stored.version();
        answer.answered(done.kind().status(), location, stored, withBodies && !deleted);
      }
    }
    return Reply.json(200, answer.bytes());
  }

  private Write write(Entry entry) {
    Json.Obj request = Optional.ofNullable(entry.json().obj("request")).orElseThrow();
    String url = local(entry.url());
    return switch (entry.method()) {
      case "POST" -> {
        if (url.contains("/") || url.contains("?")) {
          throw Problem.at(Problem.Kind.NOT_SUPPORTED, "request.url", "POST creates: name a type");
        }
        Optional<dev.tsumugi.fhirserver.Query> unless =
            Optional.ofNullable(request.text("ifNoneExist"))
                .map(q -> queries.parse(url, Exchange.words(q.replaceFirst("^[^?]*\\?", ""))));
        yield new Write.Create(url, resource(entry), entry.fullUrl(), unless);
      }
      case "PUT" -> {
        Ref ref = ref(url);
        Json.Obj body = resource(entry);
        if (!ref.id().equals(body.text("id"))) {
          throw Problem.invalid("resource.id", "must be the id that request.url names");
        }
        yield new Write.Update(ref, body, entry.fullUrl(), ifMatch(request));
      }
      case "DELETE" -> new Write.Delete(ref(url), ifMatch(request));
      default ->
          throw Problem.at(
              Problem.Kind.NOT_SUPPORTED,
              "request.method",
              "GET, POST, PUT and DELETE are offered");
    };
  }

  private String local(String url) {
    return url.startsWith(base + "/") ? url.substring(base.length() + 1) : url;
  }

  private static Ref ref(String url) {
    return Ref.parse(url)
        .orElseThrow(
            () ->
                Problem.at(
                    Problem.Kind.NOT_SUPPORTED,
                    "request.url",
                    "Type/id is needed; conditional forms are not offered"));
  }

  private static java.util.OptionalInt ifMatch(Json.Obj request) {
    String header = request.text("ifMatch");
    Map<String, String> headers = header == null ? Map.of() : Map.of("if-match", header);
    return new Exchange("PUT", List.of(), List.of(), headers, new byte[0]).ifMatch();
  }

  private static Json.Obj resource(Entry entry) {
    Json.Obj resource = entry.json().obj("resource");
    if (resource == null) throw Problem.invalid("resource", "is needed for this method");
    return resource;
  }

  /** An entry as a request of its own. */
  private Exchange exchange(Entry entry) {
    String url = local(entry.url());
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) if (!segment.isEmpty()) segments.add(segment);
    Map<String, String> headers = new TreeMap<>();
    Json.Obj request = Optional.ofNullable(entry.json().obj("request")).orElseThrow();
    header(request, "ifMatch", headers, "if-match");
    header(request, "ifNoneExist", headers, "if-none-exist");
    Json.Obj body = entry.json().obj("resource");
    return new Exchange(
        entry.method(),
        segments,
        Exchange.words(mark < 0 ? "" : url.substring(mark + 1)),
        headers,
        body == null ? new byte[0] : Json.bytes(body));
  }

  private static void header(
      Json.Obj request, String name, Map<String, String> headers, String header) {
    String value = request.text(name);
    if (value != null) headers.put(header, value);
  }
}
