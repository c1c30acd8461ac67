package dev.tsumugi.terminology;

import dev.tsumugi.terminology.SystemVersion.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to say of definitions that are deprecated, withdrawn, drafts or experiments. */
final class Standings {
  private Standings() {}

  /**
   * The word for a definition's standing; null if there is nothing to say.
   *
   * @param user the value set that uses it; a draft may rest on drafts without a word
   */
  static @Nullable String word(Standing standing, @Nullable Standing user) {
    if (standing.standards().equals("deprecated")) return "deprecated";
    if (standing.standards().equals("withdrawn")) return "withdrawn";
    if (standing.status().equals("retired")) return "retired";
    if (user == null) return null;
    if (standing.experimental() && !user.experimental()) return "experimental";
    return isDraft(standing) && !isDraft(user) ? "draft" : null;
  }

  private static boolean isDraft(Standing standing) {
    return standing.status().equals("draft") || standing.standards().equals("draft");
  }

  static List<Issue> of(SystemVersion system, SetSource user) {
    String word = word(system.standing(), SystemReader.standing(user.resource()));
    return word == null
        ? List.of()
        : List.of(Words.reference(word, "CodeSystem", system.canonical()));
  }

  static List<Issue> of(SetSource set, SetSource user) {
    String word =
        word(
            SystemReader.standing(set.resource()),
            set == user ? null : SystemReader.standing(user.resource()));
    return word == null ? List.of() : List.of(Words.reference(word, "ValueSet", set.canonical()));
  }
}
