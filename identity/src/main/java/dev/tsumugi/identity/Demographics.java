package dev.tsumugi.identity;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What tells one person from another, as a verified source or a record has it. The My Number is not
 * among it and never may be.
 *
 * @param name in kanji, as it is written officially
 * @param kana how it is read
 * @param sex {@code male}, {@code female}; what else stands there is compared as it is
 */
public record Demographics(
    Optional<String> name,
    Optional<String> kana,
    Optional<LocalDate> birthDate,
    Optional<String> sex,
    Optional<String> address) {

  /** Folded: width, small signs, hiragana, blanks and marks tell nobody apart. */
  public Demographics {
    name = name.map(Demographics::plain).filter(text -> !text.isEmpty());
    kana = kana.map(Demographics::katakana).filter(text -> !text.isEmpty());
    sex = sex.map(String::strip).filter(text -> !text.isEmpty());
    address = address.map(Demographics::place).filter(text -> !text.isEmpty());
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[\\s・･]", "")
        // Registers write these names either way.
        .replace('髙', '高')
        .replace('﨑', '崎')
        .replace('邉', '辺')
        .replace('邊', '辺')
        .replace('齋', '斎')
        .replace('齊', '斉')
        .replace('濵', '浜')
        .replace('濱', '浜');
  }

  private static String katakana(String text) {
    StringBuilder folded = new StringBuilder();
    for (char c : plain(text).toCharArray()) {
      char large = c >= 'ぁ' && c <= 'ゖ' ? (char) (c + ('ァ' - 'ぁ')) : c;
      int small = "ァィゥェォッャュョヮヵヶ".indexOf(large);
      folded.append(small < 0 ? large : "アイウエオツヤユヨワカケ".charAt(small));
    }
    return folded.toString().replaceAll("[ー‐−-]", "");
  }

  /** House numbers are written 1-2-3, １丁目２番３号 or 一丁目2番地の3. */
  private static String place(String text) {
    String place = plain(text);
    for (int i = 1; i <= 9; i++) {
      place = place.replace("〇一二三四五六七八九".charAt(i) + "丁目", i + "丁目");
    }
    return place
        .replaceAll("(丁目|番地の|番地|番|号)(?=[0-9])", "-")
        .replaceAll("(番地|番|号)$", "")
        .replaceAll("[‐‑–—―−ー－](?=[0-9])", "-");
  }
}
