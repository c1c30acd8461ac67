package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.SystemOperation;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * An operation on the whole server that is one step of somebody's.
 *
 * @param safe whether it changes nothing beyond the journal
 * @param known names of its parameters
 */
record Asked(
    String name,
    String documentation,
    boolean safe,
    Set<String> known,
    BiFunction<Access, Operation.Call, byte[]> step)
    implements SystemOperation {
  @Override
  public byte[] run(Access access, Operation.Call call) {
    call.demandOnly(known);
    return step.apply(access, call);
  }
}
