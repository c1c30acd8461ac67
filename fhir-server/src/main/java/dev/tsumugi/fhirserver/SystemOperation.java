package dev.tsumugi.fhirserver;

import java.util.Optional;

/** An {@link Operation} on the whole server: {@code POST [base]/$name}. */
public interface SystemOperation extends Operation {
  @Override
  default Optional<String> type() {
    return Optional.empty();
  }

  @Override
  default boolean onInstance() {
    return false;
  }
}
