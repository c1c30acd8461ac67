package dev.tsumugi.terminology.labels;

import java.util.Optional;
import java.util.Set;

/** What lies below a concept, for value sets that say {@code is-a}. */
public interface Hierarchy {
  /** Where the content of no code system is known. */
  Hierarchy NONE = (system, code) -> Optional.empty();

  /**
   * The concept and all below it.
   *
   * @return empty if the content of the system is not known here
   */
  Optional<Set<String>> below(String system, String code);
}
