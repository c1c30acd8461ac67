package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.AuditEvents;
import dev.tsumugi.fhirserver.AuditQuery;
import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Parameters;
import dev.tsumugi.fhirserver.Searchable;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What this server does, and nothing it does not (<a
 * href="https://hl7.org/fhir/R4/capabilitystatement.html">CapabilityStatement</a>).
 */
final class Metadata {
  private static final String TERMINOLOGY_SERVER =
      "http://hl7.org/fhir/CapabilityStatement/terminology-server";

  // What the statement has no element for.
  private static final String SHAPES =
      "Every answer takes _format and _pretty; read, vread, search, history and operations that"
          + " answer searchsets take _summary (true, text, data, count, false) and _elements.";
  private static final String WRITES =
      "Patches are JSON Patches, also under a condition (PATCH [type]?[query]) and, as a Binary, in"
          + " a batch or transaction. Only custodians may create under an id of their own. A"
          + " conditional delete deletes at most "
          + Write.MOST_DELETED
          + " resources, or none.";
  private static final String BINARY =
      "A read that names no FHIR type in Accept is answered with the content in its own type; POST"
          + " and PUT of any other type than FHIR's store it, with X-Security-Context.";
  private static final String SUBSCRIPTIONS =
      "rest-hook to hosts that the operator lists; criteria are a search on one type; no payload,"
          + " or application/fhir+json. A notification holds what its writer may see when it is"
          + " sent";

  private static final String JOURNAL =
      "The journal as AuditEvents (codes of IHE BALP), made when they are asked for and written by"
          + " nobody: to residents and those who may read for them what concerns them, to the"
          + " privacy officer and the custodian all. Sorted by date (-date unless asked otherwise),"
          + " no total; _tag finds what was marked as unusual. No search of other types leads here.";

  /** A reference that may lead to so many types may lead to any. */
  private static final int ANYWHERE = 100;

  private final Parameters parameters;
  private final Function<R4, byte[]> maker;
  private final byte[] terminology;
  private volatile Made made;

  /** A statement, and the facts it was made of. */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they leave
  private record Made(R4 of, byte[] statement) {}

  Metadata(
      Parameters parameters,
      List<Operation> operations,
      String base,
      String version,
      Instant started,
      Oauth oauth,
      boolean referentialIntegrity) {
    this.parameters = parameters;
    List<Json> policies = new ArrayList<>(List.of(Json.text("literal")));
    if (referentialIntegrity) policies.add(Json.text("enforced"));
    maker = r4 -> Json.bytes(statement(r4, operations, base, version, started, oauth, policies));
    terminology = Json.bytes(TerminologyStatement.of(base, version, started));
    R4 first = parameters.now().answered();
    made = new Made(first, maker.apply(first));
  }

  /** {@code metadata?mode=terminology}: what is done about codes, and with which parameters. */
  byte[] terminology() {
    return terminology;
  }

  /** The issuer's endpoints (SMART App Launch 2.2 asks for them here, too). */
  record Oauth(String authorize, String token) {}

  /** Made anew when other search parameters are answered. */
  byte[] statement() {
    R4 now = parameters.now().answered();
    Made last = made;
    if (last.of() == now) return last.statement();
    Made next = new Made(now, maker.apply(now));
    made = next;
    return next.statement();
  }

  private static Json.Obj statement(
      R4 r4,
      List<Operation> operations,
      String base,
      String version,
      Instant started,
      Oauth oauth,
      List<Json> policies) {
    List<Json> resources = new ArrayList<>();
    for (String type : r4.types()) resources.add(resource(r4, type, operations, base, policies));
    Json.Builder rest =
        Json.object()
            .put("mode", "server")
            .put("documentation", SHAPES + " " + WRITES)
            .put("security", security(oauth))
            .put("resource", resources)
            .put("interaction", codes("transaction", "batch", "search-system", "history-system"))
            .put("searchParam", params(r4, R4.ANY))
            .put("operation", operations(operations, "", base));
    return Json.object()
        .put("resourceType", "CapabilityStatement")
        .put("status", "active")
        .put("date", FhirTime.instant(started))
        .put("kind", "instance")
        .put("instantiates", List.of(Json.text(TERMINOLOGY_SERVER)))
        .put("software", Json.object().put("name", "Tsumugi").put("version", version).build())
        .put(
            "implementation",
            Json.object().put("description", "Tsumugi (紡)").put("url", base).build())
        .put("fhirVersion", "4.0.1")
        .put("format", formats())
        .put("patchFormat", List.of(Json.text(JsonPatch.MEDIA_TYPE)))
        .put("rest", List.of(rest.build()))
        .build();
  }

  private static List<Json> formats() {
    List<Json> formats = new ArrayList<>();
    for (Format format : Format.values()) {
      formats.add(Json.text(format.type()));
      formats.add(Json.text(format.name().toLowerCase(Locale.ROOT)));
    }
    return formats;
  }

  private static Json security(Oauth oauth) {
    Json service =
        Json.object()
            .put(
                "coding",
                List.of(
                    Json.object()
                        .put(
                            "system",
                            "http://terminology.hl7.org/CodeSystem/restful-security-service")
                        .put("code", "SMART-on-FHIR")
                        .build()))
            .build();
    Json uris =
        Json.object()
            .put("url", "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris")
            .put(
                "extension",
                List.of(uri("authorize", oauth.authorize()), uri("token", oauth.token())))
            .build();
    return Json.object()
        .put("extension", List.of(uris))
        .put("cors", true)
        .put("service", List.of(service))
        .put("description", "Bearer tokens of the city's issuer; consent decides on every row")
        .build();
  }

  private static Json uri(String name, String value) {
    return Json.object().put("url", name).put("valueUri", value).build();
  }

  private static Json resource(
      R4 r4, String type, List<Operation> operations, String base, List<Json> policies) {
    if (type.equals(AuditEvents.TYPE)) return journal(operations, base);
    return Json.object()
        .put("type", type)
        .put(
            "interaction",
            codes(
                "read",
                "vread",
                "update",
                "patch",
                "delete",
                "history-instance",
                "history-type",
                "create",
                "search-type"))
        .put("documentation", documentation(type))
        .put("versioning", "versioned-update")
        .put("readHistory", true)
        .put("updateCreate", false)
        .put("conditionalCreate", true)
        .put("conditionalRead", "full-support")
        .put("conditionalUpdate", true)
        .put("conditionalDelete", "multiple")
        .put("referencePolicy", policies)
        .put("searchInclude", includes(r4, type))
        .put("searchRevInclude", revIncludes(r4, type))
        .put("searchParam", params(r4, type))
        .put("operation", operations(operations, type, base))
        .build();
  }

  /** The journal: read and searched, written by nobody. */
  private static Json journal(List<Operation> operations, String base) {
    List<Json> params = new ArrayList<>();
    AuditQuery.PARAMETERS.forEach(
        (name, kind) -> params.add(Json.object().put("name", name).put("type", kind).build()));
    return Json.object()
        .put("type", AuditEvents.TYPE)
        .put("documentation", JOURNAL)
        .put("interaction", codes("read", "search-type"))
        .put("versioning", "no-version")
        .put("readHistory", false)
        .put("searchParam", params)
        .put("operation", operations(operations, AuditEvents.TYPE, base))
        .build();
  }

  private static @Nullable String documentation(String type) {
    return switch (type) {
      case "Binary" -> BINARY;
      case "Subscription" -> SUBSCRIPTIONS;
      default -> null;
    };
  }

  private static List<Json> params(R4 r4, String type) {
    List<Json> params = new ArrayList<>();
    for (SearchParameter param : r4.searchParameters(type)) {
      if (!Searchable.supports(r4, param)) continue;
      params.add(
          Json.object()
              .put("name", param.code())
              .put("type", param.kind().name().toLowerCase(Locale.ROOT))
              .build());
    }
    return params;
  }

  private static List<Json> includes(R4 r4, String type) {
    List<Json> values = new ArrayList<>(List.of(Json.text("*"), Json.text(type + ":*")));
    for (SearchParameter param : references(r4, type)) {
      values.add(Json.text(type + ":" + param.code()));
    }
    return values;
  }

  private static List<Json> revIncludes(R4 r4, String type) {
    List<Json> values = new ArrayList<>(List.of(Json.text("*")));
    for (String source : r4.types()) {
      if (source.equals(AuditEvents.TYPE)) continue;
      for (SearchParameter param : references(r4, source)) {
        // What may lead anywhere is too long a list; it works, and is said once, by the wildcard.
        boolean here = param.targets().contains(type) && param.targets().size() < ANYWHERE;
        if (here) values.add(Json.text(source + ":" + param.code()));
      }
    }
    return values;
  }

  private static List<SearchParameter> references(R4 r4, String type) {
    return r4.searchParameters(type).stream()
        .filter(param -> param.kind() == SearchParameter.Kind.REFERENCE)
        .toList();
  }

  private static List<Json> operations(List<Operation> operations, String type, String base) {
    List<Json> offered = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Operation operation : operations) {
      boolean here =
          operation.onEveryType() ? !type.isEmpty() : operation.type().orElse("").equals(type);
      // On the type and on one of it, an operation is one.
      if (!here || !named.add(operation.name())) continue;
      String name = operation.name().substring(1);
      offered.add(
          Json.object()
              .put("name", name)
              .put("definition", operation.definition())
              .put("documentation", operation.documentation())
              .build());
    }
    Exporting.offered(type).ifPresent(offered::add);
    return offered;
  }

  private static List<Json> codes(String... codes) {
    List<Json> list = new ArrayList<>();
    for (String code : codes) list.add(Json.object().put("code", code).build());
    return list;
  }
}
