package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import java.text.Normalizer;
import java.util.List;

/** Words of people as XHTML: nothing in them is markup, and a line break is one. */
public final class Xhtml {
  private Xhtml() {}

  /** A Narrative (R4) of lines, the same in Japanese and in English. */
  public static Json.Obj narrative(List<String> japanese, List<String> english) {
    return narrative(block("ja", japanese) + block("en", english));
  }

  /** A Narrative of one text, in whatever language it was written. */
  public static Json.Obj narrative(List<String> paragraphs) {
    return narrative(paragraphs(paragraphs));
  }

  private static Json.Obj narrative(String inside) {
    return Json.object()
        .put("status", "generated")
        .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + inside + "</div>")
        .build();
  }

  private static String block(String language, List<String> lines) {
    return "<div lang=\""
        + language
        + "\" xml:lang=\""
        + language
        + "\">"
        + paragraphs(lines)
        + "</div>";
  }

  private static String paragraphs(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append("<p>").append(escape(line).replace("\n", "<br/>")).append("</p>");
    }
    return text.toString();
  }

  /** What XML cannot hold (XML 1.0 section 2.2) is left out: pasted text has it by accident. */
  public static String escape(String words) {
    StringBuilder kept = new StringBuilder(words.length() + 16);
    words
        .codePoints()
        .filter(Xhtml::isCharacter)
        .forEach(
            point -> {
              if (isRadical(point)) kept.append(character(point));
              else append(kept, point);
            });
    return kept.toString();
  }

  /**
   * Radicals that look like a whole character and stand in its place in text copied from a PDF; no
   * search finds them, and the face of our papers has none.
   */
  private static boolean isRadical(int point) {
    return point >= 0x2E80 && point <= 0x2FDF;
  }

  private static String character(int radical) {
    return Normalizer.normalize(Character.toString(radical), Normalizer.Form.NFKC);
  }

  private static void append(StringBuilder kept, int point) {
    switch (point) {
      case '&' -> kept.append("&amp;");
      case '<' -> kept.append("&lt;");
      case '>' -> kept.append("&gt;");
      case '"' -> kept.append("&quot;");
      default -> kept.appendCodePoint(point);
    }
  }

  private static boolean isCharacter(int point) {
    if (point == '\t' || point == '\n' || point == '\r') return true;
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return point >= ' ' && !surrogate && point != 0xFFFE && point != 0xFFFF;
  }
}
