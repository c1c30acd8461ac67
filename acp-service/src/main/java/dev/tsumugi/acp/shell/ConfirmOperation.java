package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.Asker;
import dev.tsumugi.acp.Ending;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.Reason;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;

/** {@code POST Patient/[id]/$acp-confirm}: it is still so. */
final class ConfirmOperation extends PlanOperation {
  private final PlanRecords plans;
  private final PlanCommits commits;

  ConfirmOperation(PlanRecords plans, PlanCommits commits) {
    this.plans = plans;
    this.commits = commits;
  }

  @Override
  public String name() {
    return "$acp-confirm";
  }

  @Override
  public String documentation() {
    return "Says that the plan is still so: it and its wishes bear the time. command makes a retry"
        + " safe; paper (a scan) where somebody else enters it";
  }

  @Override
  Result run(Access access, Ref patient, Given given) {
    given.demandOnly("command", "paper");
    return commits.retried(
        access, patient, given.command(), state -> attempt(access, given, state));
  }

  private PlanCommits.Attempt attempt(Access access, Given given, PlanState state) {
    Asker asker = plans.asker(access, state.patient());
    var paper = plans.paper(access, given);
    Optional<Reason> theirs = asker.refusal(paper.isPresent());
    if (theirs.isPresent()) return PlanCommits.refused(Refusal.of(theirs.get()));
    return PlanCommits.of(new Ending(state, given.command(), Optional.empty(), paper).confirm());
  }
}
