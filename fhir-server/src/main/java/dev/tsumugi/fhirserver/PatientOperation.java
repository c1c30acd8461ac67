package dev.tsumugi.fhirserver;

import java.util.Optional;

/** An {@link Operation} on one patient that reads: {@code GET|POST Patient/[id]/$name}. */
public interface PatientOperation extends Operation {
  @Override
  default Optional<String> type() {
    return Optional.of("Patient");
  }

  @Override
  default boolean onInstance() {
    return true;
  }

  @Override
  default boolean safe() {
    return true;
  }
}
