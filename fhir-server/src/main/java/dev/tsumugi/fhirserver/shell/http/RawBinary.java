package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Binary as the bytes it stands for (<a href="https://hl7.org/fhir/R4/binary.html#rest">R4</a>).
 * The gate decides on the resource; here only its form changes.
 */
final class RawBinary {
  /** Half of a body's limit: as base64 in FHIR JSON it must fit, too. */
  static final int MAX_BYTES = 32 << 20;

  private static final String CONTEXT = "x-security-context";
  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( ?;[ -~]{1,200})?");

  private RawBinary() {}

  /** R4: a read that does not name a FHIR type first gets the content in its own type. */
  static boolean isWanted(Exchange exchange) {
    List<String> path = exchange.path();
    boolean version = path.size() == 4 && path.get(2).equals("_history");
    boolean binary = (path.size() == 2 || version) && path.get(0).equals("Binary");
    if (!binary || !exchange.isGet() || path.get(1).startsWith("_")) return false;
    if (exchange.words().stream().anyMatch(word -> View.WORDS.contains(word.name()))) return false;
    double fhir = 0;
    double other = 0;
    for (MediaType range : MediaType.list(exchange.headers().getOrDefault("accept", ""))) {
      boolean named = Format.ofType(range.name()).isPresent();
      if (named) fhir = Math.max(fhir, range.quality());
      else other = Math.max(other, range.quality());
    }
    // A browser names application/xml, too, and would rather have something else.
    return fhir == 0 || fhir < other;
  }

  /** The read resource as its content. What was uploaded may be a page: it must not run here. */
  static Reply reply(Reply resource) {
    Json.Obj binary = Json.parseObject(resource.body());
    String stated = String.valueOf(binary.text("contentType"));
    String type = TYPE.matcher(stated).matches() ? stated : "application/octet-stream";
    String data = binary.text("data");
    byte[] content = data == null ? new byte[0] : Base64.getMimeDecoder().decode(data);
    Reply raw =
        new Reply(resource.status(), resource.headers(), content)
            .with("Content-Type", type)
            .with("Content-Disposition", "attachment")
            .with("Content-Security-Policy", "default-src 'none'; sandbox");
    Json.Obj context = binary.obj("securityContext");
    String reference = context == null ? null : context.text("reference");
    if (reference == null || !reference.matches("[!-~]{1,500}")) return raw;
    return raw.with("X-Security-Context", reference);
  }

  /** Whether the body is a Binary's content rather than FHIR. */
  static boolean isSent(Exchange exchange) {
    List<String> path = exchange.path();
    boolean create = exchange.method().equals("POST") && path.size() == 1;
    boolean update = exchange.method().equals("PUT") && path.size() == 2;
    return (create || update)
        && path.get(0).equals("Binary")
        && Format.ofType(MediaType.of(exchange.contentType()).name()).isEmpty();
  }

  /** The upload as the FHIR request that it stands for. */
  static Exchange asFhir(Exchange exchange) {
    if (exchange.body().length > MAX_BYTES) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE, "a Binary holds at most " + (MAX_BYTES >> 20) + " MB");
    }
    String context = exchange.headers().get(CONTEXT);
    byte[] content = exchange.body();
    Json.Obj binary =
        Json.object()
            .put("resourceType", "Binary")
            .put("id", exchange.path().size() == 2 ? exchange.path().get(1) : null)
            .put("contentType", exchange.contentType())
            .put(
                "securityContext",
                context == null ? null : Json.object().put("reference", context.strip()).build())
            .put("data", content.length == 0 ? null : Base64.getEncoder().encodeToString(content))
            .build();
    return exchange.with(Map.of("content-type", Format.JSON.type()), Json.bytes(binary));
  }
}
