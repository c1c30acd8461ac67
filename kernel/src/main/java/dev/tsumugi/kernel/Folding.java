package dev.tsumugi.kernel;

import java.text.Normalizer;
import java.util.Locale;

/**
 * How strings are compared in searches: width, case, Latin diacritics, kana script, variation
 * selectors and runs of spaces make no difference; voiced marks do (はは is not ばば).
 */
public final class Folding {
  private Folding() {}

  /** The form two strings share exactly when a search takes them as equal; may be empty. */
  public static String fold(String text) {
    String plain = isAscii(text) ? text : unmark(Normalizer.normalize(text, Normalizer.Form.NFKC));
    return spaces(plain.toLowerCase(Locale.ROOT));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 0x80) return false;
    return true;
  }

  private static String unmark(String text) {
    String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
    StringBuilder out = new StringBuilder(apart.length());
    for (int i = 0; i < apart.length(); ) {
      int c = apart.codePointAt(i);
      i += Character.charCount(c);
      if ((c >= 0x300 && c <= 0x36F) || isVariationSelector(c)) continue;
      out.appendCodePoint(hiragana(c));
    }
    return Normalizer.normalize(out, Normalizer.Form.NFC);
  }

  /** Registered kanji variants (葛󠄀 and 葛) differ by such a mark only. */
  private static boolean isVariationSelector(int c) {
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
  }

  private static int hiragana(int c) {
    boolean katakana = (c >= 'ァ' && c <= 'ヶ') || c == 'ヽ' || c == 'ヾ';
    return katakana ? c - ('ァ' - 'ぁ') : c;
  }

  private static String spaces(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        pending = out.length() > 0;
      } else {
        if (pending) out.append(' ');
        pending = false;
        out.append(c);
      }
    }
    return out.toString();
  }
}
