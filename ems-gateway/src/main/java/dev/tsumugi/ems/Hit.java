package dev.tsumugi.ems;

import java.util.List;

/**
 * How somebody was found, and how sure it is that it is the one meant. It depends on the question
 * and on this one Patient alone: were it to depend on who else fits, it would tell of those who are
 * withheld.
 *
 * @param foundBy {@code card identifier name-birthdate-sex four-items incident confirmed}
 * @param certainty {@code certain probable possible}
 * @param agrees items of the question that fit
 * @param differs items of the question that do not fit wholly
 */
public record Hit(String foundBy, String certainty, List<String> agrees, List<String> differs) {
  public Hit {
    agrees = List.copyOf(agrees);
    differs = List.copyOf(differs);
  }

  /** Where nothing was compared. */
  public static Hit of(String foundBy, String certainty) {
    return new Hit(foundBy, certainty, List.of(), List.of());
  }
}
