package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.util.List;

/** What the store read of one patient in the snapshot in which it decides. */
public record Compartment(Ref patient, Policy policy, List<Tie> ties) {
  /** Where rows without a patient live. */
  public static final Compartment CITY =
      new Compartment(new Ref("Organization", "city"), Policy.NONE, List.of());

  public Compartment {
    ties = List.copyOf(ties);
  }

  boolean isCity() {
    return !patient.type().equals("Patient");
  }
}
