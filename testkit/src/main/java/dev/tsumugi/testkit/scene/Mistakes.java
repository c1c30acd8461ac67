package dev.tsumugi.testkit.scene;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** How names and days are written otherwise, and written wrongly. */
final class Mistakes {
  // What is heard or typed for what. イ for エ and back is how the old people of this region speak.
  private static final List<List<String>> HEARD =
      List.of(
          List.of("カ", "ガ"),
          List.of("キ", "ギ"),
          List.of("ク", "グ"),
          List.of("サ", "ザ"),
          List.of("シ", "ジ"),
          List.of("タ", "ダ"),
          List.of("ツ", "ヅ"),
          List.of("ト", "ド"),
          List.of("ハ", "バ"),
          List.of("ヒ", "シ"),
          List.of("イ", "エ"),
          List.of("ヅ", "ズ"),
          List.of("オウ", "オオ"),
          List.of("ョウ", "ョ"),
          List.of("ュン", "ュウ"),
          List.of("マ", "ミ"),
          List.of("リ", "レ"),
          List.of("ノ", "ナ"));

  private static final String FULL = "ァアィイゥウェエォオカキクケコサシスセソタチッツテトナニヌネノハヒフヘホマミムメモャヤュユョヨラリルレロワヲンー";
  private static final String HALF = "ｧｱｨｲｩｳｪｴｫｵｶｷｸｹｺｻｼｽｾｿﾀﾁｯﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓｬﾔｭﾕｮﾖﾗﾘﾙﾚﾛﾜｦﾝｰ";
  private static final String VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ";
  private static final String VOICED_OF = "カキクケコサシスセソタチツテトハヒフヘホウ";
  private static final String PLOSIVE = "パピプペポ";
  private static final String PLOSIVE_OF = "ハヒフヘホ";

  /** The newest first. */
  private static final List<Era> ERAS =
      List.of(
          new Era("R", LocalDate.of(2019, 5, 1)),
          new Era("H", LocalDate.of(1989, 1, 8)),
          new Era("S", LocalDate.of(1926, 12, 25)),
          new Era("T", LocalDate.of(1912, 7, 30)));

  private record Era(String letter, LocalDate first) {}

  private Mistakes() {}

  /** One mistake of hearing or typing, somewhere in the katakana. */
  static String misheard(String kana, Random random) {
    int start = random.nextInt(HEARD.size());
    for (int i = 0; i < HEARD.size(); i++) {
      List<String> pair = HEARD.get((start + i) % HEARD.size());
      for (int way = 0; way < 2; way++) {
        int at = kana.indexOf(pair.get(way));
        if (at < 0) continue;
        int end = at + pair.get(way).length();
        return kana.substring(0, at) + pair.get(1 - way) + kana.substring(end);
      }
    }
    return kana;
  }

  /** One letter twice, one left out, or two the wrong way round. */
  static String mistyped(String text, Random random) {
    int at = 1 + random.nextInt(Math.max(1, text.length() - 2));
    String before = text.substring(0, at);
    String letter = text.substring(at, at + 1);
    String after = text.substring(at + 1);
    return switch (random.nextInt(3)) {
      case 0 -> before + letter + letter + after;
      case 1 -> before + after;
      default -> after.isEmpty() ? before : before + after.charAt(0) + letter + after.substring(1);
    };
  }

  static String hiragana(String katakana) {
    StringBuilder text = new StringBuilder();
    for (char c : katakana.toCharArray()) {
      text.append(c >= 'ァ' && c <= 'ヶ' ? (char) (c - ('ァ' - 'ぁ')) : c);
    }
    return text.toString();
  }

  static String halfWidth(String katakana) {
    StringBuilder text = new StringBuilder();
    for (char c : katakana.toCharArray()) {
      if (VOICED.indexOf(c) >= 0) {
        text.append(half(VOICED_OF.charAt(VOICED.indexOf(c)))).append('ﾞ');
      } else if (PLOSIVE.indexOf(c) >= 0) {
        text.append(half(PLOSIVE_OF.charAt(PLOSIVE.indexOf(c)))).append('ﾟ');
      } else {
        text.append(half(c));
      }
    }
    return text.toString();
  }

  private static char half(char full) {
    int at = FULL.indexOf(full);
    return at < 0 ? full : HALF.charAt(at);
  }

  /** As crews write it: {@code S21.5.12}. */
  static String wareki(LocalDate day, int yearsOff) {
    for (Era era : ERAS) {
      if (day.isBefore(era.first())) continue;
      int year = Math.max(1, day.getYear() - era.first().getYear() + 1 + yearsOff);
      return era.letter() + year + "." + day.getMonthValue() + "." + day.getDayOfMonth();
    }
    return day.toString();
  }

  /** Day and month the wrong way round, or a neighbouring day where that is none. */
  static LocalDate misread(LocalDate day) {
    return day.getDayOfMonth() <= 12 && day.getDayOfMonth() != day.getMonthValue()
        ? LocalDate.of(day.getYear(), day.getDayOfMonth(), day.getMonthValue())
        : day.plusDays(day.getDayOfMonth() == 28 ? -1 : 1);
  }

  /** One digit another. */
  static String misdialled(String phone, Random random) {
    int at = phone.length() - 1 - random.nextInt(4);
    char wrong = (char) ('0' + (phone.charAt(at) - '0' + 1 + random.nextInt(8)) % 10);
    return phone.substring(0, at) + wrong + phone.substring(at + 1);
  }
}
