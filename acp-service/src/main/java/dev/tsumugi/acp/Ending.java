package dev.tsumugi.acp;

import dev.tsumugi.acp.Lineage.Change;
import dev.tsumugi.acp.Lineage.Version;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a version that stands: to hold on, or to end. The writes are one commit.
 *
 * @param command the client's id of what was asked
 * @param reason why, in the words of who asks
 * @param evidence a scan, where somebody else does it for the person
 */
public record Ending(
    PlanState state,
    Optional<String> command,
    Optional<String> reason,
    Optional<Json.Obj> evidence) {
  private static final Set<String> SAID = Set.of("final", "amended", "corrected");

  /** What came of it. */
  public sealed interface Answer {
    /**
     * @param about number of the write of the version it is about
     */
    record Writes(List<Write> writes, int about) implements Answer {}

    record Refused(Reason reason) implements Answer {}
  }

  /** It is still so: the version and each of its wishes say when that was said last. */
  public Answer confirm() {
    if (state.died().isPresent()) return new Answer.Refused(Reason.CLOSED);
    Change change = state.versions().lineage().ask(new Command.Confirm(state.at()));
    if (change instanceof Change.Refused refused) return new Answer.Refused(refused.reason());
    List<Write> writes = new ArrayList<>();
    for (Json.Obj wish : state.signedAfter(List.of())) {
      writes.add(NewVersion.update(SignedWish.confirmed(wish, state.at())));
    }
    return done((Change.Done) change, writes);
  }

  /**
   * The whole plan is taken back, with every signed wish.
   *
   * @param composition of the version that counts, if it may be seen
   */
  public Answer withdraw(Optional<Json.Obj> composition) {
    if (state.died().isPresent()) return new Answer.Refused(Reason.CLOSED);
    Change change = state.versions().lineage().ask(new Command.Withdraw(state.at()));
    if (change instanceof Change.Refused refused) return new Answer.Refused(refused.reason());
    List<Write> writes = new ArrayList<>();
    for (Json.Obj wish : state.signedAfter(List.of())) {
      writes.add(NewVersion.update(SignedWish.ended(wish, "cancelled")));
    }
    composition.ifPresent(one -> writes.add(NewVersion.update(revoked(one, Plan.CANCELLED))));
    return done((Change.Done) change, writes);
  }

  /**
   * A version was never the person's word, nor were the wishes that were signed with it.
   *
   * @param wishes Observations that the version names, as they stand
   */
  public Answer markAsError(String id, Optional<Json.Obj> composition, List<Json.Obj> wishes) {
    Change change = state.versions().lineage().markAsError(id, state.at());
    if (change instanceof Change.Refused refused) return new Answer.Refused(refused.reason());
    Json.Obj document = state.versions().document(id).orElseThrow();
    String signed = PlanSigning.of(document, Optional.empty()).at();
    List<Json.Obj> own =
        wishes.stream().filter(wish -> signed.equals(wish.text("effectiveDateTime"))).toList();
    if (own.isEmpty() && !wishes.isEmpty()) return new Answer.Refused(Reason.BY_WITHDRAWAL);
    List<Write> writes = new ArrayList<>();
    for (Json.Obj wish : own) {
      if (!Elements.is(wish, "Observation", SAID)) continue;
      writes.add(NewVersion.update(SignedWish.ended(wish, "entered-in-error")));
    }
    composition.ifPresent(
        one ->
            writes.add(
                NewVersion.update(
                    revoked(one, Plan.ENTERED_IN_ERROR)
                        .with("status", Json.text("entered-in-error")))));
    return done((Change.Done) change, writes);
  }

  private static Json.Obj revoked(Json.Obj composition, String status) {
    return SignedWish.extended(composition, Ext.REVOKE_STATUS, "valueCode", Json.text(status));
  }

  private Answer done(Change.Done change, List<Write> writes) {
    int about = writes.size();
    for (Version version : change.touched()) {
      Json.Obj document = state.versions().document(version.id()).orElseThrow();
      Json.Obj now = PlanReference.as(document, version.state(), state.at());
      writes.add(NewVersion.update(writes.size() == about ? told(now) : now));
    }
    return new Answer.Writes(writes, about);
  }

  private Json.Obj told(Json.Obj document) {
    Json.Obj now = PlanReference.commanded(PlanReference.because(document, reason), command);
    return evidence.isEmpty()
        ? now
        : SignedWish.extended(now, Ext.EVIDENCE, "valueReference", evidence.get());
  }
}
