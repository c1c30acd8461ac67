package dev.tsumugi.fhirserver.suite;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** What makes no difference between two strings, spelled out a second time. */
final class Fold {
  private Fold() {}

  static String fold(String text, Set<Rule> broken) {
    if (broken.contains(Rule.STRINGS_IGNORE_CASE_AND_MARKS)) return text;
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    String marks =
        broken.contains(Rule.VOICED_MARKS_COUNT) ? "\\p{Mn}" : "[\\p{Mn}&&[^\u3099\u309A]]";
    String bare = Normalizer.normalize(apart.replaceAll(marks, ""), Normalizer.Form.NFC);
    StringBuilder out = new StringBuilder();
    bare.codePoints()
        .forEach(
            c -> {
              boolean katakana = (c >= 0x30A1 && c <= 0x30F6) || c == 0x30FD || c == 0x30FE;
              boolean plain = !katakana || broken.contains(Rule.KANA_SCRIPT_IS_IGNORED);
              out.appendCodePoint(plain ? c : c - 0x60);
            });
    return out.toString().toLowerCase(Locale.ROOT).strip().replaceAll("[\\s\u3000\u00A0]+", " ");
  }
}
