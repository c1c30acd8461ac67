package dev.tsumugi.acp;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;

/** What can be said of drafts before they are signed. */
public final class Drafted {
  private Drafted() {}

  /** Why this cannot be signed. */
  public static Optional<Reason> refusal(Json.Obj draft, Ref patient) {
    return SignedWish.refusal(draft, patient);
  }

  /** One of two that answer the same question: they cannot both be the person's word. */
  public static Optional<Json.Obj> answeredTwice(List<Json.Obj> drafts) {
    return PlanState.answeredTwice(drafts);
  }

  /** The members in which two versions differ, by name. */
  public static List<String> changed(Json.Obj before, Json.Obj now) {
    return SignedWords.changed(before.without("meta"), now.without("meta"));
  }
}
