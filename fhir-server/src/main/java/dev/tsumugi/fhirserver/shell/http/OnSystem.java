package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.SystemOperation;
import java.util.Set;

/**
 * An operation of the whole server that is one function.
 *
 * @param known parameters; others are refused by name
 */
record OnSystem(String name, String documentation, boolean safe, Set<String> known, Run run)
    implements SystemOperation {
  interface Run {
    byte[] run(Access access, Operation.Call call);
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(known);
    return run.run(access, call);
  }
}
