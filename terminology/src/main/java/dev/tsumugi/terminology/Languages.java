package dev.tsumugi.terminology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which languages displays are wanted in: an HTTP {@code Accept-Language} list, the most wanted
 * first. {@code *;q=0} at its end means "these or nothing".
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.accept-language">RFC 9110</a>
 */
record Languages(List<Range> ranges) {
  static final Languages ANY = new Languages(List.of());

  private static final Pattern TAG = Pattern.compile("\\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");
  private static final Pattern QUALITY = Pattern.compile("[01](\\.[0-9]{0,3})?");

  /**
   * @param quality as written; empty where not stated
   */
  record Range(String tag, String quality) {
    boolean refused() {
      return !quality.isEmpty() && Double.parseDouble(quality) == 0;
    }

    @Override
    public String toString() {
      return quality.isEmpty() ? tag : tag + "; q=" + quality;
    }
  }

  Languages {
    ranges = List.copyOf(ranges);
  }

  /** Reads a list; null if it is none. */
  static @Nullable Languages parse(String written) {
    List<Range> found = new ArrayList<>();
    for (String part : written.split(",", -1)) {
      String[] words = part.trim().split(";");
      String tag = words[0].trim();
      if (!TAG.matcher(tag).matches()) return null;
      String quality = "";
      for (int i = 1; i < words.length; i++) {
        String word = words[i].trim();
        if (!word.startsWith("q=")) return null;
        quality = word.substring(2).trim();
        if (!QUALITY.matcher(quality).matches()) return null;
      }
      found.add(new Range(tag, quality));
    }
    // Stable: of equal quality, the first written is the more wanted.
    found.sort((a, b) -> Double.compare(weight(b), weight(a)));
    return new Languages(found);
  }

  private static double weight(Range range) {
    if (range.tag().equals("*")) return -1;
    return range.quality().isEmpty() ? 1 : Double.parseDouble(range.quality());
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Must a display be in one of these languages, or left out? */
  boolean strict() {
    return ranges.stream().anyMatch(range -> range.tag().equals("*") && range.refused());
  }

  /** The languages themselves, the most wanted first. */
  List<String> tags() {
    return ranges.stream()
        .filter(range -> !range.tag().equals("*") && !range.refused())
        .map(Range::tag)
        .toList();
  }

  /** Is a wording of {@code language} in one of these? Unstated languages match none. */
  boolean accept(@Nullable String language) {
    return language != null && tags().stream().anyMatch(tag -> covers(tag, language));
  }

  /** Is {@code language} the range or below it, {@code de-CH} below {@code de}? */
  static boolean covers(String range, String language) {
    String wanted = range.toLowerCase(Locale.ROOT);
    String given = language.toLowerCase(Locale.ROOT);
    return given.equals(wanted) || given.startsWith(wanted + "-");
  }

  /** For messages. */
  String summary() {
    return isEmpty() ? "--" : String.join(", ", ranges.stream().map(Range::toString).toList());
  }

  /** As a parameter of an expansion. */
  String written() {
    StringBuilder text = new StringBuilder();
    for (Range range : ranges) {
      if (text.length() > 0) text.append(range.quality().isEmpty() ? "," : ", ");
      text.append(range);
    }
    return text.toString();
  }
}
