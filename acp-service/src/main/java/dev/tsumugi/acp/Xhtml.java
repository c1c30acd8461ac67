package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import java.util.List;

/** Narratives: the same said in Japanese and in English. */
final class Xhtml {
  private Xhtml() {}

  /** A Narrative of lines; what is empty says that it is. */
  static Json.Obj narrative(List<String> japanese, List<String> english) {
    return Json.object()
        .put("status", "generated")
        .put(
            "div",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\">"
                + block("ja", japanese)
                + block("en", english)
                + "</div>")
        .build();
  }

  private static String block(String language, List<String> lines) {
    StringBuilder text = new StringBuilder();
    text.append("<div lang=\"").append(language).append("\" xml:lang=\"").append(language);
    text.append("\">");
    for (String line : lines) text.append("<p>").append(plain(line)).append("</p>");
    return text.append("</div>").toString();
  }

  /**
   * What XML cannot hold (XML 1.0 section 2.2) is left out: pasted text has it, and means nothing.
   */
  private static String plain(String words) {
    StringBuilder kept = new StringBuilder();
    words.codePoints().filter(Xhtml::isCharacter).forEach(kept::appendCodePoint);
    return kept.toString()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static boolean isCharacter(int point) {
    if (point == '\t' || point == '\n' || point == '\r') return true;
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return point >= ' ' && !surrogate && point != 0xFFFE && point != 0xFFFF;
  }
}
