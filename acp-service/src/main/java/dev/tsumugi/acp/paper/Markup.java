package dev.tsumugi.acp.paper;

/** Words of people, made safe to stand in XML. */
final class Markup {
  private Markup() {}

  /** What XML cannot hold (XML 1.0 section 2.2) is left out: pasted text has it by accident. */
  static String escape(String words) {
    StringBuilder kept = new StringBuilder(words.length() + 16);
    words.codePoints().filter(Markup::isCharacter).forEach(point -> append(kept, point));
    return kept.toString();
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
