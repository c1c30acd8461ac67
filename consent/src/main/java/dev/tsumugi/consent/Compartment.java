package dev.tsumugi.consent;

import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the store read of one patient in the snapshot in which it decides.
 *
 * @param born the day of birth; of one told to the month or year only, its last day
 * @param died when; the start of the record if only that they are dead is known
 * @param neighbours for each of {@link Policy#related}, the city's among them: what it refers to
 *     itself, nothing if it is not there. Of one without an entry everything may be a neighbour: it
 *     is refused, and not permitted
 */
public record Compartment(
    Ref patient,
    Policy policy,
    List<Tie> ties,
    Optional<LocalDate> born,
    Optional<Instant> died,
    Map<Ref, Set<Ref>> neighbours) {
  /** Where rows without a patient live. */
  public static final Compartment CITY =
      new Compartment(new Ref("Organization", "city"), Policy.NONE, List.of());

  public Compartment {
    ties = List.copyOf(ties);
    neighbours = Map.copyOf(neighbours);
  }

  /** Of a living adult. */
  public Compartment(Ref patient, Policy policy, List<Tie> ties) {
    this(patient, policy, ties, Optional.empty(), Optional.empty(), Map.of());
  }

  boolean isCity() {
    return !patient.type().equals("Patient");
  }
}
