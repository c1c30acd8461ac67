package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.r4.FhirXml;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Map;

/**
 * What a request brings, as FHIR JSON: XML and raw Binaries are converted here, and nowhere behind
 * it does anybody know of them.
 */
final class Inbound {
  private static final int MAX_VALUES = 4_000_000;

  private final FhirXml xml;

  Inbound(FhirXml xml) {
    this.xml = xml;
  }

  /**
   * Before the body is read.
   *
   * @throws Problem UNSUPPORTED_MEDIA if we could not read it
   */
  void admit(Exchange head) {
    String encoding = head.headers().getOrDefault("content-encoding", "identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw unsupported("send the body as it is, without a Content-Encoding");
    }
    String stated = head.headers().get("content-type");
    boolean written = head.method().equals("POST") || head.method().equals("PUT");
    if (stated == null || !written || RawBinary.isSent(head)) return;
    MediaType type = MediaType.of(stated);
    if (isSearch(head)) {
      if (type.name().equals(Exchange.FORM)) return;
      throw unsupported("a search is sent as " + Exchange.FORM);
    }
    if (Format.ofType(type.name()).isPresent() && type.isOurVersion()) return;
    throw unsupported(
        "send FHIR as application/fhir+json or application/fhir+xml, in FHIR 4.0 and UTF-8");
  }

  private static boolean isSearch(Exchange head) {
    List<String> path = head.path();
    return !path.isEmpty() && path.get(path.size() - 1).equals("_search");
  }

  /** The request with its body in JSON. */
  Exchange fhir(Exchange exchange) {
    if (RawBinary.isSent(exchange)) return RawBinary.asFhir(exchange);
    if (exchange.body().length == 0) return exchange;
    Format format = Format.ofType(MediaType.of(exchange.contentType()).name()).orElse(Format.JSON);
    demandFewValues(exchange.body(), format);
    // A patch is no resource: its reader says what it takes.
    if (format == Format.JSON || exchange.method().equals("PATCH")) return exchange;
    byte[] json = Json.bytes(xml.read(exchange.body()));
    return exchange.with(Map.of("content-type", Format.JSON.type()), json);
  }

  /** A body of nothing but brackets would be some hundred times as large when it is a tree. */
  private static void demandFewValues(byte[] body, Format format) {
    if (body.length <= MAX_VALUES) return;
    byte mark = (byte) (format == Format.JSON ? ',' : '<');
    int values = 0;
    for (byte b : body) if (b == mark) values++;
    if (values <= MAX_VALUES) return;
    throw Problem.of(
        Problem.Kind.TOO_LARGE, "the body holds more than " + MAX_VALUES + " values; split it");
  }

  private static Problem unsupported(String message) {
    return Problem.of(Problem.Kind.UNSUPPORTED_MEDIA, message);
  }
}
