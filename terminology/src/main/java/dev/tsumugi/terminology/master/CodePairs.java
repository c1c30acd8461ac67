package dev.tsumugi.terminology.master;

import java.util.List;

/**
 * A concept map between two systems.
 *
 * @param source canonical of the system translated from
 * @param target canonical of the system translated to
 */
public record CodePairs(
    String url, String version, String name, String source, String target, List<Pair> pairs) {

  /**
   * One line of it.
   *
   * @param equivalence of R4's {@code concept-map-equivalence}
   * @param comment empty where none
   */
  public record Pair(String source, String target, String equivalence, String comment) {}

  public CodePairs {
    pairs = List.copyOf(pairs);
  }

  /** {@code url|version}, or the url alone where no version is stated. */
  public String canonical() {
    return version.isEmpty() ? url : url + "|" + version;
  }
}
