package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.SystemOperation;
import java.util.Set;

/**
 * One of the operations on sealed sheets.
 *
 * @param known its parameters
 */
record SealedOperation(
    String name, String documentation, boolean safe, Set<String> known, Step step)
    implements SystemOperation {
  /** What it does. */
  interface Step {
    byte[] run(Access access, Call call);
  }

  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(known);
    return step.run(access, call);
  }
}
