package dev.tsumugi.terminology;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versions of definitions: their order, and the wildcards that the tx-ecosystem specification gives
 * them ({@code 1.x}, {@code 1.0.x}, {@code 1.*}).
 */
public final class Versions {
  private Versions() {}

  /** Older first: part by part, as numbers where both are; no version before any. */
  public static final Comparator<String> ORDER = Versions::compare;

  static @Nullable String newest(List<String> versions) {
    return versions.stream().max(ORDER).orElse(null);
  }

  /** The newest of {@code known} that {@code wanted} covers; null if none does. */
  static @Nullable String match(List<String> known, String wanted) {
    if (known.contains(wanted)) return wanted;
    return known.stream().filter(version -> covers(wanted, version)).max(ORDER).orElse(null);
  }

  /**
   * Does a wanted version, perhaps with wildcards, cover this one? {@code 1.x} covers all below 1;
   * {@code 1} covers nothing but itself.
   */
  static boolean covers(String wanted, String version) {
    if (wanted.equals(version)) return true;
    String[] pattern = wanted.split("[.]", -1);
    String[] parts = version.split("[.]", -1);
    for (int i = 0; i < pattern.length; i++) {
      if (i == parts.length) return false;
      boolean any = isWildcard(pattern[i]);
      if (any && i == pattern.length - 1) return true;
      if (!any && !pattern[i].equals(parts[i])) return false;
    }
    return pattern.length == parts.length;
  }

  static boolean isWild(String version) {
    for (String part : version.split("[.]", -1)) if (isWildcard(part)) return true;
    return false;
  }

  private static boolean isWildcard(String part) {
    return part.equals("x") || part.equals("X") || part.equals("*");
  }

  private static int compare(String a, String b) {
    String[] left = a.split("[.-]", -1);
    String[] right = b.split("[.-]", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = comparePart(left[i], right[i]);
      if (order != 0) return order;
    }
    int byLength = Integer.compare(left.length, right.length);
    return byLength != 0 ? byLength : a.compareTo(b);
  }

  private static int comparePart(String a, String b) {
    boolean numbers = isNumber(a) && isNumber(b);
    if (!numbers) return a.compareTo(b);
    String left = a.replaceFirst("^0+(?=.)", "");
    String right = b.replaceFirst("^0+(?=.)", "");
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
