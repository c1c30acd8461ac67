package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import java.util.Optional;
import java.util.Set;

/**
 * An operation of the whole server that is one function.
 *
 * @param known parameters; others are refused by name
 */
record OnSystem(String name, String documentation, boolean safe, Set<String> known, Run run)
    implements Operation {
  interface Run {
    byte[] run(Access access, Operation.Call call);
  }

  @Override
  public Optional<String> type() {
    return Optional.empty();
  }

  @Override
  public boolean onInstance() {
    return false;
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(known);
    return run.run(access, call);
  }
}
