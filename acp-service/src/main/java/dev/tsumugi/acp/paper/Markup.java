package dev.tsumugi.acp.paper;

import java.text.Normalizer;

/** Words of people, made safe to stand in XML. */
final class Markup {
  private Markup() {}

  /** What XML cannot hold (XML 1.0 section 2.2) is left out: pasted text has it by accident. */
  static String escape(String words) {
    StringBuilder kept = new StringBuilder(words.length() + 16);
    words
        .codePoints()
        .filter(Markup::isCharacter)
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
