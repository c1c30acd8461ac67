package dev.tsumugi.terminology;

import java.util.Locale;

/** What {@code filter} of {@code $expand} means: every word is found in the code or a wording. */
final class TextFilter {
  private TextFilter() {}

  static boolean matches(String filter, Concept concept) {
    for (String word : filter.toLowerCase(Locale.ROOT).trim().split("\\s+")) {
      if (!hasWord(concept, word)) return false;
    }
    return true;
  }

  private static boolean hasWord(Concept concept, String word) {
    if (contains(concept.code(), word)) return true;
    if (concept.display() != null && contains(concept.display(), word)) return true;
    for (Concept.Designation designation : concept.designations()) {
      if (contains(designation.value(), word)) return true;
    }
    return false;
  }

  private static boolean contains(String text, String word) {
    return text.toLowerCase(Locale.ROOT).contains(word);
  }
}
