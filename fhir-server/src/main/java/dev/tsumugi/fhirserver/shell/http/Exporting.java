package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.AuditEvents;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.Exports.Level;
import dev.tsumugi.fhirserver.Exports.Order;
import dev.tsumugi.fhirserver.Exports.State;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code $export} of the system, of all patients, of a group; and what its client polls and cancels
 * (<a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html">Bulk Data Access 2.0</a>).
 */
final class Exporting {
  static final String NDJSON = "application/fhir+ndjson";

  private static final String STATUS = "$export-status";
  private static final String EXPORT = "$export";

  // In an address a plus sign is a space.
  private static final Set<String> FORMATS =
      Set.of(NDJSON, "application/fhir ndjson", "application/ndjson", "ndjson");

  private final R4 r4;
  private final Records records;
  private final Exports exports;
  private final String base;

  Exporting(R4 r4, Records records, Exports exports, String base) {
    this.r4 = r4;
    this.records = records;
    this.exports = exports;
    this.base = base;
  }

  /** Whether this is what answers at an address. */
  static boolean takes(List<String> path) {
    return switch (path.size()) {
      case 1 -> path.get(0).equals(EXPORT);
      case 2 ->
          path.get(0).equals(STATUS)
              || (path.get(0).equals("Patient") && path.get(1).equals(EXPORT));
      case 3 -> path.get(0).equals("Group") && path.get(2).equals(EXPORT);
      default -> false;
    };
  }

  /** For the capability statement: the operation on a type, or on the system ({@code ""}). */
  static Optional<Json> offered(String type) {
    String definition =
        switch (type) {
          case "" -> "export";
          case "Patient" -> "patient-export";
          case "Group" -> "group-export";
          default -> "";
        };
    if (definition.isEmpty()) return Optional.empty();
    return Optional.of(
        Json.object()
            .put("name", "export")
            .put("definition", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/" + definition)
            .put(
                "documentation",
                "Prefer: respond-async; _type, _since, _outputFormat (NDJSON). Each part of a file"
                    + " is decided anew when it is fetched")
            .build());
  }

  Reply answer(Exchange exchange, Access access) {
    List<String> path = exchange.path();
    if (path.get(0).equals(STATUS)) return status(exchange, access, path.get(1));
    if (!exchange.method().equals("GET") && !exchange.method().equals("POST")) {
      return Problems.notAllowed(exchange.method(), "GET, POST", "");
    }
    Prefer prefer = exchange.prefer();
    if (!prefer.async()) {
      throw Problem.invalid("Prefer", "an export takes its time: send Prefer: respond-async");
    }
    Asked asked = asked(parameters(exchange), prefer.lenient());
    Level level =
        switch (path.size()) {
          case 1 -> Level.SYSTEM;
          case 2 -> Level.PATIENT;
          default -> Level.GROUP;
        };
    List<Ref> patients =
        level == Level.GROUP ? members(access, path.get(1), access.at()) : List.of();
    Order order = new Order(level, patients, asked.types(), asked.since(), request(exchange));
    String job = exports.start(access, order);
    return new Reply(202, Map.of("Content-Location", base + "/" + STATUS + "/" + job), new byte[0]);
  }

  private String request(Exchange exchange) {
    StringBuilder text = new StringBuilder();
    for (Word word : exchange.words()) {
      text.append(text.length() == 0 ? "" : "\n").append(word.name()).append('=');
      text.append(word.value());
    }
    return base + "/" + String.join("/", exchange.path()) + Cursors.query(text.toString());
  }

  private static List<Word> parameters(Exchange exchange) {
    List<Word> words = new ArrayList<>(exchange.searchWords());
    if (exchange.isGet() || exchange.body().length == 0) return words;
    Json.Obj input = exchange.json();
    if (!"Parameters".equals(input.text("resourceType"))) {
      throw Problem.invalid("", "the body of an operation is a Parameters resource");
    }
    for (Json.Obj parameter : input.objects("parameter")) {
      String name = parameter.text("name");
      words.add(new Word(name == null ? "" : name, value(parameter)));
    }
    return words;
  }

  private static String value(Json.Obj parameter) {
    for (int i = 0; i < parameter.size(); i++) {
      boolean value = parameter.name(i).startsWith("value");
      if (value && parameter.value(i) instanceof Json.Text text) return text.value();
    }
    return "";
  }

  private record Asked(List<String> types, Optional<Period> since) {}

  private Asked asked(List<Word> words, boolean lenient) {
    Set<String> types = new LinkedHashSet<>();
    Optional<Period> since = Optional.empty();
    for (Word word : words) {
      switch (word.name()) {
        case "_type" -> types(word.value(), lenient, types);
        case "_since" -> {
          since = FhirTime.parse(word.value());
          if (since.isEmpty()) {
            throw Problem.invalid("_since", "an instant is needed, 2026-11-22T03:00:00Z");
          }
        }
        case "_outputFormat" -> {
          if (!FORMATS.contains(word.value())) {
            throw Problem.at(
                Problem.Kind.NOT_SUPPORTED, "_outputFormat", "exports are written as " + NDJSON);
          }
        }
        default -> {
          if (!lenient) {
            throw Problem.at(
                Problem.Kind.NOT_SUPPORTED,
                word.name(),
                "'" + word.name() + "' is not supported by this export");
          }
        }
      }
    }
    return new Asked(List.copyOf(types), since);
  }

  private void types(String value, boolean lenient, Set<String> into) {
    for (String type : value.split(",", -1)) {
      String name = type.strip();
      if (name.equals(AuditEvents.TYPE)) {
        throw Problem.at(
            Problem.Kind.NOT_SUPPORTED,
            "_type",
            "'AuditEvent' is not exported: the journal is searched at /fhir/AuditEvent");
      }
      if (r4.isType(name)) {
        into.add(name);
      } else if (!lenient) {
        throw Problem.at(
            Problem.Kind.NOT_SUPPORTED, "_type", "there is no resource type of this name in R4");
      }
    }
    if (into.isEmpty()) throw Problem.invalid("_type", "no resource type is left to export");
  }

  /** Those who are in it now; read through the gate, so a hidden group is an absent one. */
  private List<Ref> members(Access access, String id, Instant now) {
    Problem absent = Problem.of(Problem.Kind.NOT_FOUND, "there is no such group here");
    if (!Ref.isId(id)) throw absent;
    Ref ref = new Ref("Group", id);
    Json.Obj group =
        records
            .read(access, ref)
            .filter(found -> found.change() != Change.DELETED)
            .map(found -> Json.parseObject(found.json()))
            .orElseThrow(() -> Problem.notFound(ref));
    Set<Ref> members = new LinkedHashSet<>();
    for (Json.Obj member : group.objects("member")) {
      Json.Obj entity = member.obj("entity");
      String reference = entity == null ? null : entity.text("reference");
      if (reference == null || Boolean.TRUE.equals(member.bool("inactive"))) continue;
      Json.Obj period = member.obj("period");
      boolean current =
          period == null
              || FhirTime.parsePeriod(period)
                  .filter(p -> !now.isBefore(p.from()) && now.isBefore(p.until()))
                  .isPresent();
      if (!current) continue;
      Ref.parse(reference).filter(r -> r.type().equals("Patient")).ifPresent(members::add);
    }
    return List.copyOf(members);
  }

  private Reply status(Exchange exchange, Access access, String job) {
    Problem unknown = Problem.of(Problem.Kind.NOT_FOUND, "there is no such export here");
    if (exchange.method().equals("DELETE")) {
      if (!exports.cancel(access, job)) throw unknown;
      return new Reply(202, Map.of(), new byte[0]);
    }
    if (!exchange.isGet()) {
      return Problems.notAllowed(exchange.method(), "GET, HEAD, DELETE", "");
    }
    State state = exports.state(access, job).orElseThrow(() -> unknown);
    if (state instanceof State.Running running) {
      String progress = running.progress().isEmpty() ? "waiting" : running.progress();
      return new Reply(202, Map.of("X-Progress", progress, "Retry-After", "2"), new byte[0]);
    }
    if (state instanceof State.Done done) {
      return Reply.json(200, manifest(job, done))
          .with("Content-Type", "application/json")
          .with("Expires", HttpDate.of(done.expires()));
    }
    return Reply.json(
        500,
        Problems.outcome(
            Problem.of(Problem.Kind.UNAVAILABLE, "the export failed; ask for a new one")));
  }

  private Json.Obj manifest(String job, State.Done done) {
    List<Json> output = new ArrayList<>();
    List<Json> deleted = new ArrayList<>();
    for (Exports.File file : done.files()) {
      String url = base + ExportFiles.ADDRESS + "/" + job + "/" + file.number() + ".ndjson";
      (file.deleted() ? deleted : output)
          .add(
              Json.object()
                  .put("type", file.deleted() ? "Bundle" : file.type())
                  .put("url", url)
                  .put("count", file.count())
                  .build());
    }
    return Json.object()
        .put("transactionTime", FhirTime.instant(done.transactionTime()))
        .put("request", done.request())
        .put("requiresAccessToken", true)
        .put("output", new Json.Arr(output))
        .put("deleted", new Json.Arr(deleted))
        .put("error", new Json.Arr(List.of()))
        .build();
  }
}
