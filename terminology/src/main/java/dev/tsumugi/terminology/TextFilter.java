package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Folding;

/**
 * What {@code filter} of {@code $expand} means: every word is found in the code or a wording,
 * however it is spelt (width, case, kana).
 */
final class TextFilter {
  private TextFilter() {}

  static boolean matches(String filter, Concept concept) {
    for (String word : Folding.fold(filter).split(" ")) {
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
    return Folding.fold(text).contains(word);
  }
}
