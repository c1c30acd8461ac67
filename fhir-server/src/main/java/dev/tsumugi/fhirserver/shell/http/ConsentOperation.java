package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Operation;
import java.util.Optional;

/** An {@link Operation} about Consents: it hangs on their type. */
interface ConsentOperation extends Operation {
  @Override
  default Optional<String> type() {
    return Optional.of("Consent");
  }

  @Override
  default boolean onInstance() {
    return false;
  }

  @Override
  default boolean safe() {
    return false;
  }
}
