package dev.tsumugi.ems.find;

import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.kernel.Folding;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a name is left when writers and hearers are forgiven what they mostly differ in. Of kana:
 * width, script, voiced marks, small kana, long vowels, ぢ and づ. Of kanji: old and register forms
 * ({@code kanji-forms.tsv}), 々. Of Latin letters: case, diacritics and all that is no letter.
 */
final class Sound {
  private static final Map<Integer, Integer> FORMS = forms();

  private static final String SMALL = "ぁぃぅぇぉっゃゅょゎゕゖ";
  private static final String LARGE = "あいうえおつやゆよわかけ";
  private static final String ALIKE = "ぢづをゐゑ";
  private static final String SAID = "じずおいえ";

  /** After these an う is heard as their own length, after those an い. */
  private static final String BEFORE_U = "うくすつぬふむゆるおこそとのほもよろ";

  private static final String BEFORE_I = "えけせてねへめれ";
  private static final String SAME = "あいうえお";

  private Sound() {}

  private static Map<Integer, Integer> forms() {
    Map<Integer, Integer> forms = new HashMap<>();
    for (List<String> row : Table.rows(Sound.class, "kanji-forms.tsv", 3)) {
      int form = row.get(0).codePointAt(0);
      for (String other : Table.words(row.get(1))) forms.put(other.codePointAt(0), form);
    }
    return Map.copyOf(forms);
  }

  /** Empty for what has no letter; no spaces are left. */
  static String of(String text) {
    StringBuilder out = new StringBuilder();
    String folded = Folding.fold(text);
    int before = 0;
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      i += Character.charCount(c);
      int said = c == '々' ? before : one(c, before);
      if (said == 0) continue;
      out.appendCodePoint(said);
      before = said;
    }
    return out.toString();
  }

  /** 0 for what is not compared. */
  private static int one(int c, int before) {
    if (c >= 'ぁ' && c <= 'ゖ') return kana(c, before);
    if (c == 'ゝ' || c == 'ゞ') return before;
    if (!Character.isLetterOrDigit(c) || c == 'ー') return 0;
    return FORMS.getOrDefault(c, c);
  }

  private static int kana(int c, int before) {
    int alike = ALIKE.indexOf(c);
    int plain = unvoiced(alike < 0 ? c : SAID.charAt(alike));
    int small = SMALL.indexOf(plain);
    if (small >= 0) plain = LARGE.charAt(small);
    boolean lengthens =
        (plain == 'う' && BEFORE_U.indexOf(before) >= 0)
            || (plain == 'い' && BEFORE_I.indexOf(before) >= 0)
            || (plain == before && SAME.indexOf(plain) >= 0);
    return lengthens ? 0 : plain;
  }

  private static int unvoiced(int c) {
    return Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD).codePointAt(0);
  }

  static boolean isKana(String sound) {
    return !sound.isEmpty() && sound.codePoints().allMatch(c -> c >= 'ぁ' && c <= 'ん');
  }

  static boolean isLatin(String sound) {
    return !sound.isEmpty() && sound.codePoints().allMatch(c -> c < 0x250);
  }
}
