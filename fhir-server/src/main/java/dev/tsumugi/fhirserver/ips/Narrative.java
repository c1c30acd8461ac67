package dev.tsumugi.fhirserver.ips;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/** The text of a section, in Japanese and English. What others wrote is escaped, never trusted. */
final class Narrative {
  private static final String EMPTY =
      "<p lang=\"ja\">記録なし(無いとは限りません)</p><p lang=\"en\">Nothing recorded here (not proof of"
          + " none)</p>";

  private Narrative() {}

  static Json.Obj empty() {
    return text(EMPTY);
  }

  /**
   * @param more how many entries were left out
   */
  static Json.Obj of(List<Json.Obj> entries, int more) {
    StringBuilder html = new StringBuilder("<ul>");
    for (Json.Obj entry : entries) html.append("<li>").append(line(entry)).append("</li>");
    html.append("</ul>");
    if (more > 0) {
      html.append("<p lang=\"ja\">ほかに")
          .append(more)
          .append("件の記録があります</p><p lang=\"en\">")
          .append(more)
          .append(" more are recorded</p>");
    }
    return text(html.toString());
  }

  static Json.Obj plain(String japanese, String english) {
    return text(
        "<p lang=\"ja\">" + escape(japanese) + "</p><p lang=\"en\">" + escape(english) + "</p>");
  }

  private static String line(Json.Obj entry) {
    List<String> parts = new ArrayList<>();
    if (Preferences.is(entry)) {
      parts.add(Preferences.line(entry));
      parts.add(Words.when(entry));
      return escape(String.join(" — ", parts));
    }
    parts.add(Words.none(entry).orElseGet(() -> Words.label(entry)));
    parts.add(Words.value(entry));
    parts.add(Words.when(entry));
    parts.removeIf(String::isBlank);
    return escape(String.join(" — ", parts));
  }

  private static Json.Obj text(String body) {
    return Json.object()
        .put("status", "generated")
        .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + body + "</div>")
        .build();
  }

  /** Leaves no character that XML 1.0 would read as markup, or not read at all. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> {
                  boolean readable =
                      (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
                  safe.appendCodePoint(readable ? c : ' ');
                }
              }
            });
    return safe.toString();
  }
}
