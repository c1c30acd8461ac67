package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** create, update, patch, delete, and their conditional forms: from an exchange to a write. */
final class Changes {
  private final Records records;
  private final QueryParser queries;
  private final String base;

  Changes(Records records, QueryParser queries, String base) {
    this.records = records;
    this.queries = queries;
    this.base = base;
  }

  Reply create(Exchange exchange, Access access, String type) {
    Optional<Query> unless =
        Optional.ofNullable(exchange.headers().get("if-none-exist"))
            .map(header -> Condition.ofHeader(queries, type, header));
    return write(exchange, access, new Write.Create(type, exchange.json(), "", unless));
  }

  /** What is asked of one instance. */
  Reply onInstance(Exchange exchange, Access access, Ref ref) {
    exchange.refuseWordsBut(Set.of());
    return write(
        exchange,
        access,
        switch (exchange.method()) {
          case "PUT" -> {
            Json.Obj body = exchange.json();
            if (!ref.id().equals(body.text("id"))) {
              throw Problem.invalid(
                  ref.type() + ".id", "the body's id must be the id of the address");
            }
            Exchange.demandWhole(body);
            yield new Write.Update(ref, body, "", exchange.ifMatch());
          }
          case "PATCH" -> new Write.Patch(ref, patch(exchange), exchange.ifMatch());
          case "DELETE" -> new Write.Delete(ref, exchange.ifMatch());
          default -> throw new IllegalStateException("no write: " + exchange.method());
        });
  }

  /** What is asked of those that a condition finds. */
  Reply onCondition(Exchange exchange, Access access, String type) {
    Query query = Condition.of(queries, type, exchange.searchWords());
    return write(
        exchange,
        access,
        switch (exchange.method()) {
          case "PUT" -> {
            Json.Obj body = exchange.json();
            Exchange.demandWhole(body);
            yield new Write.UpdateWhere(query, body, "", exchange.ifMatch());
          }
          case "PATCH" -> new Write.PatchWhere(query, patch(exchange), exchange.ifMatch());
          case "DELETE" -> {
            refuseIfMatch(exchange.headers().containsKey("if-match"));
            yield new Write.DeleteWhere(query);
          }
          default -> throw new IllegalStateException("no write: " + exchange.method());
        });
  }

  /** It names one version, and a condition may match several resources. */
  static void refuseIfMatch(boolean stated) {
    if (stated) {
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED, "If-Match", "does not go with a conditional delete");
    }
  }

  private static JsonPatch patch(Exchange exchange) {
    return Patches.read(exchange.headers().getOrDefault("content-type", ""), exchange.body());
  }

  private Reply write(Exchange exchange, Access access, Write write) {
    Prefer.Return returns = exchange.prefer().returns();
    return Done.reply(records.commit(access, List.of(write)).get(0), returns, base);
  }
}
