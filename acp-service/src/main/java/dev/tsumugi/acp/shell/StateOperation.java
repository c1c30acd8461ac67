package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.StateAnswer;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;

/**
 * {@code GET|POST Patient/[id]/$acp-state}: how a person's plan stands, and what may be done now.
 */
final class StateOperation extends PlanOperation {
  private final PlanRecords plans;

  StateOperation(PlanRecords plans) {
    this.plans = plans;
  }

  @Override
  public String name() {
    return "$acp-state";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public String documentation() {
    return "How a person's plan of care stands: state, version, when it was signed and last"
        + " confirmed, what makes a look at it due, drafts, proposals, contradictions"
        + " between a wish and a physician's order, and which actions are allowed, or why"
        + " not (text, textEn)";
  }

  @Override
  Result run(Access access, Ref patient, Given given) {
    given.demandOnly();
    PlanState state = plans.state(access, patient);
    return new Result.Done(
        StateAnswer.of(
            state,
            plans.asker(access, patient),
            plans.orders(access, patient),
            plans.reminders(access, patient)));
  }
}
