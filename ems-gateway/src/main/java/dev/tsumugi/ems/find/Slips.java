package dev.tsumugi.ems.find;

import java.util.ArrayList;
import java.util.List;

/** Slips of the pen: a character too many, missing, another one, or two that changed places. */
final class Slips {
  private Slips() {}

  /** How many slips lie between two texts (optimal string alignment), counted up to three. */
  static int between(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    if (Math.abs(a.length - b.length) > 2) return 3;
    int[] last = new int[b.length + 1];
    int[] now = new int[b.length + 1];
    int[] beforeLast = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) last[j] = j;
    for (int i = 1; i <= a.length; i++) {
      now[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int same = a[i - 1] == b[j - 1] ? 0 : 1;
        int best = Math.min(last[j - 1] + same, Math.min(last[j], now[j - 1]) + 1);
        boolean changed = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        now[j] = changed ? Math.min(best, beforeLast[j - 2] + 1) : best;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = now;
      now = free;
    }
    return Math.min(last[b.length], 3);
  }

  /** The text, and the text without each of its characters: texts one slip apart share one. */
  static List<String> neighbours(String text) {
    List<String> all = new ArrayList<>();
    all.add(text);
    for (int i = 0; i < text.length(); ) {
      int length = Character.charCount(text.codePointAt(i));
      all.add(text.substring(0, i) + text.substring(i + length));
      i += length;
    }
    return all.stream().distinct().toList();
  }
}
