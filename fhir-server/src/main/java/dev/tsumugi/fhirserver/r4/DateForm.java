package dev.tsumugi.fhirserver.r4;

/**
 * The written forms of R4's date types, calendar included. By hand, as dates are the most frequent
 * values and a regular expression costs ten times as much.
 */
final class DateForm {
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private DateForm() {}

  static boolean isDate(String text) {
    return isDate(text, text.length());
  }

  static boolean isDateTime(String text) {
    return text.length() <= 10 ? isDate(text) : isInstant(text);
  }

  static boolean isInstant(String text) {
    if (text.length() < 20 || text.charAt(10) != 'T' || !isDate(text, 10)) return false;
    if (text.endsWith("Z")) return isTime(text, 11, text.length() - 1);
    int zone = text.length() - 6;
    return zone > 11 && isOffset(text, zone) && isTime(text, 11, zone);
  }

  /** {@code hh:mm:ss[.fraction]} between the two places; 60 seconds are a leap second. */
  static boolean isTime(String text, int from, int until) {
    if (until - from < 8 || text.charAt(from + 2) != ':' || text.charAt(from + 5) != ':') {
      return false;
    }
    int hour = two(text, from);
    int minute = two(text, from + 3);
    int second = two(text, from + 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return false;
    }
    if (until - from == 8) return true;
    if (text.charAt(from + 8) != '.' || until - from == 9) return false;
    for (int i = from + 9; i < until; i++) if (!isDigit(text.charAt(i))) return false;
    return true;
  }

  private static boolean isDate(String text, int length) {
    if (length != 4 && length != 7 && length != 10) return false;
    int century = two(text, 0);
    int rest = two(text, 2);
    if (century < 0 || rest < 0 || century + rest == 0) return false;
    if (length == 4) return true;
    int month = two(text, 5);
    if (text.charAt(4) != '-' || month < 1 || month > 12) return false;
    if (length == 7) return true;
    int day = two(text, 8);
    if (text.charAt(7) != '-' || day < 1 || day > DAYS[month - 1]) return false;
    return month != 2 || day < 29 || isLeap(century * 100 + rest);
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static boolean isOffset(String text, int at) {
    char sign = text.charAt(at);
    if ((sign != '+' && sign != '-') || text.charAt(at + 3) != ':') return false;
    int hours = two(text, at + 1);
    int minutes = two(text, at + 4);
    if (hours < 0 || minutes < 0 || minutes > 59) return false;
    return hours < 14 || (hours == 14 && minutes == 0);
  }

  private static int two(String text, int at) {
    char tens = text.charAt(at);
    char ones = text.charAt(at + 1);
    return isDigit(tens) && isDigit(ones) ? (tens - '0') * 10 + ones - '0' : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
