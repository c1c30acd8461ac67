package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Entries of a transaction as writes. */
final class EntryWrites {
  private final QueryParser queries;

  EntryWrites(QueryParser queries) {
    this.queries = queries;
  }

  /**
   * @param url relative to the base
   * @param fullUrl empty if the entry has none
   */
  Write write(String method, String url, String fullUrl, Json.Obj entry) {
    Json.Obj request = Optional.ofNullable(entry.obj("request")).orElseThrow();
    return switch (method) {
      case "POST" -> create(request, url, fullUrl, entry);
      case "PUT" -> update(request, url, fullUrl, entry);
      case "PATCH" -> {
        JsonPatch patch = Patches.ofBinary(resource(entry));
        yield isConditional(url)
            ? new Write.PatchWhere(condition(url), patch, ifMatch(request))
            : new Write.Patch(ref(url), patch, ifMatch(request));
      }
      case "DELETE" -> {
        if (!isConditional(url)) yield new Write.Delete(ref(url), ifMatch(request));
        Changes.refuseIfMatch(request.has("ifMatch"));
        yield new Write.DeleteWhere(condition(url));
      }
      default ->
          throw Problem.at(
              Problem.Kind.NOT_SUPPORTED,
              "request.method",
              "GET, HEAD, POST, PUT, PATCH and DELETE are offered");
    };
  }

  private Write create(Json.Obj request, String url, String fullUrl, Json.Obj entry) {
    if (url.contains("/") || url.contains("?")) {
      throw Problem.at(Problem.Kind.NOT_SUPPORTED, "request.url", "POST creates: name a type");
    }
    Optional<Query> unless =
        Optional.ofNullable(request.text("ifNoneExist"))
            .map(text -> Condition.ofHeader(queries, url, text));
    return new Write.Create(url, resource(entry), fullUrl, unless);
  }

  private Write update(Json.Obj request, String url, String fullUrl, Json.Obj entry) {
    Json.Obj body = resource(entry);
    Exchange.demandWhole(body);
    if (isConditional(url)) {
      return new Write.UpdateWhere(condition(url), body, fullUrl, ifMatch(request));
    }
    Ref ref = ref(url);
    if (!ref.id().equals(body.text("id"))) {
      throw Problem.invalid("resource.id", "must be the id that request.url names");
    }
    return new Write.Update(ref, body, fullUrl, ifMatch(request));
  }

  private static boolean isConditional(String url) {
    return url.contains("?");
  }

  private Query condition(String url) {
    int mark = url.indexOf('?');
    return Condition.of(queries, url.substring(0, mark), Exchange.words(url.substring(mark + 1)));
  }

  private static Ref ref(String url) {
    return Ref.parse(url)
        .orElseThrow(
            () ->
                Problem.at(
                    Problem.Kind.NOT_SUPPORTED,
                    "request.url",
                    "Type/id is needed, or Type?condition"));
  }

  private static OptionalInt ifMatch(Json.Obj request) {
    String header = request.text("ifMatch");
    Map<String, String> headers = header == null ? Map.of() : Map.of("if-match", header);
    return new Exchange("PUT", List.of(), List.of(), headers, new byte[0]).ifMatch();
  }

  private static Json.Obj resource(Json.Obj entry) {
    Json.Obj resource = entry.obj("resource");
    if (resource == null) throw Problem.invalid("resource", "is needed for this method");
    return resource;
  }
}
