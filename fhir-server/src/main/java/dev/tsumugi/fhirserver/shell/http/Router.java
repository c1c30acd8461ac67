package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.HistoryQuery;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Refusals;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.SignOns;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which interaction is this? (<a href="https://hl7.org/fhir/R4/http.html">R4 RESTful API</a>) */
final class Router {
  private final R4 r4;
  private final Interactions interactions;
  private final AuditInteraction audit;
  private final HistoryInteraction histories;
  private final Changes changes;
  private final Bundles bundles;
  private final Metadata metadata;
  private final List<Operation> operations;
  private final Refusals refusals;
  private final SignOns signOns;
  private final Optional<Exporting> exporting;
  private final View view;

  /**
   * @param exporting empty where no request may outlive its answer: in a batch
   */
  Router(
      R4 r4,
      Interactions interactions,
      AuditInteraction audit,
      HistoryInteraction histories,
      Changes changes,
      Bundles bundles,
      Metadata metadata,
      List<Operation> operations,
      Refusals refusals,
      SignOns signOns,
      Optional<Exporting> exporting,
      View view) {
    this.exporting = exporting;
    this.r4 = r4;
    this.interactions = interactions;
    this.audit = audit;
    this.histories = histories;
    this.changes = changes;
    this.bundles = bundles;
    this.metadata = metadata;
    this.operations = operations;
    this.refusals = refusals;
    this.signOns = signOns;
    this.view = view;
  }

  /** What needs no sign-on: what the server can do. */
  boolean isOpen(Exchange exchange) {
    return exchange.isGet() && exchange.path().equals(List.of("metadata"));
  }

  Reply open(Exchange exchange) {
    String mode = exchange.word("mode").orElse("full");
    byte[] statement = mode.equals("terminology") ? metadata.terminology() : metadata.statement();
    return view.of(exchange).apply(Reply.json(200, statement));
  }

  Reply answer(Exchange exchange, Access access) {
    View.Cut cut = view.of(exchange);
    return cut.apply(route(exchange, access));
  }

  private Reply route(Exchange exchange, Access access) {
    List<String> path = exchange.path();
    if (exporting.isPresent() && Exporting.takes(path)) {
      demandSignOn(access);
      return exporting.get().answer(exchange, access);
    }
    Optional<Reply> operation = operation(exchange, access);
    if (operation.isPresent()) return operation.get();
    if (path.isEmpty()) {
      if (exchange.method().equals("POST")) {
        // Before the first entry: later ones stand for themselves.
        demandSignOn(access);
        return bundles.answer(exchange, access);
      }
      if (exchange.isGet()) return interactions.search(exchange, access, Query.SEVERAL);
      return notAllowed(exchange, "GET, HEAD, POST");
    }
    if (path.equals(List.of("_search"))) {
      if (!exchange.method().equals("POST")) return notAllowed(exchange, "POST");
      return interactions.search(exchange, access, Query.SEVERAL);
    }
    boolean audited = AuditInteraction.takes(path);
    if (path.get(path.size() - 1).equals("_history") && path.size() < 3 && !audited) {
      if (!exchange.isGet()) return notAllowed(exchange, "GET, HEAD");
      return histories.answer(exchange, access, level(path));
    }
    if (AuditInteraction.takes(path)) return audit.answer(exchange, access);
    String type = path.get(0);
    if (!r4.isType(type)) {
      throw Problem.of(Problem.Kind.NOT_FOUND, "there is no such resource type or operation here");
    }
    if (path.size() == 1) return onType(exchange, access, type);
    if (path.get(1).equals("_search") && path.size() == 2) {
      if (!exchange.method().equals("POST")) return notAllowed(exchange, "POST");
      return interactions.search(exchange, access, type);
    }
    if (!Ref.isId(path.get(1))) {
      throw Problem.of(
          Problem.Kind.NOT_FOUND, "an id has 1 to 64 of A-Z, a-z, 0-9, hyphen and dot");
    }
    Ref ref = new Ref(type, path.get(1));
    if (path.size() == 2) return onInstance(exchange, access, ref);
    if (path.get(2).equals("_history") && path.size() <= 4) {
      if (!exchange.isGet()) return notAllowed(exchange, "GET, HEAD");
      if (path.size() == 3) {
        return histories.answer(exchange, access, new HistoryQuery.Level.OfOne(ref));
      }
      return interactions.vread(exchange, access, ref, path.get(3));
    }
    throw Problem.of(Problem.Kind.NOT_FOUND, "there is no such resource type or operation here");
  }

  private HistoryQuery.Level level(List<String> path) {
    if (path.size() == 1) return new HistoryQuery.Level.OfAll();
    r4.typeNumber(path.get(0)); // 404 if R4 has no such type
    return new HistoryQuery.Level.OfType(path.get(0));
  }

  private Reply onType(Exchange exchange, Access access, String type) {
    return switch (exchange.method()) {
      case "GET", "HEAD" -> interactions.search(exchange, access, type);
      case "POST" -> changes.create(exchange, access, type);
      case "PUT", "PATCH", "DELETE" -> {
        if (!exchange.searchWords().isEmpty()) yield changes.onCondition(exchange, access, type);
        yield Problems.notAllowed(
            exchange.method(), "GET, HEAD, POST", "; others take an id, or a condition");
      }
      default -> notAllowed(exchange, "GET, HEAD, POST, PUT, PATCH, DELETE");
    };
  }

  private Reply onInstance(Exchange exchange, Access access, Ref ref) {
    return switch (exchange.method()) {
      case "GET", "HEAD" -> interactions.read(exchange, access, ref);
      case "PUT", "PATCH", "DELETE" -> changes.onInstance(exchange, access, ref);
      default -> notAllowed(exchange, "GET, HEAD, PUT, PATCH, DELETE");
    };
  }

  private static Reply notAllowed(Exchange exchange, String allow) {
    return Problems.notAllowed(exchange.method(), allow, "");
  }

  private Optional<Reply> operation(Exchange exchange, Access access) {
    List<String> path = exchange.path();
    if (path.isEmpty() || !path.get(path.size() - 1).startsWith("$")) return Optional.empty();
    String name = path.get(path.size() - 1);
    for (Operation operation : operations) {
      if (!operation.name().equals(name)) continue;
      if (operation.onEveryType()) {
        boolean typed = path.size() >= 2 && path.size() <= 3 && r4.isType(path.get(0));
        boolean here = typed && (path.size() == 2 || Ref.isId(path.get(1)));
        if (here) return Optional.of(run(operation, exchange, access));
        continue;
      }
      int length = operation.type().isEmpty() ? 1 : operation.onInstance() ? 3 : 2;
      boolean here =
          path.size() == length
              && (length == 1 || operation.type().orElse("").equals(path.get(0)))
              && (length < 3 || Ref.isId(path.get(1)));
      if (here) return Optional.of(run(operation, exchange, access));
    }
    for (Operation operation : operations) {
      if (operation.name().equals(name)) throw notHere(operation);
    }
    throw Problem.of(
        Problem.Kind.NOT_FOUND, "there is no such operation here; /fhir/metadata lists them");
  }

  private static Problem notHere(Operation operation) {
    String type =
        operation.onEveryType() ? "/[type]" : operation.type().map(t -> "/" + t).orElse("");
    String instance = operation.onInstance() ? "/[id]" : "";
    String name = operation.name();
    return Problem.of(
        Problem.Kind.NOT_FOUND,
        name + " is not offered at this address, but at /fhir" + type + instance + "/" + name);
  }

  private Reply run(Operation operation, Exchange exchange, Access access) {
    // What an operation answers need not pass the gate: codes, the state of the hub.
    if (!operation.asksTheGate() || !exchange.method().equals("POST")) {
      demandSignOn(access);
      return ask(operation, exchange, access);
    }
    try {
      return ask(operation, exchange, access);
    } catch (Problem problem) {
      // It may have come before the gate was asked: who is signed off is told that alone.
      demandSignOn(access);
      throw problem;
    }
  }

  /** The one who answers writes it down, as where the gate says so. */
  private void demandSignOn(Access access) {
    signOns
        .over(access)
        .ifPresent(
            reason -> {
              throw SignOnProblems.over(access.requester().signOn(), reason);
            });
  }

  private Reply ask(Operation operation, Exchange exchange, Access access) {
    boolean get = exchange.isGet();
    boolean offered = get ? operation.safe() : exchange.method().equals("POST");
    if (!offered) return notAllowed(exchange, operation.safe() ? "GET, HEAD, POST" : "POST");
    Json.Obj input = !get && exchange.body().length > 0 ? exchange.json() : null;
    boolean bare = input != null && !"Parameters".equals(input.text("resourceType"));
    if (bare && operation.onEveryType()) {
      // R4: what has one parameter that is a resource may be sent that resource alone.
      Json parameter = Json.object().put("name", "resource").put("resource", input).build();
      input =
          Json.object()
              .put("resourceType", "Parameters")
              .put("parameter", List.of(parameter))
              .build();
    } else if (bare) {
      throw Problem.invalid("", "the body of an operation is a Parameters resource");
    }
    Map<String, String> words = new HashMap<>();
    List<QueryParser.Word> asked = new ArrayList<>();
    for (QueryParser.Word word : exchange.searchWords()) {
      if (View.WORDS.contains(word.name())) continue;
      asked.add(word);
      if (words.putIfAbsent(word.name(), word.value()) != null && !operation.repeats()) {
        String name = word.name();
        throw Problem.invalid(name, "'" + name + "' stands twice; put commas between its values");
      }
    }
    List<String> path = exchange.path();
    Optional<Ref> instance =
        path.size() == 3 ? Optional.of(new Ref(path.get(0), path.get(1))) : Optional.empty();
    Optional<String> type = path.size() > 1 ? Optional.of(path.get(0)) : Optional.empty();
    Optional<String> language = Optional.ofNullable(exchange.headers().get("accept-language"));
    Operation.Call call =
        new Operation.Call(type, instance, input, words, new Operation.Call.Asked(language, asked));
    try {
      Operation.Answered answered = operation.answer(access, call);
      return Reply.json(answered.status(), answered.body());
    } catch (Problem problem) {
      // What a module refuses by itself is a denial as any other.
      boolean refused =
          problem.kind() == Problem.Kind.FORBIDDEN
              || problem.kind() == Problem.Kind.UNAUTHENTICATED;
      if (refused) {
        Optional<Ref> patient = instance.filter(ref -> ref.type().equals("Patient"));
        refusals.note(access, operation.name(), patient);
      }
      throw problem;
    }
  }
}
