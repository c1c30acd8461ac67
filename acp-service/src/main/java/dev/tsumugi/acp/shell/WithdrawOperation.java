package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.Asker;
import dev.tsumugi.acp.Ending;
import dev.tsumugi.acp.NewVersion;
import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.Reason;
import dev.tsumugi.acp.Signature;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST Patient/[id]/$acp-withdraw}: some wishes are taken back, which makes a new version
 * without them; or the whole plan is. Their history stays.
 */
final class WithdrawOperation extends PlanOperation {
  private final PlanRecords plans;
  private final PlanCommits commits;
  private final AcpSettings settings;
  private final Supplier<String> newId;

  WithdrawOperation(
      PlanRecords plans, PlanCommits commits, AcpSettings settings, Supplier<String> newId) {
    this.plans = plans;
    this.commits = commits;
    this.settings = settings;
    this.newId = newId;
  }

  @Override
  public String name() {
    return "$acp-withdraw";
  }

  @Override
  public String documentation() {
    return "Withdraws wishes (wish*), or the whole plan where none is named: they are cancelled"
        + " with their history kept. reason in words; command makes a retry safe; paper (a"
        + " scan) where somebody else enters it";
  }

  @Override
  Result run(Access access, Ref patient, Given given) {
    given.demandOnly("wish", "reason", "command", "paper");
    List<Given.Seen> wishes = given.seen("wish", "Observation");
    return commits.retried(
        access, patient, given.command(), state -> attempt(access, given, state, wishes));
  }

  private PlanCommits.Attempt attempt(
      Access access, Given given, PlanState state, List<Given.Seen> wishes) {
    Asker asker = plans.asker(access, state.patient());
    Optional<Json.Obj> paper = plans.paper(access, given);
    Optional<Reason> theirs = asker.refusal(paper.isPresent());
    if (theirs.isPresent()) return PlanCommits.refused(Refusal.of(theirs.get()));

    List<Signature.Becoming> ended = new ArrayList<>();
    for (Given.Seen one : wishes) {
      Optional<Json.Obj> wish = state.signed(one.ref());
      if (wish.isEmpty()) {
        return PlanCommits.refused(
            Refusal.of(one.path(), Reason.NOT_IN_PLAN, one.ref().toString()));
      }
      ended.add(Signature.ended(wish.get()));
    }
    Signature signature = new Signature(state, signing(asker, paper, state), state.expires());
    Signature.Wishes rest = signature.with(ended);
    if (wishes.isEmpty() || rest.isEmpty()) {
      Ending ending = new Ending(state, given.command(), given.words("reason"), paper);
      return PlanCommits.of(ending.withdraw(new PlanParts(plans).composition(access, state)));
    }
    Optional<Reason> not = signature.refusal();
    if (not.isPresent()) return PlanCommits.refused(Refusal.of(not.get()));
    NewVersion version =
        new NewVersion(
            state,
            new NewVersion.Names(newId.get(), settings.hub(), given.command()),
            plans.beside(access, state.patient()));
    return commits.version(version, rest, signing(asker, paper, state), given.words("reason"));
  }

  private static Signing signing(Asker asker, Optional<Json.Obj> paper, PlanState state) {
    boolean clerk = asker.kind() == Asker.Kind.CLERK;
    Json.Obj resident = Json.object().put("reference", state.patient().toString()).build();
    return new Signing(
        FhirTime.instant(state.at()),
        asker.kind() == Asker.Kind.PROXY ? asker.person() : resident,
        List.of(),
        List.of(),
        Optional.empty(),
        clerk ? Optional.of(asker.person()) : Optional.empty(),
        paper);
  }
}
