package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.AcpSettings;
import dev.tsumugi.acp.Asker;
import dev.tsumugi.acp.NewVersion;
import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.Reason;
import dev.tsumugi.acp.Signature;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST Patient/[id]/$acp-sign}: drafts become the person's word, and the next version of the
 * plan, in one commit.
 */
final class SignOperation extends PlanOperation {
  private final PlanRecords plans;
  private final PlanCommits commits;
  private final AcpSettings settings;
  private final Supplier<String> newId;

  SignOperation(
      PlanRecords plans, PlanCommits commits, AcpSettings settings, Supplier<String> newId) {
    this.plans = plans;
    this.commits = commits;
    this.settings = settings;
    this.newId = newId;
  }

  @Override
  public String name() {
    return "$acp-sign";
  }

  @Override
  public String documentation() {
    return "Signs drafts of wishes (draft*, with the version that was seen): they become final and"
        + " the plan's next version, which replaces the one before. witness*, facilitator*,"
        + " capacity, expires, entered-by; a signed paper (paper, its scan; signed, its date);"
        + " command makes a retry safe. What changed meanwhile is refused by name (409)";
  }

  @Override
  Result run(Access access, Ref patient, Given given) {
    given.demandOnly(
        "draft",
        "witness",
        "facilitator",
        "capacity",
        "expires",
        "paper",
        "signed",
        "entered-by",
        "command");
    Drafts drafts = new Drafts(plans, given.seen("draft", "Observation"));
    return commits.retried(
        access, patient, given.command(), state -> attempt(access, given, state, drafts));
  }

  private PlanCommits.Attempt attempt(Access access, Given given, PlanState state, Drafts drafts) {
    Asker asker = plans.asker(access, state.patient());
    Optional<Json.Obj> paper = plans.paper(access, given);
    if (paper.isEmpty() && given.date("signed").isPresent()) {
      throw Problem.invalid("signed", "'signed' is the date on a paper: 'paper' is missing");
    }
    Optional<Reason> theirs = asker.refusal(paper.isPresent());
    if (theirs.isPresent()) return PlanCommits.refused(Refusal.of(theirs.get()));
    if (drafts.isEmpty()) return PlanCommits.refused(Refusal.of(Reason.NOTHING_TO_SIGN));
    Optional<Refusal> wrong = drafts.refusal(access, state.patient());
    if (wrong.isPresent()) return PlanCommits.refused(wrong.get());

    Signing signing = signing(given, asker, paper, state);
    Signature signature = new Signature(state, signing, given.through("expires"));
    Optional<Reason> not = signature.refusal();
    if (not.isPresent()) return PlanCommits.refused(Refusal.of(not.get()));
    List<Signature.Becoming> signed = new ArrayList<>();
    for (Json.Obj draft : drafts.found())
      signed.add(signature.of(draft, "urn:uuid:" + newId.get()));
    NewVersion version =
        new NewVersion(
            state,
            new NewVersion.Names(newId.get(), settings.hub(), given.command()),
            plans.beside(access, state.patient()));
    return commits.version(version, signature.with(signed), signing, Optional.empty());
  }

  private static Signing signing(
      Given given, Asker asker, Optional<Json.Obj> paper, PlanState state) {
    boolean proxy = asker.kind() == Asker.Kind.PROXY;
    Json.Obj resident = Json.object().put("reference", state.patient().toString()).build();
    Optional<Json.Obj> typed = given.typist("entered-by");
    if (typed.isEmpty() && asker.kind() == Asker.Kind.CLERK) typed = Optional.of(asker.person());
    return new Signing(
        given.date("signed").orElse(FhirTime.instant(state.at())),
        proxy && paper.isEmpty() ? asker.person() : resident,
        given.people("witness"),
        given.people("facilitator"),
        given.words("capacity"),
        typed,
        paper);
  }
}
