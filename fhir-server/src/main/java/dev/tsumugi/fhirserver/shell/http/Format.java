package dev.tsumugi.fhirserver.shell.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The two forms of FHIR that we speak, and <a href="https://hl7.org/fhir/R4/http.html#mime-type">
 * their names</a>.
 */
enum Format {
  JSON("application/fhir+json"),
  XML("application/fhir+xml");

  /** The generic types, and those of the drafts before R4, which clients still send. */
  private static final Map<String, Format> NAMES =
      Map.of(
          "application/fhir+json", JSON,
          "application/json", JSON,
          "text/json", JSON,
          "application/json+fhir", JSON,
          "application/fhir+xml", XML,
          "application/xml", XML,
          "text/xml", XML,
          "application/xml+fhir", XML);

  private final String type;

  Format(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  static Optional<Format> ofType(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }

  /** A value of {@code _format}: {@code xml}, or a type whose plus the address made a space. */
  static Optional<Format> ofWord(String word) {
    String name = MediaType.of(word).name().replace(' ', '+');
    return switch (name) {
      case "json" -> Optional.of(JSON);
      case "xml" -> Optional.of(XML);
      default -> ofType(name.toLowerCase(Locale.ROOT));
    };
  }
}
