package dev.tsumugi.acp.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;

/** An operation on one person's plan: it answers, or says why not. */
abstract class PlanOperation implements PatientOperation {
  /** What came of it. */
  sealed interface Result {
    record Done(Json.Obj answer) implements Result {}

    record Refused(Refusal refusal) implements Result {}
  }

  static Result refused(Refusal refusal) {
    return new Result.Refused(refusal);
  }

  abstract Result run(Access access, Ref patient, Given given);

  @Override
  public boolean safe() {
    return false;
  }

  @Override
  public Answered answer(Access access, Call call) {
    Result result = run(access, call.instance().orElseThrow(), new Given(call));
    if (result instanceof Result.Done done) {
      return new Answered(200, Pieces.of(Json.bytes(done.answer())));
    }
    Refusal refusal = ((Result.Refused) result).refusal();
    return new Answered(refusal.status(), Pieces.of(Json.bytes(refusal.outcome())));
  }

  @Override
  public byte[] run(Access access, Call call) {
    Result result = run(access, call.instance().orElseThrow(), new Given(call));
    if (result instanceof Result.Done done) return Json.bytes(done.answer());
    Refusal refusal = ((Result.Refused) result).refusal();
    throw Problem.of(Problem.Kind.CONFLICT, refusal.why().get(0).reason().english());
  }
}
