package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
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
  private final EntryWrites writes;
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
    this.writes = new EntryWrites(queries);
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

    boolean reads() {
      return method.equals("GET") || method.equals("HEAD");
    }
  }

  Reply answer(Exchange exchange, Access access) {
    Json.Obj bundle = exchange.json();
    if (!"Bundle".equals(bundle.text("resourceType"))) {
      throw Problem.invalid("", "a Bundle is needed at this address");
    }
    List<Entry> entries = entries(bundle);
    String type = Optional.ofNullable(bundle.text("type")).orElse("");
    return switch (type) {
      case "transaction" -> transaction(entries, access, exchange);
      case "batch" -> batch(entries, access, exchange);
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

  private Reply batch(List<Entry> entries, Access access, Exchange whole) {
    BundleBytes answer = new BundleBytes("batch-response");
    for (Entry entry : entries) {
      boolean asOutcome = !entry.reads() && whole.prefer().returns() == Prefer.Return.OUTCOME;
      answer.answered(alone(entry, access, whole), asOutcome);
    }
    return Reply.json(200, answer.bytes());
  }

  private Reply alone(Entry entry, Access access, Exchange whole) {
    try {
      return single.apply(exchange(entry, whole), access).whole();
    } catch (RuntimeException failure) {
      return Problems.reply(failure);
    }
  }

  private Reply transaction(List<Entry> entries, Access access, Exchange whole) {
    List<Write> asked = new ArrayList<>();
    Map<Integer, Integer> writeOf = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.reads()) continue;
      writeOf.put(entry.index(), asked.size());
      try {
        asked.add(writes.write(entry.method(), local(entry.url()), entry.fullUrl(), entry.json()));
      } catch (Problem problem) {
        throw problem.under(entry.path());
      }
    }
    List<Written> written = asked.isEmpty() ? List.of() : records.commit(access, asked);

    BundleBytes answer = new BundleBytes("transaction-response");
    for (Entry entry : entries) {
      Integer at = writeOf.get(entry.index());
      if (at == null) {
        // Committed by now: a read that fails must not make the whole look undone.
        answer.answered(alone(entry, access, whole), false);
      } else {
        answer.answered(written.get(at), whole.prefer().returns(), base);
      }
    }
    return Reply.json(200, answer.bytes());
  }

  private String local(String url) {
    return url.startsWith(base + "/") ? url.substring(base.length() + 1) : url;
  }

  /** An entry as a request of its own. */
  private Exchange exchange(Entry entry, Exchange whole) {
    String url = local(entry.url());
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) if (!segment.isEmpty()) segments.add(segment);
    Map<String, String> headers = new TreeMap<>();
    headers.put("accept", Format.JSON.type()); // an entry holds resources, no raw content
    Json.Obj request = Optional.ofNullable(entry.json().obj("request")).orElseThrow();
    header(request, "ifMatch", headers, "if-match");
    header(request, "ifNoneExist", headers, "if-none-exist");
    header(request, "ifNoneMatch", headers, "if-none-match");
    header(request, "ifModifiedSince", headers, "if-modified-since");
    String prefer = whole.headers().get("prefer");
    if (prefer != null) headers.put("prefer", prefer);
    Json.Obj resource = entry.json().obj("resource");
    byte[] body = resource == null ? new byte[0] : Json.bytes(resource);
    if (resource != null && entry.method().equals("PATCH")) {
      headers.put("content-type", Patches.contentType(resource));
      body = Patches.data(resource);
    }
    return new Exchange(
        entry.method(),
        segments,
        Exchange.words(mark < 0 ? "" : url.substring(mark + 1)),
        headers,
        body);
  }

  private static void header(
      Json.Obj request, String name, Map<String, String> headers, String header) {
    String value = request.text(name);
    if (value != null) headers.put(header, value);
  }
}
