package dev.tsumugi.consent;

import java.util.Optional;
import java.util.Set;

/**
 * Which data a provision speaks of. {@code types} and {@code classes} are alternatives, as are the
 * labels; both pairs must hold, and what stands on single rows too; what is not stated does not
 * narrow.
 *
 * @param ceiling a confidentiality label is a high-water mark: on a permit it reaches this level
 *     and below, on a refusal this level and above
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

  boolean hasLabels() {
    return ceiling.isPresent() || !sensitivity.isEmpty();
  }

  /** Nothing but the labels of this. */
  DataMatch labelsAlone() {
    return new DataMatch(Set.of(), Set.of(), ceiling, sensitivity, RowMatch.ANY);
  }

  DataMatch labelledAs(DataMatch other) {
    return new DataMatch(types, classes, other.ceiling, other.sensitivity, rows);
  }
}
