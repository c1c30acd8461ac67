package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.Directive;
import dev.tsumugi.acp.Lineage;
import dev.tsumugi.acp.PlanVersions;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a plan's version is now, told from its DocumentReference alone. */
public final class PrintedState {
  private PrintedState() {}

  /**
   * @param document as it stands
   * @param died if the person did
   * @return empty for what is no version of a plan
   */
  public static Optional<Directive> of(Json.Obj document, Optional<Instant> died) {
    return PlanVersions.of(List.of(document), died).lineage().versions().stream()
        .map(Lineage.Version::state)
        .findFirst();
  }
}
