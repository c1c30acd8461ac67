package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Folding;
import dev.tsumugi.terminology.Concept;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a concept is found by text: every character and every two neighbours of its words are
 * indexed. Japanese has no spaces to find words by, and two characters are often the whole
 * question.
 */
final class Grams {
  private Grams() {}

  /** Code, display and designations, folded as string searches are, a line each. */
  static String words(Concept concept) {
    Set<String> lines = new LinkedHashSet<>();
    lines.add(Folding.fold(concept.code()));
    if (concept.display() != null) lines.add(Folding.fold(concept.display()));
    for (Concept.Designation one : concept.designations()) lines.add(Folding.fold(one.value()));
    return String.join("\n", lines);
  }

  /** The words of a question, folded; each must be found. */
  static List<String> asked(String text) {
    List<String> words = new ArrayList<>();
    for (String word : Folding.fold(text).split(" ")) if (!word.isEmpty()) words.add(word);
    return words;
  }

  /** What {@link #words} is indexed by: one character as itself, two packed into one number. */
  static Set<Integer> of(String words) {
    Set<Integer> grams = new LinkedHashSet<>();
    char before = '\n';
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (!parts(c)) {
        grams.add((int) c);
        if (!parts(before)) grams.add(before << 16 | c);
      }
      before = c;
    }
    return grams;
  }

  private static boolean parts(char c) {
    return c == ' ' || c == '\n';
  }

  /** The key of a gram in the table. */
  static String key(int gram) {
    char first = (char) (gram >>> 16);
    char second = (char) gram;
    return first == 0 ? "g" + printable(second) : "g" + printable(first) + printable(second);
  }

  /** Half of a surrogate pair is no text for PostgreSQL; a private letter in its place is. */
  private static String printable(char c) {
    return Character.isSurrogate(c) ? "\uE000" + Integer.toHexString(c) : String.valueOf(c);
  }

  /** The keys that any text with this word has: all its pairs, or the one character. */
  static List<String> keys(String word) {
    Set<String> keys = new LinkedHashSet<>();
    if (word.length() == 1) keys.add(key(word.charAt(0)));
    for (int i = 1; i < word.length(); i++) {
      keys.add(key(word.charAt(i - 1) << 16 | word.charAt(i)));
    }
    return List.copyOf(keys);
  }

  /** Does having every key settle it, without a look at the words? */
  static boolean exact(String word) {
    return word.length() <= 2;
  }
}
