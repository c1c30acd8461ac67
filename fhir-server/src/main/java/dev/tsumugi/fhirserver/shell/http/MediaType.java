package dev.tsumugi.fhirserver.shell.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A media type or range as a header names it (RFC 9110 section 8.3.1).
 *
 * @param name lower case, without parameters
 * @param parameters by lower-case name, unquoted
 */
record MediaType(String name, Map<String, String> parameters) {
  static MediaType of(String text) {
    String[] parts = text.split(";");
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) continue;
      String value = parts[i].substring(equals + 1).strip();
      boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      if (quoted) value = value.substring(1, value.length() - 1);
      parameters.put(parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
    }
    String name = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
    return new MediaType(name, parameters);
  }

  /** The ranges of an {@code Accept} header. */
  static List<MediaType> list(String header) {
    List<MediaType> ranges = new ArrayList<>();
    for (String range : header.split(",")) if (!range.isBlank()) ranges.add(of(range));
    return ranges;
  }

  /** From 0 to 1; what cannot be read is not wanted. */
  double quality() {
    String q = parameters.get("q");
    if (q == null) return 1;
    // Java's own old client sends "q=.2".
    return q.matches("[0-9]?\\.[0-9]{1,6}|[01]\\.?") ? Math.min(1, Double.parseDouble(q)) : 0;
  }

  /** Whether the type's own parameters ask for what we have: R4, in UTF-8. */
  boolean isOurVersion() {
    String version = parameters.getOrDefault("fhirversion", "4.0");
    String charset = parameters.getOrDefault("charset", "utf-8");
    boolean r4 = version.equals("4.0") || version.equals("4.0.1");
    return r4 && charset.equalsIgnoreCase("utf-8");
  }
}
