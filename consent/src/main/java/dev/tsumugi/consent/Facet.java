package dev.tsumugi.consent;

import java.util.Set;

/**
 * What consent looks at in one row; interned by the store, so that a decision serves many rows.
 *
 * @param type FHIR resource type
 * @param sensitivity v3-ActCode codes, sorted
 * @param recorder key of who wrote it, see {@link Requester#recorderKey}
 */
public record Facet(
    String type,
    DataClass dataClass,
    Set<String> sensitivity,
    Confidentiality confidentiality,
    String recorder) {
  public Facet {
    sensitivity = Sensitivities.of(sensitivity);
  }

  long sensitivityMask() {
    return ((Sensitivities) sensitivity).mask();
  }
}
