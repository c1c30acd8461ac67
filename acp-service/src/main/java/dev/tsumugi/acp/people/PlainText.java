package dev.tsumugi.acp.people;

import dev.tsumugi.kernel.Problem;

/**
 * What people type or paste, without what nobody sees: control characters, marks that turn the
 * direction of writing, characters without width. Line breaks stay; every kind of them becomes one.
 *
 * @param text as it is kept
 * @param dropped how many characters were left out
 */
public record PlainText(String text, int dropped) {
  /** Characters of a text, after what nobody sees is gone. */
  public static final int LONGEST = 20_000;

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** Unicode's other ends of a line: next line, line and paragraph separator, page and column. */
  private static final String LINE_ENDS = "\u0085\u2028\u2029\f\u000B";

  /** Letters of Hangul that are drawn as nothing. */
  private static final String BLANK_LETTERS = "\u115F\u1160\u3164\uFFA0";

  /**
   * Throws {@code Problem} TOO_LARGE if it is longer than {@link #LONGEST}, in words for who wrote
   * it: nothing of it is cut off silently.
   *
   * @param name of the parameter
   */
  public static PlainText of(String name, String raw) {
    StringBuilder kept = new StringBuilder(raw.length());
    int dropped = 0;
    String lines = raw.replace("\r\n", "\n").replace('\r', '\n');
    for (int i = 0; i < lines.length(); ) {
      int point = lines.codePointAt(i);
      i += Character.charCount(point);
      int kind = Character.getType(point);
      if (point == '\n' || LINE_ENDS.indexOf(point) >= 0) kept.append('\n');
      else if (point == '\t') kept.append(' ');
      else if (shapesWhatStands(point, kept, lines, i)) kept.appendCodePoint(point);
      else if (isUnseen(point, kind)) dropped++;
      else kept.appendCodePoint(point);
    }
    String text = kept.toString().strip();
    int length = text.codePointCount(0, text.length());
    if (length > LONGEST) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE,
          name,
          new Words(
                  "文章が長すぎます(" + length + "文字)。" + LONGEST + "文字までに分けてください。何も消えていません。",
                  "This text is too long ("
                      + length
                      + " characters). Please divide it into parts of up to "
                      + LONGEST
                      + ". Nothing was lost.")
              .both());
    }
    return new PlainText(text, dropped);
  }

  /**
   * Whether it is seen by its effect: what chooses the form of the character before it (old forms
   * in names among them), and what joins two pictures into one.
   */
  private static boolean shapesWhatStands(int point, StringBuilder kept, String text, int next) {
    if (kept.length() == 0) return false;
    int before = kept.codePointBefore(kept.length());
    if (point == ZERO_WIDTH_JOINER) {
      boolean picture = Character.getType(before) == Character.OTHER_SYMBOL || isVariation(before);
      return picture
          && next < text.length()
          && Character.getType(text.codePointAt(next)) == Character.OTHER_SYMBOL;
    }
    return isVariation(point) && !isVariation(before) && !Character.isWhitespace(before);
  }

  private static boolean isVariation(int point) {
    return (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
  }

  private static boolean isUnseen(int point, int kind) {
    return switch (kind) {
      // Half a surrogate pair is no character, and could not be stored.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      default -> isVariation(point) || BLANK_LETTERS.indexOf(point) >= 0;
    };
  }
}
