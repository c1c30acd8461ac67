package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Operation;
import java.util.Optional;

/** An {@link Operation} that tells of the labels that follow from codes: it hangs on ValueSet. */
interface LabellingOperation extends Operation {
  @Override
  default Optional<String> type() {
    return Optional.of("ValueSet");
  }

  @Override
  default boolean onInstance() {
    return false;
  }

  @Override
  default boolean safe() {
    return true;
  }
}
