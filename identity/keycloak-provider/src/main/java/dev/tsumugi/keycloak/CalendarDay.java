package dev.tsumugi.keycloak;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A day as registers and cards write it: {@code 1943-05-02}, {@code 1943年5月2日}, {@code 19430502},
 * {@code 昭和18年5月2日}, {@code S18.5.2}. A day that the calendar or the era does not have is none.
 */
final class CalendarDay {
  private static final Map<String, JapaneseEra> ERAS =
      Map.ofEntries(
          Map.entry("明治", JapaneseEra.MEIJI),
          Map.entry("M", JapaneseEra.MEIJI),
          Map.entry("大正", JapaneseEra.TAISHO),
          Map.entry("T", JapaneseEra.TAISHO),
          Map.entry("昭和", JapaneseEra.SHOWA),
          Map.entry("S", JapaneseEra.SHOWA),
          Map.entry("平成", JapaneseEra.HEISEI),
          Map.entry("H", JapaneseEra.HEISEI),
          Map.entry("令和", JapaneseEra.REIWA),
          Map.entry("R", JapaneseEra.REIWA));

  private static final Pattern WESTERN =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)-(\\d\\d)|(\\d\\d)(\\d\\d)|[/.年](\\d{1,2})[/.月](\\d{1,2})日?)");
  private static final Pattern WAREKI =
      Pattern.compile("(\\D{1,2}?)(\\d{1,2}|元)[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?");

  private CalendarDay() {}

  static Optional<LocalDate> read(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .replaceAll("\\s", "")
            .toUpperCase(Locale.ROOT);
    try {
      Matcher western = WESTERN.matcher(plain);
      if (western.matches()) return Optional.of(western(western));
      Matcher wareki = WAREKI.matcher(plain);
      return wareki.matches() ? wareki(wareki) : Optional.empty();
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static LocalDate western(Matcher day) {
    int form = day.group(2) != null ? 2 : day.group(4) != null ? 4 : 6;
    return LocalDate.of(number(day.group(1)), number(day.group(form)), number(day.group(form + 1)));
  }

  private static Optional<LocalDate> wareki(Matcher day) {
    @Nullable JapaneseEra era = ERAS.get(day.group(1));
    if (era == null) return Optional.empty();
    int year = day.group(2).equals("元") ? 1 : number(day.group(2));
    return Optional.of(
        LocalDate.from(JapaneseDate.of(era, year, number(day.group(3)), number(day.group(4)))));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
