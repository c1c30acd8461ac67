package dev.tsumugi.fhirserver.shell.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the client would like best (<a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>;
 * <a href="https://hl7.org/fhir/R4/http.html#ops">R4</a>). Preferences that we do not know are
 * passed over, as the RFC demands; of one that is stated twice the first counts.
 */
record Prefer(Return returns, boolean lenient, boolean async) {
  /** What a write answers with. */
  enum Return {
    REPRESENTATION,
    MINIMAL,
    OUTCOME
  }

  /**
   * @param header all of the request's {@code Prefer} lines, joined by commas; empty if none
   */
  static Prefer of(String header) {
    Map<String, String> stated = new HashMap<>();
    for (String preference : split(header)) {
      int equals = preference.indexOf('=');
      String name = (equals < 0 ? preference : preference.substring(0, equals)).strip();
      String value = equals < 0 ? "" : unquoted(preference.substring(equals + 1).strip());
      stated.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }
    Return returns =
        switch (stated.getOrDefault("return", "").toLowerCase(Locale.ROOT)) {
          case "minimal" -> Return.MINIMAL;
          case "operationoutcome" -> Return.OUTCOME;
          default -> Return.REPRESENTATION;
        };
    boolean lenient = "lenient".equalsIgnoreCase(stated.get("handling"));
    return new Prefer(returns, lenient, stated.containsKey("respond-async"));
  }

  /** At commas and semicolons, but not at those between quotes. */
  private static List<String> split(String header) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (quoted && c == '\\' && i + 1 < header.length()) {
        part.append(c).append(header.charAt(++i));
        continue;
      }
      if (c == '"') quoted = !quoted;
      if (!quoted && (c == ',' || c == ';')) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    if (!quoted) return value;
    return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
