package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * What a module says to a change of a row that stands. Every write is asked, by whichever way it
 * comes, after the gate and with the row locked; so what holds here holds.
 */
public interface ChangeRule {
  /** Of which types it wants to be asked. */
  Set<String> types();

  /**
   * Why the row may not become this, in words that say how to do it right; empty if it may.
   *
   * @param before as it stands
   * @param after as it would be; empty for a deletion
   */
  Optional<Problem> refusal(Requester by, Json.Obj before, Optional<Json.Obj> after);
}
