package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.Ending;
import dev.tsumugi.acp.NewVersion;
import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.acp.PlanState;
import dev.tsumugi.acp.Reason;
import dev.tsumugi.acp.Signature;
import dev.tsumugi.acp.StateAnswer;
import dev.tsumugi.acp.shell.PlanOperation.Result;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Load, ask, write with the versions that were read; who loses a race loads anew. The same command
 * twice is answered as the first time.
 */
final class PlanCommits {
  private static final int TRIES = 3;

  private final Records records;
  private final PlanRecords plans;

  PlanCommits(Records records, PlanRecords plans) {
    this.records = records;
    this.plans = plans;
  }

  /** What one try comes to. */
  sealed interface Attempt {
    /**
     * @param made number of the write that is the version it is about
     * @param giving number of the write by which the version before gives way
     */
    record Writes(List<Write> writes, int made, OptionalInt giving) implements Attempt {}

    record Refused(Refusal refusal) implements Attempt {}
  }

  static Attempt refused(Refusal refusal) {
    return new Attempt.Refused(refusal);
  }

  /** Of what is asked of a version that stands; the first it touches is the one it is about. */
  static Attempt of(Ending.Answer answer) {
    if (answer instanceof Ending.Answer.Refused refused) {
      return refused(Refusal.of(refused.reason()));
    }
    Ending.Answer.Writes writes = (Ending.Answer.Writes) answer;
    return new Attempt.Writes(writes.writes(), writes.about(), OptionalInt.empty());
  }

  Result retried(
      Access access, Ref patient, Optional<String> command, Function<PlanState, Attempt> asked) {
    for (int i = 0; i < TRIES; i++) {
      PlanState state = plans.state(access, patient);
      Optional<Json.Obj> made = command.flatMap(state.versions()::madeBy);
      if (made.isPresent()) return new Result.Done(StateAnswer.made(made.get(), state));
      Attempt attempt = asked.apply(state);
      if (attempt instanceof Attempt.Refused refused) {
        return PlanOperation.refused(refused.refusal());
      }
      Attempt.Writes writes = (Attempt.Writes) attempt;
      try {
        List<Written> written = records.commit(access, writes.writes());
        StoredResource version = written.get(writes.made()).resource();
        return new Result.Done(
            StateAnswer.made(Json.parseObject(version.json()), plans.state(access, patient)));
      } catch (Problem refused) {
        if (isKeptElsewhere(refused, writes)) {
          return PlanOperation.refused(Refusal.of(Reason.KEPT_ELSEWHERE));
        }
        // Another came between: a version read is not the current one, or there is a first one now.
        boolean race =
            refused.kind() == Problem.Kind.PRECONDITION || refused.kind() == Problem.Kind.CONFLICT;
        if (!race) throw refused;
      }
    }
    return PlanOperation.refused(Refusal.of(Reason.RACE));
  }

  /**
   * Whether the version before is another organisation's row. A paper asks whether its own version
   * still counts, so nobody adds one who may not end the one before.
   */
  private static boolean isKeptElsewhere(Problem refused, Attempt.Writes attempt) {
    if (refused.kind() != Problem.Kind.FORBIDDEN || attempt.giving().isEmpty()) return false;
    String entry = "Bundle.entry[" + attempt.giving().getAsInt() + "].resource";
    return refused.issues().stream().anyMatch(issue -> issue.path().startsWith(entry));
  }

  /** A new version of the plan. */
  Attempt version(
      NewVersion version, Signature.Wishes wishes, Signing signing, Optional<String> reason) {
    List<Write> writes = new ArrayList<>();
    Json.Obj document = version.document(wishes, signing, reason);
    writes.add(
        version.before().isPresent()
            ? new Write.Create("DocumentReference", document, "", Optional.empty())
            : first(version, document));
    writes.add(version.composition(wishes, signing));
    writes.addAll(NewVersion.writes(wishes.changes()));
    Optional<Write> giving = version.givingWay();
    giving.ifPresent(writes::add);
    return new Attempt.Writes(
        writes, 0, giving.isPresent() ? OptionalInt.of(writes.size() - 1) : OptionalInt.empty());
  }

  /**
   * Two first versions at the same moment: the second would have to rewrite the first, which is
   * refused; so it loads anew, and replaces it.
   */
  private Write first(NewVersion version, Json.Obj document) {
    return new Write.UpdateWhere(
        plans.versionsOf(version.patient(), version.setToken()), document, "", OptionalInt.empty());
  }
}
