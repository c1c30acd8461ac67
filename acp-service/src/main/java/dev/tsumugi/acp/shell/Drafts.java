package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.Drafted;
import dev.tsumugi.acp.Reason;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The drafts that somebody wants to sign, as they saw them. */
final class Drafts {
  private final PlanRecords plans;
  private final List<Given.Seen> seen;
  private final List<Json.Obj> found = new ArrayList<>();

  Drafts(PlanRecords plans, List<Given.Seen> seen) {
    this.plans = plans;
    this.seen = seen;
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  /** As they stand: filled by {@link #refusal}. */
  List<Json.Obj> found() {
    return found;
  }

  /** Every draft that cannot be signed, and why; what changed since it was seen says in what. */
  Optional<Refusal> refusal(Access access, Ref patient) {
    found.clear();
    List<Refusal.Found> wrong = new ArrayList<>();
    for (Given.Seen one : seen) {
      Optional<Json.Obj> draft = plans.read(access, one.ref());
      if (draft.isEmpty()) {
        wrong.add(new Refusal.Found(one.path(), Reason.CHANGED, one.ref() + ": -"));
        continue;
      }
      found.add(draft.get());
      Optional<String> changed = changed(access, one, draft.get());
      if (changed.isPresent()) {
        wrong.add(new Refusal.Found(one.path(), Reason.CHANGED, changed.get()));
        continue;
      }
      Drafted.refusal(draft.get(), patient)
          .ifPresent(why -> wrong.add(new Refusal.Found(one.path(), why, one.ref().toString())));
    }
    if (wrong.isEmpty()) {
      Drafted.answeredTwice(found)
          .ifPresent(
              twice ->
                  wrong.add(
                      new Refusal.Found(
                          "draft", Reason.TWO_ANSWERS, "Observation/" + twice.text("id"))));
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(Refusal.of(wrong));
  }

  private Optional<String> changed(Access access, Given.Seen one, Json.Obj now) {
    Json.Obj meta = now.obj("meta");
    String version = meta == null ? null : meta.text("versionId");
    boolean same =
        one.version().isEmpty() || String.valueOf(one.version().getAsInt()).equals(version);
    if (same) return Optional.empty();
    List<String> members =
        plans
            .read(access, one.ref(), one.version().getAsInt())
            .map(before -> Drafted.changed(before, now))
            .orElse(List.of());
    return Optional.of(one.ref() + "/_history/" + version + ": " + String.join(", ", members));
  }
}
