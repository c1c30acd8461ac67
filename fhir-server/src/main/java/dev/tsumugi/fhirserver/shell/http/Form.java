package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.r4.FhirXml;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Optional;

/**
 * The form in which an answer leaves: {@code _format} and {@code _pretty}, or what {@code Accept}
 * prefers (<a href="https://hl7.org/fhir/R4/http.html#general">R4</a>). Inside, every answer is
 * compact JSON; one that is wanted so is not touched.
 *
 * @param contentType as the answer states it
 */
record Form(Format format, String contentType, boolean pretty) {
  /** As stored, and the form of answers to those whose wish cannot be read. */
  static final Form STORED = of(Format.JSON, Format.JSON.type(), false);

  private static Form of(Format format, String type, boolean pretty) {
    return new Form(format, type + ";charset=UTF-8", pretty);
  }

  /**
   * @throws Problem NOT_ACCEPTABLE if none of our forms is wanted
   */
  static Form of(Exchange exchange) {
    String accept = exchange.headers().getOrDefault("accept", "").strip();
    boolean shaped = exchange.asks("_format") || exchange.asks("_pretty");
    if (!shaped && isStored(accept)) return STORED;
    boolean pretty = exchange.word("_pretty").map(Form::flag).orElse(false);
    Optional<String> word = exchange.word("_format").filter(text -> !text.isBlank());
    if (word.isPresent()) {
      MediaType type = MediaType.of(word.get());
      Format format =
          Format.ofWord(word.get()).filter(f -> type.isOurVersion()).orElseThrow(Form::none);
      return of(format, format.type(), pretty);
    }
    if (RawBinary.isWanted(exchange)) return STORED;
    if (accept.isEmpty()) {
      Format format = isXml(exchange) ? Format.XML : Format.JSON;
      return of(format, format.type(), pretty);
    }
    Wish json = wish(accept, Format.JSON);
    Wish xml = wish(accept, Format.XML);
    if (Math.max(json.quality(), xml.quality()) <= 0) throw none();
    boolean asXml = xml.quality() > json.quality();
    return of(asXml ? Format.XML : Format.JSON, asXml ? xml.type() : json.type(), pretty);
  }

  private static boolean isStored(String accept) {
    return accept.equals("*/*") || accept.equals(Format.JSON.type());
  }

  /** Who writes in XML and says no more is answered in XML. */
  private static boolean isXml(Exchange exchange) {
    String type = exchange.headers().get("content-type");
    return type != null
        && Format.ofType(MediaType.of(type).name()).orElse(Format.JSON) == Format.XML;
  }

  private record Wish(double quality, String type) {}

  /** Of what names the form, the best; else of what names its kind; else of what names anything. */
  private static Wish wish(String accept, Format format) {
    Wish named = new Wish(-1, format.type());
    Wish kind = named;
    Wish any = named;
    for (MediaType range : MediaType.list(accept)) {
      if (!range.isOurVersion()) continue;
      String name = range.name();
      double quality = range.quality();
      if (Format.ofType(name).orElse(null) == format) {
        // R4: a generic type is answered in that type.
        if (quality > named.quality()) named = new Wish(quality, name);
      } else if (name.equals("application/*")) {
        kind = new Wish(quality, format.type());
      } else if (name.equals("*/*")) {
        any = new Wish(quality, format.type());
      }
    }
    if (named.quality() >= 0) return named;
    return kind.quality() >= 0 ? kind : any;
  }

  private static boolean flag(String value) {
    return switch (value) {
      case "true", "" -> value.equals("true");
      case "false" -> false;
      default -> throw Problem.invalid("_pretty", "is true or false");
    };
  }

  private static Problem none() {
    return Problem.of(
        Problem.Kind.NOT_ACCEPTABLE,
        "this server answers in application/fhir+json and application/fhir+xml, in FHIR 4.0 and"
            + " UTF-8");
  }

  /** The answer in this form; raw bytes stay what they are. */
  Reply dress(Reply reply, FhirXml xml) {
    if (equals(STORED) || reply.body().length == 0) return reply;
    if (reply.headers().containsKey("Content-Type")) return reply;
    // Another form is made of the whole; only what leaves as stored leaves in pieces.
    byte[] body = reply.whole().body();
    if (format == Format.XML) body = xml.write(Json.parseObject(body), pretty);
    else if (pretty) body = PrettyJson.of(body);
    return new Reply(reply.status(), reply.headers(), body).with("Content-Type", contentType);
  }
}
