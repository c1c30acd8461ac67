package dev.tsumugi.ems.find;

import dev.tsumugi.kernel.Folding;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days of birth as they are said at a scene, in the Japanese calendar and in ours, and how a day
 * that was said stands to the one in a record.
 */
public final class BirthDay {
  /** The year before the first of each era, oldest first. */
  private static final List<Integer> BEFORE = List.of(1867, 1911, 1925, 1988, 2018);

  private static final Map<String, Integer> ERAS =
      Map.ofEntries(
          Map.entry("明治", 1867),
          Map.entry("明", 1867),
          Map.entry("m", 1867),
          Map.entry("大正", 1911),
          Map.entry("大", 1911),
          Map.entry("t", 1911),
          Map.entry("昭和", 1925),
          Map.entry("昭", 1925),
          Map.entry("s", 1925),
          Map.entry("平成", 1988),
          Map.entry("平", 1988),
          Map.entry("h", 1988),
          Map.entry("令和", 2018),
          Map.entry("令", 2018),
          Map.entry("r", 2018));

  private static final String NUMBER = "([0-9]{1,2}|[元一二三四五六七八九十]{1,3})";
  private static final Pattern WAREKI =
      Pattern.compile(
          "(明治|大正|昭和|平成|令和|[明大昭平令mtshr])\\.?"
              + NUMBER
              + "[年./-]"
              + NUMBER
              + "[月./-]"
              + NUMBER
              + "日?");
  private static final Pattern WAREKI_DIGITS =
      Pattern.compile("([mtshr])([0-9]{2})([0-9]{2})([0-9]{2})");
  private static final Pattern WESTERN =
      Pattern.compile("([12][0-9]{3})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?");
  private static final Pattern DIGITS = Pattern.compile("([12][0-9]{3})([0-9]{2})([0-9]{2})");

  private BirthDay() {}

  /**
   * A whole day: {@code 1946-05-12}, {@code 1946年5月12日}, {@code 19460512}, {@code S21.5.12}, {@code
   * 昭和21年5月12日}, {@code 昭和元年…}. Of an era also a year that it no longer had: people count on.
   */
  public static Optional<LocalDate> parse(String text) {
    String folded = Folding.fold(text).replace(" ", "").replaceAll("[‐‑–—−ー・,]", "-");
    for (Pattern form : List.of(WAREKI, WAREKI_DIGITS)) {
      Matcher said = form.matcher(folded);
      if (!said.matches()) continue;
      int before = ERAS.getOrDefault(said.group(1), 0);
      int year = number(said.group(2));
      return year < 1 ? Optional.empty() : day(before + year, said.group(3), said.group(4));
    }
    for (Pattern form : List.of(WESTERN, DIGITS)) {
      Matcher said = form.matcher(folded);
      if (said.matches()) return day(number(said.group(1)), said.group(2), said.group(3));
    }
    return Optional.empty();
  }

  private static Optional<LocalDate> day(int year, String month, String day) {
    try {
      return Optional.of(LocalDate.of(year, number(month), number(day)));
    } catch (DateTimeException notInTheCalendar) {
      return Optional.empty();
    }
  }

  private static int number(String text) {
    if (text.equals("元")) return 1;
    if (Character.isDigit(text.charAt(0))) return Integer.parseInt(text);
    int tens = text.indexOf('十');
    if (tens < 0) return "一二三四五六七八九".indexOf(text.charAt(0)) + 1;
    int front = tens == 0 ? 1 : "一二三四五六七八九".indexOf(text.charAt(0)) + 1;
    int back = tens == text.length() - 1 ? 0 : "一二三四五六七八九".indexOf(text.charAt(tens + 1)) + 1;
    return front * 10 + back;
  }

  /** How a day that was said stands to the one recorded; the first that holds. */
  enum Likeness {
    SAME(100),
    /** One digit, two that changed places, month and day changed, the era or its year. */
    SLIP(60),
    /** Month and day, of another year. */
    DAY_OF_THE_YEAR(25),
    /** Another day of the same month. */
    MONTH(25),
    YEAR(5),
    UNSAID(0),
    OTHER(-70);

    private final int points;

    Likeness(int points) {
      this.points = points;
    }

    int points() {
      return points;
    }

    static Likeness of(LocalDate said, @Nullable LocalDate recorded) {
      if (recorded == null) return UNSAID;
      if (said.equals(recorded)) return SAME;
      if (Slips.between(digits(said), digits(recorded)) == 1 || isSlip(said, recorded)) return SLIP;
      boolean day =
          said.getMonth() == recorded.getMonth()
              && said.getDayOfMonth() == recorded.getDayOfMonth();
      if (day) return DAY_OF_THE_YEAR;
      if (said.getYear() != recorded.getYear()) return OTHER;
      return said.getMonth() == recorded.getMonth() ? MONTH : YEAR;
    }
  }

  private static String digits(LocalDate day) {
    return day.toString().replace("-", "");
  }

  private static boolean isSlip(LocalDate said, LocalDate recorded) {
    boolean sameDay =
        said.getMonth() == recorded.getMonth() && said.getDayOfMonth() == recorded.getDayOfMonth();
    if (sameDay) return eraSlips(said.getYear()).contains(recorded.getYear());
    return said.getYear() == recorded.getYear()
        && said.getMonthValue() == recorded.getDayOfMonth()
        && said.getDayOfMonth() == recorded.getMonthValue();
  }

  /** Years that a year becomes by the wrong era, or by counting the era's years one off. */
  static List<Integer> eraSlips(int year) {
    List<Integer> others = new java.util.ArrayList<>(List.of(year - 1, year + 1));
    for (int mine : BEFORE) {
      int ofEra = year - mine;
      if (ofEra < 1 || ofEra > 64) continue;
      for (int other : BEFORE) if (other != mine) others.add(other + ofEra);
    }
    return others.stream().distinct().toList();
  }
}
