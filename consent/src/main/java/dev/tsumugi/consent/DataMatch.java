package dev.tsumugi.consent;

import java.util.Optional;
import java.util.Set;

/**
 * Which data a provision speaks of. {@code types} and {@code classes} are alternatives, as are the
 * labels; both pairs must hold, and what is not stated does not narrow.
 *
 * @param ceiling a confidentiality label is a high-water mark: it reaches this level and below
 * @param sensitivity v3-ActCode codes; each reaches what lies below it
 */
public record DataMatch(
    Set<String> types,
    Set<DataClass> classes,
    Optional<Confidentiality> ceiling,
    Set<String> sensitivity) {
  static final DataMatch ANY = new DataMatch(Set.of(), Set.of(), Optional.empty(), Set.of());

  public DataMatch {
    types = Set.copyOf(types);
    classes = Set.copyOf(classes);
    sensitivity = Sensitivities.of(sensitivity);
  }
}
