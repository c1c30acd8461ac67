package dev.tsumugi.consent;

import java.util.Optional;
import java.util.Set;

/**
 * Which data a provision speaks of. {@code types} and {@code classes} are alternatives, as are the
 * labels; both pairs must hold, and what stands on single rows too; what is not stated does not
 * narrow.
 *
 * @param ceiling a confidentiality label is a high-water mark: it reaches this level and below
 * @param sensitivity v3-ActCode codes; each reaches what lies below it
 */
public record DataMatch(
    Set<String> types,
    Set<DataClass> classes,
    Optional<Confidentiality> ceiling,
    Set<String> sensitivity,
    RowMatch rows) {
  static final DataMatch ANY =
      new DataMatch(Set.of(), Set.of(), Optional.empty(), Set.of(), RowMatch.ANY);

  public DataMatch {
    types = Set.copyOf(types);
    classes = Set.copyOf(classes);
    sensitivity = Sensitivities.of(sensitivity);
  }
}
