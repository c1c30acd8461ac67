package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.Asker;
import dev.tsumugi.acp.Ending;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.Reason;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;

/**
 * {@code POST Patient/[id]/$acp-entered-in-error}: a version was never this person's word. The one
 * before counts again.
 */
final class EnteredInErrorOperation extends PlanOperation {
  private final PlanRecords plans;
  private final PlanCommits commits;

  EnteredInErrorOperation(PlanRecords plans, PlanCommits commits) {
    this.plans = plans;
    this.commits = commits;
  }

  @Override
  public String name() {
    return "$acp-entered-in-error";
  }

  @Override
  public String documentation() {
    return "Marks a version of the plan (version) as entered in error, with the wishes that were"
        + " signed with it; the version before counts again. reason in words; command makes a retry"
        + " safe";
  }

  @Override
  Result run(Access access, Ref patient, Given given) {
    given.demandOnly("version", "reason", "command");
    Ref version =
        given
            .reference("version", "DocumentReference")
            .orElseThrow(() -> Problem.invalid("version", "'version' is missing"));
    return commits.retried(
        access, patient, given.command(), state -> attempt(access, given, state, version));
  }

  private PlanCommits.Attempt attempt(Access access, Given given, PlanState state, Ref version) {
    Asker asker = plans.asker(access, state.patient());
    // Who entered a paper for somebody else must be able to take their own mistake back.
    Optional<Reason> theirs = asker.refusal(true);
    if (theirs.isPresent()) return PlanCommits.refused(Refusal.of(theirs.get()));
    Optional<Json.Obj> document = state.versions().document(version.toString());
    if (document.isEmpty()) throw Problem.notFound(version);
    PlanParts parts = new PlanParts(plans);
    Ending ending = new Ending(state, given.command(), given.words("reason"), Optional.empty());
    return PlanCommits.of(
        ending.markAsError(
            Elements.ref(document.get()),
            parts.composition(access, document.get()),
            parts.now(access, document.get(), "Observation")));
  }
}
